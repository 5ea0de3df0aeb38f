from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from roost.gather.circles.engine.lot import group_name


def name_groups(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    drew = apps.get_model("circles", "Invitation")._base_manager.exclude(lot="").select_related("enrolment", "seat")
    for one in drew.iterator():
        one.group = group_name([str(one.seat.cells.get(name, "")) for name in one.enrolment.strata])
        one.save(update_fields=["group"])


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0003_growing'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='group',
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(name_groups, migrations.RunPython.noop),
    ]
