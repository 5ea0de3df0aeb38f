"""Look back on a cycle, close it, and begin the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Person
from roost.ground.people.reads import team_on
from roost.grow.growth.access import insist_own, own_needles
from roost.grow.growth.actions.telling import let_cycles_be_counted, open_cycle
from roost.grow.growth.actions.verbs import CLOSED, tell
from roost.grow.growth.models import Cycle, Moved, Needle, Outcome, Try


@transaction.atomic
def close_cycle(
    cycle: Cycle,
    *,
    by: Person,
    moved: Mapping[str, Moved],
    learned: str = "",
    going_on: Collection[str] = (),
    counted: bool | None = None,
) -> Cycle:
    """Close a cycle with what moved and what was learned, and give the next one.

    Needles of `going_on` go on in it with their reasons, and so do experiments that were never tried; the others stay
    and end. `counted` says whether the person's cycles count in the organisation's numbers; None leaves that as it is.
    Closing once more with the same words changes nothing and gives the next one. Raises InputError unless `moved`
    speaks of every needle and of nothing else, Conflict where the cycle was closed with other words.
    """
    insist_own(cycle, by)
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    needles = list(own_needles(cycle))
    if {one.behaviour for one in needles} != set(moved) or not set(going_on) <= set(moved):
        raise InputError(_("Say of each of your needles what moved."))
    if cycle.closed_at is not None:
        return _closed_already(cycle, needles, moved, learned.strip(), set(going_on))
    for needle in needles:
        needle.moved = moved[needle.behaviour]
        needle.save(update_fields=["moved"])
    team = team_on(by, cycle.organisation_id, clock.today(by.time_zone))
    cycle.closed_at, cycle.learned = clock.now(), learned.strip()
    cycle.division = team.division if team else None
    cycle.save(update_fields=["closed_at", "learned", "division"])
    tell(CLOSED, cycle, by)
    following = open_cycle(cycle.organisation, by)
    came = Try.objects.filter(experiment=OuterRef("pk")).exclude(outcome=Outcome.DID_NOT_COME)
    still_open = cycle.experiments.filter(ended_at=None)
    still_open.filter(~Exists(came)).update(cycle=following)
    still_open.update(ended_at=cycle.closed_at)
    Needle.objects.bulk_create(_again(one, following) for one in needles if one.behaviour in going_on)
    if counted is not None:
        let_cycles_be_counted(cycle.organisation, by=by, counted=counted)
    return following


def _closed_already(
    cycle: Cycle, needles: Collection[Needle], moved: Mapping[str, Moved], learned: str, going_on: set[str]
) -> Cycle:
    following = Cycle.objects.get(organisation=cycle.organisation_id, person=cycle.person_id, number=cycle.number + 1)
    went_on = set(following.needles.filter(chosen_at=following.opened_at).values_list("behaviour", flat=True))
    kept = {one.behaviour: one.moved for one in needles}
    if (kept, cycle.learned, went_on) != ({one: str(how) for one, how in moved.items()}, learned, going_on):
        raise Conflict(_("This cycle is closed already, with other words. What it kept stays."))
    return following


def _again(needle: Needle, cycle: Cycle) -> Needle:
    return Needle(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        person_id=needle.person_id,
        behaviour=needle.behaviour,
        why=needle.why,
        chosen_at=cycle.opened_at,
    )
