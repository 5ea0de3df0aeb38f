"""Let rules of another time zone wait until the worker has added up the program's days by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, RoostError
from roost.ground.kit.schedule import enqueue
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.see.tracking.access import may_run
from roost.see.tracking.actions.recounting import Recount, recounting
from roost.see.tracking.actions.ruling import replace_rules, text_of
from roost.see.tracking.actions.underway import Telling, change, forget_old
from roost.see.tracking.engine import Rules, parse_rules
from roost.see.tracking.models import Entry, Program, Rezoning, Status

MOST_AT_ONCE = 20_000
# So that nobody keeps the worker busy with one change of zone after another.
NOT_AGAIN_FOR = timedelta(hours=1)


def has_many_entries(program: Program) -> bool:
    """Say whether adding up a program's days would keep people waiting."""
    return Entry.objects.filter(program=program)[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE


def is_rezoning(program: Program) -> bool:
    """Say whether rules of another zone wait to come into force. One query."""
    return Rezoning.objects.filter(program=program, finished_at=None).exists()


def refuse_while_rezoning(program: Program) -> None:
    """Raise Conflict while rules of another zone wait to come into force."""
    waiting = Rezoning.objects.filter(program=program, finished_at=None).first()
    if waiting is not None:
        raise Conflict(
            _("The boards are being added up again for %(zone)s. Make your change when that is done.")
            % {"zone": parse_rules(waiting.document).time_zone}
        )


def ask_for_rezoning(
    program: Program, rules: Rules, *, by: Person, version: int, purpose: str, behaviours: Mapping[str, str]
) -> Rezoning:
    """Let the worker bring rules into force in place of those of `version`; within a transaction.

    Raises Conflict for somebody who asked for the like within the hour.
    """
    _refuse_again_so_soon(by)
    rezoning = Rezoning.objects.create(
        organisation_id=program.organisation_id,
        program=program,
        version=version,
        document=text_of(rules),
        purpose=purpose,
        behaviours=dict(behaviours),
        asked_by=by,
        asked_at=clock.now(),
    )
    enqueue("roost.see.tracking.tasks.rezone_program", rezoning=rezoning.pk)
    return rezoning


def _refuse_again_so_soon(by: Person) -> None:
    last = Rezoning.objects.filter(asked_by=by, asked_at__gt=clock.now() - NOT_AGAIN_FOR).order_by("asked_at").last()
    if last is not None:
        raise Conflict(
            _(
                "You gave a program with many scores another time zone within the last hour, and adding up its days "
                "is much work. You can do so again at %(time)s."
            )
            % {"time": time_format(localtime(last.asked_at + NOT_AGAIN_FOR), "H:i")}
        )


def rezone(number: int) -> None:
    """Add up a program's days and put the rules that wait in force; again after a worker was lost, it does no harm.

    Entries may come all the while. They wait only while the cells that differ are exchanged, in the transaction that
    puts the rules in force.
    """
    with everywhere():
        waiting = Rezoning.objects.select_related("program", "asked_by").filter(pk=number, finished_at=None)
        rezoning = waiting.first()
    if rezoning is None:
        return
    with touching(rezoning.organisation_id):
        try:
            with recounting(rezoning.program, parse_rules(rezoning.document)) as recount:
                read_ledger(rezoning, recount)
                bring_into_force(rezoning, recount)
        except RoostError as error:
            _refuse(rezoning, str(error))


def read_ledger(rezoning: Rezoning, recount: Recount) -> None:
    """Add up all that is in the ledger now, and tell how far that is."""
    scores = Entry.objects.filter(program=rezoning.program_id, reverses=None).count()
    change(rezoning, status=Status.READING, scores=scores, scores_read=0)
    telling = Telling(rezoning)

    def came_to(scores: int) -> None:
        if not telling.tell(scores_read=scores):
            raise _given_up()

    recount.take_in(_last_entry(rezoning), came_to)
    # What came in the meantime, so that next to nothing is left to be read under the lock.
    recount.take_in(_last_entry(rezoning))


def bring_into_force(rezoning: Rezoning, recount: Recount) -> None:
    """Take in the entries that came since, exchange the cells and write the rules, all or nothing.

    Raises Conflict where the rules changed meanwhile or the rezoning was given up, Forbidden where who asked for it
    runs the program no more, InputError where a day cannot be counted.
    """
    change(rezoning, status=Status.WRITING)
    rules = parse_rules(rezoning.document)
    with transaction.atomic():
        program = Program.objects.select_for_update(no_key=True).get(pk=rezoning.program_id)
        if not may_run(rezoning.asked_by, program):
            raise Forbidden(_("%(who)s does not run this program any more.") % {"who": rezoning.asked_by})
        if program.rules.latest("version").version != rezoning.version:
            raise Conflict(_("The rules were changed meanwhile. Look at them and make your change again."))
        if not change(rezoning, status=Status.DONE, finished_at=clock.now()):
            raise _given_up()
        recount.take_in(program.last_entry)
        recount.exchange()
        replace_rules(
            program,
            rules,
            by=rezoning.asked_by,
            version=rezoning.version + 1,
            purpose=rezoning.purpose,
            behaviours=rezoning.behaviours,
        )


def leave_rezoning(program: Program, *, by: Person) -> bool:
    """Keep the rules in force, whatever others wait; say whether any did.

    Adding up ends within a second or so, and nothing that was added up comes into force.
    """
    rezoning = Rezoning.objects.filter(program=program, finished_at=None).first()
    return rezoning is not None and _refuse(rezoning, _("%(who)s stopped this.") % {"who": by})


def give_up_rezoning(number: int) -> None:
    """Say that the process which added up the days came to grief; the earlier rules hold."""
    with everywhere():
        for rezoning in Rezoning.objects.filter(pk=number):
            _refuse(rezoning, _("Something went wrong here. Make your change again."))


def forget_rezonings() -> None:
    """Give up what was not finished within a day, and forget after a month what is over."""
    with everywhere():
        forget_old(Rezoning, lambda lost: _refuse(lost, _("This could not be finished within a day. Try it again.")))


def _last_entry(rezoning: Rezoning) -> int:
    return Program.objects.values_list("last_entry", flat=True).get(pk=rezoning.program_id)


def _given_up() -> Conflict:
    return Conflict(_("This was given up meanwhile. Make your change again."))


def _refuse(rezoning: Rezoning, words: str) -> bool:
    return change(rezoning, status=Status.REFUSED, problem=words, finished_at=clock.now())
