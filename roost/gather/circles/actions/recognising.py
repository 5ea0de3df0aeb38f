"""Notice who has come to Roost since a list was read."""

from __future__ import annotations

from roost.gather.circles.models import Round, Seat, Waiting
from roost.gather.circles.reads.recognising import recognise_anew


def recognise(round: Round, seats: list[Seat]) -> list[Seat]:
    """Give all seats of a round with who has come to Roost since the list was read.

    All, because a name is only somebody's alone if nobody else on the list has it.
    """
    found = recognise_anew(round, seats)
    here = set(Seat.objects.filter(round=round, person__in=found.values()).values_list("person", flat=True))
    new = [seat for seat in seats if seat.pk in found and found[seat.pk] not in here]
    for seat in new:
        seat.person_id = found[seat.pk]
    Seat.objects.bulk_update(new, ["person"], batch_size=500)
    name_waiting(round)
    return seats


def name_waiting(round: Round) -> None:
    """Let who is known by their seat be known where they wait, so that they find their promise."""
    seats = Seat.objects.filter(round=round, waiting__person=None).exclude(person=None).exclude(waiting=None)
    for waiting, person in seats.values_list("waiting", "person"):
        Waiting.objects.filter(pk=waiting).update(person=person)
