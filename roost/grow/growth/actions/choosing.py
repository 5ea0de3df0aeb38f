"""Put first what would matter most, and choose what to move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.grow.growth.access import own_needles
from roost.grow.growth.actions.verbs import CHOSE, tell
from roost.grow.growth.models import Cycle, Needle

MOST_NEEDLES = 2


@transaction.atomic
def put_first(cycle: Cycle, *, by: Person, behaviours: Sequence[str]) -> Cycle:
    """Keep what the person puts first, second and third; raises InputError for unknown or repeated behaviours."""
    refuse_unknown(behaviours)
    if not 1 <= len(behaviours) <= 3 or len(set(behaviours)) < len(behaviours):
        raise InputError(_("Put one to three different behaviours in order."))
    cycle.own_first = list(behaviours)
    cycle.save(update_fields=["own_first"])
    return cycle


@transaction.atomic
def choose_needles(
    cycle: Cycle, *, by: Person, chosen: Mapping[str, str], leaving: Mapping[str, str] | None = None
) -> list[Needle]:
    """Choose what to move in this cycle, at most two behaviours, each with a line why.

    `leaving` says why needles of before are let go. Raises InputError where there are too many, or a reason is missing.
    """
    refuse_unknown(chosen)
    if not 1 <= len(chosen) <= MOST_NEEDLES:
        raise InputError(_("Choose one or two. More at once means none of them."))
    if not all(why.strip() for why in chosen.values()):
        raise InputError(_("Write a line why. It helps on the day when it gets hard."))
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    kept = {needle.behaviour: needle for needle in own_needles(cycle)}
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
