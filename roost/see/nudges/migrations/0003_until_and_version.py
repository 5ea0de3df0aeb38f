from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('nudges', '0002_before_meetings'),
    ]

    operations = [
        migrations.AddField(
            model_name='occasion',
            name='until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='wishes',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
    ]
