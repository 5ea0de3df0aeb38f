"""What a person told, what they want to move now, and what they try; what of it is counted, they say themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person, ReportingLine

LONGEST_KEY = 40
LONGEST_LINE = 300
LONGEST_STORY = 1000


class Audience(models.TextChoices):
    """Who may read an answer besides the person."""

    ME = "me", _("only I")
    COMPANION = "companion", _("I and who accompanies me")
    COUNTED = "counted", _("counted with others, without my name")


class Answer(models.Model):
    """What a person told at one time; the latest one to a question holds, and earlier ones show how it changed.

    `value` is JSON: a text, a list of keys or a number, as the question asks.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    question = models.CharField(max_length=LONGEST_KEY)
    value = models.JSONField()
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ME)
    answered_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "organisation", "question", "id"])]


class Moved(models.TextChoices):
    """What came of a needle, as the person sees it."""

    NOT_YET = "not-yet", _("Not yet")
    A_LITTLE = "a-little", _("A little")
    CLEARLY = "clearly", _("Clearly")


class Cycle(models.Model):
    """A stretch of growing: sense, choose, try, review. `own_first` is what the person put first, before any engine.

    `division` is where the person stood when it was closed: None for who was in no team then, and while it is open.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    own_first = models.JSONField(default=list)
    learned = models.CharField(max_length=LONGEST_STORY, blank=True)
    division = models.CharField(max_length=200, null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "number"], name="one_cycle_per_number"),
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(closed_at=None), name="one_open_cycle_each"
            ),
        ]


class Needle(models.Model):
    """A behaviour that the person wants to move in a cycle, and why; a needle that was let go keeps its reason too."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="needles")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    behaviour = models.CharField(max_length=LONGEST_KEY)
    why = models.CharField(max_length=LONGEST_LINE)
    moved = models.CharField(max_length=10, choices=Moved, blank=True)
    chosen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_why = models.CharField(max_length=LONGEST_LINE, blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "behaviour"], condition=Q(left_at=None), name="one_needle_per_behaviour"
            )
        ]


class Direction(models.TextChoices):
    """Where a barrier stands, seen from the person."""

    UP = "up", _("Upwards")
    DOWN = "down", _("In my team")
    ACROSS = "across", _("Across")


class Reach(models.TextChoices):
    """Whether a barrier can be pointed at."""

    EVERYDAY = "everyday", _("everyday")
    ELUSIVE = "elusive", _("hard to grasp")


class Barrier(models.Model):
    """Something in the way that stands in no job description: one that many meet, by its key, or one in own words.

    `form` is the key of the form that brought own words.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY, blank=True)
    words = models.CharField(max_length=LONGEST_LINE, blank=True)
    direction = models.CharField(max_length=10, choices=Direction)
    reach = models.CharField(max_length=10, choices=Reach)
    shared = models.BooleanField(default=False)
    met_at = models.DateTimeField()
    form = models.CharField(max_length=LONGEST_KEY, blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "key"], condition=~Q(key=""), name="each_barrier_once"
            ),
            models.UniqueConstraint(fields=["person", "form"], condition=~Q(form=""), name="one_barrier_per_form"),
            models.CheckConstraint(condition=~Q(key="", shared=True), name="own_words_are_not_shared"),
        ]


class CountedBarrier(models.Model):
    """Who is in the count of today's barriers, so that everybody's own is left out of what they read."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY)
    counted_on = models.DateField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person", "key"], name="counted_once")]


class Experiment(models.Model):
    """ "When X happens I will do Y and expect Z", and how likely the person thinks that is, in per cent.

    `tries` is how often it is to be tried; it can be changed until somebody saw or tried it, which counts `version` up.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="experiments")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    behaviour = models.CharField(max_length=LONGEST_KEY)
    barrier = models.ForeignKey(Barrier, models.SET_NULL, null=True, related_name="experiments")
    cue = models.CharField(max_length=LONGEST_LINE)
    action = models.CharField(max_length=LONGEST_LINE)
    expectation = models.CharField(max_length=LONGEST_LINE)
    chance = models.PositiveSmallIntegerField()
    tries = models.PositiveSmallIntegerField(default=1)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=LONGEST_KEY)
    version = models.PositiveIntegerField(default=1)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_experiment_per_form"),
            models.CheckConstraint(condition=Q(chance__gte=1, chance__lte=99), name="a_chance_is_no_certainty"),
            models.CheckConstraint(condition=Q(tries__gte=1, tries__lte=3), name="one_to_three_tries"),
        ]


class Outcome(models.TextChoices):
    """How a try turned out, held against what was expected."""

    AS_EXPECTED = "as-expected", _("As I expected")
    OTHERWISE = "otherwise", _("Otherwise")
    DID_NOT_COME = "did-not-come", _("The moment did not come")


class Try(models.Model):
    """One try of an experiment: how it turned out, what happened and what was learned.

    The latest can be corrected; `version` counts how often it was written, and the page says that it was.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="done")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    tried_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome)
    happened = models.CharField(max_length=LONGEST_STORY, blank=True)
    learned = models.CharField(max_length=LONGEST_STORY, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    corrected_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["experiment", "number"], name="one_try_per_number")]


class Seen(models.TextChoices):
    """What somebody who was asked to watch saw of it."""

    YES = "yes", _("Yes, I saw it")
    PARTLY = "partly", _("A little")
    NO = "no", _("I was there and did not see it")
    NOT_THERE = "not-there", _("I had no chance to see it")


class Observation(models.Model):
    """A colleague who was asked to watch for an experiment of `person`, and what they saw; read by the two of them.

    `version` counts the answers; the latest one stands.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="observations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    observer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    seen = models.CharField(max_length=10, choices=Seen, blank=True)
    words = models.CharField(max_length=LONGEST_LINE, blank=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["experiment", "observer"], name="each_observer_once")]


class Declining(models.Model):
    """That an observer cannot say. It stands apart, so that whoever asked does not even find it in what is theirs."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    observation = models.OneToOneField(Observation, models.CASCADE, related_name="declining")
    observer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    declined_at = models.DateTimeField()
    objects = organisation_manager()


class Clarity(models.TextChoices):
    """What somebody says to an expectation."""

    CLEAR = "clear", _("That is clear")
    TALK = "talk", _("Let us talk about it")


class Expectation(models.Model):
    """What a line manager expects of a person, in own words; a later one ends it, and what was said stays.

    `behaviour` is what it asks for, if the manager said so: then it speaks in the person's ranking.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    manager = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST_LINE)
    behaviour = models.CharField(max_length=LONGEST_KEY, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Clarity, blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "manager"], condition=Q(ended_at=None), name="one_expectation_each"
            )
        ]


class Opening(models.Model):
    """One thing that a person lets their line manager read: an answer as it was told then, a needle or an experiment.

    It hangs on the reporting line, so nobody who becomes the manager later reads it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    line = models.ForeignKey(ReportingLine, models.CASCADE, related_name="+")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="+")
    needle = models.ForeignKey(Needle, models.CASCADE, null=True, related_name="+")
    experiment = models.ForeignKey(Experiment, models.CASCADE, null=True, related_name="+")
    opened_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "answer"], name="open_answer_once"),
            models.UniqueConstraint(fields=["line", "needle"], name="open_needle_once"),
            models.UniqueConstraint(fields=["line", "experiment"], name="open_experiment_once"),
            models.CheckConstraint(
                condition=Q(answer__isnull=False, needle=None, experiment=None)
                | Q(answer=None, needle__isnull=False, experiment=None)
                | Q(answer=None, needle=None, experiment__isnull=False),
                name="opens_one_thing",
            ),
        ]
