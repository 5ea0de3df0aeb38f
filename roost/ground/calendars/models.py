"""A person's calendars and the meetings found in them, private and gone with one click; and the feed of their own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from roost.ground.people.models import Person

LONGEST_TITLE = 300
LONGEST_NAME = 80
LONGEST_ADDRESS = 1_000
LONGEST_SEED = 32


class Calendar(models.Model):
    """A file that was read once, or a feed that is read again and again. It belongs to its person alone.

    A feed's `address` is a secret: whoever has it reads the calendar. `digest` tells a second adding of the same.
    `reaches` is up to when meetings were looked for; `next_at` when a feed is read next.
    """

    class Kind(models.TextChoices):
        """Where it comes from."""

        FILE = "file", _("File")
        FEED = "feed", _("Feed")

    class State(models.TextChoices):
        """How far it is; what stopped waits for its person."""

        WAITING = "waiting", _("waits for its turn")
        READING = "reading", _("is being read")
        READY = "ready", _("read")
        STOPPED = "stopped", _("stopped")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=LONGEST_NAME)
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    changed_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    reaches = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    places = models.JSONField(default=list)
    left_out = models.PositiveIntegerField(default=0)
    is_cut = models.BooleanField(default=False)
    failures = models.PositiveSmallIntegerField(default=0)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="one_calendar_each")]
        indexes = [models.Index(fields=["state", "next_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.READING}


class Meeting(models.Model):
    """When somebody meets: a title, from when to when, with how many others. Not who, where or about what."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="meetings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    day = models.DateField(null=True)
    others = models.PositiveIntegerField(default=0)
    is_free = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "key"], name="a_meeting_is_kept_once")]
        indexes = [models.Index(fields=["person", "starts_at"]), models.Index(fields=["ends_at"])]

    def __str__(self) -> str:
        return self.title


class PlannedFeed(models.Model):
    """That a person's programs may read what Roost plans with them, at a secret address.

    The address is made of `seed` and the installation's key, and is kept nowhere: it can be shown again, and a copy of
    the database does not hold it. Another seed is another address. `changed_at` is when titles were last switched.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    seed = models.CharField(max_length=LONGEST_SEED, unique=True)
    is_busy_only = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
