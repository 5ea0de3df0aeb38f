"""Say what a 360 is for, choose whom to ask, and let somebody look over it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.access import line_of
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on
from roost.ground.release.actions import destroy_box
from roost.grow.threesixty.access import growing_in
from roost.grow.threesixty.actions.asking import ask_raters
from roost.grow.threesixty.actions.mailing import tell_approver, withdraw_asking
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.models import LONGEST_LINE, Rater, Review
from roost.grow.threesixty.reads.naming import INSTRUMENT, box_of, newest_version
from roost.grow.threesixty.reads.people import MOST_AT_A_TIME, companions_of, how_often_asked

FEWEST_OTHERS, MOST_RATERS, MOST_INTENTS = 5, 30, 4


@transaction.atomic
def begin_review(
    by: Person,
    *,
    purpose: str,
    words: str = "",
    intents: Sequence[str] = (),
    approver: Person | None = None,
    debriefer: Person | None = None,
) -> Review:
    """Begin a 360 of oneself, with its purpose, and up to four behaviours that one wants others to experience.

    `approver`, one's manager or somebody who accompanies one, looks over whom one asks; `debriefer`, a colleague but
    not one's manager, reads it first and opens it in a conversation. Both can be nobody.
    Raises InputError for somebody else, for no purpose, and for other intents; Conflict while another 360 is under way.
    """
    organisation = growing_in(by)
    if purpose not in Review.Purpose:
        raise InputError(_("Say first what it is for."))
    if len(words) > LONGEST_LINE:
        raise InputError(_("Say it in one line."))
    if len(set(intents)) > MOST_INTENTS or not all(behaviour_named(one) for one in intents):
        raise InputError(_("Choose four behaviours at most."))
    line = line_of(by, organisation)
    manager = line.manager if line else None
    if approver is not None and approver not in {manager, *companions_of(by, organisation)}:
        raise InputError(_("Your manager or somebody who accompanies you can look over it."))
    if debriefer is not None:
        _refuse_debriefer(debriefer, by, manager, organisation)
    told = {
        "organisation": organisation,
        "purpose": purpose,
        "words": words,
        "intents": list(intents),
        "approver": approver,
        "debriefer": debriefer,
        "instrument": INSTRUMENT,
        "version": newest_version(),
        "began_at": clock.now(),
    }
    review, is_new = Review.objects.get_or_create(person=by, closed_at=None, defaults=told)
    if not is_new:
        raise Conflict(_("A 360 of yours is under way already. Finish or drop that first."))
    return review


def _refuse_debriefer(debriefer: Person, by: Person, manager: Person | None, organisation: Organisation) -> None:
    if debriefer in {by, manager}:
        raise InputError(_("Read it with somebody who is neither you nor your manager."))
    if not members_on(organisation, clock.today(by.time_zone)).filter(pk=debriefer.pk).exists():
        raise InputError(_("Read it with a colleague."))


@transaction.atomic
def nominate(review: Review, *, by: Person, raters: Mapping[Person, Category]) -> None:
    """Choose whom to ask, all at once; a later choice replaces the one before.

    Raises InputError for oneself, for who reads it with one, for who does not belong to the organisation or has no
    address, for a manager who is none, for fewer than five besides the manager, for more than thirty, and for who is
    asked by five others just now; Conflict once they are asked or wait for somebody's look.
    """
    held = _draft(review, by)
    _refuse_raters(held, raters)
    held.raters.all().delete()
    Rater.objects.bulk_create(
        Rater(organisation_id=held.organisation_id, review=held, person=person, category=category)
        for person, category in sorted(raters.items(), key=lambda one: one[0].pk)
    )


def _refuse_raters(review: Review, raters: Mapping[Person, Category]) -> None:
    by = review.person
    if by in raters:
        raise InputError(_("You answer about yourself as well; choose others here."))
    if review.debriefer in raters:
        raise InputError(_("%s reads it with you, and would know one answer: ask others.") % review.debriefer)
    besides = sum(category is not Category.MANAGER for category in raters.values())
    if besides < FEWEST_OTHERS or len(raters) > MOST_RATERS:
        raise InputError(_("Ask five to thirty people besides your manager. Nothing is told of fewer than three."))
    line = line_of(by, review.organisation_id)
    if {one for one, category in raters.items() if category is Category.MANAGER} - {line.manager if line else None}:
        raise InputError(_("Only your manager is asked as one: what they answer is told as theirs."))
    here = members_on(review.organisation_id, clock.today(by.time_zone)).exclude(email=None)
    gone = sorted({str(one) for one in raters} - {str(one) for one in here.filter(pk__in=[it.pk for it in raters])})
    if gone:
        raise InputError(_("Not of your organisation any more, or without an address: %s.") % ", ".join(gone))
    _refuse_busy(review, raters)


def _ask(review: Review) -> None:
    """Ask those who were chosen, unless somebody has left meanwhile, or is no manager any more."""
    chosen = review.raters.select_related("person")
    _refuse_raters(review, {one.person: Category(one.category) for one in chosen})
    ask_raters(review)


def _refuse_busy(review: Review, people: Collection[Person]) -> None:
    often = how_often_asked(review.organisation_id, [one.pk for one in people], but=review.pk)
    busy = sorted(str(one) for one in people if often.get(one.pk, 0) >= MOST_AT_A_TIME)
    if busy:
        words = _("Five others ask %s just now, and more would make their answers worse. Choose somebody else.")
        raise InputError(words % ", ".join(busy))


@transaction.atomic
def propose(review: Review, *, by: Person) -> Review:
    """Ask those who were chosen, or let somebody look over them first.

    Raises Conflict where nobody is chosen, and as `nominate` does where that has changed since they were.
    """
    held = _draft(review, by)
    if not held.raters.exists():
        raise Conflict(_("Choose first whom to ask."))
    if held.approver is None:
        _ask(held)
        return held
    held.proposed_at, held.sent_back = clock.now(), ""
    held.save(update_fields=["proposed_at", "sent_back"])
    tell_approver(held)
    return held


@transaction.atomic
def approve(review: Review, *, by: Person, seen: datetime | None = None) -> None:
    """Let them be asked. Raises NotFound for anybody but who was asked to look, InputError as `nominate` does.

    Raises Conflict where it does not wait, or was taken back and proposed anew since they were `seen`.
    """
    held = _waiting(review, by)
    if seen is not None and held.proposed_at != seen:
        raise Conflict(_("Others were chosen meanwhile. Look over them once more."))
    _ask(held)


@transaction.atomic
def send_back(review: Review, *, by: Person, words: str) -> None:
    """Give it back with a line; raises as `approve` does, and InputError without words."""
    held, words = _waiting(review, by), " ".join(words.split())
    if not words or len(words) > LONGEST_LINE:
        raise InputError(_("Say in one line whom else to ask, or whom not."))
    held.proposed_at, held.sent_back = None, words
    held.save(update_fields=["proposed_at", "sent_back"])


@transaction.atomic
def take_back(review: Review, *, by: Person) -> None:
    """Take it back from who looks over it, to choose others, and let nobody look who has left.

    Raises Conflict once they are asked.
    """
    held = _own(review, by)
    if held.asked_at is not None:
        raise Conflict(_("They are asked already."))
    held.proposed_at = None
    if held.approver is not None:
        still = members_on(held.organisation_id, clock.today(by.time_zone))
        held.approver = still.filter(pk=held.approver.pk).first()
    held.save(update_fields=["proposed_at", "approver"])


@transaction.atomic
def drop(review: Review, *, by: Person) -> None:
    """Delete a 360, at any time; what nobody has read yet is destroyed unread.

    Where it was told, who was in which group stays, sealed: who read it must not learn of one more by the next.
    """
    held = _own(review, by)
    withdraw_asking(held)
    destroy_box(held.organisation_id, what=box_of(held))
    if held.closed_at is not None:
        left = {"person": by, "instrument": held.instrument, "version": held.version, "began_at": held.began_at}
        times = {"closed_at": held.closed_at, "dropped_at": clock.now()}
        Review.objects.create(organisation_id=held.organisation_id, kept=held.kept, **left, **times)
    held.delete()


def _own(review: Review, by: Person) -> Review:
    if review.person_id != by.pk:
        raise NotFound(_("There is no such 360 of yours."))
    return Review.objects.select_for_update().get(pk=review.pk)


def _draft(review: Review, by: Person) -> Review:
    held = _own(review, by)
    if held.asked_at is not None or held.proposed_at is not None:
        raise Conflict(_("This is on its way already, so nothing was changed."))
    return held


def _waiting(review: Review, by: Person) -> Review:
    if review.approver_id != by.pk:
        raise NotFound(_("There is no such 360 here."))
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.proposed_at is None or held.asked_at is not None:
        raise Conflict(_("This does not wait for you any more."))
    return held
