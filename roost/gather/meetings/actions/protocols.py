"""Write a circle's own way of meeting, and delete it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for
from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.access import own_protocol_in, own_protocols_in
from roost.gather.meetings.engine.protocols import Protocol, write_protocol
from roost.gather.meetings.models import CircleProtocol, Readers
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, Problem
from roost.ground.people.models import Person

MOST_OWN = 10


@transaction.atomic
def keep_protocol(
    circle: SharedCircle, *, by: Person, protocol: Protocol, number: int | None = None, version: int = 0
) -> CircleProtocol:
    """Keep a way of meeting for a circle that `by` sits in: a new one, or `number` as it was at `version`.

    Meetings under way go on as they began. Raises NotFound for anybody else, InputError for a title that is another
    one's, Conflict where somebody changed or deleted it meanwhile, or there are ten already.
    """
    _hold(circle, by)
    others = own_protocols_in(circle.number)
    others = others if number is None else others.exclude(pk=number)
    if others.filter(title__iexact=protocol.title).exists():
        raise InputError(Problem(_("You have one of this name already. Give it another one."), column="title"))
    if number is None:
        if others.count() >= MOST_OWN:
            raise Conflict(_("A circle has at most %s ways of meeting of its own. Delete one first.") % MOST_OWN)
        kept = CircleProtocol(organisation_id=circle.organisation, circle_id=circle.number, version=0)
    else:
        kept = own_protocol_in(circle.number, number)
        if kept.version != version:
            raise Conflict(_("Somebody changed it meanwhile. Open it in another window to see how it is now."))
    kept.title, kept.text = protocol.title, write_protocol(protocol)
    kept.version, kept.changed_by, kept.changed_at = kept.version + 1, by, clock.now()
    kept.save()
    return kept


@transaction.atomic
def delete_protocol(circle: SharedCircle, *, by: Person, number: int) -> None:
    """Delete one of a circle's own ways of meeting; meetings that were held by it stay. Raises NotFound."""
    _hold(circle, by)
    own_protocol_in(circle.number, number).delete()


def _hold(circle: SharedCircle, by: Person) -> None:
    """Let nobody else of the circle write at the same moment."""
    circle_for(by, circle.number)
    Readers.objects.get_or_create(circle_id=circle.number, defaults={"organisation_id": circle.organisation})
    Readers.objects.select_for_update().get(circle=circle.number)
