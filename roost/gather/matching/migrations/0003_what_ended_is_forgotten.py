from django.db import migrations, models
from django.utils import timezone


def forget_ended(apps, schema_editor):
    over = apps.get_model("matching", "Proposal").objects.filter(paired_at=None, until__lte=timezone.now())
    apps.get_model("matching", "Side").objects.filter(proposal__in=over).update(
        is_open=False, words="", answer="", stage=""
    )
    over.update(topic="", relation="", hours=0)


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0002_lists_end'),
    ]

    operations = [
        migrations.AlterField(
            model_name='proposal',
            name='topic',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='relation',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AlterField(
            model_name='side',
            name='stage',
            field=models.CharField(blank=True, choices=[('new', 'It is new to me'), ('middle', 'I am in the middle of it'), ('through', 'I have been through it')], max_length=8),
        ),
        migrations.RunPython(forget_ended, migrations.RunPython.noop, elidable=True),
    ]
