
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notify', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='outbox',
            name='unsubscribe',
            field=models.CharField(blank=True, default='', max_length=500),
        ),
    ]
