"""Take part in a program, and leave it: each by themselves."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Person
from roost.see.tracking.actions.verbs import JOINED, LEFT
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import Enrolment, Program, State
from roost.see.tracking.reads.taking_part import days_of


@transaction.atomic
def join_program(program: Program, *, by: Person) -> bool:
    """Take part from today on, in the program's zone; say whether that is news.

    Whoever left today goes on as if they had not. Raises Conflict for what somebody counts for themselves, and
    for a program that is retired.
    """
    if program.is_private:
        raise Conflict(_("This is counted by one person for themselves."))
    today = _held(program, by)
    if Program.objects.filter(pk=program.pk, state=State.RETIRED).exists():
        raise Conflict(_("This program is retired, so nobody joins it any more."))
    if days_of(program, by).cover(today + timedelta(1)):
        return False
    own = Enrolment.objects.filter(program=program, person=by)
    if not own.filter(ends_on__gt=today).update(ends_on=None):
        Enrolment.objects.create(organisation_id=program.organisation_id, program=program, person=by, starts_on=today)
    _tell(JOINED, program, by)
    return True


@transaction.atomic
def leave_program(program: Program, *, by: Person) -> bool:
    """Take part no more from tomorrow on; say whether that is news. What was brought stays with the team."""
    tomorrow = _held(program, by) + timedelta(1)
    if not days_of(program, by).cover(tomorrow):
        return False
    own = Enrolment.objects.filter(program=program, person=by)
    if not own.filter(ends_on=None).update(ends_on=tomorrow):
        Enrolment.objects.create(organisation_id=program.organisation_id, program=program, person=by, ends_on=tomorrow)
    _tell(LEFT, program, by)
    return True


def _held(program: Program, by: Person) -> date:
    """Let one come after the other, and give the day that it is in the program."""
    held = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    return clock.today(parse_rules(held.rules.latest("version").document).time_zone)


def _tell(verb: Verb, program: Program, by: Person) -> None:
    told = Told(verb, program.organisation_id, actor=by.pk, people=[by.pk], subject=f"program:{program.pk}")
    record(told)
