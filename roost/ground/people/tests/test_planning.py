"""What an import would do, told from a file and from what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.kit.errors import Words
from roost.ground.people.engine import (
    Entry,
    Known,
    Plan,
    Snapshot,
    TeamName,
    administrators_left,
    cycles,
    plan_import,
    read_sheet,
)

DAY = date(2024, 6, 12)
NORTH, SOUTH = TeamName("Sales", "North"), TeamName("Sales", "South")
ADA = Known(1, Entry("1", "ada@example.org", "Ada Okafor", "Director", NORTH, None, date(2019, 3, 1)))
BEN = Known(2, Entry("2", "ben@example.org", "Ben Lindqvist", "Lead", NORTH, 1, date(2021, 9, 15)))
CHI = Known(3, Entry(None, "chi@example.org", "Chi Tanaka", "", SOUTH, 2))
KNOWN = Snapshot((ADA, BEN, CHI))


def plan(text: str, known: Snapshot = KNOWN, *, leavers: bool = False, day: date = DAY) -> Plan:
    return plan_import(read_sheet(text.encode()), known, day=day, leavers=leavers)


def kinds(plan: Plan) -> list[tuple[str | None, str]]:
    return [(step.after.employee_id or step.after.email, step.kind.value) for step in plan.steps]


def places(plan: Plan) -> list[tuple[int | None, str | None, str | None]]:
    return [(problem.row, problem.column, problem.value) for problem in plan.problems]


def after(plan: Plan, place: int = 0) -> Entry:
    return plan.steps[place].after


def with_entry(known: Known, **changes: object) -> Snapshot:
    changed = replace(known, entry=replace(known.entry, **changes))  # type: ignore[arg-type]
    return Snapshot(tuple(changed if one is known else one for one in KNOWN.people))


def test_each_person_is_counted_once_by_what_happens_to_them() -> None:
    found = plan(
        "person,email,title,team,manager id,termination date\n"
        "1,,Director,,,\n"
        "2,,Head,,,\n"
        ",chi@example.org,,North,1,\n"
        "4,dee@example.org,,North,1,\n"
    )
    assert kinds(found) == [("1", "unchanged"), ("2", "changed"), ("chi@example.org", "moved"), ("4", "added")]
    assert found.as_dict() == {"added": 1, "changed": 1, "moved": 1, "unchanged": 1, "leaving": 0, "problems": []}
    assert list(found.steps[2].changes()) == [("team", SOUTH, NORTH), ("manager", 2, 1)]


def test_managers_may_stand_below_the_people_they_lead() -> None:
    found = plan("person,reports_to\n9,8\n8,7\n7,\n", Snapshot())
    assert [step.after.manager for step in found.steps] == [-3, -4, None]
    assert found.problems == ()


def test_people_are_matched_by_id_then_by_address_and_never_by_name() -> None:
    found = plan("person,email,name\n2,new@example.org,Ben Lindqvist\n,CHI@example.org,\n77,,Ada Okafor\n")
    assert kinds(found) == [("2", "changed"), ("chi@example.org", "unchanged"), ("77", "added")]
    assert list(found.steps[0].changes()) == [("email", "ben@example.org", "new@example.org")]


def test_an_employee_id_is_given_to_whom_the_address_names() -> None:
    found = plan("person,email\n3,chi@example.org\n")
    assert list(found.steps[0].changes()) == [("employee_id", None, "3")]


def test_a_blank_cell_keeps_everything() -> None:
    found = plan("person,email,name,title,team,division,manager id,hire date,termination date,status\n1,,,,,,,,,\n")
    assert kinds(found) == [("1", "unchanged")]


def test_half_a_name_erases_nothing() -> None:
    assert after(plan("person,first name,last name\n1,,Okafor-Lie\n")).name == "Ada Okafor"
    assert after(plan("person,first name,last name\n1,Ada,Lie\n")).name == "Ada Lie"
    assert after(plan("person,first name,last name\n9,Prince,\n")).name == "Prince"


def test_a_division_alone_is_a_team_of_its_name_until_a_team_is_told() -> None:
    assert after(plan("person,division\n9,East\n")).team == TeamName("East", "East")
    assert after(plan("person,division\n1,East\n")).team == TeamName("East", "North")
    own = with_entry(ADA, team=TeamName("Sales", "Sales"))
    assert after(plan("person,division\n1,East\n", own)).team == TeamName("East", "East")
    assert after(plan("person,team\n1,West\n", own)).team == TeamName("Sales", "West")


@pytest.mark.parametrize(
    ("text", "row", "column", "value", "words"),
    [
        ("person\n9\n9\n", 3, "person", "9", "row 2"),
        ("person,email\n8,x@example.org\n9,X@example.org\n", 3, "email", "x@example.org", "row 2"),
        ("person,email\n2,\n,ben@example.org\n", 3, "email", "ben@example.org", "same person"),
        ("person,email\n2,ada@example.org\n", 2, "email", "ada@example.org", "employee 1"),
        ("person,email\n9,ada@example.org\n", 2, "email", "ada@example.org", "employee 1"),
        ("person,email\n2,chi@example.org\n", 2, "email", "chi@example.org", "somebody else"),
        ("person,Manager ID\n9,99\n", 2, "Manager ID", "99", "employee id"),
        ("person,Manager Email\n9,who@example.org\n", 2, "Manager Email", "who@example.org", "e-mail"),
        ("person,Manager\n9,Ada Okafor\n", 2, "Manager", "Ada Okafor", "Give the manager's employee id or e-mail"),
        ("person,Reporting to\n9,No Body\n", 2, "Reporting to", "No Body", "Give the manager's employee id or e-mail"),
        ("person,Manager\n9,Madonna\n", 2, "Manager", "Madonna", "employee id"),
        ("person,reports_to\n9,9\n", 2, "reports_to", "9", "themselves"),
        ("person,manager id,manager email\n9,1,ben@example.org\n", 2, "manager email", "ben@example.org", "'1'"),
        ("person,hire date,end date\n9,2024-05-01,2024-04-30\n", 2, "end date", "2024-04-30", "before the start"),
        ("person,end date\n2,2021-09-14\n", 2, "end date", "2021-09-14", "before the start"),
    ],
)
def test_each_contradiction_is_named_with_row_column_and_value(
    text: str, row: int, column: str, value: str, words: str
) -> None:
    found = plan(text)
    assert places(found) == [(row, column, value)]
    assert words in found.problems[0].message
    assert isinstance(found.problems[0].message, Words)


def test_a_circle_is_told_whole_and_once() -> None:
    found = plan("person,reports_to\n5,6\n6,7\n7,5\n8,5\n", Snapshot())
    assert places(found) == [(2, "reports_to", "6")]
    assert "from each to the next: 5, 6, 7, 5." in found.problems[0].message


def test_a_circle_that_closes_through_people_outside_the_file_is_found() -> None:
    found = plan("person,reports_to\n1,2\n")
    assert places(found) == [(2, "reports_to", "2")]
    assert "from each to the next: 1, 2, 1." in found.problems[0].message


def test_whoever_a_refused_row_leads_is_no_orphan() -> None:
    found = plan("person,email,reports_to\n8,ada@example.org,\n9,,8\n")
    assert places(found) == [(2, "email", "ada@example.org")]


def test_bamboohrs_supervisor_id_means_its_own_number() -> None:
    found = plan("Employee ID,Employee Number,Supervisor ID\n40,1001,\n41,1002,40\n", Snapshot())
    assert [step.after.manager for step in found.steps] == [None, -2]


def test_an_end_date_or_a_status_ends_a_stay() -> None:
    found = plan("person,status,termination date\n1,terminated,\n2,active,2024-12-31\n")
    assert kinds(found) == [("1", "leaving"), ("2", "leaving")]
    assert [step.after.ends_on for step in found.steps] == [DAY, date(2024, 12, 31)]


def test_whoever_left_before_being_known_is_not_added() -> None:
    found = plan("person,status,end date\n8,terminated,\n9,,2020-01-31\n10,,2030-01-31\n", Snapshot())
    assert kinds(found) == [("10", "added")]
    assert found.remarks == ("Already left and not known here, so not added: rows 2, 3.",)


def test_a_file_with_divisions_alone_is_told_that_they_become_teams() -> None:
    told = ("No column names the teams, so each division becomes one team of its name.",)
    assert plan("person,division,hire date\n9,East,2024-01-01\n").remarks == told
    assert plan("person,team,division,hire date\n9,,East,2024-01-01\n").remarks == told
    assert plan("person,department,division,hire date\n9,Akron,East,2024-01-01\n8,,East,2024-01-01\n").remarks == ()
    assert plan("person,division\n1,East\n").remarks == ()


def test_people_without_a_start_date_are_told_from_when_they_are_in_a_team() -> None:
    found = plan("person,team,hire date\n7,North,2024-01-01\n8,North,\n9,South,\n10,,\n1,South,\n")
    assert found.remarks == (
        "People without a start date: 2. They belong to their team only from 2024-06-12 on, and what they did before "
        "counts for no team.",
    )


def test_a_manager_who_left_before_being_known_is_not_taken() -> None:
    found = plan("person,manager id,status\n8,,terminated\n9,8,\n2,8,\n", KNOWN)
    assert [step.after.manager for step in found.steps] == [None, 1]
    assert found.problems == ()


def test_whoever_left_stays_away_until_the_file_says_otherwise() -> None:
    left = with_entry(BEN, ends_on=date(2024, 1, 31))
    assert kinds(plan("person,team\n2,South\n", left)) == [("2", "unchanged")]
    assert "known to have left" in plan("person,team\n2,South\n", left).remarks[0]
    assert after(plan("person,status\n2,active\n", left)).ends_on is None
    assert after(plan("person,hire date\n2,2024-02-01\n", left)).ends_on is None
    assert after(plan("person,hire date\n2,2021-09-15\n", left)).ends_on == date(2024, 1, 31)
    assert kinds(plan("person,status\n2,terminated\n", left)) == [("2", "unchanged")]


def test_a_planned_end_stays_until_the_file_gives_another() -> None:
    leaving = with_entry(BEN, ends_on=date(2024, 12, 31))
    assert kinds(plan("person,status\n2,active\n", leaving)) == [("2", "unchanged")]
    assert kinds(plan("person,end date\n2,2025-01-31\n", leaving)) == [("2", "changed")]
    assert kinds(plan("person,end date\n2,2024-05-31\n", leaving)) == [("2", "leaving")]


def many(number: int) -> Snapshot:
    return Snapshot(tuple(Known(one, Entry(str(one))) for one in range(1, number + 1)))


def rows(numbers: range) -> str:
    return "person\n" + "".join(f"{number}\n" for number in numbers)


def test_people_missing_from_the_file_stay_unless_asked() -> None:
    assert plan(rows(range(2, 21)), many(20)).counts["leaving"] == 0


def test_a_tenth_may_leave_and_not_one_more() -> None:
    found = plan(rows(range(3, 21)), many(20), leavers=True)
    assert (found.counts["leaving"], found.problems) == (2, ())
    assert [(step.row, step.person, step.after.ends_on) for step in found.steps[-2:]] == [
        (None, 1, DAY),
        (None, 2, DAY),
    ]
    found = plan(rows(range(4, 21)), many(20), leavers=True)
    assert places(found) == [(None, None, "3")]
    assert "3 of 20 people" in found.problems[0].message


def test_whoever_holds_a_role_does_not_leave_by_absence() -> None:
    known = Snapshot((*many(20).people, Known(99, Entry(None, "admin@example.org"), stays=True)))
    found = plan(rows(range(1, 21)), known, leavers=True)
    assert found.counts["leaving"] == 0
    assert found.remarks == ("Not in the file, but staying because they hold a role in Roost: admin@example.org.",)


def test_the_last_with_a_role_cannot_be_ended_by_a_file() -> None:
    known = Snapshot((replace(ADA, stays=True), BEN, CHI))
    found = plan("person,status\n2,terminated\n1,terminated\n", known)
    assert places(found) == [(3, "status", "terminated")]
    both = Snapshot((replace(ADA, stays=True), replace(BEN, stays=True), CHI))
    assert plan("person,status\n1,terminated\n", both).problems == ()


def test_a_file_of_everybody_brings_back_whom_it_names() -> None:
    left = with_entry(BEN, ends_on=date(2024, 1, 31))
    found = plan("person,email\n1,\n2,\n,chi@example.org\n", left, leavers=True)
    assert found.steps[1].after.ends_on is None


def test_name_and_address_of_a_shared_login_are_not_this_organisations() -> None:
    shared = Snapshot((replace(ADA, shared=True),))
    found = plan("person,name,title\n1,Somebody,Chair\n", shared)
    assert list(found.steps[0].changes()) == [("title", "Director", "Chair")]
    assert "another organisation" in found.remarks[0]


def test_a_login_from_outside_neither_joins_nor_is_taken_over() -> None:
    known = replace(KNOWN, elsewhere=frozenset({"zoe@example.org"}))
    for row in ("9,zoe@example.org", ",Zoe@Example.org", "2,zoe@example.org"):
        found = plan(f"person,email\n{row}\n", known)
        assert places(found) == [(2, "email", "zoe@example.org")]
        assert "already signs in to another organisation" in found.problems[0].message
    assert plan("person,email,status\n9,zoe@example.org,terminated\n", known).problems == ()


def test_an_administrator_counts_who_belongs_already_and_without_an_end() -> None:
    holders = {
        1: Entry(),
        2: Entry(starts_on=DAY),
        3: Entry(starts_on=date(2024, 6, 13)),
        4: Entry(ends_on=date(2030, 1, 1)),
    }
    assert administrators_left(holders, DAY) == {1, 2}
    assert administrators_left(holders, date(2024, 6, 13)) == {1, 2, 3}


@pytest.mark.parametrize("other", [{"ends_on": date(2025, 1, 1)}, {"starts_on": date(2024, 9, 1)}])
def test_a_file_leaves_no_organisation_to_somebody_who_goes_or_has_not_come(other: dict[str, date]) -> None:
    known = Snapshot((replace(ADA, stays=True), replace(BEN, entry=replace(BEN.entry, **other), stays=True)))
    assert places(plan("person,status\n1,terminated\n", known)) == [(2, "status", "terminated")]
    assert places(plan("person,hire date\n1,2024-12-01\n", known)) == [(2, "hire date", "2024-12-01")]
    assert plan("person,title\n1,Chair\n", known).problems == ()


def test_the_digest_tells_two_plans_apart_and_one_plan_from_nothing() -> None:
    text = "person,title\n1,Chair\n"
    assert plan(text).digest == plan(text).digest
    assert plan(text).digest != plan(text, with_entry(ADA, title="Head")).digest
    assert plan(text).digest != plan(text + "9,\n").digest


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 30) | st.none()))
def test_circles_are_exactly_the_people_who_lead_themselves(managers: dict[int, int | None]) -> None:
    def leads_itself(person: int) -> bool:
        at: int | None = managers.get(person)
        for _ in range(len(managers) + 1):
            if at == person:
                return True
            at = managers.get(at) if at is not None else None
        return False

    found = cycles(managers)
    assert {person for circle in found for person in circle} == {one for one in managers if leads_itself(one)}
    assert len({person for circle in found for person in circle}) == sum(map(len, found))
    for circle in found:
        assert all(managers[one] == other for one, other in zip(circle, (*circle[1:], circle[0]), strict=True))


@st.composite
def trees(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    """People with managers, in any order: whoever has a higher number reports to somebody with a lower one."""
    size = draw(st.integers(1, 25))
    managers = [None, *(draw(st.integers(0, number - 1) | st.none()) for number in range(1, size))]
    return draw(st.permutations(list(enumerate(managers))))


@given(trees())
def test_the_order_of_rows_makes_no_difference(tree: list[tuple[int, int | None]]) -> None:
    def who_leads(order: list[tuple[int, int | None]]) -> dict[str | None, str | None]:
        text = "person,reports_to\n" + "".join(f"{one},{'' if boss is None else boss}\n" for one, boss in order)
        found = plan(text, Snapshot())
        assert found.problems == ()
        ids = {step.who: step.after.employee_id for step in found.steps}
        return {step.after.employee_id: ids.get(step.after.manager or 0) for step in found.steps}

    assert who_leads(tree) == who_leads(sorted(tree, key=lambda line: line[0]))


cells = st.sampled_from(["", "NA", "x", "North", "1", "2", "ada@example.org", "2024-06-30", "active", "terminated"])


@given(st.lists(st.lists(cells, min_size=6, max_size=6), min_size=1, max_size=5))
def test_no_cell_ever_breaks_a_plan_and_no_blank_erases(table: list[list[str]]) -> None:
    header = "person,email,name,team,manager id,end date"
    found = plan("\n".join([header, "7,,,,,", *map(",".join, table)]) + "\n")
    for step in found.steps:
        for change in step.changes():
            assert change.after is not None
            assert change.after != ""
