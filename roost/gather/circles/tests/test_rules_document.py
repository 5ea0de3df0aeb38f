"""rules.toml is read as it is meant, and everything else in it is refused by name."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.circles.engine.checking import check_against
from roost.gather.circles.engine.recognised import flags_of, managers_of
from roost.gather.circles.engine.roster import Roster, roster_of
from roost.gather.circles.engine.rules import (
    Apart,
    AtMost,
    Balance,
    Columns,
    Hours,
    Keep,
    Locked,
    Measure,
    Past,
    Roles,
    Rules,
    Sizes,
    Spread,
    Strength,
    Together,
)
from roost.gather.circles.engine.rules_document import read_rules, rules_of, sizes_of
from roost.ground.kit.errors import InputError

WHOLE = """
[[mix]]
column = "function"
weight = 1.0
[[mix]]
column = "tenure"
kind = "number"
[[alike]]
column = "level"
kind = "rank"
weight = 2
[apart]
managers = "chain"
at_most = [{ column = "team", count = 2 }]
pairs = [["17", "23"], ["23", "17"]]
[together]
pairs = [["4", "9"]]
soft = true
weight = 3
[hours]
working = "22:00-06:00"
overlap_hours = 1.5
date = "2026-03-02"
[same]
columns = ["language"]
[not_alone]
columns = ["gender", "office"]
[spread]
columns = ["office"]
slack = 1
[balance]
columns = ["tenure"]
within = 0.5
[roles]
column = "moderator"
at_least = 2
[history]
weight = 2
decay = 0.5
never_within_rounds = 3
[keep]
plan = "earlier.csv"
cost_per_move = 0.1
[locked]
seats = { "17" = "Circle 3" }
[blocs]
diversity_slack = 0
"""


def refused(text: str) -> dict[str | None, str]:
    with pytest.raises(InputError) as refusal:
        rules_of(text, file="rules.toml")
    assert {problem.file for problem in refusal.value.problems} == {"rules.toml"}
    return {problem.column: problem.message for problem in refusal.value.problems}


def roster(text: str) -> Roster:
    return roster_of(text.encode(), file="roster.csv")


def test_every_table_is_read_as_it_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(WHOLE)
    assert read_rules(path) == Rules(
        mix=(Measure("function"), Measure("tenure", "number")),
        alike=(Measure("level", "rank", 2.0),),
        apart=Apart("chain", (AtMost("team", 2),), (("17", "23"),)),
        together=Together((("4", "9"),), Strength(True, 3.0)),
        hours=Hours(date(2026, 3, 2), 90, 22 * 60, 6 * 60),
        same=Columns(("language",)),
        not_alone=Columns(("gender", "office")),
        spread=Spread(("office",), 1),
        balance=Balance(("tenure",), 0.5),
        roles=Roles("moderator", 2),
        past=Past(2.0, 0.5, 3),
        keep=Keep("earlier.csv", 0.1),
        locked=Locked({"17": "Circle 3"}),
        diversity_slack=0.0,
    )


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\r\n", "[apart]\n[blocs]\n"])
def test_what_is_left_out_has_its_default(text: str) -> None:
    assert rules_of(text.encode()) == Rules()
    assert Rules().apart.managers == "direct"
    assert Rules().diversity_slack == 0.005


def test_a_day_may_be_written_as_toml_writes_days() -> None:
    assert rules_of("[hours]\noverlap_hours = 2\ndate = 2026-03-02").hours == Hours(date(2026, 3, 2), 120)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[apartt]", "apartt", "did you mean apart?"),
        ("[zzz]", "zzz", "known are mix, alike, apart"),
        ("size = 8", "size", "known are mix"),
        ('[[mix]]\ncolumn = "a"\nwieght = 1', "mix[0].wieght", "did you mean weight?"),
        ("[[mix]]\nweight = 1", "mix[0].column", "missing"),
        ('[mix]\ncolumn = "a"', "mix", "[[mix]]"),
        ("mix = 3", "mix", "list"),
        ("mix = [3]", "mix[0]", "table"),
        ('[[mix]]\ncolumn = ""', "mix[0].column", "text in quotes"),
        ("[[mix]]\ncolumn = 7", "mix[0].column", "text in quotes"),
        ('[[mix]]\ncolumn = "a"\nkind = "numbr"', "mix[0].kind", "Did you mean number?"),
        ('[[mix]]\ncolumn = "a"\nkind = "scale"', "mix[0].kind", "one of category, number, rank"),
        ('[[mix]]\ncolumn = "a"\nweight = -1', "mix[0].weight", "number from 0"),
        ('[[mix]]\ncolumn = "a"\nweight = nan', "mix[0].weight", "number from 0"),
        ('[[mix]]\ncolumn = "a"\nweight = inf', "mix[0].weight", "number from 0"),
        ('[[mix]]\ncolumn = "a"\nweight = true', "mix[0].weight", "number from 0"),
        ('[[mix]]\ncolumn = "a"\nweight = "2"', "mix[0].weight", "number from 0"),
        ('[[alike]]\ncolumn = "a"\n[[alike]]\ncolumn = "a"\nkind = "rank"', "alike[1].column", "already"),
        ("apart = 3", "apart", "[apart]"),
        ('[apart]\nmanagers = "all"', "apart.managers", "none, direct, chain"),
        ('[apart]\nat_most = [{ column = "team", count = 0 }]', "apart.at_most[0].count", "1 or more"),
        ('[apart]\nat_most = [{ column = "team", count = true }]', "apart.at_most[0].count", "whole number"),
        ('[apart]\nat_most = [{ column = "team", count = 1.5 }]', "apart.at_most[0].count", "whole number"),
        ('[apart]\nat_most = [{ column = "t" }, { column = "t" }]', "apart.at_most[1].column", "already"),
        (
            "[apart]\nat_most = [{ column = 't', count = 0x" + "f" * 9000 + " }]",
            "apart.at_most[0].count",
            "whole number",
        ),
        ("[apart]\nat_most = [{ count = 2 }]", "apart.at_most[0].column", "missing"),
        ('[apart]\npairs = [["4", "4"]]', "apart.pairs[0]", "itself"),
        ('[apart]\npairs = [["4"]]', "apart.pairs[0]", "two ids"),
        ("[together]\npairs = [[4, 5]]", "together.pairs[0][0]", "text in quotes"),
        ('[together]\npairs = "4"', "together.pairs", "list"),
        ("[same]", "same.columns", "missing"),
        ('[same]\ncolumns = "language"', "same.columns", "list"),
        ('[not_alone]\ncolumns = ["g", "g"]', "not_alone.columns[1]", "already"),
        ('[spread]\ncolumns = ["a"]\nslack = -1', "spread.slack", "0 or more"),
        ('[balance]\ncolumns = ["a"]\nwithin = -0.1', "balance.within", "number from 0"),
        ('[roles]\ncolumn = "m"\nat_least = 0', "roles.at_least", "1 or more"),
        ("[roles]\nat_least = 1", "roles.column", "missing"),
        ("[history]\ndecay = 1.1", "history.decay", "number from 0 to 1"),
        ("[history]\nnever_within_rounds = -1", "history.never_within_rounds", "0 or more"),
        ("[blocs]\ndiversity_slack = 2", "blocs.diversity_slack", "number from 0 to 1"),
        ("[keep]\ncost_per_move = 1", "keep.plan", "missing"),
        ('[locked]\nseats = ["17"]', "locked.seats", "table of ids"),
        ('[locked]\nseats = { "17" = 3 }', "locked.seats.17", "text in quotes"),
        ("[together]\nsoft = 1", "together.soft", "true or false"),
        ('[hours]\ndate = "2026-03-02"', "hours.overlap_hours", "missing"),
        ("[hours]\noverlap_hours = 2", "hours.date", "missing"),
        ('[hours]\noverlap_hours = 2\ndate = "2026-02-30"', "hours.date", "day of the calendar"),
        ('[hours]\noverlap_hours = 2\ndate = "2 March"', "hours.date", "day of the calendar"),
        ('[hours]\noverlap_hours = 2\ndate = "9999-12-31"', "hours.date", "1970 to 2199"),
        ("[hours]\noverlap_hours = 2\ndate = 2026-03-02T10:00:00", "hours.date", "day of the calendar"),
        ('[hours]\noverlap_hours = 9\ndate = "2026-03-02"', "hours.overlap_hours", "working day has 8 hours"),
        ('[hours]\noverlap_hours = 0\ndate = "2026-03-02"', "hours.overlap_hours", "above 0"),
        ('[hours]\noverlap_hours = 0.0001\ndate = "2026-03-02"', "hours.overlap_hours", "whole minutes"),
        ('[hours]\noverlap_hours = 1\ndate = "2026-03-02"\nworking = "9-17"', "hours.working", "09:00-17:00"),
        ('[hours]\noverlap_hours = 1\ndate = "2026-03-02"\nworking = "09:00-25:00"', "hours.working", "09:00-17:00"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_key(text: str, key: str, words: str) -> None:
    found = refused(text)
    assert words in found[key]


def test_everything_wrong_is_named_at_once() -> None:
    assert len(refused('[apartt]\n[[mix]]\ncolumn = "a"\nweight = -1\nkind = "x"')) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[mix", "This is not TOML"),
        (b"a = 1\nb = \n", "row 2"),
        (b"[apart]\n[apart]", "This is not TOML"),
        (b"\xff\xfe[", "not UTF-8"),
        (b"a = " + b"[" * 100_000, "too deeply"),
        (b"a = 1" + b"0" * 5000, "This is not TOML"),
        (b"id,team\n1,a\n", "row 1"),
    ],
)
def test_what_is_no_toml_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        rules_of(content)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        assert isinstance(rules_of(text), Rules)


@pytest.mark.parametrize(("text", "sizes"), [("6-8", Sizes(6, 8)), (" 6 - 8 ", Sizes(6, 8)), ("7", Sizes(7, 7))])
def test_sizes_are_read(text: str, sizes: Sizes) -> None:
    assert sizes_of(text) == sizes
    assert sizes_of(text, free=True).free


@pytest.mark.parametrize("text", ["", "1-8", "8-6", "-6", "6-", "six", "6-8-9", "0", "6.5-8"])
def test_sizes_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="written as 6-8"):
        sizes_of(text)


PEOPLE = "id,manager,team,tenure,timezone,moderator\n1,,a,1.5,Europe/Paris,x\n2,1,b,,,no\n3,2,a,4,Asia/Tokyo,TRUE\n"


def test_a_roster_that_answers_to_its_rules_is_taken() -> None:
    check_against(roster(PEOPLE), Rules())
    check_against(
        roster(PEOPLE),
        Rules(
            mix=(Measure("team"), Measure("tenure", "rank")),
            hours=Hours(date(2026, 3, 2), 60),
            roles=Roles("moderator"),
            apart=Apart("chain", (AtMost("team"),), (("1", "3"),)),
            locked=Locked({"2": "Circle 1"}),
        ),
    )


@pytest.mark.parametrize(
    ("people", "rules", "words"),
    [
        (PEOPLE, Rules(mix=(Measure("grade"),)), "column grade: The roster has no column of this name"),
        (PEOPLE, Rules(same=Columns(("language",))), "column language"),
        (PEOPLE, Rules(apart=Apart(at_most=(AtMost("employer"),))), "column employer"),
        (PEOPLE, Rules(balance=Balance(("team",))), "row 2, column team: This is no finite number"),
        (PEOPLE, Rules(mix=(Measure("team", "rank"),)), "row 2, column team: This is no finite number"),
        (PEOPLE, Rules(roles=Roles("team")), "row 2, column team: This is neither true nor false"),
        (PEOPLE, Rules(apart=Apart(pairs=(("1", "9"),))), r"apart\.pairs\[0\]: The roster has no id 9"),
        (PEOPLE, Rules(together=Together((("8", "1"),))), r"together\.pairs\[0\]: The roster has no id 8"),
        (PEOPLE, Rules(locked=Locked({"7": "Circle 1"})), r"locked\.seats: The roster has no id 7"),
        ("id\n1\n2\n", Rules(hours=Hours(date(2026, 3, 2), 60)), "column timezone"),
        ("id,timezone\n1,Mars/North\n", Rules(), "row 2, column timezone: There is no such time zone"),
        ("id,timezone\n1,../etc/passwd\n", Rules(), "row 2, column timezone"),
        ("id,manager\n1,2\n2,3\n3,1\n4,1\n", Rules(), "row 2, column manager: .*1 → 2 → 3 → 1"),
        ("id,manager\n1,\n2,2\n", Rules(), "row 3, column manager: .*2 → 2"),
    ],
)
def test_a_roster_that_cannot_answer_is_refused(people: str, rules: Rules, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_against(roster(people), rules)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1,5", "1e999", "0x10", "1_000", "٣", "--1"])
def test_numbers_are_finite_and_have_points(number: str) -> None:
    with pytest.raises(InputError, match="row 3, column age"):
        check_against(roster(f'id,age\n1,4\n2,"{number}"\n'), Rules(mix=(Measure("age", "number"),)))


def test_a_long_chain_of_managers_is_no_loop_and_a_long_loop_is_told_shortly() -> None:
    chain = [f"{place},{place - 1}" for place in range(1, 5001)]
    above = managers_of(roster("\n".join(["id,manager", *chain])))
    assert above[0] == -1  # Their manager is not in the roster.
    assert above[4999] == 4998
    with pytest.raises(InputError, match="1 → 5000 → 4999 → 4998 → 4997 → 4996 → … → 1"):
        managers_of(roster("\n".join(["id,manager", "1,5000", *chain[1:]])))


def test_true_is_said_in_four_words() -> None:
    said = roster("id,m\n1,true\n2,YES\n3,1\n4,X\n5,\n6,False\n7,no\n8,0\n")
    assert flags_of(said, "m").tolist() == [True] * 4 + [False] * 4
