"""Rules that cannot be kept: the smallest set of them, in plain words."""

from __future__ import annotations

from datetime import date

import pytest

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
from roost.gather.circles.engine.sizes import CannotSeat
from roost.gather.circles.tests.rosters import roster_with
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


def test_rules_that_conflict_without_a_count_are_found_by_searching() -> None:
    roster = roster_with(office=list("aabbccdd"))
    each = Apart("none", at_most=(AtMost("office"),))
    found = refusal(Rules(apart=each, not_alone=Columns(("office",))), roster)
    assert set(found.rules) == {"apart.at_most[0]", "not_alone:office"}
    assert "it is not proved that none is" in str(found)
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
    assert str(refusal(Rules(), few)) == "3 people cannot be seated in circles of 4 to 4."


def test_a_circle_that_there_is_not_is_bad_input() -> None:
    with pytest.raises(InputError, match="There are 2 circles, Circle 1 to Circle 2"):
        form(Ask(EIGHT, FOUR, Rules(locked=Locked({"p0": "Circle 3"}))))


def test_a_balance_that_nobody_can_keep_names_its_column() -> None:
    roster = roster_with(tenure=["1", "1", "1", "1", "1", "1", "1", "90"])
    assert refusal(Rules(apart=NONE, balance=Balance(("tenure",), 0.1)), roster).rules == ("balance:tenure",)
