"""Recognise who of a list is in Roost: by address, by the organisation's number, or by a name that is theirs alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads.headers import plain
from roost.ground.people.models import Affiliation, Organisation, running
from roost.ground.people.reads import today_here

# Two ways to write the same name: Krüger and Krueger, Søren and Soeren.
_ALIKE = (("ø", "o"), ("ß", "ss"), ("æ", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"))


def folded(name: str) -> str:
    """Give a full name as it compares with other spellings: first name first, without capitals and accents."""
    last, comma, first = name.partition(",")
    text = plain(f"{first} {last}" if comma else name)
    for written, meant in _ALIKE:
        text = text.replace(written, meant)
    return text


@dataclass(frozen=True)
class Known:
    """Who belongs today: by address, by number with their names, all in small letters, and by folded full name."""

    by_email: Mapping[str, int]
    by_number: Mapping[str, tuple[int, str]]
    by_name: Mapping[str, int]

    def by_full_name(self, name: str) -> int | None:
        """Give who alone has a name of two words or more; None for all others."""
        key = folded(name)
        return self.by_name.get(key) if " " in key else None


def known_people(organisation: Organisation | int) -> Known:
    """Look up everybody who belongs today. One query."""
    belonging = Affiliation.objects.filter(running(today_here()), organisation=organisation)
    found = list(belonging.values_list("person", "person__email", "employee_id", "person__name"))
    named = [(folded(name), person) for person, _email, _number, name in found if name]
    many = Counter(key for key, _person in named)
    return Known(
        {email.lower(): person for person, email, _number, _name in found if email},
        {number.lower(): (person, name.lower()) for person, _email, number, name in found if number},
        {key: person for key, person in named if many[key] == 1},
    )


def named_alone(names: Sequence[str]) -> list[bool]:
    """Say of each name of a list whether nobody else on it has it, however it is written."""
    many = Counter(map(folded, names))
    return [many[folded(name)] == 1 for name in names]


def new_in_roost(round: Round) -> list[str]:
    """Name who is to be seated and was not known when the list was read, but is by now. Two queries."""
    seats = list(Seat.objects.filter(round=round).order_by("place"))
    found = recognise_anew(round, seats)
    return sorted((seat.label for seat in seats if seat.takes_part and seat.pk in found), key=str.lower)


def recognise_anew(round: Round, seats: Sequence[Seat]) -> dict[int, int]:
    """Give who of those on a whole list whom Roost did not know is known by now: a person for a seat's key. One query.

    By address, or, where the list has none, by a full name that nobody else has, here or in the organisation.
    """
    known = known_people(round.organisation_id)
    here = {seat.person_id for seat in seats}
    found: dict[int, int] = {}
    for seat, is_alone in zip(seats, named_alone([seat.label for seat in seats]), strict=True):
        if seat.person_id is not None:
            continue
        email = str(seat.cells.get("email", "")) or (seat.code if "@" in seat.code else "")
        by_name = known.by_full_name(seat.label) if is_alone and not email else None
        person = known.by_email.get(email.lower()) if email else by_name
        if person is not None and person not in here:
            found[seat.pk] = person
            here.add(person)
    return found
