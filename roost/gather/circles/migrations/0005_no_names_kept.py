from django.db import migrations, models


def forget_names(apps, schema_editor):
    apps.get_model("circles", "Circle").objects.filter(round=None).update(name="")


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0004_group_of_a_lot'),
    ]

    operations = [
        migrations.AlterField(
            model_name='circle',
            name='name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RunPython(forget_names, migrations.RunPython.noop, elidable=True),
    ]
