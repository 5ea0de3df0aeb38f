"""Somebody asks all around them how they come across: whom, for what, and what came of it.

What raters answer lies in `ground.release`, sealed, until the time is over.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_LINE = 200
LONGEST_REMARK = 600
LONGEST_KEY = 40


class Review(models.Model):
    """One 360 of one person: its purpose, said first, who looks over whom is asked, and who reads it with them.

    `intents` are behaviours that they want others to experience; `own` is what they answered about themselves, by
    item; `told` is what came out, and `kept`, sealed, what the next one is planned by; `forms`, sealed for a year, are
    who filled in a form and its total, by which is learnt how strictly people mark; `keep` and `change` follow.
    Of one that was told and then dropped, `kept` alone stays.
    """

    class Purpose(models.TextChoices):
        """What the person wants it for; development all of them, and nothing else may be done with it."""

        NEEDLE = "needle", _("To find what to work on next")
        ROLE = "role", _("I am new in my role, or a new one is ahead")
        COACHING = "coaching", _("For my work with a coach or mentor")
        AGAIN = "again", _("To see what has changed since the last one")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    words = models.CharField(max_length=LONGEST_LINE, blank=True)
    intents = models.JSONField(default=list)
    instrument = models.CharField(max_length=LONGEST_KEY)
    version = models.CharField(max_length=20)
    approver = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    debriefer = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    began_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    sent_back = models.CharField(max_length=LONGEST_LINE, blank=True)
    asked_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    own = models.JSONField(default=dict)
    told = models.JSONField(null=True)
    kept = models.TextField(blank=True)
    forms = models.TextField(blank=True)
    keep = models.JSONField(default=list)
    change = models.JSONField(default=list)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="one_360_at_a_time")
        ]


class Rater(models.Model):
    """Somebody who is to be asked, and from where they see the person; `ticket` is gone when the time is over."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, models.CASCADE, related_name="raters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    category = models.CharField(max_length=10)
    is_asked = models.BooleanField(default=True)
    ticket = models.BigIntegerField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="somebody_is_asked_once_in_a_360")]


class Remark(models.Model):
    """What a rater wrote about a theme, kept from the end on, in no order; `attributed` to a manager, who knew."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, models.CASCADE, related_name="remarks")
    theme = models.CharField(max_length=LONGEST_KEY)
    words = models.CharField(max_length=LONGEST_REMARK)
    attributed = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    objects = organisation_manager()
