from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from roost.ground.release.sealing import put_aside, shuffled


def seal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal what was answered to checks that are open."""
    answers = apps.get_model("health", "Answer")._base_manager
    for check in apps.get_model("health", "Check")._base_manager.filter(closed_at=None):
        check.ballots = shuffled([put_aside(one.values) for one in answers.filter(check_of=check)])
        check.save(update_fields=["ballots"])


class Migration(migrations.Migration):

    dependencies = [
        ('health', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='check',
            name='ballots',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.DeleteModel(name='Answer'),
    ]
