"""Rules that cannot be kept: the smallest set of them, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.form import form
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import (
    Apart,
    AtMost,
    Balance,
    Columns,
    Hours,
    Locked,
    Past,
    Roles,
    Rules,
    Sizes,
    Strength,
    Together,
)
from roost.gather.circles.engine.scoring.score import Score, score
from roost.gather.circles.engine.scoring.seating import seating_of
from roost.gather.circles.engine.scoring.violations import violations_of
from roost.gather.circles.engine.sizes import CannotSeat, choose_sizes
from roost.gather.circles.tests.rosters import all_plans, roster_with, some_roster, some_rules
from roost.ground.kit.errors import InputError

EIGHT = roster_with(
    team=["a", "a", "a", "b", "b", "c", "c", "d"],
    timezone=["Asia/Tokyo"] * 3 + ["Europe/Paris"] * 5,
    language=["de"] * 3 + ["en"] * 5,
    leads=["yes", *["no"] * 7],
    manager=["", "p0", "p0", "p0", "p0", "", "p1", ""],
)
NONE = Apart("none")
FOUR = Sizes(4, 4)


def all_seatings(many: int, sizes: Sequence[int]) -> Iterator[list[str]]:
    """Give all plans as the names of people's circles."""
    for plan in all_plans(list(range(many)), sizes):
        seat = {one: f"Circle {place + 1}" for place, circle in enumerate(plan) for one in circle}
        yield [seat[one] for one in range(many)]


def score_violations(
    roster: Roster, rules: Rules, circles: Sequence[str], sizes: Sizes, past: PastRounds
) -> Sequence[object]:
    return violations_of(roster, rules, seating_of(circles), sizes, past)[0]


def refusal(rules: Rules, roster: Roster = EIGHT, sizes: Sizes = FOUR, past: PastRounds | None = None) -> CannotSeat:
    with pytest.raises(CannotSeat) as refused:
        form(Ask(roster, sizes, rules, past or PastRounds({})), Budget(iterations=200))
    return refused.value


@pytest.mark.parametrize(
    ("rules", "keys", "words"),
    [
        (
            Rules(apart=Apart("none", at_most=(AtMost("team"),))),
            {"apart.at_most[0]"},
            "3 people have the team a, and 2 circles hold at most 1 each",
        ),
        (Rules(apart=NONE, same=Columns(("language",))), {"same:language"}, "de 3, en 5 people, circles of 4"),
        (
            Rules(apart=NONE, hours=Hours(date(2026, 3, 2), 120)),
            {"hours:"},
            "there are groups of 5, 3 people, circles of 4",
        ),
        (Rules(apart=NONE, roles=Roles("leads")), {"roles:leads"}, "2 circles need 1 each with leads, and there are 1"),
        (Rules(apart=NONE, not_alone=Columns(("team",))), {"not_alone:team"}, "Only one person has the team d"),
        (
            Rules(apart=Apart("none", pairs=(("p4", "p5"),)), together=Together((("p4", "p7"), ("p7", "p5")))),
            {"apart.pairs[0]", "together.pairs[0]", "together.pairs[1]"},
            "p4 and p5 must sit together, through p4, p5, p7, and must not",
        ),
        (
            Rules(apart=NONE, together=Together((("p0", "p1"), ("p1", "p2"), ("p2", "p3"), ("p3", "p4")))),
            {f"together.pairs[{place}]" for place in range(4)},
            "5 people must sit together (p0, p1, p2, p3, p4), and a circle holds 4",
        ),
        (
            Rules(apart=Apart("none", pairs=tuple(("p6", f"p{one}") for one in range(5)))),
            {f"apart.pairs[{place}]" for place in range(5)},
            "p6 may sit with 2 others at most, and a circle holds 4",
        ),
        (
            Rules(locked=Locked({"p0": "Circle 1", "p4": "Circle 1", "p2": "Circle 2"})),
            {"apart.managers:direct", "locked.seats:p0", "locked.seats:p4"},
            "p0 and p4 are locked in Circle 1 and must not sit together",
        ),
        (
            Rules(apart=NONE, locked=Locked({f"p{one}": "Circle 2" for one in range(5)})),
            {f"locked.seats:p{one}" for one in range(5)},
            "5 people are locked in Circle 2, which holds 4",
        ),
    ],
)
def test_the_smallest_set_is_named_with_its_reason(rules: Rules, keys: set[str], words: str) -> None:
    found = refusal(rules)
    assert set(found.rules) == keys
    assert words in str(found)
    assert "No plan can keep" in str(found)


@pytest.mark.parametrize(("times", "words"), [(2, "No plan can keep"), (4, "it is not proved that none is")])
def test_rules_that_conflict_without_a_count_are_found_by_searching(times: int, words: str) -> None:
    roster = roster_with(office=list("abcd" * times))
    each = Apart("none", at_most=(AtMost("office"),))
    found = refusal(Rules(apart=each, not_alone=Columns(("office",))), roster)
    assert set(found.rules) == {"apart.at_most[0]", "not_alone:office"}
    assert words in str(found)
    assert "Without any one of them there is a plan for the others." in str(found)
    for less in (Rules(apart=each), Rules(apart=NONE, not_alone=Columns(("office",)))):
        assert form(Ask(roster, FOUR, less), Budget(iterations=50)).circles


def test_meeting_again_cannot_be_avoided_for_ever() -> None:
    past = PastRounds({1: dict.fromkeys(EIGHT.ids, "all of us")})
    assert refusal(Rules(apart=NONE, past=Past(never_within=1)), past=past).rules == ("history.never_within_rounds:1",)


def test_what_is_only_wished_for_is_never_refused() -> None:
    soft = Strength(soft=True)
    rules = Rules(apart=Apart("direct", (AtMost("team"),), (), soft), same=Columns(("language",), soft))
    assert len(form(Ask(EIGHT, FOUR, rules), Budget(iterations=50)).circles) == 8


def test_fewer_people_than_a_circle_holds_are_told_so() -> None:
    few = roster_with(team=["a", "b", "c"])
    assert str(refusal(Rules(), few)) == "3 people cannot be seated in circles of 4. In circles of 3 to 4 they can."


def test_a_circle_that_there_is_not_is_bad_input() -> None:
    with pytest.raises(InputError, match="There are 2 circles, Circle 1 to Circle 2"):
        form(Ask(EIGHT, FOUR, Rules(locked=Locked({"p0": "Circle 3"}))))


def test_a_balance_that_nobody_can_keep_names_its_column() -> None:
    roster = roster_with(tenure=["1", "1", "1", "1", "1", "1", "1", "90"])
    assert refusal(Rules(apart=NONE, balance=Balance(("tenure",), 0.1)), roster).rules == ("balance:tenure",)


def seated(roster: Roster, sizes: Sizes, rules: Rules) -> Score:
    formed = form(Ask(roster, sizes, rules), Budget(iterations=100))
    scored = score(roster, rules, formed.circles, sizes=sizes)
    assert scored.violations == ()
    return scored


def test_languages_are_packed_into_circles_of_two_sizes() -> None:
    roster = roster_with(language=["de"] * 14 + ["en"] * 35 + ["fr"] * 22)
    assert seated(roster, Sizes(6, 8), Rules(same=Columns(("language",)))).sizes == (8, *(7,) * 9)


def together(*units: str) -> Together:
    return Together(tuple((unit[0], other) for unit in units for other in unit[1:]))


LETTERS = Roster(tuple("abcdefghijklmn"), {"id": tuple("abcdefghijklmn")}, tuple(range(2, 16)))


def some_letters(many: int) -> Roster:
    return Roster(LETTERS.ids[:many], {"id": LETTERS.ids[:many]}, LETTERS.rows[:many])


@pytest.mark.parametrize(
    ("many", "sizes", "rules"),
    [
        (8, Sizes(4, 4), Rules(together=together("abc"), locked=Locked({"d": "Circle 1", "e": "Circle 1"}))),
        (14, Sizes(7, 7), Rules(together=together("abcd", "efg", "hij", "kl", "mn"))),
        (10, Sizes(3, 4), Rules(together=together("abcd"), locked=Locked({"a": "Circle 3", "e": "Circle 1"}))),
        (13, Sizes(3, 5, free=True), Rules(locked=Locked(dict.fromkeys("abcde", "Circle 1")))),
        (14, Sizes(3, 5, free=True), Rules(together=together("abcde"))),
        (14, Sizes(2, 4, free=True), Rules(locked=Locked({"a": "Circle 5"}))),
    ],
)
def test_units_and_locks_are_packed_wherever_they_fit(many: int, sizes: Sizes, rules: Rules) -> None:
    seated(some_letters(many), sizes, rules)


def test_the_number_of_circles_is_free_where_only_one_number_fits() -> None:
    roster = roster_with(language=["de"] * 5 + ["en"] * 10 + ["fr"] * 35)
    assert seated(roster, Sizes(5, 6, free=True), Rules(same=Columns(("language",)))).circles in (9, 10)


@pytest.mark.parametrize("weight", [1.0, 1_000.0])
def test_heavy_wishes_never_outbid_what_must_hold(weight: float) -> None:
    roster = roster_with(leads=["yes"] * 3 + ["no"] * 41, team=["a", "b"] * 22)
    heavy = Strength(soft=True, weight=weight)
    apart = Apart("none", pairs=(("p0", "p1"), ("p1", "p2")))
    rules = Rules(apart=apart, roles=Roles("leads", 3, heavy), same=Columns(("team",), heavy))
    assert seated(roster, Sizes(22, 22), rules).soft


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.integers(5, 8))
def test_of_few_people_a_plan_is_found_exactly_where_there_is_one(seed: int, many: int) -> None:
    roster = some_roster(seed, many)
    drawn, past = some_rules(seed, roster)
    rules = replace(drawn, diversity_slack=0.0)
    sizes = Sizes(2, 4)
    ask = Ask(roster, sizes, rules, past)
    possible = any(
        not score_violations(roster, rules, circles, sizes, past)
        for circles in all_seatings(many, choose_sizes(many, sizes))
    )
    if possible:
        form(ask, Budget(iterations=50))
        return
    with pytest.raises(CannotSeat, match="No plan can keep"):
        form(ask, Budget(iterations=50))
