"""The only way to hold a pulse: as its leader, as one of those it asks, or by a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.gather.pulse.engine import LEAST
from roost.gather.pulse.models import Asked, Pulse
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import visible_reports
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on, reports_of
from roost.ground.release.reads import asked_by_link


def visible_pulses(person: Person) -> QuerySet[Pulse]:
    """Give the pulses that somebody leads or is asked by, the newest first."""
    asked = Asked.objects.filter(person=person).values("pulse")
    found = Pulse.objects.filter(Q(leader=person) | Q(pk__in=asked))
    return found.select_related("leader", "organisation").order_by("-asked_at", "-pk")


def pulse_for(person: Person, number: int) -> Pulse:
    """Give a pulse that somebody leads or is asked by; raises NotFound for anybody else."""
    found = visible_pulses(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such pulse of yours."))
    return found


def own_pulse_for(person: Person, number: int) -> Pulse:
    """Give a pulse that somebody leads; raises NotFound for anybody else."""
    found = pulse_for(person, number)
    if found.leader_id != person.pk:
        raise NotFound(_("There is no such pulse of yours."))
    return found


class Whom(StrEnum):
    """Whom a leader can ask: those who report to them, or also those who report to these."""

    NEAR = "near"
    ALL = "all"


@dataclass(frozen=True)
class Teams:
    """Who can be asked by a leader and be written to, by name, in the organisation in which most report to them."""

    organisation: Organisation | None
    people: Mapping[Whom, Sequence[Person]]

    @property
    def large_enough(self) -> Mapping[Whom, Sequence[Person]]:
        """Give those of whom something could be told, each once: all only where these are more."""
        near, everybody = self.people[Whom.NEAR], self.people[Whom.ALL]
        found = {Whom.NEAR: near} | ({Whom.ALL: everybody} if len(everybody) > len(near) else {})
        return {whom: people for whom, people in found.items() if len(people) >= LEAST}


def teams_of(leader: Person) -> Teams:
    """Give whom somebody can ask today. Three queries."""
    lines = list(visible_reports(leader))
    if not lines:
        return Teams(None, {Whom.NEAR: [], Whom.ALL: []})
    many = Counter(one.organisation for one in lines)
    where = max(many, key=lambda one: (many[one], -one.pk))
    near = [one.person for one in lines if one.organisation == where]
    today = clock.today(leader.time_zone)
    further = reports_of(near, where, today).filter(pk__in=members_on(where, today).values("pk"))
    everybody = sorted({*near, *further} - {leader}, key=lambda one: (str(one).lower(), one.pk))
    people = {Whom.NEAR: near, Whom.ALL: everybody}
    return Teams(where, {whom: [one for one in found if one.email] for whom, found in people.items()})


def waiting_for(person: Person) -> QuerySet[Asked]:
    """Give what somebody is asked by pulses that are open, answered or not."""
    found = Asked.objects.filter(person=person, pulse__closed_at=None, ticket__isnull=False)
    return found.select_related("pulse__leader").order_by("pulse__closes_at", "pk")


def asked_for(person: Person, number: int) -> Asked:
    """Give what somebody is asked; raises NotFound for anybody else."""
    found = waiting_for(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("You are not asked this any more."))
    return found


def asked_behind(secret: str, *, is_used: bool = False) -> Asked | None:
    """Give what a link asks, or has asked and was answered, to whoever has it; None for one that leads nowhere."""
    link = asked_by_link(secret)
    if link is None or link.is_used != is_used:
        return None
    with everywhere():
        found = Asked.objects.filter(ticket=link.ticket, pulse__closed_at=None)
        return found.select_related("pulse__leader", "pulse__organisation", "person").first()
