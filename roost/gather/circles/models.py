"""Rounds of circles: what a convener makes them from, how forming fares, and the circles that remain."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_TITLE = 120
LONGEST_CODE = 200
LONGEST_OWN_NAME = 40


class Round(models.Model):
    """People, wishes and a plan of circles, from a list to what is published. `version` grows with every change.

    `rules` is the document that `roost circles form` takes, empty until wishes were chosen; `measured` holds what of a
    plan was measured when it was formed; `before_move` who sat where before the last move, by the seats' keys. What was
    published and is open again is being changed, while people sit in its circles as they are.
    """

    class State(models.TextChoices):
        """How far it is."""

        INVITING = "inviting", _("asking people")
        DRAFT = "draft", _("being made")
        FORMED = "formed", _("formed, seen by you alone")
        PUBLISHED = "published", _("published")
        CLOSED = "closed", _("closed")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    convener = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=32)
    title = models.CharField(max_length=LONGEST_TITLE)
    least = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    columns = models.JSONField(default=list)
    rules = models.TextField(blank=True)
    after = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    measured = models.JSONField(default=dict)
    before_move = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    started_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["convener", "key"], name="a_round_is_started_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Say whether its wishes and its plan can still change."""
        return self.state in {self.State.DRAFT, self.State.FORMED}

    @property
    def is_changed(self) -> bool:
        """Say whether people sit in its circles while who takes part is being changed."""
        return self.is_open and self.published_at is not None


class Seat(models.Model):
    """One row of the list a round is made from: what it says of somebody, where they sit in the plan, and why.

    `code` is the list's own id. `takes_part` is whether they are to be seated: not who was asked and did not want to,
    waits, or left, by themselves at `left_at`. `waiting` is the promise that the seat goes back to, or led to.
    `number` is the plan's circle, None before there is one; `sits` the published one, None before that.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="seats")
    place = models.PositiveIntegerField()
    code = models.CharField(max_length=LONGEST_CODE)
    label = models.CharField(max_length=LONGEST_CODE)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    cells = models.JSONField(default=dict)
    takes_part = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True)
    waiting = models.ForeignKey("Waiting", models.SET_NULL, null=True, related_name="seats")
    sits = models.PositiveIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    locked = models.BooleanField(default=False)
    why = models.JSONField(default=list)
    objects = organisation_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="a_code_stands_once_in_a_round"),
            models.UniqueConstraint(fields=["round", "person"], name="a_person_sits_once_in_a_round"),
        ]

    def __str__(self) -> str:
        return self.label


class Forming(models.Model):
    """A search for circles in the worker: how far it is, how good the best plan was by then, and what became of it.

    `enough` says that the best so far is to be taken. `conflict` names the rules that cannot be kept together, as the
    engine writes them, `is_proved` whether no plan can, and `message` why.
    """

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting for its turn")
        RUNNING = "running", _("looking for better circles")
        DONE = "done", _("done")
        REFUSED = "refused", _("no circles")
        STOPPED = "stopped", _("stopped")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="formings")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    enough = models.BooleanField(default=False)
    share = models.FloatField(default=0.0)
    values = models.JSONField(default=list)
    message = models.TextField(blank=True)
    conflict = models.JSONField(default=list)
    is_proved = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round"], condition=Q(finished_at=None), name="one_forming_at_a_time")
        ]


class Enrolment(models.Model):
    """The asking of everybody on a round's list whether they want a seat, and the lot where more do than fit.

    `places` is None where all who want to are seated. `seed` is fixed when people are asked and shown once seats were
    drawn; `strata` names the columns by which they are drawn evenly. Who waits was promised a seat by `promised_on`.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    round = models.OneToOneField(Round, models.CASCADE, related_name="enrolment")
    words = models.TextField(blank=True)
    closes_on = models.DateField()
    places = models.PositiveIntegerField(null=True)
    strata = models.JSONField(default=list)
    promised_on = models.DateField()
    seed = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    drawn = models.BooleanField(default=False)
    objects = organisation_manager()


class Invitation(models.Model):
    """Somebody asked whether they want a seat, and what they said; `noted_by` who wrote it down for them.

    `person` is None for who is not known here. `lot` says what became of them where seats were drawn, and `group` among
    whom, as the list called it then; nothing for who took no part in that.
    """

    class Answer(models.TextChoices):
        """What somebody said."""

        NONE = "", _("no answer")
        YES = "yes", _("wants a seat")
        NO = "no", _("not this time")
        LATER = "later", _("a later round")

    class Lot(models.TextChoices):
        """What the lot gave somebody."""

        NONE = "", _("no lot")
        DRAWN = "drawn", _("drawn")
        WAITS = "waits", _("waits")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="invitations")
    seat = models.OneToOneField(Seat, models.CASCADE, related_name="invitation")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    answer = models.CharField(max_length=5, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    lot = models.CharField(max_length=5, choices=Lot, default=Lot.NONE, blank=True)
    group = models.TextField(blank=True)
    objects = organisation_manager()


class Withdrawn(models.Model):
    """Remember for some weeks that a question to somebody was deleted, by the number that its page had.

    So that who looks at it just then is told as much, and nothing else.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="a_question_is_withdrawn_once")]


class Waiting(models.Model):
    """Somebody who wanted a seat and waits for one, by lot or because they asked for a later round.

    It outlives the list. `turn` counts from 1 as the lot had it, None for who asked for later. `label` and `code` are
    the list's. It is over once `ended_at` says so; `seated_in` is the round that gave them a seat, if one did.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="waiting")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    code = models.CharField(max_length=LONGEST_CODE)
    label = models.CharField(max_length=LONGEST_CODE)
    turn = models.PositiveIntegerField(null=True)
    promised_on = models.DateField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seated_in = models.ForeignKey(Round, models.SET_NULL, null=True, related_name="+")
    objects = organisation_manager()

    class Meta:
        # Who drew lots stands before who asked for later.
        ordering = ["promised_on", models.F("turn").asc(nulls_last=True), "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="a_code_waits_once_in_a_round")]

    def __str__(self) -> str:
        return self.label


class Circle(models.Model):
    """A circle that people sit in, of a round that was published, or begun by themselves, then `round` is None.

    `unknown` counts those in it whom Roost does not know; all others are its members. `name` is empty where people
    began it: it is called after who sits in it now (`reads/naming.py`), so that nobody's name outlives their login.
    `own_name` is what they call it themselves, if they do, and may hold a person's name: nobody else reads it. No other
    circle of the round is called so.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, null=True, related_name="circles")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_TITLE, blank=True)
    own_name = models.CharField(max_length=LONGEST_OWN_NAME, blank=True)
    unknown = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(
                fields=["round", "own_name"], condition=~Q(own_name=""), name="an_own_name_is_given_once_in_a_round"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody in a circle since a moment, and the sentences that say to them alone why they sit there."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    why = models.JSONField(default=list)
    since = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="a_member_once_in_a_circle")]


class Proposal(models.Model):
    """Somebody whom a member would like in a circle that people began by themselves.

    They are asked once all others in it agree. `declined` is theirs alone; `ended_at` says that they came, or that
    nobody asks any more.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="proposals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField()
    declined = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(ended_at=None), name="a_person_is_proposed_once_at_a_time"
            )
        ]


class Agreement(models.Model):
    """What a member says to a proposal; whoever does not agree lets it come to nothing, and nobody learns who."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    agrees = models.BooleanField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="each_agrees_once")]
