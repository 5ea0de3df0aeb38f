from django.db import migrations, models
from django.db.models import Q


def forget_words(apps, schema_editor):
    over = apps.get_model("notify", "Outbox").objects.exclude(Q(sent_at=None, given_up_at=None))
    over.update(body="", html="")


class Migration(migrations.Migration):

    dependencies = [
        ('notify', '0002_unsubscribe'),
    ]

    operations = [
        migrations.AddField(
            model_name='outbox',
            name='until',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(forget_words, migrations.RunPython.noop, elidable=True),
    ]
