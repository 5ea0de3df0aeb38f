from django.db import migrations, models
from django.db.models import Exists, OuterRef


def say_once(apps, schema_editor):
    apart = apps.get_model("matching", "Apart").objects
    before = apart.filter(person=OuterRef("person"), other=OuterRef("other"), ended_at=None, pk__lt=OuterRef("pk"))
    again = list(apart.filter(Exists(before), ended_at=None).values_list("pk", flat=True))
    apart.filter(pk__in=again).delete()


def forget_how_pairs_fitted(apps, schema_editor):
    paired = apps.get_model("matching", "Proposal").objects.exclude(paired_at=None)
    apps.get_model("matching", "Side").objects.filter(proposal__in=paired).update(stage="")
    paired.update(relation="", hours=0)


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0003_what_ended_is_forgotten'),
    ]

    operations = [
        migrations.RunPython(say_once, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(
            model_name='apart',
            name='apart_is_said_once',
        ),
        migrations.RemoveField(
            model_name='apart',
            name='organisation',
        ),
        migrations.AddConstraint(
            model_name='apart',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'other'), name='apart_is_said_once'),
        ),
        migrations.RunPython(forget_how_pairs_fitted, migrations.RunPython.noop, elidable=True),
    ]
