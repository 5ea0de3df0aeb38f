"""Whom people would like to meet, who is proposed to whom, and what each of the two said while it is open."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.gather.matching.engine import peers
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_WORDS = 300
LONGEST_KEY = 40
TALK_HOLDS = timedelta(weeks=2)


class Stage(models.TextChoices):
    """Where somebody stands with a topic."""

    NEW = peers.Stage.NEW.value, _("It is new to me")
    MIDDLE = peers.Stage.MIDDLE.value, _("I am in the middle of it")
    THROUGH = peers.Stage.THROUGH.value, _("I have been through it")


class Seeks(models.TextChoices):
    """Whom somebody looks for."""

    SAME = peers.Seeks.SAME.value, _("Somebody at the same point as I am")
    ACROSS = peers.Seeks.ACROSS.value, _("Somebody who has been through it; or, if I have, somebody who is in it now")
    ANY = peers.Seeks.ANY.value, _("Anybody with the same topic")


class Wish(models.Model):
    """The peer that somebody looks for; one a person, and gone once it is ended."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=LONGEST_KEY)
    stage = models.CharField(max_length=8, choices=Stage)
    seeks = models.CharField(max_length=8, choices=Seeks)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    by_mail = models.BooleanField(default=True)
    said_at = models.DateTimeField()
    until = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="one_wish_each")]
        indexes = [models.Index(fields=["organisation", "topic"], name="wishes_by_topic")]


class Proposal(models.Model):
    """Two people proposed to each other until a day; with both it becomes a pair, with a `circle`.

    Of what came to nothing only that it was stays: topic, relation, hours and stages are emptied when its day is past.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=LONGEST_KEY, blank=True)
    relation = models.CharField(max_length=8, blank=True)
    hours = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    paired_at = models.DateTimeField(null=True)
    circle = models.PositiveBigIntegerField(null=True)
    objects = organisation_manager()

    class Meta:
        indexes = [models.Index(fields=["until"], name="proposals_to_end", condition=Q(paired_at=None))]


class Answer(models.TextChoices):
    """What one of two said to a proposal."""

    NONE = "", "none"
    YES = "yes", "yes"
    NO = "no", "no"


class Side(models.Model):
    """One of the two of a proposal: what they let the other read, and what they said.

    The words and the answer are as they were when it was proposed, and go when it is over.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="sides")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    stage = models.CharField(max_length=8, blank=True, choices=Stage)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    answer = models.CharField(max_length=3, blank=True, choices=Answer)
    is_open = models.BooleanField(default=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(is_open=True), name="one_open_proposal_each"
            ),
            models.UniqueConstraint(fields=["proposal", "person"], name="a_person_once_in_a_proposal"),
        ]

    def is_asked(self, now: datetime) -> bool:
        """Say whether the person can still answer, or take an answer back."""
        return self.is_open and now < self.proposal.until


class Apart(models.Model):
    """Somebody whom a person does not want to be paired with; read by that person alone.

    It holds wherever the two work, now or later, and so belongs to no organisation. What was taken from the list has
    ended, and is kept as long as it counts among what is new on it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], condition=Q(ended_at=None), name="apart_is_said_once"),
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="nobody_apart_from_themselves"),
        ]


class Rhythm(models.Model):
    """How often somebody wants to talk with a colleague whom chance chooses; gone once they want it no more.

    `next_on` is the first Monday on which they take part again, `odd_on` the last on which they were left out or a
    third, `left_out_on` the last on which nobody was free for them.
    """

    class Every(models.IntegerChoices):
        """In weeks."""

        WEEK = 1, _("Every week")
        TWO = 2, _("Every two weeks")
        FOUR = 4, _("Every four weeks")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    every = models.PositiveSmallIntegerField(choices=Every)
    by_mail = models.BooleanField(default=True)
    next_on = models.DateField()
    resting_until = models.DateField(null=True)
    odd_on = models.DateField(null=True)
    left_out_on = models.DateField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="one_rhythm_each")]


class Week(models.Model):
    """A Monday whose conversations were drawn; there is one drawing a week."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    monday = models.DateField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "monday"], name="one_drawing_a_week")]


class Conversation(models.Model):
    """Two or three whom chance brings together in the week of a Monday; if they stay in touch, they have a `circle`."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    monday = models.DateField()
    circle = models.PositiveBigIntegerField(null=True)
    objects = organisation_manager()


class Met(models.TextChoices):
    """What somebody says about whether a conversation took place."""

    OPEN = "", "open"
    YES = "yes", _("Yes")
    NOT_YET = "not-yet", _("Not yet")
    UNSAID = "unsaid", _("No need to say")


class Place(models.Model):
    """Somebody's part in a conversation, shown to them from their own Monday, ten o'clock; read by nobody else.

    `stays` says that they would like to stay in touch, `is_hidden` that they no longer want it before them. What they
    say is taken for two weeks, and goes then, unless there is a circle.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    shown_from = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    met = models.CharField(max_length=8, blank=True, choices=Met)
    stays = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="a_place_in_a_conversation")]
        indexes = [models.Index(fields=["shown_from"], name="places_to_tell", condition=Q(told_at=None))]

    def is_over(self, now: datetime) -> bool:
        """Say whether nothing more can be said of it."""
        return self.shown_from + TALK_HOLDS <= now
