"""Each rule of the format, what breaks it, and whom it concerns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.recognised import managers_of
from roost.gather.circles.engine.roster import Roster, roster_of
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
    Spread,
    Strength,
    Together,
)
from roost.gather.circles.engine.scoring.chains import spans_of
from roost.gather.circles.engine.scoring.seating import seating_of
from roost.gather.circles.engine.scoring.violations import violations_of
from roost.gather.circles.engine.scoring.windows import meeting_starts

NO_MANAGERS = Apart(managers="none")
MARCH = date(2026, 3, 2)


def broken(
    text: str, rules: Rules, plan: str, *, sizes: Sizes | None = None, past: PastRounds | None = None
) -> list[tuple[str, str, str]]:
    """Give (circle, rule, ids) of what is broken; `plan` has a letter for each person."""
    roster = roster_of(text.encode())
    hard, soft = violations_of(roster, rules, seating_of(plan), sizes, past)
    assert soft == ()
    return [(one.circle, one.rule, " ".join(one.people)) for one in hard]


def column(name: str, *cells: str) -> str:
    return f"id,{name}\n" + "".join(f"{place},{cell}\n" for place, cell in enumerate(cells, start=1))


def test_sizes_are_checked_only_where_they_are_asked_for() -> None:
    assert broken(column("x", *"abcde"), Rules(), "AAAAB") == []
    assert broken(column("x", *"abcde"), Rules(), "AAAAB", sizes=Sizes(2, 3)) == [
        ("A", "size", "1 2 3 4"),
        ("B", "size", "5"),
    ]


def test_a_manager_and_all_reports_at_the_table_are_one_entry() -> None:
    people = column("manager", "", "1", "1", "2", "1", "boss")
    assert broken(people, Rules(), "AAABBB") == [("A", "apart.managers", "1 2 3")]
    assert broken(people, Rules(), "ABBBAA") == [("A", "apart.managers", "1 5"), ("B", "apart.managers", "2 4")]
    assert broken(people, Rules(apart=NO_MANAGERS), "AAAAAA") == []


def test_a_chain_gives_an_entry_for_each_pair() -> None:
    people = column("manager", "", "1", "2", "3", "1")
    chain = Rules(apart=Apart(managers="chain"))
    assert broken(people, Rules(), "ABACB") == []
    assert broken(people, chain, "ABACB") == [("A", "apart.managers", "1 3")]
    assert broken(people, chain, "AAABA") == [("A", "apart.managers", pair) for pair in ("1 2", "1 3", "1 5", "2 3")]


@given(st.lists(st.integers(0, 8), min_size=2, max_size=9), st.text("AB", min_size=9, max_size=9))
def test_chains_are_those_that_a_climb_finds(climbs: list[int], plan: str) -> None:
    # Somebody's manager stands before them in the file, or is nobody.
    above = [str(up % place) if place and up % (place + 1) else "" for place, up in enumerate(climbs)]
    roster = Roster(tuple(map(str, range(len(above)))), {"manager": tuple(above)}, tuple(range(len(above))))
    expected = set()
    for one in range(len(above)):
        climb = above[one]
        while climb:
            if plan[int(climb)] == plan[one]:
                expected.add((plan[one], " ".join(sorted((climb, str(one)), key=int))))
            climb = above[int(climb)]
    hard, _soft = violations_of(
        roster, Rules(apart=Apart(managers="chain")), seating_of(plan[: len(above)]), None, None
    )
    assert {(one.circle, " ".join(one.people)) for one in hard} == expected
    assert len(hard) == len(expected)


def test_a_chain_may_be_long() -> None:
    text = "id,manager\n" + "".join(f"{one},{one + 1}\n" for one in range(5000))
    first, end = spans_of(managers_of(roster_of(text.encode())))
    assert (first[4999], end[4999]) == (0, 5000)
    assert (first[0], end[0]) == (4999, 5000)


def test_more_than_so_many_of_a_value_are_one_entry_with_all_of_them() -> None:
    people = column("team", "a", "b", "a", "a", "b", "", "")
    one = Rules(apart=Apart(at_most=(AtMost("team"),)))
    two = Rules(apart=Apart(at_most=(AtMost("team", 2),)))
    assert broken(people, one, "AAAAAAA") == [("A", "apart.at_most:team", "1 3 4"), ("A", "apart.at_most:team", "2 5")]
    assert broken(people, two, "AAAAAAA") == [("A", "apart.at_most:team", "1 3 4")]


def test_pairs_sit_apart_or_together() -> None:
    people = column("x", *"abcd")
    apart = Rules(apart=Apart(pairs=(("3", "1"), ("1", "2"))))
    together = Rules(together=Together((("3", "1"), ("1", "2"))))
    assert broken(people, apart, "AAAA") == [("A", "apart.pairs", "1 2"), ("A", "apart.pairs", "1 3")]
    assert broken(people, apart, "ABBB") == []
    assert broken(people, together, "ABBB") == [("A", "together.pairs", "1 2"), ("B", "together.pairs", "1 3")]
    assert broken(people, together, "AAAB") == []


def test_same_and_not_alone_leave_out_who_has_no_value() -> None:
    people = column("language", "en", "", "fr", "en", "fr", "de")
    assert broken(people, Rules(same=Columns(("language",))), "AAABBB") == [
        ("A", "same:language", "1 3"),
        ("B", "same:language", "4 5 6"),
    ]
    assert broken(people, Rules(same=Columns(("language",))), "AABACD") == []
    assert broken(people, Rules(not_alone=Columns(("language",))), "AAAAAA") == [("A", "not_alone:language", "6")]


def test_a_spread_is_the_fair_share_give_or_take() -> None:
    # Four of x among eight people: two in each circle of four.
    people = column("office", *"xxxxyyyz")
    spread = Rules(spread=Spread(("office",)))
    assert broken(people, spread, "AABBAABB") == []
    assert broken(people, spread, "AAABABBB") == [
        ("A", "spread:office", "1 2 3"),
        ("B", "spread:office", "4 6 7 8"),
    ]
    assert broken(people, Rules(spread=Spread(("office",), 1)), "AAABABBB") == []


def test_two_values_of_which_a_circle_has_too_few_are_two_entries() -> None:
    found = broken(column("office", *"xxyyzzzz"), Rules(spread=Spread(("office",))), "BBBBAAAA")
    assert found == [
        ("A", "spread:office", "5 6 7 8"),
        ("A", "spread:office", "5 6 7 8"),
        ("A", "spread:office", "5 6 7 8"),
        ("B", "spread:office", "1 2"),
        ("B", "spread:office", "1 2 3 4"),
        ("B", "spread:office", "3 4"),
    ]


def test_a_mean_may_lie_on_the_edge_and_not_beyond() -> None:
    # Mean 2.5, standard deviation 1.5: a mean of 1 is exactly one away.
    people = column("tenure", "1", "1", "4", "4", "")
    assert broken(people, Rules(balance=Balance(("tenure",), 1.0)), "AABBA") == []
    assert broken(people, Rules(balance=Balance(("tenure",), 0.99)), "AABBA") == [
        ("A", "balance:tenure", "1 2"),
        ("B", "balance:tenure", "3 4"),
    ]
    assert broken(people, Rules(balance=Balance(("tenure",), 0.0)), "ABABA") == []


def test_a_role_is_missed_by_the_whole_circle() -> None:
    people = column("moderator", "yes", "", "x", "no")
    assert broken(people, Rules(roles=Roles("moderator")), "AABB") == []
    assert broken(people, Rules(roles=Roles("moderator", 2)), "ABAB") == [("B", "roles", "2 4")]


def test_who_met_lately_does_not_meet_again() -> None:
    people = column("x", *"abcd")
    past = PastRounds({1: {"1": "P", "2": "P"}, 2: {"9": "Q"}, 4: {"2": "Q", "3": "Q", "4": "Q", "1": "R"}})
    rules = Rules(past=Past(never_within=1))
    assert broken(people, rules, "AAAA", past=past) == [
        ("A", "history.never_within_rounds", pair) for pair in ("2 3", "2 4", "3 4")
    ]
    # Rounds 4, 3 and 2 are the last three, whether or not there was a third.
    assert len(broken(people, Rules(past=Past(never_within=3)), "AAAA", past=past)) == 3
    assert len(broken(people, Rules(past=Past(never_within=4)), "AAAA", past=past)) == 4
    assert broken(people, Rules(), "AAAA", past=past) == []
    assert broken(people, rules, "AAAA") == []


def test_a_pair_that_met_twice_is_one_entry() -> None:
    past = PastRounds({1: {"1": "P", "2": "P"}, 2: {"1": "Q", "2": "Q"}})
    assert len(broken(column("x", "a", "b"), Rules(past=Past(never_within=2)), "AA", past=past)) == 1


def test_a_locked_seat_names_who_sits_elsewhere() -> None:
    rules = Rules(locked=Locked({"2": "A", "1": "Circle 3"}))
    assert broken(column("x", "a", "b"), rules, "BB") == [("B", "locked.seats", "1"), ("B", "locked.seats", "2")]
    assert broken(column("x", "a", "b"), Rules(locked=Locked({"2": "B"})), "AB") == []


def test_soft_rules_are_told_apart_and_circles_have_their_natural_order() -> None:
    roster = roster_of(b"id,manager,team\n1,,a\n2,1,a\n3,,b\n4,3,b\n")
    rules = Rules(
        apart=Apart(at_most=(AtMost("team"),), strength=Strength(soft=True)), locked=Locked({"4": "x", "1": "y"})
    )
    seats = ("Circle 10", "Circle 10", "Circle 9", "Circle 9")
    hard, soft = violations_of(roster, rules, seating_of(seats), None, None)
    assert [(one.circle, one.people) for one in hard] == [("Circle 9", ("4",)), ("Circle 10", ("1",))]
    assert [(one.circle, one.rule) for one in soft] == [
        ("Circle 9", "apart.at_most:team"),
        ("Circle 9", "apart.managers"),
        ("Circle 10", "apart.at_most:team"),
        ("Circle 10", "apart.managers"),
    ]


def zones(*names: str) -> str:
    return column("timezone", *names)


@pytest.mark.parametrize(
    ("names", "overlap", "fine"),
    [
        # On 2 March 2026 it is 9 to 17 in Paris from 8 to 16 UTC, in New York from 14 to 22.
        (("Europe/Paris", "America/New_York"), 120, True),
        (("Europe/Paris", "America/New_York"), 121, False),
        (("Europe/Paris", "America/New_York", ""), 120, True),
        # Tokyo ends at 8 UTC, when Paris begins.
        (("Europe/Paris", "Asia/Tokyo"), 1, False),
        # Kolkata has half hours: 3:30 to 11:30.
        (("Europe/Paris", "Asia/Kolkata"), 210, True),
        (("Europe/Paris", "Asia/Kolkata"), 211, False),
        # Each two share hours, and all three do not.
        (("Asia/Kolkata", "Europe/London", "America/New_York"), 60, False),
        # Auckland's third of March lies in the second by UTC from 20 on; Los Angeles works from 17 to 1.
        (("Pacific/Auckland", "America/Los_Angeles"), 300, True),
        (("Pacific/Auckland", "America/Los_Angeles"), 301, False),
        (("",), 480, True),
    ],
)
def test_a_circle_needs_hours_that_all_of_it_work(names: tuple[str, ...], overlap: int, fine: bool) -> None:
    found = broken(zones(*names), Rules(hours=Hours(MARCH, overlap)), "A" * len(names))
    known = " ".join(str(place) for place, name in enumerate(names, start=1) if name)
    assert found == ([] if fine else [("A", "hours", known)])


def test_summer_time_is_that_of_the_day() -> None:
    # New York is four hours from UTC between 8 and 29 March 2026, when Paris is still one.
    people = zones("Europe/Paris", "America/New_York")
    assert broken(people, Rules(hours=Hours(MARCH, 180)), "AA")
    assert not broken(people, Rules(hours=Hours(date(2026, 3, 10), 180)), "AA")
    assert broken(people, Rules(hours=Hours(date(2026, 3, 30), 180)), "AA")


def test_a_working_day_may_end_the_next() -> None:
    night = Hours(MARCH, 240, 22 * 60, 6 * 60)
    assert not broken(zones("Europe/London", "Europe/Paris"), Rules(hours=night), "AA")
    # From 22 to 6 in London and from 14 to 22 by UTC in Tokyo's night of the third.
    assert broken(zones("Europe/London", "Asia/Tokyo"), Rules(hours=Hours(MARCH, 1, 22 * 60, 6 * 60)), "AA")
    assert not broken(zones("Europe/London", "Asia/Tokyo"), Rules(hours=Hours(MARCH, 60, 0, 0)), "AA")


@given(
    st.lists(st.sampled_from(["UTC", "Asia/Tokyo", "America/Chicago", "Asia/Kathmandu", "Etc/GMT+12"]), min_size=1),
    st.integers(0, 95),
    st.integers(1, 95),
    st.integers(1, 95),
)
def test_the_starts_that_are_looked_at_are_enough(names: list[str], begin: int, long: int, overlap: int) -> None:
    overlap = min(overlap, long)
    hours = Hours(MARCH, overlap * 15, begin * 15, (begin + long) % 96 * 15)
    fits = meeting_starts(names, hours).all(axis=0).any()
    # Look at every quarter of an hour of the UTC day; no zone's day begins between.
    shifts = {"UTC": 0, "Asia/Tokyo": 36, "America/Chicago": -24, "Asia/Kathmandu": 23, "Etc/GMT+12": -48}
    slow = any(
        all(
            any(begin - shifts[name] + day <= at <= begin + long - overlap - shifts[name] + day for day in (-96, 0, 96))
            for name in names
        )
        for at in range(96)
    )
    assert fits == slow
