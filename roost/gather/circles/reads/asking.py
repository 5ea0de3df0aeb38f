"""Make of a round what the engine is asked: list, wishes with locks, and who sat together before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import count

from roost.gather.circles.engine.forming.seats import circles_that_go_on
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Keep, Locked, Rules, Sizes
from roost.gather.circles.models import Member, Round, Seat
from roost.gather.circles.reads.documents import rules_in
from roost.gather.circles.reads.headers import UNSEEN
from roost.gather.circles.reads.numbering import name_of, number_of

# What it costs that somebody changes circles: more than any mix brings.
DEAR = 100.0


def roster_from(round: Round, seats: Sequence[Seat]) -> Roster:
    """Give a round's list as the engine reads lists, with what is used unseen."""
    codes = tuple(seat.code for seat in seats)
    names = [*round.columns, *unseen_in(round, seats)]
    columns = {name: tuple(str(seat.cells.get(name, "")) for seat in seats) for name in names}
    return Roster(codes, {"id": codes} | columns, tuple(range(2, len(seats) + 2)), round.title)


def unseen_in(round: Round, seats: Sequence[Seat]) -> list[str]:
    """Name what is known of people beside the list's own columns: it is used, and no page or file shows it."""
    return [name for name in UNSEEN if name not in round.columns and any(seat.cells.get(name) for seat in seats)]


def rules_for(round: Round, seats: Sequence[Seat]) -> Rules:
    """Give the wishes of a round, without pairs of people who are not on its list any more."""
    rules, here = rules_in(round), {seat.code for seat in seats}

    def kept(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in pairs if here.issuperset(pair))

    apart, together = rules.apart, rules.together
    return replace(
        rules, apart=replace(apart, pairs=kept(apart.pairs)), together=replace(together, pairs=kept(together.pairs))
    )


def ask_for(round: Round, seats: Sequence[Seat], *, loose: Collection[int | None] = ()) -> Ask:
    """Give what is asked of the engine; locked seats are part of it, but for those whose key is among `loose`.

    Of circles that people sit in, those stay as they are as far as the rules allow: no mix is worth a move.
    """
    locks = {seat.code: name_of(seat.number) for seat in seats if seat.locked and seat.number and seat.pk not in loose}
    rules = replace(rules_for(round, seats), locked=Locked(locks))
    roster, past = roster_from(round, seats), past_of_round(round, seats)
    if not round.is_changed:
        return Ask(roster, Sizes(round.least, round.most), rules, past)
    rules = replace(rules, keep=Keep("", DEAR, level=True))
    kept = tuple(name_of(seat.sits) if seat.sits else None for seat in seats)
    return Ask(roster, Sizes(round.least, round.most, free=True), rules, past, kept)


@dataclass(frozen=True)
class Numbered:
    """Circles as the engine numbers them, without gaps, and the numbers that people know them by."""

    ask: Ask
    numbers: tuple[int, ...]

    def names_of(self, circles: Sequence[str]) -> dict[str, int]:
        """Give for each circle that the engine formed its number; what goes on keeps that of before."""
        many = len(set(circles))
        if self.ask.kept is None:
            return {name_of(place): place for place in range(1, many + 1)}
        goes_on = circles_that_go_on(self.ask.kept, many, self.ask.rules.locked.seats.values())
        found = {at + 1: self.numbers[number_of(name) - 1] for name, at in goes_on.items()}
        # A new circle in which somebody is locked keeps its number, too.
        for place, number in enumerate(self.numbers[:many], start=1):
            if place not in found and number not in found.values():
                found[place] = number
        new = count(max(self.numbers, default=0) + 1)
        return {name_of(place): found.get(place) or next(new) for place in range(1, many + 1)}


def numbered(ask: Ask) -> Numbered:
    """Let the engine number circles from 1 without gaps, where some of those that people sit in are gone."""
    if ask.kept is None:
        return Numbered(ask, ())
    known = {number_of(name) for name in (*ask.kept, *ask.rules.locked.seats.values()) if name is not None}
    numbers = tuple(sorted(known))
    name = {name_of(number): name_of(place) for place, number in enumerate(numbers, start=1)}
    locked = Locked({one: name[circle] for one, circle in ask.rules.locked.seats.items()})
    kept = tuple(None if circle is None else name[circle] for circle in ask.kept)
    return Numbered(replace(ask, rules=replace(ask.rules, locked=locked), kept=kept), numbers)


def past_of_round(round: Round, seats: Sequence[Seat]) -> PastRounds:
    """Give who of these sat together in the round before, if its circles were published. Two queries or none.

    People are known by who they are in Roost, others by id and name together: another list may count from 1 as well.
    """
    before = round.after
    if before is None or before.published_at is None:
        return PastRounds({})
    code_of = {seat.person_id: seat.code for seat in seats if seat.person_id is not None}
    others = {(seat.code, seat.label): seat.code for seat in seats if seat.person_id is None}
    listed = Seat.objects.filter(round=before, person=None, sits__isnull=False).values_list("code", "label", "sits")
    met = {others[code, label]: name_of(number or 0) for code, label, number in listed if (code, label) in others}
    members = Member.objects.filter(circle__round=before, person__in=code_of)
    for person, number in members.values_list("person", "circle__number"):
        met[code_of[person]] = name_of(number)
    return PastRounds({1: met} if met else {})
