import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_titles(apps, schema_editor):
    titles = apps.get_model("library", "Item").objects.filter(pk=models.OuterRef("item")).values("title")
    lines = apps.get_model("library", "Tried").objects.filter(item__isnull=False)
    lines.update(title=models.Subquery(titles))


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0002_index'),
        ('people', '0002_companionship'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='tried',
            name='a_card_is_tried_once',
        ),
        migrations.RemoveConstraint(
            model_name='tried',
            name='tried_of_a_card_or_an_item',
        ),
        migrations.AddField(
            model_name='tried',
            name='title',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name='tried',
            name='item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='library.item'),
        ),
        migrations.AddConstraint(
            model_name='tried',
            constraint=models.UniqueConstraint(condition=models.Q(('card', ''), _negated=True), fields=('organisation', 'person', 'card'), name='a_card_is_tried_once'),
        ),
        migrations.AddConstraint(
            model_name='tried',
            constraint=models.CheckConstraint(condition=models.Q(('item', None), ('card', ''), _connector='OR'), name='tried_of_a_card_or_an_item'),
        ),
        migrations.RunPython(keep_titles, migrations.RunPython.noop),
    ]
