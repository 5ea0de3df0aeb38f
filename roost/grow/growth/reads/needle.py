"""What would matter most now: the person's own order, and beside it what the answers point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roost.ground.behaviours.reads import BEHAVIOURS, Behaviour, behaviour_named
from roost.ground.people.models import Person
from roost.grow.growth.access import own_barriers, own_needles
from roost.grow.growth.engine import Line, Reason, Standing, Sure, rank, signals_of
from roost.grow.growth.models import Cycle
from roost.grow.growth.reads.answers import latest_answers, told_of
from roost.grow.growth.reads.managing import expected_behaviour
from roost.grow.growth.reads.weights import said

ORDER = tuple(behaviour.key for behaviour in BEHAVIOURS)
PLACES = (
    gettext_lazy("first"),
    gettext_lazy("second"),
    gettext_lazy("third"),
    gettext_lazy("fourth"),
    gettext_lazy("fifth"),
    gettext_lazy("sixth"),
    gettext_lazy("seventh"),
    gettext_lazy("eighth"),
    gettext_lazy("ninth"),
    gettext_lazy("tenth"),
    gettext_lazy("eleventh"),
    gettext_lazy("twelfth"),
    gettext_lazy("thirteenth"),
    gettext_lazy("fourteenth"),
    gettext_lazy("fifteenth"),
    gettext_lazy("sixteenth"),
)
HOW_SURE = {
    Sure.STEADY: gettext_lazy("Steady: it stays among the first whichever two of your answers are left out."),
    Sure.LIKELY: gettext_lazy(
        "Likely: it stays among the first whichever one of your answers is left out, "
        "and in %(kept)s of %(ways)s ways of leaving two out."
    ),
    Sure.OPEN: gettext_lazy("Open: leave out one answer alone, and it no longer stands here. It hangs on %(answers)s."),
}
SAID = {
    "strengths": gettext_lazy("A strength of yours already: %(said)s"),
    "barriers": gettext_lazy("In your way: %(said)s"),
    "manager": gettext_lazy("Your manager asks for it: %(said)s"),
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
    """A behaviour that the person, the answers or both put first, with the reasons and where the two differ.

    `sure` is empty, and `is_open` False, for what the answers do not put among the first.
    """

    behaviour: Behaviour
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
    """Put the person's own order beside what the answers point to. Four queries, five for who has a manager."""
    told = told_of(
        latest_answers(person, cycle.organisation),
        own_barriers(person, cycle.organisation),
        expected_behaviour(person, cycle.organisation),
    )
    ranking = rank(signals_of(told), ORDER)
    standings = {one.behaviour: one for one in (*ranking.lines, *ranking.others)}
    needles = {needle.behaviour: needle.why for needle in own_needles(cycle)}
    first = [line.behaviour for line in ranking.lines]
    keys = list(dict.fromkeys([*cycle.own_first, *first, *needles]))
    candidates = [_candidate(key, cycle, standings.get(key), needles) for key in keys]
    return NeedlePage(cycle, candidates, ranking.is_enough, ranking.answers)


def _candidate(key: str, cycle: Cycle, standing: Standing | None, needles: dict[str, str]) -> Candidate:
    behaviour = behaviour_named(key)
    assert behaviour is not None, key
    own = cycle.own_first.index(key) if key in cycle.own_first else None
    return Candidate(
        behaviour=behaviour,
        points=standing.points if standing else 0,
        sure=_sure(standing) if isinstance(standing, Line) else "",
        is_open=isinstance(standing, Line) and standing.sure is Sure.OPEN,
        reasons=[_because(reason) for reason in standing.reasons] if standing else [],
        compared=_compared(own, standing),
        why=needles.get(key, ""),
        chosen=key in needles or (not needles and own == 0),
    )


def _sure(line: Line) -> str:
    hangs_on = get_text_list([f"“{_told(*answer)}”" for answer in line.hangs_on], _("or"))
    return str(HOW_SURE[line.sure]) % {"kept": line.kept, "ways": line.ways, "answers": hangs_on}


def _told(question: str, answer: str) -> str:
    return str(SAID.get(question, "%(said)s")) % {"said": said(question, answer)}


def _compared(own: int | None, standing: Standing | None) -> str:
    """Say where the person and the answers put a behaviour; `standing` is None where too few answers speak."""
    put = {} if own is None else {"own": PLACES[own]}
    if standing is None:
        return _("You put it %(own)s.") % put if put else ""
    if standing.points <= 0:
        return " ".join([*([_("You put it %(own)s.") % put] if put else []), _not_pointed_to(standing)])
    words = {**put, "place": PLACES[standing.place - 1]}
    if own is None:
        told = _("Your answers put it %(place)s; you did not name it.") % words
    elif own + 1 == standing.place:
        told = _("You and your answers both put it %(own)s.") % words
    else:
        told = _("You put it %(own)s, your answers put it %(place)s.") % words
    return f"{told} {_points(standing)}" if standing.equals or not isinstance(standing, Line) else told


def _not_pointed_to(standing: Standing) -> str:
    if not standing.reasons:
        return _("Your answers do not point there: you may know something that was not asked.")
    if standing.points == 0:
        return _("Your answers speak for it as much as against it.")
    return _("Your answers count against it, because you have it already.")


def _points(standing: Standing) -> str:
    """Say how many points it has, and with which others it shares its place."""
    words = {"points": standing.points, "others": get_text_list([_name(key) for key in standing.equals], _("and"))}
    if standing.equals:
        return (
            ngettext(
                "It has %(points)s point, as many as %(others)s.",
                "It has %(points)s points, as many as %(others)s.",
                standing.points,
            )
            % words
        )
    return ngettext("It has %(points)s point.", "It has %(points)s points.", standing.points) % words


def _name(key: str) -> str:
    named = behaviour_named(key)
    return str(named.name) if named else key


def _because(reason: Reason) -> Because:
    words = SAID.get(reason.question, gettext_lazy("You said: %(said)s"))
    told = str(words) % {"said": said(reason.question, reason.answer)}
    return Because(told, reason.strength, reason.weight, reason.points)
