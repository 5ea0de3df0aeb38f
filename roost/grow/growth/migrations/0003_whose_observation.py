"""Say of each question to an observer whose experiment it is about."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_the_person(apps, schema_editor):
    experiments = apps.get_model("growth", "Experiment").objects
    whose = experiments.filter(pk=OuterRef("experiment")).values("person")
    apps.get_model("growth", "Observation").objects.filter(person=None).update(person=Subquery(whose))


class Migration(migrations.Migration):
    dependencies = [("growth", "0002_versions_and_counts")]

    operations = [migrations.RunPython(name_the_person, migrations.RunPython.noop)]
