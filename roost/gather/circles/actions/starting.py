"""Begin a round of circles from a list, say what is wished for, close it, delete it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from roost.gather.circles.actions.joining import drop_changes
from roost.gather.circles.actions.locking import hold_open, hold_round, keep, refuse_outdated
from roost.gather.circles.actions.mailing import withdraw_mails
from roost.gather.circles.actions.recognising import name_waiting
from roost.gather.circles.actions.verbs import CLOSED, CONVENED, WISHED, tell
from roost.gather.circles.engine.checking import check_against
from roost.gather.circles.engine.rules import Rules, Sizes
from roost.gather.circles.engine.rules_document import rules_of
from roost.gather.circles.engine.sizes import choose_sizes
from roost.gather.circles.models import LONGEST_TITLE, Enrolment, Forming, Invitation, Round, Seat, Waiting, Withdrawn
from roost.gather.circles.reads.asking import roster_from
from roost.gather.circles.reads.documents import rules_text
from roost.gather.circles.reads.lists import PeopleList
from roost.gather.circles.reads.managing import Naming, as_text, resolved
from roost.gather.circles.reads.plans import seats_in
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person

KEPT_FOR = timedelta(weeks=26)


@transaction.atomic
def start_round(
    organisation: Organisation,
    *,
    by: Person,
    title: str,
    sizes: Sizes,
    people: PeopleList,
    key: str,
    after: Round | None = None,
) -> Round:
    """Begin a round with everybody on a list; the same again with the same `key` gives the first one.

    Raises CannotSeat where no number of circles fits, InputError for a title that is empty or too long, Conflict where
    the key began a round that differs.
    """
    if not 0 < len(title) <= LONGEST_TITLE:
        raise InputError(_("Give the round a title of at most %s characters.") % LONGEST_TITLE)
    choose_sizes(len(people.people), sizes)
    now = clock.now()
    round, is_new = Round.objects.get_or_create(
        convener=by,
        key=key,
        defaults={
            "organisation": organisation,
            "title": title,
            "least": sizes.least,
            "most": sizes.most,
            "columns": list(people.columns),
            "after": after,
            "measured": {"of_list": list(people.remarks), "by_name": list(people.by_name)},
            "created_at": now,
            "changed_at": now,
        },
    )
    if not is_new:
        _refuse_another(round, title, sizes, people)
        return round
    Seat.objects.bulk_create(
        [
            Seat(
                organisation=organisation,
                round=round,
                place=place,
                code=one.code,
                label=one.label,
                person_id=one.person,
                waiting_id=one.waiting,
                cells=dict(one.cells),
            )
            for place, one in enumerate(people.people)
        ],
        batch_size=500,
    )
    name_waiting(round)
    tell(CONVENED, round, by, quantity=len(people.people))
    return round


def _refuse_another(round: Round, title: str, sizes: Sizes, people: PeopleList) -> None:
    listed = [(one.code, one.label, dict(one.cells)) for one in people.people]
    seated = list(Seat.objects.filter(round=round).order_by("place").values_list("code", "label", "cells"))
    # Of circles that people sit in, the list may have changed since, or be deleted.
    seated = seated if round.is_open and not round.is_changed else listed
    if (round.title, round.least, round.most, seated) != (title, sizes.least, sizes.most, listed):
        words = _("From this page you began “%(title)s” already; you find it under Gather. Send it again for another.")
        raise Conflict(words % {"title": round.title})


@transaction.atomic
def choose_rules(
    round: Round, *, by: Person, rules: Rules, sizes: Sizes, version: int, managers: str | None = None
) -> Round:
    """Say what is wished for; a plan that there is stays until circles are formed again.

    `managers` is the list's column that names who leads whom, empty for none; None leaves that as it is. Raises
    InputError for wishes that the list cannot answer to, CannotSeat for sizes that do not fit it, Conflict as
    `hold_open` does.
    """
    round = hold_open(round, by, version)
    changed = managers is not None and _name_managers(round, managers)
    roster = roster_from(round, seats_in(round))
    choose_sizes(len(roster), sizes)
    check_against(roster, rules)
    text = rules_text(rules)
    # What is kept must say later what was chosen now.
    if rules_of(text) != rules:
        raise InputError(_("These wishes cannot be kept as they are. Change the last one that you chose."))
    if changed or (text, sizes) != (round.rules, Sizes(round.least, round.most)):
        round.rules, round.least, round.most = text, sizes.least, sizes.most
        # What chance gives was measured for other wishes.
        round.measured.pop("random_median", None)
        keep(round, "rules", "least", "most", "columns", "measured")
        tell(WISHED, round, by)
    return round


def _name_managers(round: Round, column: str) -> bool:
    """Take a column of the list for who leads whom, or none for empty; say whether that is new."""
    now = "manager" if "manager" in round.columns else ""
    if column == now:
        return False
    seats = list(Seat.objects.filter(round=round).order_by("place"))
    if now:
        labels = {seat.code: seat.label for seat in seats}
        told = [str(seat.cells.get(now, "")) for seat in seats]
        _put(round, seats, now, as_text(round.columns), [labels.get(one, one) for one in told])
    if column:
        if column not in round.columns:
            raise InputError(_("The list has no such column. Choose another."))
        emails = [str(seat.cells.get("email", "")) for seat in seats]
        naming = Naming.of([seat.code for seat in seats], [seat.label for seat in seats], emails)
        told = [str(seat.cells.get(column, "")) for seat in seats]
        _put(round, seats, column, "manager", resolved(naming, told)[0])
    Seat.objects.bulk_update(seats, ["cells"], batch_size=500)
    return True


def _put(round: Round, seats: Sequence[Seat], column: str, name: str, cells: Sequence[str]) -> None:
    round.columns = [name if one == column else one for one in round.columns]
    for seat, cell in zip(seats, cells, strict=True):
        seat.cells = {one: text for one, text in seat.cells.items() if one != column} | {name: cell}


@transaction.atomic
def close_round(round: Round, *, by: Person | None, version: int | None = None) -> Round:
    """Delete the list of a round that is published; its circles stay. Twice changes nothing. None: Roost itself.

    Raises Conflict where it is not published, or changed since `version` if one is given.
    """
    round = hold_round(round, by)
    if round.state == Round.State.CLOSED:
        return round
    refuse_outdated(round, version)
    if round.state != Round.State.PUBLISHED:
        raise Conflict(_("Only published circles can stay without their list. You can delete the round instead."))
    _forget_list(round)
    tell(CLOSED, round, by)
    return round


@transaction.atomic
def delete_round(round: Round, *, by: Person | None, version: int | None = None) -> None:
    """Delete a round that is not published, with its list, its wishes and its plan.

    Raises Conflict where people sit in its circles or wait for a seat, or it changed since `version` if one is given.
    """
    round = hold_round(round, by)
    refuse_outdated(round, version)
    if round.published_at is not None:
        raise Conflict(_("People sit in these circles. Take them back first, then delete the round."))
    if Waiting.objects.filter(round=round, ended_at=None).exists():
        raise Conflict(_("People wait for a seat that was promised to them here. Give them one in a round first."))
    tell(CLOSED, round, by)
    asked = list(Invitation.objects.filter(enrolment__round=round))
    withdraw_mails(asked)
    Withdrawn.objects.bulk_create(
        [
            Withdrawn(organisation_id=one.organisation_id, person_id=one.person_id, number=one.pk, at=clock.now())
            for one in asked
            if one.person_id is not None
        ],
        batch_size=500,
    )
    round.delete()


def _forget_list(round: Round) -> None:
    """Delete a round's list with all that is said of it; circles, and who waits, stay."""
    Seat.objects.filter(round=round).delete()
    Forming.objects.filter(round=round).delete()
    Enrolment.objects.filter(round=round).update(words="", strata=[])
    round.state, round.columns, round.rules, round.before_move, round.measured = Round.State.CLOSED, [], "", {}, {}
    keep(round, "state", "columns", "rules", "before_move", "measured")


def forget_rounds() -> None:
    """Close what was published half a year ago or by somebody erased; delete what was not touched for as long.

    Of a round that owes somebody a seat the list goes too, and the promise stays until half a year after its day.
    """
    before = clock.now() - KEPT_FOR
    with everywhere():
        Waiting.objects.filter(ended_at__lt=before).delete()
        Waiting.objects.filter(ended_at=None, promised_on__lt=before.date()).update(ended_at=clock.now())
        over = Q(published_at__lt=before) | Q(convener=None)
        published = Round.objects.filter(published_at__isnull=False).exclude(state=Round.State.CLOSED)
        for round in published.filter(over):
            close_round(drop_changes(round, by=None), by=None)
        old = Q(changed_at__lt=before) | Q(convener=None)
        for round in Round.objects.filter(old, published_at=None).exclude(state=Round.State.CLOSED):
            if Waiting.objects.filter(round=round, ended_at=None).exists():
                _forget_list(round)
            else:
                delete_round(round, by=None)
        # What owed seats and owes none any more.
        owed = Exists(Waiting.objects.filter(round=OuterRef("pk")))
        Round.objects.filter(~owed, state=Round.State.CLOSED, published_at=None).delete()
