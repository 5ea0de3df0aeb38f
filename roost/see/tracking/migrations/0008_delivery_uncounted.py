from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracking", "0007_closing_upto")]

    operations = [migrations.AddField("delivery", "uncounted", models.PositiveIntegerField(default=0))]
