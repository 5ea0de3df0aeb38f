"""Open a 360 in a conversation, say what to keep and what to change, and begin with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Person
from roost.grow.growth.access import open_cycle_of, own_needles
from roost.grow.growth.actions import answer_questions, choose_needles
from roost.grow.threesixty.actions.verbs import OPENED, tell
from roost.grow.threesixty.models import Review
from roost.grow.threesixty.reads.pages import may_open

MOST_KEPT, MOST_CHANGED = 3, 2


@transaction.atomic
def open_report(review: Review, *, by: Person) -> None:
    """Open a 360 to whose it is; again changes nothing.

    Who reads it with them may, at any time; they themselves where nobody does, and after a week. Raises NotFound for
    anybody else, Conflict before its time.
    """
    if by.pk not in {review.person_id, review.debriefer_id}:
        raise NotFound(_("There is no such 360 here."))
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.closed_at is None or (by.pk == held.person_id and not may_open(held)):
        raise Conflict(_("You open this together, when you talk about it."))
    if held.opened_at is None:
        held.opened_at = clock.now()
        held.save(update_fields=["opened_at"])
        tell(OPENED, held, by=by.pk)


@transaction.atomic
def choose(review: Review, *, by: Person, keep: Sequence[str], change: Sequence[str]) -> None:
    """Say what to keep, three at most, and what to change, two at most; said again, the last counts.

    Raises InputError for more, for behaviours that are none, and for one in both; Conflict before it is opened.
    """
    if review.person_id != by.pk:
        raise NotFound(_("There is no such 360 of yours."))
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.opened_at is None:
        raise Conflict(_("Open it first."))
    if any(behaviour_named(one) is None for one in [*keep, *change]) or len({*keep, *change}) < len(keep) + len(change):
        raise InputError(_("Choose each behaviour once: to keep, or to change."))
    if len(keep) > MOST_KEPT or len(change) > MOST_CHANGED:
        raise InputError(_("Three to keep and two to change, at most. More at once means none of them."))
    held.keep, held.change = list(keep), list(change)
    held.save(update_fields=["keep", "change"])


@transaction.atomic
def begin_needle(review: Review, *, by: Person, behaviour: str) -> None:
    """Make one of what to change a needle of this cycle; raises as `growth.choose_needles` does.

    Raises InputError for what was not chosen to be changed.
    """
    if review.person_id != by.pk or behaviour not in review.change:
        raise InputError(_("Choose it as something to change first."))
    cycle = open_cycle_of(by, review.organisation) or answer_questions(review.organisation, by=by, given={})
    chosen = {one.behaviour: one.why for one in own_needles(cycle)}
    choose_needles(cycle, by=by, chosen={behaviour: _("Those around me said so in my 360.")} | chosen)
