"""Share roles out over a term, take one over, and swap. What is past and what people chose stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.reads import shared_circle
from roost.gather.rhythm.actions.holding import hold_term, note_change
from roost.gather.rhythm.engine import rota
from roost.gather.rhythm.models import Duty, PlannedMeeting, Role, Term
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Person


@transaction.atomic
def share_out(term: Term) -> None:
    """Propose who has which role at the meetings to come, among who sits in the circle now; again, it changes nothing.

    Called by actions that changed a term, and by the worker once people joined or left.
    """
    people, now = sorted(shared_circle(term.circle).people), clock.now()
    meetings = list(PlannedMeeting.objects.filter(term=term).order_by("starts_at").prefetch_related("duties"))
    sittings = [_sitting(one, set(people), is_past=one.starts_at < now) for one in meetings]
    for meeting, sitting, roles in zip(meetings, sittings, rota.propose(sittings, people), strict=True):
        before = {rota.Role(duty.role): duty.person_id for duty in meeting.duties.all()}
        if sitting.is_past or before == roles:
            continue
        Duty.objects.filter(meeting=meeting).delete()
        chosen = {(role, person) for role, person in sitting.fixed.items()}
        _write(meeting, roles, by_hand=chosen)


@transaction.atomic
def take_role(meeting: PlannedMeeting, *, by: Person, version: int, role: Role) -> None:
    """Take a role over; whoever had it gets what one had oneself at that meeting, or is free."""
    term = _held(meeting, by, version)
    duties = {one.role: one for one in Duty.objects.filter(meeting=meeting)}
    mine = next((one.role for one in duties.values() if one.person_id == by.pk), None)
    if mine == role:
        return
    other = duties.get(role)
    roles = {rota.Role(name): one.person_id for name, one in duties.items()}
    chosen = {(rota.Role(name), one.person_id) for name, one in duties.items() if one.by_hand}
    roles[rota.Role(role)] = by.pk
    chosen.add((rota.Role(role), by.pk))
    if mine is not None:
        del roles[rota.Role(mine)]
        if other is not None:
            roles[rota.Role(mine)] = other.person_id
            chosen.add((rota.Role(mine), other.person_id))
    Duty.objects.filter(meeting=meeting).delete()
    _write(meeting, roles, by_hand=chosen)
    note_change(term, by)


@transaction.atomic
def swap_roles(mine: Duty, theirs: Duty, *, by: Person, version: int) -> None:
    """Swap the same role with somebody at another meeting of the circle.

    Raises NotFound where the first is not one's own, InputError for another role or circle, Conflict where one of the
    two has another role at the other's meeting.
    """
    term = _held(mine.meeting, by, version)
    _insist_to_come(theirs.meeting)
    if Duty.objects.filter(pk__in=[mine.pk, theirs.pk]).count() != 2:
        raise Conflict(_("Roles changed meanwhile. This is how they stand now."))
    if mine.person_id != by.pk:
        raise NotFound(_("This is not your role."))
    if theirs.role != mine.role or theirs.meeting.term_id != term.pk:
        raise InputError(_("Choose a meeting of your circle at which somebody else has this role."))
    if _is_busy(theirs.meeting, mine.person_id) or _is_busy(mine.meeting, theirs.person_id):
        raise Conflict(_("One of you has another role at the other meeting. Choose another one."))
    pairs = [(mine.meeting, theirs.person_id), (theirs.meeting, mine.person_id)]
    Duty.objects.filter(pk__in=[mine.pk, theirs.pk]).delete()
    for meeting, person in pairs:
        role = rota.Role(mine.role)
        _write(meeting, {role: person}, by_hand={(role, person)})
    note_change(term, by)


def _held(meeting: PlannedMeeting, by: Person, version: int) -> Term:
    term = hold_term(meeting.term.circle_id, by, version)
    _insist_to_come(meeting)
    return term


def _insist_to_come(meeting: PlannedMeeting) -> None:
    if not PlannedMeeting.objects.filter(pk=meeting.pk, starts_at__gte=clock.now()).exists():
        raise Conflict(_("This meeting is past, or it was dropped."))


def _is_busy(meeting: PlannedMeeting, person: int) -> bool:
    return Duty.objects.filter(meeting=meeting, person=person).exists()


def _sitting(meeting: PlannedMeeting, people: set[int], *, is_past: bool) -> rota.Sitting:
    duties = [(rota.Role(one.role), one) for one in meeting.duties.all()]
    fixed = {role: one.person_id for role, one in duties if is_past or (one.by_hand and one.person_id in people)}
    return rota.Sitting(fixed, {role: one.person_id for role, one in duties}, is_past)


def _write(meeting: PlannedMeeting, roles: dict[rota.Role, int], *, by_hand: set[tuple[rota.Role, int]]) -> None:
    Duty.objects.bulk_create(
        Duty(
            organisation_id=meeting.organisation_id,
            meeting=meeting,
            role=role.value,
            person_id=person,
            by_hand=(role, person) in by_hand,
        )
        for role, person in roles.items()
    )
