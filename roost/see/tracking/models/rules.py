"""A program's rules, version by version, what is proposed to take their place, and what waits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.append_only import AppendOnly, AppendOnlyQuerySet
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.models.programs import Program
from roost.see.tracking.models.underway import Underway


class Outcome(models.TextChoices):
    """What became of a proposal."""

    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    TOO_FEW = "few", _("Too few voted")
    OVERTAKEN = "overtaken", _("Another had more votes")
    VETOED = "vetoed", _("Stopped by the founder")
    WITHDRAWN = "withdrawn", _("Taken back")


class Proposal(models.Model):
    """How points might be made instead, with the reason; who takes part votes until the day before `holds_from`.

    Of `document` only the metrics, the start of a week and ties are proposed. With an `outcome` it is over: then `yes`
    and `no` are how many voted so, of `players`, and the votes are gone. `words` are the founder's who stopped it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="proposals")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    document = models.TextField()
    behaviours = models.JSONField(default=dict)
    proposed_at = models.DateTimeField()
    holds_from = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True)
    yes = models.PositiveIntegerField(null=True)
    no = models.PositiveIntegerField(null=True)
    players = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "by"], condition=Q(outcome=""), name="one_open_proposal_of_rules_each"
            )
        ]


class Vote(models.Model):
    """Whether somebody is for a proposal, as long as it is open; nobody else is shown it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_for = models.BooleanField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_vote_each")]


class Remark(models.Model):
    """What somebody says to a proposal, by name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="remarks")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    said_at = models.DateTimeField()
    objects = organisation_manager()


class Rule(AppendOnly):
    """One version of a program's rules, as the JSON document that the engine reads.

    One that players voted for `holds_from` a day: periods that ended before are counted by the version before it.
    Others hold for all days.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="rules")
    version = models.PositiveIntegerField()
    document = models.TextField()
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    holds_from = models.DateField(null=True)
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="rule")
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "version"], name="one_rule_per_version")]


class Rezoning(Underway):
    """Rules of another time zone, which wait until the worker has added up the program's days by that zone.

    `version` is that of the rules which hold until then. Where the new ones could not come into force, `problem` says
    why.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="rezonings")
    version = models.PositiveIntegerField()
    document = models.TextField()
    purpose = models.CharField(max_length=300, blank=True)
    behaviours = models.JSONField(default=dict)
    scores = models.PositiveIntegerField(default=0)
    scores_read = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program"], condition=Q(finished_at=None), name="one_rezoning_at_a_time")
        ]
