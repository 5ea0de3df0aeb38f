from __future__ import annotations

from django.db import migrations, models


def remember_what_was_there(apps, schema_editor):
    """Say of each closing up to which entry it reads; until now the time of an entry told."""
    Entry, Closing = (apps.get_model("tracking", name) for name in ("Entry", "Closing"))
    for closing in Closing.objects.all():
        entries = Entry.objects.filter(program=closing.program_id, recorded_at__lte=closing.closed_at)
        upto = entries.aggregate(models.Max("pk"))["pk__max"] or 0
        Closing.objects.filter(pk=closing.pk).update(upto=upto)


class Migration(migrations.Migration):
    dependencies = [("tracking", "0006_withdrawals")]

    operations = [
        migrations.AddField("closing", "upto", models.PositiveBigIntegerField(default=0)),
        migrations.RunPython(remember_what_was_there, migrations.RunPython.noop),
    ]
