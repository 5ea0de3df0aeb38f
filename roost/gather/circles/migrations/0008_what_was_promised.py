import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def link_seats(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    waiting = apps.get_model("circles", "Waiting")._base_manager
    seats = apps.get_model("circles", "Seat")._base_manager
    for one in waiting.filter(person=None).iterator():
        theirs = seats.filter(models.Q(round=one.round_id) | models.Q(round__after=one.round_id), person=None)
        numbers = list(theirs.filter(code=one.code, label=one.label).values_list("pk", flat=True))
        seats.filter(pk__in=numbers).update(waiting=one)


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0007_names_and_questions_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='seat',
            name='waiting',
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='seats', to='circles.waiting'
            ),
        ),
        migrations.RunPython(link_seats, migrations.RunPython.noop),
    ]
