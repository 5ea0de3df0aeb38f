"""Lists of people, as spreadsheets write them and as the house knows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.circles.engine.checking import check_against
from roost.gather.circles.engine.roster import Roster, roster_of
from roost.gather.circles.engine.rules import (
    Apart,
    AtMost,
    Columns,
    Hours,
    Locked,
    Measure,
    Past,
    Roles,
    Rules,
    Together,
)
from roost.gather.circles.engine.rules_document import rules_of
from roost.gather.circles.models import Round
from roost.gather.circles.reads import (
    Wish,
    columns_of,
    guess,
    list_of_file,
    list_of_teams,
    roster_file,
    rules_file,
    rules_text,
    seats_in,
    wish_of,
)
from roost.gather.circles.tests.rounds import CSV
from roost.ground.kit.errors import InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person, ReportingLine, Team


def roster(**columns: list[str]) -> Roster:
    ids = tuple(str(number) for number in range(len(next(iter(columns.values())))))
    return Roster(ids, {"id": ids} | {name: tuple(cells) for name, cells in columns.items()}, tuple(range(len(ids))))


def test_people_are_recognised_by_address_or_employee_id(
    in_scope: Organisation, member: Person, founder: Person
) -> None:
    number = founder.affiliations.get().employee_id
    rows = "X1;Mara;MARA.MEMBER@example.org;Sales", f"{number};Noor;;Care", "X3;Abe;;Care"
    content = "\n".join(["Employee ID;Full name;E-mail;Function", *rows])
    found = list_of_file(content.encode("cp1252"), file="p.csv", organisation=in_scope)
    assert [one.person for one in found.people] == [member.pk, founder.pk, None]
    assert [one.label for one in found.people] == ["Mara", "Noor", "Abe"]
    assert list(found.columns) == ["name", "email", "Function"]


def test_numbers_that_only_count_rows_recognise_nobody(in_scope: Organisation, founder: Person) -> None:
    number = founder.affiliations.get().employee_id
    found = list_of_file(f"id,name\n{number},Somebody Else\n".encode(), file="p.csv", organisation=in_scope)
    assert found.people[0].person is None
    found = list_of_file(f"ID,Name\n{number},noor founder\n".encode(), file="p.csv", organisation=in_scope)
    assert found.people[0].person == founder.pk
    found = list_of_file(f"Employee ID,email\n{number},a@b.org\n".encode(), file="p.csv", organisation=in_scope)
    assert found.people[0].person is None


def test_a_semicolon_and_letters_of_western_europe_are_understood(in_scope: Organisation) -> None:
    found = list_of_file("id;name\n1;Zoë\n2;Jörg\n".encode("cp1252"), file="p.csv", organisation=in_scope)
    assert [one.label for one in found.people] == ["Zoë", "Jörg"]


def test_managers_are_found_by_id_address_or_a_name_of_their_own(in_scope: Organisation) -> None:
    content = "id,name,email,reports to\n1,Ada,ada@x.org,\n2,Bo,,Ada\n3,Cy,,ADA@x.org\n4,Di,,1\n5,Ed,,Nobody Here\n"
    found = list_of_file(content.encode(), file="p.csv", organisation=in_scope)
    assert [one.cells["manager"] for one in found.people] == ["", "1", "1", "1", "Nobody Here"]


@pytest.mark.parametrize(
    ("content", "said", "row"),
    [
        (b"", "empty", None),
        (b"PK\x03\x04rest", "workbook", None),
        (b"id,name\n1,Ada\n1,Bo\n", "stands in row 2 already", 3),
        (b"colour\nred\n", "says who somebody is", 1),
        (b"id,name\n1,Ada,more\n", "3 cells", 2),
        (b"id,email\n1,mara.member@example.org\n2,MARA.MEMBER@example.org\n", "same person as in row 2", 3),
        (b"id\n" + b"\n".join(b"%d" % n for n in range(2001)), "at most 2000", None),
        (
            ("id," + ",".join(f"c{n}" for n in range(70)) + "\n").encode() + b"1" + b"," * 70 + b"\n",
            "keep the 60",
            None,
        ),
        (b"id\n" + b"x" * 300 + b"\n", "at most 200", 2),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(
    content: bytes, said: str, row: int | None, in_scope: Organisation, member: Person
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        list_of_file(content, file="p.csv", organisation=in_scope)
    assert refused.value.problems[0].row == row


def test_teams_bring_what_the_house_knows(
    in_scope: Organisation, team: Team, other_team: Team, make_person: Callable[..., Person]
) -> None:
    ada, bo = make_person("Ada", team=team), make_person("Bo", team=other_team)
    Person.objects.filter(pk=bo.pk).update(time_zone="Asia/Tokyo")
    with everywhere():
        ReportingLine.objects.create(organisation=in_scope, person=bo, manager=ada, starts_on="2024-01-01")
    found = list_of_teams(in_scope, [team.pk, other_team.pk])
    assert [one.label for one in found.people] == ["Ada", "Bo"]
    cells = {"team": "Detroit", "division": "North", "manager": found.people[0].code, "timezone": "Asia/Tokyo"}
    assert found.people[1].cells == cells
    assert list(found.columns) == ["team", "division"]
    assert found.people[0].cells["timezone"] == ""
    with pytest.raises(InputError, match="Nobody is in these teams"):
        list_of_teams(in_scope, [])


def test_columns_are_told_apart_and_the_first_guess_is_sensible() -> None:
    many = [f"note {number}" for number in range(32)]
    team = [f"t{number % 8}" for number in range(32)]
    found = roster(function=list("abcd") * 8, years=list("1234") * 8, moderator=["yes", ""] * 16, note=many, team=team)
    told = {one.name: (one.is_number, one.is_flag) for one in columns_of(found)}
    assert told["years"] == (True, False)
    assert told["moderator"] == (False, True)
    rules = guess(found)
    assert {one.column: one.kind for one in rules.mix} == {"function": "category", "years": "rank"}
    assert rules.apart.at_most == (AtMost("team", 1),)
    assert rules.roles == Roles("moderator")
    assert wish_of(rules, "note")[0] is Wish.ASIDE
    assert wish_of(rules, "team")[0] is Wish.AT_MOST


text = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)
weight = st.sampled_from([0.5, 1.0, 2.0])
pairs = st.lists(st.tuples(text, text).filter(lambda p: p[0] != p[1]), max_size=3, unique_by=frozenset).map(tuple)
columns = st.lists(text, max_size=3, unique=True).map(tuple)


@given(
    mix=columns,
    alike=columns,
    weight=weight,
    managers=st.sampled_from(["none", "direct", "chain"]),
    apart=pairs,
    together=pairs,
    limits=columns,
    same=columns,
    alone=columns,
    hours=st.sampled_from([None, 30, 90, 240]),
    role=st.none() | text,
    never=st.integers(0, 1),
    locks=st.dictionaries(text, st.just("Circle 2"), max_size=2),
    slack=st.sampled_from([0.0, 0.005]),
)
def test_what_is_written_as_a_document_is_read_as_the_same_wishes(
    mix: tuple[str, ...], alike: tuple[str, ...], weight: float, managers: str, apart: tuple[tuple[str, str], ...],
    together: tuple[tuple[str, str], ...], limits: tuple[str, ...], same: tuple[str, ...], alone: tuple[str, ...],
    hours: int | None, role: str | None, never: int, locks: dict[str, str], slack: float,
) -> None:  # fmt: skip
    rules = Rules(
        mix=tuple(Measure(one, "rank", weight) for one in mix),
        alike=tuple(Measure(one) for one in alike),
        apart=Apart(managers, tuple(AtMost(one, 1) for one in limits), apart),  # type: ignore[arg-type]
        together=Together(together),
        hours=Hours(date(2026, 3, 2), hours) if hours else None,
        same=Columns(same),
        not_alone=Columns(alone),
        roles=Roles(role) if role else None,
        past=Past(weight, never_within=never),
        locked=Locked(locks),
        diversity_slack=slack,
    )
    assert rules_of(rules_text(rules)) == rules


def test_the_list_of_these_tests_is_read(in_scope: Organisation, member: Person, founder: Person) -> None:
    found = list_of_file(CSV.encode(), file="people.csv", organisation=in_scope)
    assert [one.person for one in found.people[:3]] == [member.pk, founder.pk, None]


def test_files_fit_each_other_and_hold_no_formulas(start: Callable[..., Round]) -> None:
    rows = "".join(f"{one},{number},{number % 2}\n" for number, one in enumerate(("=0", "-1e3", "+x", "@a")))
    round = start(f"id,=n,g\n{rows}")
    seats = seats_in(round)
    read = roster_of(roster_file(round, seats).encode(), file="roster.csv")
    pairs = (("=0", "-1e3"), ("+x", "@a"))
    wished = rules_of(rules_file(Rules(mix=(Measure("=n", "rank"),), apart=Apart("none", pairs=pairs))))
    check_against(read, wished)
    assert read.ids == ("'=0", "-1e3", "'+x", "'@a")
    assert wished.apart.pairs == (("'=0", "-1e3"), ("'+x", "'@a"))
    again = list_of_file(roster_file(round, seats).encode(), file="roster.csv", organisation=round.organisation)
    assert [one.code for one in again.people] == [seat.code for seat in seats]
    assert list(again.columns) == round.columns
