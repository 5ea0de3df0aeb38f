"""What would matter most now: the person's own order, and beside it what the answers point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.ground.behaviours.reads import BEHAVIOURS, Behaviour, behaviour_named
from roost.ground.people.models import Person
from roost.grow.growth.access import own_barriers, own_needles
from roost.grow.growth.engine import Line, Ranking, Reason, Sure, rank, signals_of
from roost.grow.growth.models import Cycle
from roost.grow.growth.reads.answers import latest_answers, told_of
from roost.grow.growth.reads.weights import said

ORDER = tuple(behaviour.key for behaviour in BEHAVIOURS)
PLACES = (gettext_lazy("first"), gettext_lazy("second"), gettext_lazy("third"))
HOW_SURE = {
    Sure.STEADY: gettext_lazy("Steady: it stays among the first whichever two of your answers are left out."),
    Sure.LIKELY: gettext_lazy(
        "Likely: it stays among the first in %(kept)s of %(ways)s ways of leaving two answers out."
    ),
    Sure.OPEN: gettext_lazy(
        "Open: it stays among the first in only %(kept)s of %(ways)s ways of leaving two answers out."
    ),
}


SAID = {
    "strengths": gettext_lazy("A strength of yours already: %(said)s"),
    "barriers": gettext_lazy("In your way: %(said)s"),
}


@dataclass(frozen=True)
class Because:
    """What one answer adds, in words: "You said: Bringing people on", 3 x 3 = 9."""

    words: str
    strength: int
    weight: int
    points: int


@dataclass(frozen=True)
class Candidate:
    """A behaviour that the person, the answers or both put first, with the reasons and where the two differ."""

    behaviour: Behaviour
    own_place: str | Promise
    points: int
    sure: str
    is_open: bool
    reasons: Sequence[Because]
    compared: str
    why: str
    chosen: bool


@dataclass(frozen=True)
class NeedlePage:
    """What there is to choose from; `answers` is how many answers the ranking rests on."""

    cycle: Cycle
    candidates: Sequence[Candidate]
    is_enough: bool
    answers: int


def needle_page(person: Person, cycle: Cycle) -> NeedlePage:
    """Put the person's own order beside what the answers point to. Five queries."""
    told = told_of(latest_answers(person, cycle.organisation), own_barriers(person, cycle.organisation))
    ranking = rank(signals_of(told), ORDER)
    lines = {line.behaviour: line for line in ranking.lines}
    needles = {needle.behaviour: needle.why for needle in own_needles(cycle)}
    keys = list(dict.fromkeys([*cycle.own_first, *lines, *needles]))
    candidates = [_candidate(key, cycle, lines.get(key), ranking, needles) for key in keys]
    return NeedlePage(cycle, candidates, ranking.is_enough, ranking.answers)


def _candidate(key: str, cycle: Cycle, line: Line | None, ranking: Ranking, needles: dict[str, str]) -> Candidate:
    behaviour = behaviour_named(key)
    assert behaviour is not None, key
    own = cycle.own_first.index(key) if key in cycle.own_first else None
    place = list(ranking.lines).index(line) if line else None
    return Candidate(
        behaviour=behaviour,
        own_place=PLACES[own] if own is not None else "",
        points=line.points if line else 0,
        sure=str(HOW_SURE[line.sure]) % {"kept": line.kept, "ways": line.ways} if line else "",
        is_open=line is not None and line.sure is Sure.OPEN,
        reasons=[because(reason) for reason in line.reasons] if line else [],
        compared=_compared(own, place, ranking.is_enough),
        why=needles.get(key, ""),
        chosen=key in needles or (not needles and own == 0),
    )


def _compared(own: int | None, place: int | None, is_enough: bool) -> str:
    if not is_enough:
        return _("You put it %(own)s.") % {"own": PLACES[own]} if own is not None else ""
    if own is None:
        return (
            "" if place is None else _("Your answers put it %(place)s; you did not name it.") % {"place": PLACES[place]}
        )
    if place is None:
        words = _("You put it %(own)s. Your answers do not point there: you may know something that was not asked.")
        return words % {"own": PLACES[own]}
    if own == place:
        return _("You and your answers both put it %(own)s.") % {"own": PLACES[own]}
    return _("You put it %(own)s, your answers put it %(place)s.") % {"own": PLACES[own], "place": PLACES[place]}


def because(reason: Reason) -> Because:
    """Say in words which answer a reason comes from."""
    words = SAID.get(reason.question, gettext_lazy("You said: %(said)s"))
    told = str(words) % {"said": said(reason.question, reason.answer)}
    return Because(told, reason.strength, reason.weight, reason.points)
