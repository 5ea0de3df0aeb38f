"""Let colleagues see one's own weeks, and end it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, NotFound
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on
from roost.see.tracking.actions.verbs import KEPT
from roost.see.tracking.models import Program, Sharing

MOST_READERS = 30


@transaction.atomic
def share_with(program: Program, *, by: Person, reader: Person) -> Sharing:
    """Let a colleague see one's own weeks in a program; doing it twice changes nothing.

    Raises InputError for oneself and for more than thirty colleagues, NotFound for who is none.
    """
    if reader == by:
        raise InputError(_("You see it already. Choose somebody else."))
    if not members_on(program.organisation_id, clock.today(by.time_zone)).filter(pk=reader.pk).exists():
        raise NotFound(_("There is no such person here."))
    # One after the other, so that there are never more than thirty.
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    known = Sharing.objects.filter(program=program, person=by)
    found = known.filter(reader=reader).first()
    if found is not None:
        return found
    if known.count() >= MOST_READERS:
        raise InputError(_("You share this with thirty people already. End one of these first."))
    record(Told(KEPT, program.organisation_id, actor=by.pk, subject=f"program:{program.pk}"))
    return Sharing.objects.create(
        organisation_id=program.organisation_id, program=program, person=by, reader=reader, shared_at=clock.now()
    )


@transaction.atomic
def end_sharing(sharing: Sharing, *, by: Person) -> None:
    """Let a colleague not see one's weeks any more, or look no more at those of a colleague; nobody is told."""
    if sharing.pk is not None and Sharing.objects.filter(pk=sharing.pk).delete()[0]:
        record(Told(KEPT, sharing.organisation_id, actor=by.pk, subject=f"program:{sharing.program_id}"))
