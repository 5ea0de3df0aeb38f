from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracking", "0005_what_a_file_brought")]

    operations = [
        migrations.RenameField("delivery", "handed_in_by", "asked_by"),
        migrations.RenameField("delivery", "handed_in_at", "asked_at"),
        migrations.AddField("delivery", "after", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("delivery", "upto", models.PositiveBigIntegerField(default=0)),
        migrations.AddField(
            "delivery",
            "withdraws",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="withdrawals",
                to="tracking.delivery",
            ),
        ),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(
                condition=models.Q(("status", "refused"), _negated=True),
                fields=("withdraws",),
                name="one_withdrawal_of_a_delivery",
            ),
        ),
        migrations.AddField("program", "withdrawals", models.PositiveIntegerField(default=0)),
    ]
