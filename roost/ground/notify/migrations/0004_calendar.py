from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notify', '0003_until'),
    ]

    operations = [
        migrations.AddField(
            model_name='outbox',
            name='calendar',
            field=models.TextField(blank=True, default=''),
        ),
    ]
