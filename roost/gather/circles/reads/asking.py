"""Make of a round what the engine is asked: list, wishes with locks, and who sat together before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Locked, Rules, Sizes
from roost.gather.circles.models import Member, Round, Seat
from roost.gather.circles.reads.documents import rules_in


def roster_from(round: Round, seats: Sequence[Seat]) -> Roster:
    """Give a round's list as the engine reads lists."""
    codes = tuple(seat.code for seat in seats)
    columns = {name: tuple(str(seat.cells.get(name, "")) for seat in seats) for name in round.columns}
    return Roster(codes, {"id": codes} | columns, tuple(range(2, len(seats) + 2)), round.title)


def rules_for(round: Round, seats: Sequence[Seat]) -> Rules:
    """Give the wishes of a round, without pairs of people who are not on its list any more."""
    rules, here = rules_in(round), {seat.code for seat in seats}

    def kept(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in pairs if here.issuperset(pair))

    apart, together = rules.apart, rules.together
    return replace(
        rules, apart=replace(apart, pairs=kept(apart.pairs)), together=replace(together, pairs=kept(together.pairs))
    )


def ask_for(round: Round, seats: Sequence[Seat], *, past: PastRounds | None = None) -> Ask:
    """Give what is asked of the engine; locked seats are part of it."""
    locks = {seat.code: f"Circle {seat.number}" for seat in seats if seat.locked and seat.number}
    rules = replace(rules_for(round, seats), locked=Locked(locks))
    sizes = Sizes(round.least, round.most)
    return Ask(roster_from(round, seats), sizes, rules, past or past_of_round(round, seats))


def past_of_round(round: Round, seats: Sequence[Seat]) -> PastRounds:
    """Give who of these sat together in the round before, by id and by who they are. Two queries or none."""
    if round.after_id is None:
        return PastRounds({})
    here = {seat.code for seat in seats}
    code_of = {seat.person_id: seat.code for seat in seats if seat.person_id is not None}
    listed = Seat.objects.filter(round=round.after_id, code__in=here, number__isnull=False)
    met = {code: f"Circle {number}" for code, number in listed.values_list("code", "number")}
    members = Member.objects.filter(circle__round=round.after_id, person__in=code_of)
    for person, number in members.values_list("person", "circle__number"):
        met[code_of[person]] = f"Circle {number}"
    return PastRounds({1: met} if met else {})
