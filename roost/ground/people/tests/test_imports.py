"""Files of people in the database: applied whole or not at all, with history, and twice the same as once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.actions import (
    apply_import,
    apply_upload,
    drop_upload,
    forget_uploads,
    grant_role,
    hold_upload,
)
from roost.ground.people.engine import Plan
from roost.ground.people.models import (
    Affiliation,
    Organisation,
    PeopleUpload,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
    TeamMembership,
)
from roost.ground.people.reads import export_people, plan_file, team_on, upload_plan

TODAY = date(2024, 6, 12)
FILE = (
    "person,name,email,title,team,division,reports_to,hire date\n"
    "2,Ben Lindqvist,ben@example.org,Lead,Cleveland,North,1,2021-09-15\n"
    "3,Chi Tanaka,chi@example.org,,Detroit,North,2,\n"
    "1,Ada Okafor,ada@example.org,Director,,North,,2019-03-01\n"
)


def bring(organisation: Organisation, text: str, **options: object) -> Plan:
    options = {"leavers": False, "by": None} | options
    return apply_import(organisation, content=text.encode(), **options)  # type: ignore[arg-type]


def known(organisation: Organisation, employee_id: str) -> Person:
    return Affiliation.objects.select_related("person").get(organisation=organisation, employee_id=employee_id).person


def stays(person: Person) -> list[tuple[str, date, date | None]]:
    rows = TeamMembership.objects.filter(person=person).order_by("starts_on")
    return list(rows.values_list("team__name", "starts_on", "ends_on"))


def facts() -> list[str]:
    return list(Fact.objects.order_by("pk").values_list("verb", flat=True))


def everything() -> list[list[dict[str, object]]]:
    kinds = (Person, Affiliation, Team, TeamMembership, ReportingLine, RoleGrant, Fact)
    with everywhere():
        return [list(kind.objects.order_by("pk").values()) for kind in kinds]


def test_people_come_with_teams_managers_and_dates(in_scope: Organisation) -> None:
    plan = bring(in_scope, FILE)
    assert plan.counts == {"added": 3, "changed": 0, "moved": 0, "unchanged": 0, "leaving": 0}
    ada, ben, chi = (known(in_scope, number) for number in "123")
    assert (ben.name, ben.email, ben.has_usable_password()) == ("Ben Lindqvist", "ben@example.org", False)
    assert [person.pk for person in (ben, chi, ada)] == sorted(person.pk for person in (ben, chi, ada))
    assert stays(ben) == [("Cleveland", date(2021, 9, 15), None)]
    assert stays(chi) == [("Detroit", TODAY, None)]
    assert stays(ada) == [("North", date(2019, 3, 1), None)]
    assert dict(ReportingLine.objects.values_list("person", "manager")) == {chi.pk: ben.pk, ben.pk: ada.pk}
    assert facts() == ["people.joined"] * 3 + ["people.imported"]
    assert Fact.objects.get(team=Team.objects.get(name="Cleveland").pk).happened_at == datetime(2021, 9, 15, tzinfo=UTC)


def test_the_same_file_again_writes_nothing(in_scope: Organisation) -> None:
    bring(in_scope, FILE)
    before = everything()
    with clock.at(datetime(2024, 7, 1, tzinfo=UTC)):
        plan = bring(in_scope, FILE)
    assert plan.counts["unchanged"] == 3
    assert everything() == before


def test_a_move_keeps_history(in_scope: Organisation) -> None:
    bring(in_scope, FILE)
    with clock.at(datetime(2024, 9, 2, 9, tzinfo=UTC)):
        bring(in_scope, "person,team,reports_to\n3,Cleveland,1\n")
    chi = known(in_scope, "3")
    assert stays(chi) == [("Detroit", TODAY, date(2024, 9, 2)), ("Cleveland", date(2024, 9, 2), None)]
    lines = ReportingLine.objects.filter(person=chi).order_by("starts_on")
    assert list(lines.values_list("manager__name", "starts_on", "ends_on")) == [
        ("Ben Lindqvist", TODAY, date(2024, 9, 2)),
        ("Ada Okafor", date(2024, 9, 2), None),
    ]
    assert facts()[-3:] == ["people.moved", "people.reported", "people.imported"]


def test_two_moves_on_one_day_leave_one_stay(in_scope: Organisation) -> None:
    bring(in_scope, FILE)
    with clock.at(datetime(2024, 9, 2, 9, tzinfo=UTC)):
        bring(in_scope, "person,team\n3,Cleveland\n")
        bring(in_scope, "person,team\n3,Akron\n")
        assert [team for team, _, _ in stays(known(in_scope, "3"))] == ["Detroit", "Akron"]
        bring(in_scope, "person,team\n3,Detroit\n")
    assert stays(known(in_scope, "3")) == [("Detroit", TODAY, None)]


def test_history_can_be_brought_in_year_by_year(in_scope: Organisation) -> None:
    bring(in_scope, "person,team\n1,A\n", effective_on=date(2022, 1, 1))
    bring(in_scope, "person,team\n1,B\n", effective_on=date(2023, 1, 1))
    assert stays(known(in_scope, "1")) == [
        ("A", date(2022, 1, 1), date(2023, 1, 1)),
        ("B", date(2023, 1, 1), None),
    ]
    assert Fact.objects.get(verb="people.moved").happened_at == datetime(2023, 1, 1, tzinfo=UTC)


def test_leaving_ends_everything_and_coming_back_begins_anew(in_scope: Organisation) -> None:
    bring(in_scope, FILE)
    ada, chi = known(in_scope, "1"), known(in_scope, "3")
    for person in (ada, chi):
        grant_role(person, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    with clock.at(datetime(2024, 7, 1, tzinfo=UTC)):
        bring(in_scope, "person,status\n3,terminated\n")
    assert stays(chi) == [("Detroit", TODAY, date(2024, 7, 1))]
    assert ReportingLine.objects.get(person=chi).ends_on == date(2024, 7, 1)
    with clock.at(datetime(2024, 10, 1, tzinfo=UTC)):
        bring(in_scope, "person,status\n3,active\n")
    assert stays(chi) == [("Detroit", TODAY, date(2024, 7, 1)), ("Detroit", date(2024, 10, 1), None)]
    assert not RoleGrant.objects.filter(person=chi).exists()
    assert facts()[-3:] == ["people.joined", "people.role_revoked", "people.imported"]


def test_an_announced_end_closes_the_stay_in_advance(in_scope: Organisation) -> None:
    bring(in_scope, FILE)
    bring(in_scope, "person,termination date\n3,2024-08-31\n")
    chi = known(in_scope, "3")
    assert stays(chi) == [("Detroit", TODAY, date(2024, 8, 31))]
    assert team_on(chi, in_scope, date(2024, 8, 30)) is not None
    assert team_on(chi, in_scope, date(2024, 8, 31)) is None
    bring(in_scope, "person,termination date\n3,2024-09-30\n")
    assert stays(chi) == [("Detroit", TODAY, date(2024, 9, 30))]


def test_with_a_problem_nothing_is_written(in_scope: Organisation) -> None:
    bring(in_scope, FILE)
    before = everything()
    with pytest.raises(InputError) as caught:
        bring(in_scope, "person,name,team,reports_to\n9,New,Akron,1\n2,Other,Akron,77\n")
    assert [(one.row, one.column, one.value) for one in caught.value.problems] == [(3, "reports_to", "77")]
    assert everything() == before


def test_an_import_touches_no_other_organisation(in_scope: Organisation, outsider: Person) -> None:
    before = everything()
    with pytest.raises(InputError) as caught:
        bring(in_scope, f"person,Work Email,name\nE2,x@example.org,X\nE1,{outsider.email},Somebody Else\n")
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.value) == (3, "Work Email", outsider.email)
    assert "Otto" not in problem.message
    assert everything() == before


def test_an_export_comes_back_unchanged(in_scope: Organisation) -> None:
    bring(in_scope, FILE + "4,=Dee,dee@example.org,-,,,,2025-01-01\n5,'Eve,,,,South,,2020-01-01\n")
    content = export_people(in_scope, TODAY)
    plan = plan_file(in_scope, content, leavers=True, day=TODAY)
    assert (plan.counts["unchanged"], plan.problems, plan.unused) == (5, (), ())
    assert sum(plan.counts.values()) == 5


def test_a_preview_that_no_longer_holds_is_not_applied(in_scope: Organisation, administrator: Person) -> None:
    bring(in_scope, FILE)
    text = b"person,title\n2,Head\n"
    upload = hold_upload(in_scope, name="people.csv", content=text, leavers=False, by=administrator)
    seen = upload_plan(upload).digest
    bring(in_scope, "person,title\n2,Chair\n")
    with pytest.raises(Conflict, match="changed since"):
        apply_upload(upload, digest=seen, by=administrator)
    assert Affiliation.objects.get(employee_id="2").title == "Chair"
    apply_upload(upload, digest=upload_plan(upload).digest, by=administrator)
    assert Affiliation.objects.get(employee_id="2").title == "Head"


def test_an_applied_file_keeps_its_counts_and_not_its_content(in_scope: Organisation, administrator: Person) -> None:
    upload = hold_upload(in_scope, name="people.csv", content=FILE.encode(), leavers=False, by=administrator)
    apply_upload(upload, digest=upload_plan(upload).digest, by=administrator)
    upload.refresh_from_db()
    assert (bytes(upload.content), upload.counts["added"]) == (b"", 3)
    assert Fact.objects.filter(verb="people.imported").get().actor == administrator.pk
    for act in (
        lambda: apply_upload(upload, digest="", by=administrator),
        lambda: drop_upload(upload, by=administrator),
    ):
        with pytest.raises(Conflict, match="applied already"):
            act()


def test_files_that_nobody_applied_are_forgotten_after_a_day(in_scope: Organisation, administrator: Person) -> None:
    old, new = (
        hold_upload(in_scope, name=name, content=b"person\n1\n", leavers=False, by=administrator) for name in "ab"
    )
    PeopleUpload.objects.filter(pk=old.pk).update(uploaded_at=clock.now() - timedelta(hours=25))
    assert forget_uploads() == 1
    assert list(PeopleUpload.objects.all()) == [new]


def company(size: int, shift: int = 0) -> str:
    lines = [
        f"{one},Person {one},p{one}@example.org,Team {(one + shift) % 20},Division {one % 4},{one // 10 or ''}"
        for one in range(1, size + 1)
    ]
    return "\n".join(["person,name,email,team,division,reports_to", *lines]) + "\n"


@pytest.mark.parametrize("step", ["first", "again", "everybody moves"])
def test_230_people_take_few_statements(in_scope: Organisation, step: str) -> None:
    if step != "first":
        bring(in_scope, company(230))
    with CaptureQueriesContext(connection) as queries, clock.at(datetime(2024, 8, 1, tzinfo=UTC)):
        bring(in_scope, company(230, shift=1 if step == "everybody moves" else 0))
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= {"first": 26, "again": 8, "everybody moves": 26}[step], "\n".join(sql[:150] for sql in asked)


@pytest.mark.parametrize("managers", [1, 20])
def test_those_who_lead_others_come_back_in_few_statements(in_scope: Organisation, managers: int) -> None:
    led = [f"{one}-{two},Person {one}-{two},{one}" for one in range(managers) for two in range(8)]
    bring(in_scope, "\n".join(["person,name,reports_to", *(f"{one},Lead {one}," for one in range(managers)), *led]))
    with clock.at(datetime(2024, 7, 1, tzinfo=UTC)):
        bring(in_scope, "\n".join(["person,status", *(f"{one},terminated" for one in range(managers))]))
    with clock.at(datetime(2024, 8, 1, tzinfo=UTC)), CaptureQueriesContext(connection) as queries:
        bring(in_scope, "\n".join(["person,status", *(f"{one},active" for one in range(managers))]))
    # Of this room's tables: what is told of it takes locks as well, which not every database asks for.
    asked = [query["sql"] for query in queries if '"people_' in query["sql"]]
    assert len(asked) == 19, "\n".join(sql[:150] for sql in asked)
    for one in range(managers):
        lines = ReportingLine.objects.filter(person=known(in_scope, f"{one}-7"), manager=known(in_scope, str(one)))
        kept = [(TODAY, date(2024, 7, 1)), (date(2024, 8, 1), None)]
        assert list(lines.order_by("starts_on").values_list("starts_on", "ends_on")) == kept


changes = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(["", "A", "B"]),
        st.sampled_from(["", "1", "2", "3"]),
        st.sampled_from(["", "active", "terminated"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda line: line[0],
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(changes, min_size=1, max_size=4))
def test_whatever_files_come_stays_never_overlap_and_a_file_twice_is_once(
    in_scope: Organisation, files: list[list[tuple[int, str, str, str]]]
) -> None:
    with everywhere():
        Person.objects.all().delete()
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for place, lines in enumerate(files):
        text = "person,team,reports_to,status\n" + "".join(",".join(map(str, line)) + "\n" for line in lines)
        with clock.at(start + timedelta(days=place // 2)):
            try:
                bring(in_scope, text)
            except InputError:
                continue
            again = bring(in_scope, text).counts
            assert sum(again.values()) == again["unchanged"]
    for kind in (TeamMembership, ReportingLine):
        rows = list(kind.objects.order_by("person", "starts_on").values_list("person", "starts_on", "ends_on"))
        for (person, _, ends_on), (other, starts_on, _) in pairwise(rows):
            assert person != other or (ends_on is not None and ends_on <= starts_on)


def test_the_org_chart_of_a_real_company_comes_in_whole(in_scope: Organisation, reference_data: Path) -> None:
    content = (reference_data / "manufacturing_email" / "people.csv").read_bytes()
    plan = apply_import(in_scope, content=content, leavers=False, by=None)
    assert plan.counts["added"] == 167
    assert plan.unused == ("on_org_chart", "depth", "direct_reports", "is_manager")
    lines = dict(ReportingLine.objects.values_list("person", "manager"))
    ids = dict(Affiliation.objects.values_list("person", "employee_id"))

    def depth(person: int) -> int:
        return 1 + depth(lines[person]) if person in lines else 0

    assert max(map(depth, ids)) == 5
    alone = sorted(int(ids[person] or 0) for person in ids if person not in lines and person not in lines.values())
    assert alone == [4, 10, 21, 23, 24, 26, 46, 51, 75, 87, 93, 111, 139]
    assert [ids[person] for person in ids if person not in lines and person in lines.values()] == ["86"]
    assert apply_import(in_scope, content=content, leavers=True, by=None).counts["unchanged"] == 167
