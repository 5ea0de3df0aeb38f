"""What tracking says on Today: what is up for the vote, and the own line of the program in which there is most to do.

Nobody is told a rank who did not ask for it: the board has them, one step away.
"""

from __future__ import annotations

from django.db.models import Max

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.ground.people.reads import team_on
from roost.ground.ui.slots import Card
from roost.see.tracking.access import visible_programs
from roost.see.tracking.models import Cell, Program, State
from roost.see.tracking.reads.boards import division_boards
from roost.see.tracking.reads.bulletins import drafts_of
from roost.see.tracking.reads.lines import own_line
from roost.see.tracking.reads.proposals import to_vote_on
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.taking_part import programs_of
from roost.see.tracking.reads.windows import shown_window


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Show the person's own line and their team's points in the liveliest program of today; nothing without one."""
    for program in _liveliest(subject):
        try:
            values = _told(program, subject)
        except InputError:
            continue  # a program whose points cannot be counted exactly says so on its own page, not here
        if values:
            return Card("tracking/today.html", values)
    return None


def votes_card(viewer: Person, subject: Person) -> Card | None:
    """Show changes of rules on which the person has not voted; nothing without one."""
    waiting = to_vote_on(subject, _liveliest(subject)) if viewer == subject else []
    return Card("tracking/votes.html", {"proposals": waiting}) if waiting else None


def drafts_card(viewer: Person, subject: Person) -> Card | None:
    """Show drafts of bulletins that wait for who started their program; nothing without one."""
    waiting = drafts_of(subject) if viewer == subject else []
    return Card("tracking/drafts.html", {"drafts": waiting}) if waiting else None


def _told(program: Program, subject: Person) -> dict[str, object] | None:
    reader = Reader(program)
    today = clock.today(reader.rules.time_zone)
    season = reader.rules.season
    team = team_on(subject, program.organisation_id, today)
    if team is None or (season and not season.starts <= today < season.ends):
        return None
    shown = shown_window("month", reader.rules, today)
    boards = division_boards(reader, shown, today, mine=team.pk, only=team.division)
    own = own_line(reader, subject, shown, today)
    line = next((one for one in boards[0].lines if one.mine), None)
    return {"program": program, "own": own, "team": line, "places": boards[0].places, "shown": shown}


def _liveliest(subject: Person) -> list[Program]:
    """Order programs by when the person last scored in them, then by how lately anybody did."""
    boards = visible_programs(subject).filter(is_private=False).exclude(state=State.RETIRED).select_related("founder")
    programs = list(programs_of(subject, boards, clock.today(subject.time_zone)))
    cells = Cell.objects.filter(metric__program__in=programs, person=subject).values("metric__program")
    own = dict(cells.annotate(last=Max("day")).values_list("metric__program", "last"))
    return sorted(programs, key=lambda one: (own.get(one.pk, 0), one.last_entry), reverse=True)
