"""Programs, boards and scores for machines."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema, Status
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, Problem
from roost.ground.people.models import Person
from roost.see.tracking.access import entry_called, key_of, people_called, program_for, visible_programs
from roost.see.tracking.actions import Score, reverse_score, submit_scores
from roost.see.tracking.engine import digest, parse_window
from roost.see.tracking.models import Program, State
from roost.see.tracking.reads import Reader, metric_keys, named_board, shown_window

router = Router(tags=["tracking"])
MOST_PROGRAMS = 500

Id = Annotated[int, Path(ge=1, le=2**31, description="Number of the program")]
PLAIN = r"^[^\x00-\x1f]*$"
Text = Annotated[str, StringConstraints(pattern=PLAIN, max_length=120)]
Key = Annotated[str, StringConstraints(pattern=PLAIN, min_length=1, max_length=120)]


def _in_digits(told: object) -> object:
    """Write a number as text: its shortest digits are those that were sent."""
    return repr(told) if isinstance(told, int | float) and not isinstance(told, bool) else told


Amount = Annotated[
    Text,
    BeforeValidator(_in_digits),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "maxLength": 120, "pattern": PLAIN}, {"type": "number"}],
            "description": "A number with three decimal places at most, or its text",
        }
    ),
]


class Refusal(Schema):
    """One thing that is wrong."""

    row: int | None = None
    column: str | None = None
    value: str | None = None
    message: str


class Refused(Schema):
    """Why nothing was done."""

    problems: list[Refusal]


NO = {401: Refused, 403: Refused, 404: Refused, 409: Refused, 422: Refused}


class ProgramOut(Schema):
    """A program and what it counts."""

    id: int
    title: str
    purpose: str
    founder: str
    state: State
    players_decide: bool
    metrics: list[str]


class RowOut(Schema):
    """A team's line; points in thousandths."""

    division: str
    team: str
    members: int
    points: int
    rank: int


class BoardOut(Schema):
    """A board and its digest; of a live one, the command line gives the same digest for the same files."""

    window: str
    rows: list[RowOut]
    unplaced: int
    digest: str
    published_at: datetime | None = Field(None, description="When the period was closed; null while it is open")


class ScoreIn(Schema, extra="forbid"):
    """One score. Its `id` makes it count once, however often it is sent."""

    id: Key
    metric: Text
    value: Amount
    occurred_at: Text
    person: Annotated[int, Field(ge=1, le=2**31)] | None = Field(None, description="Number of the person in Roost")
    employee: Text | None = Field(None, description="Instead of that, the organisation's own id of the person")


class ScoresIn(Schema, extra="forbid"):
    """Up to a thousand scores; all are entered or none."""

    scores: Annotated[list[ScoreIn], Field(min_length=1, max_length=1000)]


class Counted(Schema):
    """How many rows were new, and how many were here already."""

    added: int
    known: int


class Entered(Counted):
    """Of those that were here, how many were taken back and stay so; of the new ones, how many count for no team.

    Those that lie in a period that is closed are late, those of metrics that the rules left out uncounted.
    """

    taken_back: int
    teamless: int
    late: int
    uncounted: int


@router.get("", response={200: list[ProgramOut], **NO}, summary="The programs you can see, the newest 500")
def programs(request: HttpRequest) -> list[ProgramOut]:
    found = list(visible_programs(request.user).select_related("founder")[:MOST_PROGRAMS])
    keys = metric_keys(found)
    return [_shown(program, keys[program.pk]) for program in found]


@router.get("/{program}", response={200: ProgramOut, **NO}, summary="One program")
def program(request: HttpRequest, program: Id) -> ProgramOut:
    found = program_for(request.user, program)
    return _shown(found, metric_keys([found])[found.pk])


@router.get("/{program}/board", response={200: BoardOut, **NO}, summary="A program's board in a window")
def board(
    request: HttpRequest,
    program: Id,
    window: Text = Query("all", description="all, season, week, month, 2024, 2024-06 or 2024-W23"),
    division: Text | None = Query(None, description="Leave the rows of this division"),
    live: bool = Query(False, description="A closed period as it is now, with what came after it was published"),
) -> BoardOut:
    reader = Reader(program_for(request.user, program))
    if window in {"week", "month"}:
        asked = shown_window(window, reader.rules, clock.today(reader.rules.time_zone)).window
    else:
        asked = parse_window(window, reader.rules)
    named = named_board(reader, asked, live=live)
    found = named.board if division is None else named.board.of_division(division)
    rows = [RowOut(**{name: getattr(row, name) for name in RowOut.model_fields}) for row in found.rows]
    return BoardOut(
        window=found.window,
        rows=rows,
        unplaced=found.unplaced,
        digest=digest(found.rows),
        published_at=named.published_at,
    )


@router.post("/{program}/scores", response={201: Entered, **NO}, summary="Enter scores")
def enter(request: HttpRequest, program: Id, told: ScoresIn) -> Status[Entered]:
    found, me = program_for(request.user, program), request.user
    people = _people(me, found, told.scores)
    scores = [
        Score(person, one.metric, one.value, one.occurred_at, key_of(me, found, one.id), row=row)
        for row, (one, person) in enumerate(zip(told.scores, people, strict=True), start=1)
    ]
    done = submit_scores(found, by=me, scores=scores, source="api")
    return Status(201, Entered(**asdict(done)))


@router.delete("/{program}/scores/{path:score}", response={200: Counted, **NO}, summary="Take a score back")
def take_back(request: HttpRequest, program: Id, score: Annotated[Key, Path(description="The score's id")]) -> Counted:
    found = program_for(request.user, program)
    entry = entry_called(request.user, found, score)
    done = reverse_score(found, by=request.user, key=entry.key, source="api")
    return Counted(added=done.added, known=done.known)


def _people(me: Person, program: Program, told: list[ScoreIn]) -> list[int]:
    """Give whose each score is; raises InputError naming each that says it twice or in vain."""
    called = people_called(me, program, {one.employee for one in told if one.employee is not None})
    problems = []
    for row, one in enumerate(told, start=1):
        if one.employee is not None and one.person is not None:
            words = _("A score names its person by person or by employee, not by both.")
            problems.append(Problem(words, row, "employee", one.employee))
        elif one.employee is not None and one.employee not in called:
            words = _("There is nobody with this employee id whose scores you may enter.")
            problems.append(Problem(words, row, "employee", one.employee))
    if problems:
        raise InputError(problems)
    return [called[one.employee] if one.employee is not None else one.person or me.pk for one in told]


def _shown(program: Program, keys: list[str]) -> ProgramOut:
    return ProgramOut(
        id=program.pk,
        title=program.title,
        purpose=program.purpose,
        founder=str(program.founder),
        state=State(program.state),
        players_decide=program.players_decide,
        metrics=keys,
    )
