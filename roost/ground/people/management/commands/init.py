"""`roost init`: make the first organisation and its administrator, and print the way in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from roost.ground.kit.scopes import touching
from roost.ground.kit.zones import is_zone
from roost.ground.people.actions import add_person, create_organisation, grant_role, make_sign_in_link
from roost.ground.people.management import machine
from roost.ground.people.management.database import make_database_if_missing
from roost.ground.people.models import Affiliation, Organisation, Role
from roost.ground.people.reads import administrators_of


class Command(BaseCommand):
    """Make an organisation and an administrator; repeated, it only prints another one-time link."""

    help = "Make the first organisation and its administrator, and print a one-time link for signing in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="NAME", help="what the organisation is called")
        parser.add_argument("--email", required=True, metavar="ADDRESS", help="the administrator's, for signing in")
        parser.add_argument("--name", default="", metavar="NAME", help="the administrator's name")
        parser.add_argument("--time-zone", metavar="ZONE", help="where the administrator lives: Europe/Paris (as here)")
        # Read before the settings are, because addresses hang on it.
        parser.add_argument("--port", type=int, metavar="NUMBER", help="where Roost will answer on this machine (8000)")
        parser.add_argument("--another", action="store_true", help="make an organisation beside those that are here")

    def handle(
        self,
        *args: Any,
        organisation: str,
        email: str,
        name: str,
        time_zone: str | None = None,
        another: bool = False,
        **options: Any,
    ) -> None:
        email, called = email.strip().lower(), " ".join(organisation.split())
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"--email: '{email}' is not an e-mail address.", returncode=2) from None
        if not called:
            raise CommandError("--organisation: give the organisation a name.", returncode=2)
        if time_zone is not None and not is_zone(time_zone):
            words = f"--time-zone: there is no zone '{time_zone}'. Write it as continent and city: Europe/Paris."
            raise CommandError(words, returncode=2)
        make_database_if_missing()
        with transaction.atomic():
            found = _organisation(called, another=another)
            with touching(found.pk):
                others = _administrators(found, besides=email)
                affiliation = _make_administrator(found, email, name, time_zone or _zone_here())
                path = make_sign_in_link(affiliation, by=None)
        kept = affiliation.person.time_zone
        if time_zone and time_zone != kept:
            self.stdout.write(f"{email} was here already and keeps the time zone {kept}.")
        if others:
            self.stdout.write(f"{called} is looked after by {', '.join(others)} already.")
        self.stdout.write(f"{email} looks after {called}. Choose a password within three days, once, at")
        self.stdout.write(f"{settings.PUBLIC_URL}{path}")


def _organisation(called: str, *, another: bool) -> Organisation:
    """Find the organisation of that name or make it; beside others only where that is meant."""
    known = {one.name: one for one in Organisation.objects.order_by("name")}
    if called in known:
        return known[called]
    if known and not another:
        names = ", ".join(f"'{name}'" for name in known)
        words = f"--organisation: there is no '{called}' here, but {names}. Give that name for a new link, or"
        raise CommandError(f"{words} add --another to make a further organisation.", returncode=2)
    return create_organisation(called, by=None)


def _administrators(organisation: Organisation, *, besides: str) -> list[str]:
    held_by = administrators_of(organisation)
    people = Affiliation.objects.filter(organisation=organisation, person__in=held_by).exclude(person__email=besides)
    return [one.person.email or str(one) for one in people.select_related("person").order_by("person")]


def _zone_here() -> str:
    """Give the zone that the installation is set to, or else that of the machine."""
    return settings.TIME_ZONE if settings.TIME_ZONE != "UTC" else machine.time_zone()


def _make_administrator(organisation: Organisation, email: str, name: str, time_zone: str) -> Affiliation:
    known = Affiliation.objects.filter(organisation=organisation).select_related("person", "organisation")
    if not known.filter(person__email=email).exists():
        add_person(organisation, by=None, name=name, email=email, time_zone=time_zone)
    affiliation = known.get(person__email=email)
    grant_role(affiliation.person, organisation=organisation, role=Role.ADMINISTRATOR, by=None)
    return affiliation
