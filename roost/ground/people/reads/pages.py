"""What the pages about people show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import holds_role
from roost.ground.people.engine import Entry, Period, TeamName, holding
from roost.ground.people.models import (
    Affiliation,
    Organisation,
    PeopleUpload,
    Person,
    Role,
    RoleGrant,
    Team,
    TeamMembership,
    running,
)
from roost.ground.people.reads.belonging import names_in, reports_of
from roost.ground.people.reads.importing import day_in, lines_of, stays_of

PER_PAGE = 50


@dataclass(frozen=True)
class PersonLine:
    """One person in a list; of who has left, team and manager are the last ones."""

    number: int
    name: str
    employee_id: str
    title: str
    team: str
    division: str
    manager: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class PeopleList:
    """One page of an organisation's people, and how many there are besides."""

    page: Page[Affiliation]
    lines: tuple[PersonLine, ...]
    here: int
    left: int


def list_people(organisation: Organisation, *, words: str, left: bool, page: str, day: date) -> PeopleList:
    """Give one page of the people who belong on a day, or of those who left, found by words. Eight queries.

    Every word must occur in name, e-mail, employee id, title or team.
    """
    known = Affiliation.objects.filter(organisation=organisation)
    chosen = known.filter(ends_on__lte=day) if left else known.filter(Q(ends_on=None) | Q(ends_on__gt=day))
    chosen = chosen.filter(_say(words, organisation, day, everything=True))
    shown = Paginator(chosen.select_related("person").order_by("person__name", "person"), PER_PAGE).get_page(page)
    stays, lines = stays_of(organisation, _people(shown)), lines_of(organisation, _people(shown))
    teams = {one.person_id: holding(stays[one.person_id], day_in(one, day)) for one in shown}
    managers = {one.person_id: holding(lines[one.person_id], day_in(one, day)) for one in shown}
    team_of, name_of = _teams(teams.values()), _names(organisation, managers.values())
    ended = known.filter(ends_on__lte=day).count()
    return PeopleList(
        page=shown,
        lines=tuple(
            PersonLine(
                number=one.person_id,
                name=str(one),
                employee_id=one.employee_id or "",
                title=one.title,
                team=team_of[stay.what].name if (stay := teams[one.person_id]) else "",
                division=team_of[stay.what].division if stay else "",
                manager=name_of[line.what] if (line := managers[one.person_id]) else "",
                since=one.starts_on,
                until=one.ends_on,
            )
            for one in shown
        ),
        here=known.count() - ended,
        left=ended,
    )


def find_people(organisation: Organisation | int, words: str, day: date, *, by: Person) -> QuerySet[Person]:
    """Give the people who belong on a day and are found by words, by name.

    Every word must occur in name or team, which all may know; for an administrator also where `list_people` looks.
    """
    here = Affiliation.objects.filter(running(day), organisation=organisation)
    everything = holds_role(by, organisation, Role.ADMINISTRATOR)
    found = here.filter(_say(words, organisation, day, everything=everything))
    return Person.objects.filter(pk__in=found.values("person")).order_by("name", "pk")


def _say(words: str, organisation: Organisation | int, day: date, *, everything: bool) -> Q:
    said = Q()
    for word in words.split()[:10]:
        said &= _says(word, organisation, day, everything)
    return said


def _says(word: str, organisation: Organisation | int, day: date, everything: bool) -> Q:
    stays = TeamMembership.objects.filter(running(day), organisation=organisation, person=OuterRef("person"))
    in_team = Exists(stays.filter(Q(team__name__icontains=word) | Q(team__division__icontains=word)))
    known_to_all = Q(person__name__icontains=word) | Q(in_team)
    if not everything:
        return known_to_all
    kept = Q(person__email__icontains=word) | Q(employee_id__icontains=word) | Q(title__icontains=word)
    return known_to_all | kept


def _people(shown: Iterable[Affiliation]) -> list[int]:
    return [one.person_id for one in shown]


def _teams(stays: Iterable[Period | None]) -> dict[int, Team]:
    return Team.objects.in_bulk({stay.what for stay in stays if stay})


def _names(organisation: Organisation, lines: Iterable[Period | None]) -> dict[int, str]:
    return names_in(organisation, {line.what for line in lines if line})


@dataclass(frozen=True)
class Spell:
    """A while in a team or under a manager; `number` is the manager's, for a link."""

    words: str
    since: date
    until: date | None
    number: int | None = None


@dataclass(frozen=True)
class Report:
    """Somebody who reports to the person of a page; `number` is theirs, for a link."""

    number: int
    name: str


@dataclass(frozen=True)
class PersonPage:
    """What an administrator sees of one person: what the organisation keeps, and nothing that they do here."""

    affiliation: Affiliation
    entry: Entry
    has_left: bool
    is_yet_to_come: bool
    may_enter: bool
    teams: tuple[Spell, ...]
    managers: tuple[Spell, ...]
    reports: tuple[Report, ...]
    roles: tuple[tuple[Role, bool], ...]
    last_seen: datetime | None
    belongs_elsewhere: bool

    @property
    def may_get_link(self) -> bool:
        """Say whether a sign-in link may be made; see `actions.make_sign_in_link`."""
        return bool(self.entry.email) and self.may_enter and not self.belongs_elsewhere

    @property
    def waits_for_link(self) -> bool:
        """Say whether a link is what this person needs first."""
        return self.may_get_link and self.last_seen is None


def person_page(affiliation: Affiliation, day: date) -> PersonPage:
    """Give the page of one person, history first to last. Seven queries."""
    person, organisation = affiliation.person, affiliation.organisation
    is_shared = belongs_elsewhere(person, organisation)
    stays = stays_of(organisation, [person.pk])[person.pk]
    lines = lines_of(organisation, [person.pk])[person.pk]
    reports = [report.pk for report in reports_of([person], organisation, day)]
    teams, names = _teams(stays), names_in(organisation, [*reports, *(line.what for line in lines)])
    held = set(RoleGrant.objects.filter(organisation=organisation, person=person).values_list("role", flat=True))
    return PersonPage(
        affiliation=affiliation,
        entry=_entry(affiliation, stays, lines, teams, day),
        has_left=affiliation.ends_on is not None and affiliation.ends_on <= day,
        is_yet_to_come=affiliation.is_yet_to_come(),
        may_enter=affiliation.lets_in(),
        teams=tuple(
            Spell(str(_team_name(teams[stay.what])), stay.starts_on, stay.ends_on) for stay in _newest_first(stays)
        ),
        managers=tuple(
            Spell(names[line.what], line.starts_on, line.ends_on, line.what) for line in _newest_first(lines)
        ),
        reports=tuple(Report(number, names[number]) for number in reports),
        roles=tuple((role, role.value in held) for role in Role),
        # Of a login that opens another organisation too, when it was used is that organisation's as well.
        last_seen=None if is_shared else person.last_login,
        belongs_elsewhere=is_shared,
    )


def _newest_first(periods: Iterable[Period]) -> list[Period]:
    return sorted(periods, key=lambda period: period.starts_on, reverse=True)


def entry_of(affiliation: Affiliation, day: date) -> Entry:
    """Give what is kept of one person, as of a day. Three queries."""
    organisation, person = affiliation.organisation, affiliation.person_id
    stays, lines = stays_of(organisation, [person])[person], lines_of(organisation, [person])[person]
    return _entry(affiliation, stays, lines, _teams(stays), day)


def _entry(
    affiliation: Affiliation, stays: Iterable[Period], lines: Iterable[Period], teams: dict[int, Team], day: date
) -> Entry:
    when = day_in(affiliation, day)
    stay, line = holding(stays, when), holding(lines, when)
    return Entry(
        employee_id=affiliation.employee_id,
        email=affiliation.person.email,
        name=affiliation.person.name,
        title=affiliation.title,
        team=_team_name(teams[stay.what]) if stay else None,
        manager=line.what if line else None,
        starts_on=affiliation.starts_on,
        ends_on=affiliation.ends_on,
    )


def _team_name(team: Team) -> TeamName:
    return TeamName(team.division, team.name)


def belongs_elsewhere(person: Person, organisation: Organisation) -> bool:
    """Say whether a login opens, or opened, another organisation too. One query."""
    with everywhere():
        return Affiliation.objects.filter(person=person).exclude(organisation=organisation).exists()


def waiting_upload(organisation: Organisation, person: Person) -> PeopleUpload | None:
    """Give the file that a person put up last and has not applied. One query."""
    held = PeopleUpload.objects.filter(organisation=organisation, uploaded_by=person, applied_at=None)
    return held.defer("content").order_by("-pk").first()


def latest_imports(organisation: Organisation) -> list[PeopleUpload]:
    """Give the last imports, newest first. One query."""
    applied = PeopleUpload.objects.filter(organisation=organisation).exclude(applied_at=None)
    return list(applied.defer("content").select_related("uploaded_by").order_by("-applied_at", "-pk")[:10])
