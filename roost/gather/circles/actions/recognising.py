"""Notice who has come to Roost since a list was read."""

from __future__ import annotations

from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads.recognising import recognise_anew


def recognise(round: Round, seats: list[Seat]) -> list[Seat]:
    """Give a round's seats with who has come to Roost since the list was read."""
    found = recognise_anew(round, seats)
    here = set(Seat.objects.filter(round=round, person__in=found.values()).values_list("person", flat=True))
    new = [seat for seat in seats if seat.pk in found and found[seat.pk] not in here]
    for seat in new:
        seat.person_id = found[seat.pk]
    Seat.objects.bulk_update(new, ["person"], batch_size=500)
    return seats
