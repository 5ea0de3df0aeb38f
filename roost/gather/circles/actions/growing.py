"""Let a circle that people began by themselves grow: somebody is asked once all in it agree."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.access import LASTS, open_proposals, visible_proposals
from roost.gather.circles.actions.verbs import GROWN, tell_of_circle
from roost.gather.circles.models import Agreement, Circle, Member, Proposal, Withdrawn
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person

MOST_PEOPLE, MOST_PROPOSED = 12, 3


@transaction.atomic
def propose_member(member: Member, *, by: Person, person: Person) -> Proposal:
    """Propose somebody for one's circle; the one under way where they are proposed already.

    Raises InputError for who sits in it, Conflict for circles that somebody convenes and those that are full.
    """
    circle = _hold(member.circle_id)
    if member.person_id != by.pk or not Member.objects.filter(pk=member.pk).exists():
        raise NotFound(_("There is no such circle."))
    if circle.round_id is not None:
        raise Conflict(_("Who brought this circle together says who joins it."))
    if Member.objects.filter(circle=circle, person=person).exists():
        raise InputError(_("They sit in this circle already."))
    underway = open_proposals().filter(circle=circle, person=person).first()
    if underway is not None:
        return underway if underway.by_id == by.pk else agree_to_proposal(underway, by=by, agrees=True)
    if Member.objects.filter(circle=circle).count() >= MOST_PEOPLE:
        raise Conflict(_("A circle of %s people has no room for more.") % MOST_PEOPLE)
    if open_proposals().filter(circle=circle).count() >= MOST_PROPOSED:
        raise Conflict(_("%s people are proposed already. Wait until that is decided.") % MOST_PROPOSED)
    # One that lapsed makes room for another; who did not want to is not asked again for as long as one lasts.
    before = Proposal.objects.filter(circle=circle, person=person)
    before.filter(ended_at=None).update(ended_at=clock.now())
    return Proposal.objects.create(
        organisation_id=circle.organisation_id,
        circle=circle,
        person=person,
        by=by,
        proposed_at=clock.now(),
        declined=before.filter(declined=True, proposed_at__gt=clock.now() - LASTS).exists(),
    )


@transaction.atomic
def agree_to_proposal(proposal: Proposal, *, by: Person, agrees: bool) -> Proposal:
    """Say whether one agrees; the answer stays one's own and can be changed until all agree. Raises Conflict later."""
    _hold(proposal.circle_id)
    if not open_proposals().filter(pk=proposal.pk).exists():
        raise Conflict(_("This is decided already."))
    if proposal.by_id == by.pk or not Member.objects.filter(circle=proposal.circle_id, person=by).exists():
        raise NotFound(_("There is no such proposal."))
    Agreement.objects.update_or_create(
        proposal=proposal,
        person=by,
        defaults={"agrees": agrees},
        create_defaults={"agrees": agrees, "organisation_id": proposal.organisation_id},
    )
    return proposal


@transaction.atomic
def answer_proposal(proposal: Proposal, *, by: Person, accepts: bool) -> Member | None:
    """Join a circle whose people all agree, or do not; then nobody in it learns that it was a no.

    Raises Conflict where the circle is full by now.
    """
    circle = _hold(proposal.circle_id)
    if not visible_proposals(by).filter(pk=proposal.pk).exists():
        raise NotFound(_("There is no such proposal."))
    if not accepts:
        Proposal.objects.filter(pk=proposal.pk).update(declined=True)
        return None
    if Member.objects.filter(circle=circle).count() >= MOST_PEOPLE:
        raise Conflict(_("A circle of %s people has no room for more.") % MOST_PEOPLE)
    Proposal.objects.filter(pk=proposal.pk).update(ended_at=clock.now())
    member = Member.objects.create(organisation_id=circle.organisation_id, circle=circle, person=by, since=clock.now())
    tell_of_circle(GROWN, circle, by)
    return member


@transaction.atomic
def take_proposal_back(proposal: Proposal, *, by: Person) -> None:
    """Propose somebody no longer; twice changes nothing."""
    if proposal.by_id != by.pk:
        raise NotFound(_("There is no such proposal."))
    Proposal.objects.filter(pk=proposal.pk, ended_at=None).update(ended_at=clock.now())


def forget_proposals() -> int:
    """Delete what was decided or lapsed, with what everybody said to it, and which questions were withdrawn."""
    before = clock.now() - LASTS
    with everywhere():
        Withdrawn.objects.filter(at__lt=before).delete()
        return Proposal.objects.filter(proposed_at__lt=before).delete()[0]


def _hold(number: int) -> Circle:
    circle = Circle.objects.select_for_update().filter(pk=number).first()
    if circle is None:
        raise NotFound(_("There is no such circle."))
    return circle
