"""Who takes part in a program, and on which days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q, QuerySet

from roost.ground.kit import clock
from roost.ground.people.models import Person, Team, TeamMembership, running
from roost.see.tracking.engine import Window, parse_rules
from roost.see.tracking.models import Enrolment, Program

Stretch = tuple[date | None, date | None]
"""From a day, or ever, to before a day, or for good."""


@dataclass(frozen=True)
class Days:
    """The days on which somebody takes part."""

    stretches: tuple[Stretch, ...]

    def cover(self, day: date) -> bool:
        return any(
            (starts is None or starts <= day) and (ends is None or day < ends) for starts, ends in self.stretches
        )

    def within(self, starts: date | None, ends: date | None) -> Iterable[Stretch]:
        """Give what these days have in common with others, stretch by stretch."""
        for first, last in self.stretches:
            later = max((one for one in (first, starts) if one), default=None)
            earlier = min((one for one in (last, ends) if one), default=None)
            if later is None or earlier is None or later < earlier:
                yield later, earlier


ALWAYS = Days(((None, None),))
NEVER = Days(())


class TakingPart:
    """Who takes part in a program on which days, of all or of some people. One query."""

    def __init__(self, program: Program, people: Collection[int] | None = None) -> None:
        enrolments = Enrolment.objects.filter(program=program)
        if people is not None:
            enrolments = enrolments.filter(person__in=people)
        found: dict[int, list[Stretch]] = defaultdict(list)
        for person, starts, ends in enrolments.values_list("person", "starts_on", "ends_on"):
            found[person].append((starts, ends))
        self._days = {person: Days(tuple(stretches)) for person, stretches in found.items()}
        self._else = ALWAYS if program.is_for_all else NEVER

    def __getitem__(self, person: int) -> Days:
        return self._days.get(person, self._else)


def days_of(program: Program, person: Person) -> Days:
    """Give the days on which somebody takes part in a program. One query."""
    return TakingPart(program, [person.pk])[person.pk]


def programs_of(person: Person, programs: QuerySet[Program], day: date) -> QuerySet[Program]:
    """Give those of some programs in which somebody takes part on a day: with a team, where all teams do. One query."""
    own = Enrolment.objects.filter(person=person)
    inside = own.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))
    teams = TeamMembership.objects.filter(running(day), person=person)
    everybody = Q(is_for_all=True, organisation__in=teams.values("organisation")) & ~Q(pk__in=own.values("program"))
    return programs.filter(Q(pk__in=inside.values("program")) | everybody)


def taking_part_in(program: Program, people: QuerySet[Person], window: Window) -> QuerySet[Person]:
    """Give those of some people who take part on any day of a window. One query."""
    enrolments = Enrolment.objects.filter(program=program)
    inside = enrolments
    if window.ends is not None:
        inside = inside.filter(Q(starts_on=None) | Q(starts_on__lt=window.ends))
    if window.starts is not None:
        inside = inside.filter(Q(ends_on=None) | Q(ends_on__gt=window.starts))
    takes_part = Q(pk__in=inside.values("person"))
    if program.is_for_all:
        takes_part |= ~Q(pk__in=enrolments.values("person"))
    return people.filter(takes_part)


def players_of(program: Program, day: date) -> set[int]:
    """Give who takes part in a program on a day: with a team, where all teams do. Two queries."""
    enrolled = Enrolment.objects.filter(program=program)
    inside = enrolled.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))
    players = set(inside.values_list("person", flat=True))
    if program.is_for_all:
        teams = TeamMembership.objects.filter(running(day), organisation=program.organisation_id)
        players |= set(teams.exclude(person__in=enrolled.values("person")).values_list("person", flat=True))
    return players


def came_within(program: Program, team: Team, window: Window, people: Collection[int]) -> set[int]:
    """Give those of some people who came to a team, or took part, only after the first day of a window. Two queries."""
    starts = window.starts
    if starts is None or not people:
        return set()
    stays = TeamMembership.objects.filter(team=team, person__in=people)
    first = dict(stays.values_list("person").annotate(Min("starts_on")).order_by())
    days = TakingPart(program, people)
    return {
        one
        for one in people
        if first.get(one, starts) > starts or not any(on is None or on <= starts for on, _end in days[one].stretches)
    }


def takes_part(program: Program, person: Person) -> bool:
    """Say whether somebody takes part today. Two queries."""
    rules = parse_rules(program.rules.latest("version").document)
    return days_of(program, person).cover(clock.today(rules.time_zone))
