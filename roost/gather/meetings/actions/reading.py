"""Who reads what a circle writes: a group of the vault that follows who sits in the circle."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.engine.writing import KIND, kept_places, step_places
from roost.gather.meetings.models import Meeting, Readers
from roost.gather.meetings.ports import KEPT
from roost.gather.meetings.reads.protocols import parsed
from roost.ground.kit.errors import InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.ground.vault.access import visible_groups
from roost.ground.vault.actions import close_groups, forget_places, let_in, let_out, start_group
from roost.ground.vault.reads import goes_on, people_in


@transaction.atomic
def keep_readers(circle: SharedCircle, *, by: Person) -> UUID:
    """Give the group of who sits in a circle, started where there is none: who came is let in, who left let out."""
    told = {"organisation_id": circle.organisation}
    Readers.objects.get_or_create(circle_id=circle.number, defaults=told)
    # One after the other, so that a circle has one group.
    held = Readers.objects.select_for_update().get(circle=circle.number)
    sitting = Person.objects.in_bulk(list(circle.people))
    # Whoever of them is in the group holds it.
    started = [visible_groups(one).filter(pk=held.group) for one in sitting.values()] if held.group else []
    group = next((found for one in started if (found := one.first())), None)
    if group is None:
        group = start_group(held.organisation, by=by, members=[], kind=KIND)
        held.group = group.pk
        held.save(update_fields=["group"])
    here = set(people_in(group))
    for number in sorted(sitting.keys() - here):
        # Who does not belong to the organisation today sits in the circle until that is put right, and reads nothing.
        with suppress(InputError):
            let_in(group, by=sitting[number], person=sitting[number])
    for person in Person.objects.filter(pk__in=here - sitting.keys()).order_by("pk"):
        let_out(group, by=person, person=person)
    return group.pk


def begin_anew(circle: SharedCircle) -> None:
    """Let a circle's group go in which everybody lost the key, with what nobody can open; another one follows."""
    held = Readers.objects.filter(circle=circle.number).exclude(group=None).first()
    if held is not None and held.group is not None and not goes_on(held.group):
        # No page would show them any more, and nothing shall lie where nobody finds it.
        let_texts_go(circle.number)
        held.group = None
        held.save(update_fields=["group"])


def let_texts_go(circle: int) -> None:
    """Remove all that a circle keeps in writing, and close its group: it ends, and nobody could open it any more."""
    held = Readers.objects.filter(circle=circle).exclude(group=None).first()
    if held is not None and held.group is not None:
        close_groups([held.group], by=None)
        forget_places(held.group, places=[*kept_places(circle), *KEPT.places_of(circle)])


def keep_all_readers() -> None:
    """Let everybody out who left their circle, and in who came, although nobody opened a page since."""
    with everywhere():
        known = list(Readers.objects.values_list("pk", "organisation"))
    for number, organisation in known:
        with touching(organisation), transaction.atomic():
            held = Readers.objects.select_related("circle__round").filter(pk=number).first()
            circle = shared_circle(held.circle) if held is not None else None
            anybody = Person.objects.filter(pk__in=circle.people).order_by("pk").first() if circle else None
            if circle is not None and anybody is not None:
                keep_readers(circle, by=anybody)


def forget_texts(meeting: Meeting) -> None:
    """Remove what was written in a meeting, in the transaction that ends it; what the circle keeps stays."""
    group = Readers.objects.filter(circle=meeting.circle_id).values_list("group", flat=True).first()
    if group is not None:
        forget_places(group, places=step_places(parsed(meeting.protocol), meeting.pk))
