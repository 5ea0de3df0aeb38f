from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("growth", "0004_observation_has_a_person")]

    operations = [
        migrations.AlterField(
            "answer",
            "audience",
            models.CharField(
                choices=[
                    ("me", "only I"),
                    ("companion", "I and who accompanies me"),
                    ("counted", "counted with others, without my name"),
                ],
                default="me",
                max_length=10,
            ),
        ),
    ]
