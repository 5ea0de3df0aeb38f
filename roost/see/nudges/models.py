"""What a person wants to be reminded of, when, and what they said; nobody else has a page for any of it."""

from __future__ import annotations

from datetime import date, time

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from roost.ground.kit.scopes import organisation_manager
from roost.ground.notify.engine import QuietHours
from roost.ground.people.models import Organisation, Person
from roost.see.nudges.engine import MOST_A_WEEK, STARTS, Rhythm, Times, wait_of

LONGEST_LINE = 300
LONGEST_KEY = 40
EVENING, MORNING = time(20), time(7)


class Wishes(models.Model):
    """How a person wants to be reminded, over all plans and organisations. Who gives reminders holds this row."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    most_a_week = models.PositiveSmallIntegerField(default=MOST_A_WEEK)
    by_mail = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True, default=EVENING)
    quiet_until = models.TimeField(null=True, default=MORNING)
    before_meetings = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(most_a_week__gte=1, most_a_week__lte=MOST_A_WEEK), name="one_or_two_a_week"
            )
        ]

    @property
    def quiet(self) -> QuietHours | None:
        return quiet_hours(self.quiet_from, self.quiet_until)


def quiet_hours(start: time | None, end: time | None) -> QuietHours | None:
    """Give quiet hours, or none where an end is missing or they would have no end."""
    return QuietHours(start, end) if start is not None and end is not None and start != end else None


class Plan(models.Model):
    """ "When <cue> I will <action>", in a person's own words, and when they want to be reminded of it.

    `weekdays` are digits, Monday being 0; `start` is the spacing in days that it begins with. `rhythm` is what the
    answers so far amount to, the latest reminder included. `next_day` and `next_at` say what comes next, by the clock
    of `zone`; both are null where nothing comes by itself.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    cue = models.CharField(max_length=LONGEST_LINE)
    action = models.CharField(max_length=LONGEST_LINE)
    words = models.CharField(max_length=LONGEST_LINE, blank=True)
    behaviour = models.CharField(max_length=LONGEST_KEY, blank=True)
    weekdays = models.CharField(max_length=7)
    at = models.TimeField()
    start = models.PositiveSmallIntegerField()
    resting_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    rhythm = models.JSONField(default=dict)
    reminded = models.PositiveIntegerField(default=0)
    last_day = models.DateField(null=True)
    next_day = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64)
    waiting_since = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    key = models.CharField(max_length=LONGEST_KEY)
    version = models.PositiveIntegerField(default=1)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_plan_per_form"),
            models.CheckConstraint(condition=Q(start__in=STARTS), name="starts_on_the_ladder"),
            models.CheckConstraint(
                condition=Q(next_at=None, next_day=None) | Q(next_at__isnull=False, next_day__isnull=False),
                name="a_moment_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["next_at", "id"], name="plans_to_come", condition=Q(next_at__isnull=False))]

    def __str__(self) -> str:
        """Call it by the words in which its person wants to be reminded."""
        return self.words or capfirst(self.action)

    @property
    def answered(self) -> Rhythm:
        """Give what the answers so far amount to."""
        return Rhythm(**self.rhythm)

    def rests_on(self, day: date) -> bool:
        """Say whether its person lets it rest on a day."""
        return self.resting_until is not None and day < self.resting_until

    def is_up_on(self, day: date) -> bool:
        """Say whether it may come to mind on a day: it runs, does not rest, and was neither refused nor fell silent."""
        return self.ended_at is None and not self.rests_on(day) and wait_of(self.answered, self.start) is not None

    @property
    def times(self) -> Times:
        return Times(frozenset(map(int, self.weekdays)), self.at, self.resting_until)


class Mail(models.TextChoices):
    """Whether a reminder goes out by mail as well."""

    NO = "", "no"
    WANTED = "wanted", "wanted"
    OFFERED = "offered", "offered"
    NO_ROOM = "no-room", "no room"


class Occasion(models.Model):
    """One reminder: for which day, when it was given, and what the person said to it.

    It holds a slot of a week of the person's, so that the database itself keeps the limit; where its plan is deleted,
    that alone stays for two weeks. Its moment is past at `until`, after which it does not go out by mail. `before` is
    the plan's rhythm without it, from which an answer is folded anew.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, related_name="occasions")
    number = models.PositiveIntegerField()
    day = models.DateField()
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    week = models.CharField(max_length=8)
    slot = models.PositiveSmallIntegerField()
    before = models.JSONField(default=dict)
    answer = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=8, blank=True, choices=Mail)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "week", "slot"], name="one_reminder_per_slot"),
            models.UniqueConstraint(fields=["plan", "number"], name="one_reminder_per_number"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=MOST_A_WEEK), name="slots_of_reminders"),
        ]
        indexes = [
            models.Index(fields=["person", "given_at"]),
            models.Index(fields=["id"], name="reminders_to_mail", condition=Q(mail="wanted")),
        ]

    @property
    def rhythm_before(self) -> Rhythm:
        return Rhythm(**self.before)
