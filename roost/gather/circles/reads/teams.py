"""List who is in teams today, with what the house knows of them; no more of it is shown than everybody may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext

from roost.gather.circles.models import LONGEST_CODE
from roost.gather.circles.reads.lists import Listed, PeopleList
from roost.gather.circles.reads.tables import MOST_PEOPLE
from roost.ground.kit.errors import InputError
from roost.ground.kit.errors import Words as _
from roost.ground.people.models import Affiliation, Organisation, ReportingLine, Team, TeamMembership, running
from roost.ground.people.reads import today_here


def list_of_teams(organisation: Organisation, teams: Sequence[int]) -> PeopleList:
    """List who is in certain teams today, with team and division. Three queries.

    Managers and time zones are known as well, but they are no columns of the list: they are used and shown nowhere.
    Raises InputError where nobody is, or where there are too many.
    """
    today = today_here()
    stays = TeamMembership.objects.filter(running(today), organisation=organisation, team__in=teams)
    here = {stay.person_id: stay.team for stay in stays.select_related("team")}
    lines = ReportingLine.objects.filter(running(today), organisation=organisation, person__in=here)
    above = _without_loops(dict(lines.values_list("person", "manager")))
    belonging = Affiliation.objects.filter(running(today), organisation=organisation, person__in=here)
    found = sorted(belonging.select_related("person"), key=lambda one: (one.person.name.lower(), one.person_id))
    if not found:
        raise InputError(_("Nobody is in these teams today. Choose others."))
    if len(found) > MOST_PEOPLE:
        words = _("There are %(has)s people here; at most %(most)s can be seated.", has=len(found), most=MOST_PEOPLE)
        raise InputError(words)
    called = _called(here.values())
    listed = {one.person_id for one in found}
    people = [
        Listed(
            code_of(one.person_id),
            (one.person.name or _somebody_of(called[here[one.person_id].pk]))[:LONGEST_CODE],
            one.person_id,
            {
                "team": called[here[one.person_id].pk],
                "division": here[one.person_id].division,
                "manager": code_of(above[one.person_id]) if above.get(one.person_id) in listed else "",
                # UTC is what nobody chose.
                "timezone": "" if one.person.time_zone == "UTC" else one.person.time_zone,
            },
        )
        for one in found
    ]
    return PeopleList(tuple(name for name in ("team", "division") if any(p.cells[name] for p in people)), people)


def code_of(person: int) -> str:
    """Give an id for somebody who is on a list because of who they are in Roost; it says nothing about them."""
    return f"person-{person}"


def _somebody_of(team: str) -> str:
    return gettext("Somebody of %(team)s") % {"team": team}


def _called(teams: Iterable[Team]) -> dict[int, str]:
    """Call each team by its name, with the division where two have the same."""
    found = {team.pk: team for team in teams}
    names = [team.name for team in found.values()]
    return {
        number: f"{team.name} ({team.division})" if names.count(team.name) > 1 and team.division else team.name
        for number, team in found.items()
    }


def _without_loops(above: Mapping[int, int]) -> dict[int, int]:
    """Leave out lines that lead back to where they began, which no convener could mend."""
    kept: dict[int, int] = {}
    for person, manager in sorted(above.items()):
        one: int | None = manager
        while one is not None and one != person:
            one = kept.get(one)
        if one is None:
            kept[person] = manager
    return kept


def teams_today(organisation: Organisation) -> list[tuple[int, str, int]]:
    """Give each team that has people today: id, division and name, how many. One query."""
    stays = TeamMembership.objects.filter(running(today_here()), organisation=organisation)
    counted: dict[tuple[str, str, int], int] = {}
    for number, division, name in stays.values_list("team", "team__division", "team__name"):
        counted[division, name, number] = counted.get((division, name, number), 0) + 1
    return [
        (number, f"{division} · {name}" if division else name, many)
        for (division, name, number), many in sorted(counted.items())
    ]
