"""Say yes or no to somebody whose name one does not know yet; with both it becomes a pair, and a circle of two."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.actions.telling import tell_of_pair, wants_mail, withdraw_question
from roost.gather.matching.actions.verbs import PAIRED, tell
from roost.gather.matching.models import Answer, Side
from roost.gather.matching.ports import CIRCLES
from roost.gather.matching.reads.belonging import kept_apart
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on, today_here


@transaction.atomic
def answer_proposal(side: Side, *, by: Person, yes: bool) -> Side:
    """Answer one's own side of a proposal; the same again changes nothing, and a yes can be taken back by a no.

    The other learns of a yes once both said it, of a no never; what became a pair stays one. Raises NotFound for
    anybody else's, Conflict where it is over or a no was said before.
    """
    if side.person_id != by.pk:
        raise NotFound(_("There is no such question to you."))
    in_turn(side.organisation_id)
    side = Side.objects.select_related("proposal").get(pk=side.pk)
    said = Answer.YES if yes else Answer.NO
    if side.answer == said or side.proposal.paired_at is not None:
        return side
    if not side.is_asked(clock.now()):
        raise Conflict(_("This is over. Whoever fits is proposed to you on your page."))
    side.answer, side.is_open = said, yes
    side.save(update_fields=["answer", "is_open"])
    withdraw_question(side)
    if yes:
        _pair_if_both(side)
    return side


def _pair_if_both(side: Side) -> None:
    """Let the two learn of each other if both said yes, still belong, and nobody wants to be kept apart."""
    proposal = side.proposal
    both = list(proposal.sides.select_related("person").order_by("person"))
    if len(both) < 2 or any(one.answer != Answer.YES or not one.is_open for one in both):
        return
    people = [one.person_id for one in both]
    here = members_on(proposal.organisation_id, today_here()).filter(pk__in=people, is_active=True)
    if here.count() < 2 or kept_apart(people):
        return
    proposal.paired_at = clock.now()
    proposal.circle = CIRCLES.found(proposal.organisation_id, people=people, by=side.person_id)
    proposal.relation, proposal.hours = "", 0
    proposal.save(update_fields=["paired_at", "circle", "relation", "hours"])
    proposal.sides.update(is_open=False, answer=Answer.NONE, words="", stage="")
    side.is_open = False
    tell(PAIRED, proposal.organisation_id, side.person, f"proposal:{proposal.pk}")
    for one in both:
        if one.pk != side.pk and wants_mail(one):
            tell_of_pair(proposal, one.person)
