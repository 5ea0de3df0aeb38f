"""What somebody finds who asks, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Words as _
from roost.ground.people.models import Person
from roost.ground.people.reads import people_around
from roost.grow.feedback.access import growing_in, loop_for, own_loops
from roost.grow.feedback.engine import ITEMS, WAVES, Told, Verdict, opens_at
from roost.grow.feedback.models import Asking, Loop, Wave
from roost.grow.feedback.reads.people import MOST_AT_A_TIME, how_often_asked
from roost.grow.growth.access import open_cycle_of, own_needles

NAMES: Mapping[str, str] = {
    "more": _("How often one sees it"),
    "easier": _("What it is like to work together"),
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.MORE: _("It moves: those who see you say so."),
    Verdict.LESS: _("It has become less, for those who see you."),
    Verdict.SAME: _("About as before."),
    Verdict.EARLY: _("Too early to say: it may have moved or not."),
}


@dataclass(frozen=True)
class Shown:
    """One of the two items in one wave: what is told, None of fewer than three answers, and what that comes to."""

    name: str
    told: Told | None

    @property
    def words(self) -> str:
        return str(VERDICTS[self.told.verdict]) if self.told else str(_("Fewer than three could say."))


@dataclass(frozen=True)
class WaveShown:
    """A wave as who asks finds it; `items` are empty until it has closed."""

    wave: Wave
    items: Sequence[Shown]

    @property
    def lacks_unsigned(self) -> bool:
        """Say whether no suggestions without a name are shown, whether there are any or not."""
        return all(one.signed_by_id is not None for one in self.wave.suggestions.all())


@dataclass(frozen=True)
class LoopPage:
    """What somebody asked and what came of it, the newest wave first; `next_at` is when all are asked again."""

    loop: Loop
    behaviour: Behaviour
    waves: Sequence[WaveShown]
    witnesses: Sequence[str]
    next_at: datetime | None

    @property
    def latest(self) -> WaveShown:
        return self.waves[0]

    @property
    def told(self) -> WaveShown | None:
        """Give the newest wave that has closed."""
        return next((one for one in self.waves if one.wave.closed_at is not None), None)


def loop_page(viewer: Person, number: int) -> LoopPage:
    """Give what somebody asked to themselves; raises NotFound for everybody else. Six queries."""
    loop = loop_for(viewer, number)
    waves = list(loop.waves.order_by("-number").prefetch_related("suggestions__signed_by"))
    names = [str(one.person) for one in loop.witnesses.select_related("person")]
    behaviour = behaviour_named(loop.behaviour)
    assert behaviour is not None, loop.behaviour
    ahead = opens_at(loop.began_at, waves[0].number + 1) if waves and loop.ended_at is None else None
    return LoopPage(loop, behaviour, [_shown(one) for one in waves], sorted(names, key=str.lower), ahead)


def _shown(wave: Wave) -> WaveShown:
    told = wave.told or {}
    return WaveShown(wave, [Shown(str(NAMES[one]), Told(*told[one]) if told[one] else None) for one in ITEMS if told])


@dataclass(frozen=True)
class Line:
    """A loop in a list, and its latest wave."""

    loop: Loop
    behaviour: Behaviour | None
    wave: Wave | None


def loop_lines(viewer: Person) -> list[Line]:
    """Give what somebody asks and asked, the newest first. Two queries."""
    loops = own_loops(viewer).prefetch_related("waves")
    return [
        Line(one, behaviour_named(one.behaviour), max(one.waves.all(), key=lambda it: it.number, default=None))
        for one in loops
    ]


def rests_until(person: Person) -> datetime | None:
    """Give when somebody can ask others again; None where they can now. One query."""
    asked = Wave.objects.filter(loop__in=own_loops(person).exclude(ended_at=None).values("pk"))
    last = asked.order_by("-asked_at").values_list("asked_at", flat=True).first()
    return last + WAVES[1] if last is not None and last + WAVES[1] > clock.now() else None


@dataclass(frozen=True)
class BeginPage:
    """What one can ask about, one's needles first; who works with one and can be asked; who is asked enough already.

    `running` is what one asks others now, `rests_until` when one can ask again; both None where one can begin.
    """

    behaviours: Sequence[Behaviour]
    near: Sequence[Person]
    busy: Sequence[Person]
    running: Loop | None
    rests_until: datetime | None


def begin_page(viewer: Person) -> BeginPage:
    """Give what one can choose from to begin. Raises NotFound for who belongs to no organisation. Ten queries."""
    organisation = growing_in(viewer)
    cycle = open_cycle_of(viewer, organisation)
    found = [behaviour_named(one.behaviour) for one in own_needles(cycle)] if cycle else []
    around = [one for one in people_around(viewer, organisation) if one.email]
    often = how_often_asked(organisation.pk, [one.pk for one in around])
    busy = [one for one in around if often.get(one.pk, 0) >= MOST_AT_A_TIME]
    running = own_loops(viewer).filter(ended_at=None).first()
    near = [one for one in around if one not in busy]
    return BeginPage([one for one in found if one], near, busy, running, rests_until(viewer))


@dataclass(frozen=True)
class AskedPage:
    """What a link asks: who asks, about which behaviour, with which words, since when it is asked about."""

    asking: Asking
    name: str
    behaviour: Behaviour
    words: str
    is_first: bool
    closes_at: datetime


def asked_page(asking: Asking) -> AskedPage:
    """Give what somebody is asked. No query."""
    wave = asking.wave
    behaviour = behaviour_named(wave.loop.behaviour)
    assert behaviour is not None, wave.loop.behaviour
    return AskedPage(
        asking, str(wave.loop.person), behaviour, wave.loop.words, is_first=wave.number == 0, closes_at=wave.closes_at
    )
