"""Whom one can ask, from where they see one, and how often they are asked already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from roost.ground.people.access import line_of, visible_companionships, visible_reports
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import people_around
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.models import Rater

MOST_AT_A_TIME = 5
"""So many 360s of others may ask somebody in one cycle, while these are open."""


def how_often_asked(organisation: int, people: Collection[int], *, but: int | None = None) -> dict[int, int]:
    """Give how many open 360s ask each of these people, of those whom any does; one may be left out. One query.

    Who would rather not answer one counts as asked, since a number that falls would tell so.
    """
    asked = Rater.objects.filter(organisation=organisation, person__in=people)
    asked = asked.filter(review__asked_at__isnull=False, review__closed_at=None)
    return dict(asked.exclude(review=but).order_by().values_list("person").annotate(often=Count("review")))


@dataclass(frozen=True)
class Around:
    """Somebody who sees a person at work, from where, and how many others ask them just now."""

    person: Person
    category: Category
    often: int

    @property
    def is_busy(self) -> bool:
        return self.often >= MOST_AT_A_TIME


def around(person: Person, organisation: Organisation, *, but: int | None = None) -> list[Around]:
    """Give who works with somebody today and has an address: manager, who reports to them, the team. Eight queries."""
    found = categories_of(person, organisation)
    people = [one for one in [*found] if one.email]
    often = how_often_asked(organisation.pk, [one.pk for one in people], but=but)
    order = list(Category)
    listed = [Around(one, found[one], often.get(one.pk, 0)) for one in people]
    return sorted(listed, key=lambda one: (order.index(one.category), str(one.person).lower(), one.person.pk))


def categories_of(person: Person, organisation: Organisation) -> Mapping[Person, Category]:
    """Give from where those around somebody see them, by the organisation's lines and teams of today."""
    line = line_of(person, organisation)
    reports = {one.person for one in visible_reports(person).filter(organisation=organisation)}
    found = dict.fromkeys(people_around(person, organisation), Category.PEER)
    found |= dict.fromkeys(reports, Category.REPORT)
    return found | ({line.manager: Category.MANAGER} if line else {})


def companions_of(person: Person, organisation: Organisation) -> Sequence[Person]:
    """Give who accompanies somebody: coaches, mentors and trusted peers, by name. One query."""
    running = visible_companionships(person).filter(organisation=organisation, person=person)
    agreed = running.filter(person_agreed_at__isnull=False, companion_agreed_at__isnull=False)
    return sorted({one.companion for one in agreed.select_related("companion")}, key=str)
