from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rhythm", "0001_initial")]

    operations = [
        migrations.AddField("term", "arc_since", models.DateTimeField(null=True)),
        migrations.AddField("term", "kept", models.CharField(blank=True, default="", max_length=64)),
    ]
