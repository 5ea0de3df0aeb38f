"""Put first what would matter most, and choose what to move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Person
from roost.grow.growth.access import own_needles
from roost.grow.growth.actions.locking import lock_open
from roost.grow.growth.actions.verbs import CHOSE, tell
from roost.grow.growth.models import Cycle, Needle
from roost.grow.growth.reads import version_of_needles, version_of_order

MOST_NEEDLES = 2


@transaction.atomic
def put_first(cycle: Cycle, *, by: Person, behaviours: Sequence[str], seen: str | None = None) -> Cycle:
    """Keep what the person puts first, second and third; raises InputError for unknown or repeated behaviours.

    `seen` is the version of the order that the person had before them; raises Conflict where there is another by now,
    and for a closed cycle.
    """
    refuse_unknown(behaviours)
    if not 1 <= len(behaviours) <= 3 or len(set(behaviours)) < len(behaviours):
        raise InputError(_("Put one to three different behaviours in order."))
    now = lock_open(cycle, by)
    if now.own_first != list(behaviours):
        if seen is not None and seen != version_of_order(now):
            raise Conflict(_("You put others first elsewhere meanwhile, so nothing was changed yet."))
        now.own_first = list(behaviours)
        now.save(update_fields=["own_first"])
    cycle.own_first = now.own_first
    return cycle


@transaction.atomic
def choose_needles(
    cycle: Cycle,
    *,
    by: Person,
    chosen: Mapping[str, str],
    leaving: Mapping[str, str] | None = None,
    seen: str | None = None,
) -> list[Needle]:
    """Choose what to move in this cycle, at most two behaviours, each with a line why.

    `leaving` says why needles of before are let go. Raises InputError where there are too many, or a reason is missing.
    `seen` is the version of the needles that the person had before them; raises Conflict where they are others by now,
    and for a closed cycle.
    """
    refuse_unknown(chosen)
    if not 1 <= len(chosen) <= MOST_NEEDLES:
        raise InputError(_("Choose one or two. More at once means none of them."))
    if not all(why.strip() for why in chosen.values()):
        raise InputError(_("Write a line why. It helps on the day when it gets hard."))
    cycle = lock_open(cycle, by)
    needles = list(own_needles(cycle))
    if {one.behaviour: one.why for one in needles} == {one: why.strip() for one, why in chosen.items()}:
        return needles
    if seen is not None and seen != version_of_needles(cycle, needles):
        raise Conflict(_("You chose something else elsewhere meanwhile, so nothing was changed yet."))
    kept = {needle.behaviour: needle for needle in needles}
    for behaviour, needle in kept.items():
        if behaviour not in chosen:
            _leave(needle, (leaving or {}).get(behaviour, ""))
        elif needle.why != chosen[behaviour].strip():
            needle.why = chosen[behaviour].strip()
            needle.save(update_fields=["why"])
    new = [behaviour for behaviour in chosen if behaviour not in kept]
    for behaviour in new:
        Needle.objects.create(
            organisation_id=cycle.organisation_id,
            cycle=cycle,
            person=by,
            behaviour=behaviour,
            why=chosen[behaviour].strip(),
            chosen_at=clock.now(),
        )
    if new:
        tell(CHOSE, cycle, by)
    return list(own_needles(cycle))


def _leave(needle: Needle, why: str) -> None:
    if not why.strip():
        raise InputError(_("Write a line why you let the other one go. It stays in your history."))
    needle.left_at, needle.left_why = clock.now(), why.strip()
    needle.save(update_fields=["left_at", "left_why"])


def refuse_unknown(behaviours: Sequence[str] | Mapping[str, str]) -> None:
    """Raise InputError where one of these is no behaviour."""
    if not all(behaviour_named(behaviour) for behaviour in behaviours):
        raise InputError(_("There is no such behaviour."))
