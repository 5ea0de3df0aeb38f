
import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0002_companionship'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cue', models.CharField(max_length=300)),
                ('action', models.CharField(max_length=300)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('behaviour', models.CharField(blank=True, max_length=40)),
                ('weekdays', models.CharField(max_length=7)),
                ('at', models.TimeField()),
                ('start', models.PositiveSmallIntegerField()),
                ('resting_until', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('rhythm', models.JSONField(default=dict)),
                ('reminded', models.PositiveIntegerField(default=0)),
                ('last_day', models.DateField(null=True)),
                ('next_day', models.DateField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('zone', models.CharField(max_length=64)),
                ('waiting_since', models.DateTimeField(null=True)),
                ('planned_at', models.DateTimeField()),
                ('key', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('day', models.DateField()),
                ('given_at', models.DateTimeField()),
                ('week', models.CharField(max_length=8)),
                ('slot', models.PositiveSmallIntegerField()),
                ('before', models.JSONField(default=dict)),
                ('answer', models.CharField(blank=True, max_length=12)),
                ('answered_at', models.DateTimeField(null=True)),
                ('mail', models.CharField(blank=True, choices=[('', 'no'), ('wanted', 'wanted'), ('offered', 'offered'), ('no-room', 'no room')], max_length=8)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='occasions', to='nudges.plan')),
            ],
        ),
        migrations.CreateModel(
            name='Wishes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('most_a_week', models.PositiveSmallIntegerField(default=2)),
                ('by_mail', models.BooleanField(default=False)),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0), null=True)),
                ('quiet_until', models.TimeField(default=datetime.time(7, 0), null=True)),
                ('paused', models.BooleanField(default=False)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at', 'id'], name='plans_to_come'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='one_plan_per_form'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('start__in', (3, 7, 14, 28))), name='starts_on_the_ladder'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_at', None), ('next_day', None)), models.Q(('next_at__isnull', False), ('next_day__isnull', False)), _connector='OR'), name='a_moment_has_its_day'),
        ),
        migrations.AddIndex(
            model_name='occasion',
            index=models.Index(fields=['person', 'given_at'], name='nudges_occa_person__ad3c67_idx'),
        ),
        migrations.AddIndex(
            model_name='occasion',
            index=models.Index(condition=models.Q(('mail', 'wanted')), fields=['id'], name='reminders_to_mail'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.UniqueConstraint(fields=('person', 'week', 'slot'), name='one_reminder_per_slot'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='one_reminder_per_number'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(('slot__gte', 1), ('slot__lte', 2)), name='slots_of_reminders'),
        ),
        migrations.AddConstraint(
            model_name='wishes',
            constraint=models.CheckConstraint(condition=models.Q(('most_a_week__gte', 1), ('most_a_week__lte', 2)), name='one_or_two_a_week'),
        ),
    ]
