"""What a team reads of itself, and what its leader reads of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.pulse.access import Whom, pulse_for, teams_of, visible_pulses
from roost.gather.pulse.engine import REPLY_WITHIN, TEAM_FIRST, Line, Span, headline, stands
from roost.gather.pulse.models import Asked, Pulse
from roost.gather.pulse.reads.naming import instrument_of, instruments_for_teams
from roost.gather.pulse.reads.waiting import is_open_to_leader, owed_by, reply_due, rests_until, says_anything
from roost.gather.pulse.reads.words import changed, said_of
from roost.ground.instruments.engine import Instrument, Item
from roost.ground.instruments.reads import name_of
from roost.ground.kit import clock
from roost.ground.people.models import Person


@dataclass(frozen=True)
class OverviewPage:
    """The pulses that somebody leads or is asked by, the newest first, and whether they lead a team large enough."""

    pulses: Sequence[Pulse]
    leads: bool


def overview_page(viewer: Person) -> OverviewPage:
    """Give the pulses of somebody. Four queries."""
    return OverviewPage(list(visible_pulses(viewer)), bool(teams_of(viewer).large_enough))


@dataclass(frozen=True)
class BeginPage:
    """Whom a pulse could ask, and what it can ask; `owed` waits for an answer, before `rests_until` none begins."""

    teams: Mapping[Whom, Sequence[str]]
    instruments: Sequence[Instrument]
    owed: Pulse | None
    open: Pulse | None
    rests_until: datetime | None

    @property
    def is_too_small(self) -> bool:
        return not self.teams


def begin_page(viewer: Person) -> BeginPage:
    """Give what somebody can choose from to begin. Six queries."""
    teams = {whom: [str(one) for one in people] for whom, people in teams_of(viewer).large_enough.items()}
    running = Pulse.objects.filter(leader=viewer, closed_at=None).first()
    return BeginPage(teams, instruments_for_teams(), owed_by(viewer), running, rests_until(viewer))


@dataclass(frozen=True)
class Told:
    """A sentence and what is told of it in words; `line` is None where it was withheld."""

    item: Item
    line: Line | None
    words: str

    @property
    def middle(self) -> float:
        return sum(self.line.mean) / 2 if self.line else 0.0

    @property
    def is_split(self) -> bool:
        return self.line is not None and stands(self.line) == "split"


@dataclass(frozen=True)
class Part:
    """What some sentences come to: a mean from the first to the second number, and what changed since the last."""

    name: str
    about: str
    now: Span
    change: str

    @property
    def middle(self) -> float:
        return sum(self.now) / 2


@dataclass(frozen=True)
class PulsePage:
    """A pulse as its team or its leader finds it; `parts` and `lines` are empty where nothing is told to them yet."""

    pulse: Pulse
    instrument: Instrument
    leads: bool
    parts: Sequence[Part]
    lines: Sequence[Told]
    people: Sequence[str]
    reads_at: datetime | None
    reply_due: datetime | None

    @property
    def says_nothing(self) -> bool:
        return self.pulse.closed_at is not None and not says_anything(self.pulse)

    @property
    def is_hidden(self) -> bool:
        """Say whether the team reads it just now, and the leader not yet."""
        return self.leads and self.pulse.closed_at is not None and not is_open_to_leader(self.pulse)

    @property
    def is_overdue(self) -> bool:
        return self.reply_due is not None and self.pulse.replied_at is None and self.reply_due < clock.now()

    @property
    def band(self) -> int:
        return max((one.line.band for one in self.lines if one.line), default=0)


def pulse_page(viewer: Person, number: int) -> PulsePage:
    """Give a pulse to its leader or to who is asked; raises NotFound for everybody else. Four queries."""
    pulse = pulse_for(viewer, number)
    leads = pulse.leader_id == viewer.pk
    instrument = instrument_of(pulse)
    is_told = says_anything(pulse) and (not leads or is_open_to_leader(pulse))
    names = sorted((str(one.person) for one in pulse.asked.select_related("person")), key=str.lower)
    return PulsePage(
        pulse,
        instrument,
        leads,
        _parts(pulse, instrument) if is_told else [],
        _lines(pulse, instrument) if is_told else [],
        names,
        pulse.closed_at + TEAM_FIRST if pulse.closed_at else None,
        reply_due(pulse),
    )


def _line_of(pulse: Pulse, key: str) -> Line | None:
    told = (pulse.told or {}).get(key)
    if told is None:
        return None
    mean, agree, disagree = (tuple(told[one]) if told[one] else None for one in ("mean", "agree", "disagree"))
    assert mean is not None
    return Line(mean, agree, disagree, told["band"])


def _lines(pulse: Pulse, instrument: Instrument) -> list[Told]:
    """Give the sentences, those first to which people stand differently."""
    found = []
    for one in instrument.items:
        line = _line_of(pulse, one.key)
        found.append(Told(one, line, said_of(line)))
    return sorted(found, key=lambda one: (not one.is_split, one.line is None))


def _parts(pulse: Pulse, instrument: Instrument) -> list[Part]:
    before = _last_before(pulse)
    found = []
    for part in instrument.parts:
        now, then = (_headline(one, instrument, part.key) if one else None for one in (pulse, before))
        if now is not None:
            change = changed(pulse, before, now, then, instrument.scale) if before and then else ""
            found.append(Part(name_of(part), part.about, now, change))
    return found


def _headline(pulse: Pulse, instrument: Instrument, subscale: str) -> Span | None:
    return headline({one.key: _line_of(pulse, one.key) for one in instrument.items}, instrument, subscale)


def _last_before(pulse: Pulse) -> Pulse | None:
    """Give the last pulse in which the same leader asked the same of the same."""
    same = Pulse.objects.exclude(leader=None).filter(
        leader=pulse.leader_id, whom=pulse.whom, instrument=pulse.instrument, version=pulse.version
    )
    return same.filter(asked_at__lt=pulse.asked_at, closed_at__isnull=False).order_by("-asked_at").first()


@dataclass(frozen=True)
class AskedPage:
    """What a link asks: whose team it is about, what, and until when the leader answers afterwards."""

    leader: str
    instrument: Instrument
    closes_at: datetime
    reply_at: datetime


def asked_page(asked: Asked) -> AskedPage:
    """Give what somebody is asked. No query."""
    pulse = asked.pulse
    ends = pulse.closes_at
    return AskedPage(pulse.asks, instrument_of(pulse), ends, ends + REPLY_WITHIN)
