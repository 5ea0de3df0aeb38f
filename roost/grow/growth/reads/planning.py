"""What an experiment can be planned for, and what it can begin from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.grow.growth.access import own_needles
from roost.grow.growth.models import Barrier, Cycle
from roost.grow.growth.reads.barriers import known_barrier
from roost.grow.growth.reads.suggestions import Suggestion, suggestion_named, suggestions_for


@dataclass(frozen=True)
class PlanPage:
    """For which behaviour is planned, the suggestions for it, and the words that the form begins with."""

    behaviour: Behaviour
    others: Sequence[Behaviour] = ()
    suggestions: Sequence[Suggestion] = ()
    chosen: str = ""
    barrier: str | Promise = ""
    words: dict[str, str | Promise] = field(default_factory=dict)


def plan_page(cycle: Cycle, barrier: Barrier | None, *, wanted: str, start: str, sent: str = "") -> PlanPage | None:
    """Give what to plan; None where neither a needle nor a barrier says what for. One query.

    `wanted` names one of the person's needles, `start` a suggestion, or anything else for an empty form. `sent` is the
    behaviour of a form that was filled in: it holds even where its needle was let go meanwhile.
    """
    needles = [one for needle in own_needles(cycle) if (one := behaviour_named(needle.behaviour))]
    if not needles and (found := behaviour_named(sent)):
        needles = [found]
    if barrier is not None:
        return _against(barrier, needles)
    if not needles:
        return None
    behaviour = next((one for one in needles if one.key == wanted), needles[0])
    suggestions = suggestions_for(behaviour.key)
    chosen = suggestion_named(start) if start else suggestions[0]
    words = {"cue": chosen.cue, "action": chosen.action, "expectation": chosen.expectation} if chosen else {}
    others = [one for one in needles if one != behaviour]
    return PlanPage(behaviour, others, suggestions, chosen.key if chosen else "", words=words)


def _against(barrier: Barrier, needles: Sequence[Behaviour]) -> PlanPage | None:
    known = known_barrier(barrier.key)
    behaviour = behaviour_named(known.behaviour) if known else next(iter(needles), None)
    if behaviour is None:
        return None
    words = {"cue": known.cue, "action": known.action, "expectation": known.expectation} if known else {}
    return PlanPage(behaviour, barrier=known.words if known else barrier.words, words=words)
