"""One person at a time: added, moved, led by somebody else, gone, back, with and without a role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.access import colleague_at, holds_role, organisation_for, organisations_of, person_of_link
from roost.ground.people.actions import (
    add_person,
    choose_password,
    choose_time_zone,
    create_organisation,
    end_affiliation,
    grant_role,
    make_sign_in_link,
    move_to_team,
    resume_affiliation,
    revise_person,
    revoke_role,
)
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine, Role, Team, TeamMembership
from roost.ground.people.reads import entry_of, person_page, reports_of, team_on

TODAY = date(2024, 6, 12)
LATER = date(2024, 9, 2)


def belonging(person: Person, organisation: Organisation) -> Affiliation:
    return Affiliation.objects.select_related("person", "organisation").get(person=person, organisation=organisation)


def lead(person: Person, organisation: Organisation, manager: Person | None) -> None:
    revise_person(belonging(person, organisation), {"manager": manager.pk if manager else None}, by=None)


def verbs() -> list[str]:
    return list(Fact.objects.order_by("pk").values_list("verb", flat=True))


def test_a_person_is_added_with_team_and_manager(in_scope: Organisation, member: Person, team: Team) -> None:
    new = add_person(
        in_scope, by=member, name=" Dee  Novak ", email="Dee@Example.org", team=team, manager=member, starts_on=LATER
    )
    assert (new.name, new.email) == ("Dee Novak", "dee@example.org")
    assert team_on(new, in_scope, TODAY) is None
    assert team_on(new, in_scope, LATER) == team
    assert list(reports_of([member], in_scope, LATER)) == [new]
    assert organisations_of(new, TODAY) == []
    assert organisations_of(new, LATER) == [in_scope.pk]


def test_a_colleague_is_who_has_the_address_and_belongs_today(
    in_scope: Organisation, member: Person, founder: Person, outsider: Person
) -> None:
    assert colleague_at(member, in_scope, "Noor.Founder@Example.org") == founder
    assert colleague_at(member, in_scope, "nobody@example.org") is None
    assert outsider.email is not None
    assert colleague_at(member, in_scope, outsider.email) is None
    add_person(in_scope, by=None, email="later@example.org", starts_on=LATER)
    assert colleague_at(member, in_scope, "later@example.org") is None
    end_affiliation(founder, organisation=in_scope, by=None, on=TODAY)
    assert colleague_at(member, in_scope, "noor.founder@example.org") is None


def test_an_address_or_a_number_cannot_belong_to_two(in_scope: Organisation, member: Person, founder: Person) -> None:
    for wrong in ({}, {"email": member.email}, {"employee_id": belonging(member, in_scope).employee_id}):
        with pytest.raises(InputError):
            add_person(in_scope, by=None, **wrong)
    with pytest.raises(InputError, match="Somebody else") as caught:
        revise_person(belonging(founder, in_scope), {"email": member.email}, by=None)
    assert caught.value.problems[0].column == "email"


def test_the_login_of_another_organisation_never_joins(
    in_scope: Organisation, member: Person, outsider: Person
) -> None:
    assert outsider.email
    for act in (
        lambda: add_person(in_scope, by=None, email=outsider.email.upper() if outsider.email else None),
        lambda: revise_person(belonging(member, in_scope), {"email": outsider.email}, by=None),
    ):
        with pytest.raises(InputError, match="already signs in to another organisation") as caught:
            act()
        (problem,) = caught.value.problems
        assert (problem.column, problem.value) == ("email", outsider.email)
    assert not Affiliation.objects.filter(person=outsider).exists()


def test_an_old_view_of_a_person_undoes_nothing(in_scope: Organisation, member: Person, other_team: Team) -> None:
    seen = entry_of(belonging(member, in_scope), TODAY).digest
    move_to_team(member, organisation=in_scope, team=other_team, by=None)
    with pytest.raises(Conflict, match="meanwhile"):
        revise_person(belonging(member, in_scope), {"title": "Lead", "team": None}, by=None, seen=seen)
    assert team_on(member, in_scope, TODAY) == other_team


def test_a_change_is_judged_by_what_is_kept_and_not_by_what_was_read_before(
    in_scope: Organisation, member: Person
) -> None:
    read_before = belonging(member, in_scope)
    end_affiliation(member, organisation=in_scope, by=None, on=LATER)
    revise_person(read_before, {"title": "Lead"}, by=None)
    now = belonging(member, in_scope)
    assert (now.title, now.ends_on) == ("Lead", LATER)


def test_a_move_keeps_the_stay_before_it(in_scope: Organisation, member: Person, team: Team, other_team: Team) -> None:
    move_to_team(member, organisation=in_scope, team=other_team, by=None, on=LATER)
    assert team_on(member, in_scope, TODAY) == team
    assert team_on(member, in_scope, LATER) == other_team
    move_to_team(member, organisation=in_scope, team=None, by=None, on=date(2024, 10, 1))
    assert team_on(member, in_scope, date(2024, 9, 30)) == other_team
    assert team_on(member, in_scope, date(2024, 10, 1)) is None
    assert verbs() == ["people.moved", "people.moved"]


def test_moving_to_where_one_is_changes_nothing(in_scope: Organisation, member: Person, team: Team) -> None:
    move_to_team(member, organisation=in_scope, team=team, by=None)
    assert verbs() == []


def test_reporting_never_goes_in_a_circle(in_scope: Organisation, make_person: Callable[..., Person]) -> None:
    first, second, third = (make_person(name) for name in ("One", "Two", "Three"))
    lead(second, in_scope, first)
    lead(third, in_scope, second)
    assert list(reports_of([first], in_scope, TODAY)) == [second]
    for manager in (third, first):
        with pytest.raises(InputError, match="reports to the person"):
            lead(first, in_scope, manager)
    lead(second, in_scope, None)
    lead(first, in_scope, third)
    assert not ReportingLine.objects.filter(person=second).exists()


def test_a_manager_belongs_to_the_organisation(in_scope: Organisation, member: Person, outsider: Person) -> None:
    with pytest.raises(InputError, match="does not belong"):
        lead(member, in_scope, outsider)


def test_leaving_and_coming_back(in_scope: Organisation, member: Person, team: Team) -> None:
    end_affiliation(member, organisation=in_scope, by=None, on=LATER)
    assert organisations_of(member, TODAY) == [in_scope.pk]
    assert organisations_of(member, LATER) == []
    resume_affiliation(member, organisation=in_scope, by=None)
    assert TeamMembership.objects.get(person=member).ends_on is None
    end_affiliation(member, organisation=in_scope, by=None, on=TODAY)
    with clock.at(datetime(2024, 9, 2, tzinfo=UTC)):
        resume_affiliation(member, organisation=in_scope, by=None)
    assert team_on(member, in_scope, date(2024, 7, 1)) is None
    assert team_on(member, in_scope, LATER) == team


def test_the_last_administrator_stays_one(in_scope: Organisation, administrator: Person, member: Person) -> None:
    with pytest.raises(Conflict, match="last administrator"):
        revoke_role(administrator, organisation=in_scope, role=Role.ADMINISTRATOR, by=administrator)
    with pytest.raises(Conflict, match="last administrator"):
        end_affiliation(administrator, organisation=in_scope, by=administrator)
    grant_role(member, organisation=in_scope, role=Role.ADMINISTRATOR, by=administrator)
    grant_role(member, organisation=in_scope, role=Role.ADMINISTRATOR, by=administrator)
    revoke_role(administrator, organisation=in_scope, role=Role.ADMINISTRATOR, by=member)
    assert not holds_role(administrator, in_scope, Role.ADMINISTRATOR)
    assert verbs() == ["people.role_granted", "people.role_revoked"]


def test_who_goes_or_has_not_come_is_no_administrator_to_leave_it_to(
    in_scope: Organisation, administrator: Person, member: Person, make_person: Callable[..., Person]
) -> None:
    coming = make_person("Cleo Coming", since=LATER)
    for person in (member, coming):
        grant_role(person, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    end_affiliation(member, organisation=in_scope, by=None, on=LATER)
    for on in (TODAY, date(2024, 9, 1)):
        with pytest.raises(Conflict, match="last administrator"):
            end_affiliation(administrator, organisation=in_scope, by=None, on=on)
    with pytest.raises(Conflict, match="last administrator"):
        revoke_role(administrator, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    revoke_role(member, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    end_affiliation(administrator, organisation=in_scope, by=None, on=LATER)


def test_an_organisation_has_a_name_of_its_own(in_scope: Organisation) -> None:
    with pytest.raises(Conflict, match="already"):
        create_organisation(f" {in_scope.name} ", by=None)


def test_a_link_lets_its_person_in_once(in_scope: Organisation, administrator: Person) -> None:
    person = add_person(in_scope, by=administrator, email="dee@example.org")
    code, token = make_sign_in_link(belonging(person, in_scope), by=administrator).strip("/").split("/")[-2:]
    assert person_of_link(code, token) == person
    assert person_of_link(code, token[:-1] + ("1" if token[-1] == "0" else "0")) is None
    assert person_of_link("x", token) is None
    choose_password(person, password="a-long-password")
    assert person_of_link(code, token) is None
    assert verbs()[-2:] == ["people.invited", "people.welcomed"]


def test_no_link_for_who_has_left_has_no_address_or_belongs_elsewhere(
    in_scope: Organisation, member: Person, other_organisation: Organisation
) -> None:
    nameless = add_person(in_scope, by=None, employee_id="E99")
    with pytest.raises(Conflict, match="e-mail"):
        make_sign_in_link(belonging(nameless, in_scope), by=None)
    with everywhere():
        Affiliation.objects.create(organisation=other_organisation, person=member)
    with pytest.raises(Forbidden, match="another organisation"):
        make_sign_in_link(belonging(member, in_scope), by=None)
    with pytest.raises(Forbidden, match="another organisation"):
        revise_person(belonging(member, in_scope), {"name": "Renamed"}, by=None)
    end_affiliation(member, organisation=in_scope, by=None, on=TODAY)
    with pytest.raises(Conflict, match="left"):
        make_sign_in_link(belonging(member, in_scope), by=None)


def test_no_link_is_made_that_would_be_dead_from_the_start(in_scope: Organisation) -> None:
    coming = add_person(in_scope, by=None, email="dee@example.org", starts_on=LATER)
    with pytest.raises(Conflict, match="belongs here from 2 September 2024"):
        make_sign_in_link(belonging(coming, in_scope), by=None)
    page = person_page(belonging(coming, in_scope), TODAY)
    assert (page.is_yet_to_come, page.may_get_link) == (True, False)
    with clock.at(datetime(2024, 9, 2, 9, tzinfo=UTC)):
        code, token = make_sign_in_link(belonging(coming, in_scope), by=None).strip("/").split("/")[-2:]
        assert person_of_link(code, token) == coming
        assert person_page(belonging(coming, in_scope), LATER).may_get_link


def test_a_person_of_two_organisations_works_in_the_older_one(
    in_scope: Organisation, member: Person, other_organisation: Organisation
) -> None:
    with everywhere():
        Affiliation.objects.create(organisation=other_organisation, person=member)
    with touching(in_scope.pk, other_organisation.pk):
        assert organisation_for(member) == in_scope
        assert organisation_for(member, other_organisation.pk) == other_organisation


def test_everybody_chooses_the_own_time_zone(in_scope: Organisation, member: Person, administrator: Person) -> None:
    choose_time_zone(member, "Asia/Kathmandu", by=member)
    assert Person.objects.get(pk=member.pk).time_zone == "Asia/Kathmandu"
    with pytest.raises(InputError):
        choose_time_zone(member, "Mars/Olympus", by=member)
    with pytest.raises(Forbidden):
        choose_time_zone(member, "UTC", by=administrator)
