"""Logins, organisations and who belongs where since when. All periods are half-open: `starts_on` in, `ends_on` out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit import clock
from roost.ground.kit.scopes import organisation_manager


def running(day: date) -> Q:
    """Select rows with `starts_on` and `ends_on` that hold on a day."""
    return (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gt=day))


class Organisation(models.Model):
    """A company, a public body, or a network of organisations: whatever people belong to and rows are kept for."""

    name = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Find people by the address they sign in with."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.strip().lower() if email else None, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """One human being's login across the installation; organisations hold affiliations to it."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), null=True, unique=True)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name or self.email or _("Person %(number)s") % {"number": self.pk}


class Affiliation(models.Model):
    """A person's belonging to an organisation, under the number that the organisation knows them by.

    Somebody who comes back continues the same affiliation; the gap shows in team memberships and reporting lines.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    employee_id = models.CharField(max_length=100, null=True)
    title = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_affiliation_each"),
            models.UniqueConstraint(fields=["organisation", "employee_id"], name="one_person_per_employee_id"),
        ]

    def __str__(self) -> str:
        """Call the person by name or address, or else by the number that the organisation itself uses."""
        return self.person.name or self.person.email or self.employee_id or str(self.person)

    def lets_in(self) -> bool:
        """Say whether the person belongs today, by their own calendar: what signing in asks; see `running`."""
        over = self.ends_on is not None and self.ends_on <= clock.today(self.person.time_zone)
        return not over and not self.is_yet_to_come()

    def is_yet_to_come(self) -> bool:
        """Say whether the person's belonging begins later than today, by their own calendar."""
        return self.starts_on is not None and self.starts_on > clock.today(self.person.time_zone)


class Team(models.Model):
    """A pair of division and name; the same name in two divisions is two teams."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    division = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "division", "name"], name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """A statement about a person that holds for a while; `ends_on` null means until further notice."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        abstract = True


class TeamMembership(Dated):
    """One stay of a person in a team; a move closes one and opens the next, so history stays."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ends_on=None), name="one_current_team_each"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")), name="membership_covers_a_day"
            ),
        ]


class ReportingLine(Dated):
    """To whom a person reported, and when."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reporting_lines")
    person = models.ForeignKey(Person, models.CASCADE, related_name="reporting_lines")
    manager = models.ForeignKey(Person, models.CASCADE, related_name="report_lines")
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ends_on=None), name="one_current_manager_each"
            ),
            models.CheckConstraint(condition=~Q(person=models.F("manager")), name="nobody_reports_to_themselves"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")), name="reporting_covers_a_day"
            ),
        ]


class Role(models.TextChoices):
    """What a person may do for the whole organisation; everything else needs no role."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SPONSOR = "sponsor", _("Sponsor")


class RoleGrant(models.Model):
    """A role that somebody holds in an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="role_grants")
    person = models.ForeignKey(Person, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "role"], name="one_grant_per_role"),
        ]


class Companionship(models.Model):
    """Somebody walks beside a person for a while; it begins once both have agreed, and either may end it."""

    class Kind(models.TextChoices):
        """What the companion is to the person."""

        COACH = "coach", _("Coach")
        MENTOR = "mentor", _("Mentor")
        PEER = "peer", _("Trusted peer")

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("asked for")
        RUNNING = "running", _("running")
        OVER = "over", _("over")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="companionships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="companionships")
    companion = models.ForeignKey(Person, models.CASCADE, related_name="accompanied")
    kind = models.CharField(max_length=10, choices=Kind)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    person_agreed_at = models.DateTimeField(null=True)
    companion_agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "companion"],
                condition=Q(ended_at=None),
                name="one_open_companionship",
            ),
            models.CheckConstraint(condition=~Q(person=models.F("companion")), name="nobody_accompanies_themselves"),
        ]

    @property
    def state(self) -> State:
        """Say how far it is; one that was declined is over as one that ended is."""
        if self.ended_at is not None:
            return self.State.OVER
        return self.State.ASKED if self.began_at is None else self.State.RUNNING

    @property
    def began_at(self) -> datetime | None:
        """Give when the second of the two agreed; None where it never ran."""
        if self.person_agreed_at is None or self.companion_agreed_at is None:
            return None
        return max(self.person_agreed_at, self.companion_agreed_at)

    def has_agreed(self, who: Person) -> bool:
        """Say whether one of the two has agreed."""
        return (self.person_agreed_at if who.pk == self.person_id else self.companion_agreed_at) is not None

    def other(self, who: Person) -> Person:
        """Give the other of the two."""
        return self.companion if who.pk == self.person_id else self.person


class PeopleUpload(models.Model):
    """A file of people between its preview and the decision; once applied, its content goes and its counts stay."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(Person, models.CASCADE, related_name="uploads")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    leavers = models.BooleanField(default=False)
    applied_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    objects = organisation_manager()
