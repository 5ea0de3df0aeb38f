"""The pages about people, asked by everybody in the cast."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import affiliation_for
from roost.ground.people.actions import apply_import, end_affiliation, hold_upload, make_sign_in_link, move_to_team
from roost.ground.people.models import (
    Affiliation,
    Organisation,
    PeopleUpload,
    Person,
    Role,
    RoleGrant,
    Team,
    TeamMembership,
)
from roost.ground.people.reads import list_people, names_in, person_page, team_on

TODAY = date(2024, 6, 12)
FILE = "Employee ID,Name,Email,Team,Manager ID,Gender\nN1,Nia Moss,nia@example.org,Akron,\nN2,Omar Bell,,Akron,N1\n"
ClientFor = Callable[[Person | None], Client]


@pytest.fixture
def upload(in_scope: Organisation, administrator: Person) -> PeopleUpload:
    return hold_upload(in_scope, name="people.csv", content=FILE.encode(), leavers=False, by=administrator)


def csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")


# (address, method): everybody else than the administrators of the same organisation is turned away.
OF_ALL = [("list", "get"), ("export", "get"), ("sample", "get"), ("add", "get"), ("add", "post"), ("import", "get"),
          ("import", "post")]  # fmt: skip
OF_ONE = [("person", "get"), ("change", "get"), ("change", "post"), ("leave", "get"), ("leave", "post"),
          ("return", "post"), ("roles", "post"), ("link", "post")]  # fmt: skip
OF_UPLOAD = [("preview", "get"), ("preview", "post"), ("drop", "post"), ("done", "get")]


def ask(client: Client, name: str, method: str, number: int | None = None) -> HttpResponse:
    return getattr(client, method)(reverse(f"people:{name}", args=[number] if number else []))


@pytest.mark.parametrize(("name", "method"), OF_ALL)
def test_pages_of_everybody_are_for_administrators(
    name: str, method: str, client_for: ClientFor, member: Person, administrator: Person, outsider: Person
) -> None:
    assert ask(client_for(None), name, method).url.startswith("/sign-in/")  # type: ignore[attr-defined]
    assert ask(client_for(member), name, method).status_code == 403
    assert ask(client_for(administrator), name, method).status_code in {200, 422}
    answer = ask(client_for(outsider), name, method)
    assert answer.status_code in {200, 422}
    assert "Mara Member" not in answer.content.decode()


@pytest.mark.parametrize(("name", "method"), OF_ONE)
def test_pages_of_one_person_are_for_their_administrators(
    name: str, method: str, client_for: ClientFor, member: Person, administrator: Person, outsider: Person
) -> None:
    assert ask(client_for(None), name, method, member.pk).url.startswith("/sign-in/")  # type: ignore[attr-defined]
    assert ask(client_for(member), name, method, member.pk).status_code == 403
    assert ask(client_for(outsider), name, method, member.pk).status_code == 404
    assert ask(client_for(administrator), name, method, member.pk).status_code in {200, 302, 400, 422}
    assert ask(client_for(administrator), name, method, 999_999).status_code == 404


@pytest.mark.parametrize(("name", "method"), OF_UPLOAD)
def test_a_held_file_is_for_who_brought_it(
    name: str, method: str, client_for: ClientFor, member: Person, outsider: Person, upload: PeopleUpload
) -> None:
    assert ask(client_for(None), name, method, upload.pk).url.startswith("/sign-in/")  # type: ignore[attr-defined]
    assert ask(client_for(member), name, method, upload.pk).status_code == 404
    assert ask(client_for(outsider), name, method, upload.pk).status_code == 404
    assert ask(client_for(upload.uploaded_by), name, method, upload.pk).status_code in {200, 302}


def test_an_administrator_who_left_or_lost_the_role_sees_nothing(
    client_for: ClientFor, administrator: Person, upload: PeopleUpload
) -> None:
    client = client_for(administrator)
    RoleGrant.objects.all().delete()
    assert ask(client, "list", "get").status_code == 403
    assert ask(client, "preview", "get", upload.pk).status_code == 403


def test_a_file_is_chosen_checked_and_applied(
    client_for: ClientFor, administrator: Person, in_scope: Organisation
) -> None:
    client = client_for(administrator)
    answer = client.post(reverse("people:import"), {"file": csv(FILE)}, follow=True)
    page = answer.content.decode()
    assert "Nia Moss" in page
    assert "Not used: Gender." in page
    assert not Affiliation.objects.filter(employee_id="N1").exists()
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest
    answer = client.post(answer.redirect_chain[-1][0], {"digest": digest[1]}, follow=True)
    assert "Your people are up to date" in answer.content.decode()
    assert Affiliation.objects.get(employee_id="N2").person.name == "Omar Bell"
    held = PeopleUpload.objects.get()
    assert bytes(held.content) == b""
    assert ask(client, "preview", "get", held.pk).url == reverse("people:done", args=[held.pk])  # type: ignore[attr-defined]
    assert "people.csv" in ask(client, "import", "get").content.decode()


def test_problems_are_listed_and_leave_nothing_to_apply(client_for: ClientFor, administrator: Person) -> None:
    answer = client_for(administrator).post(
        reverse("people:import"), {"file": csv("Employee ID,Manager ID,Hire Date\nN1,77,03.06.2024\n")}, follow=True
    )
    page = answer.content.decode()
    for words in ("2 places in people.csv cannot be used", "Row 2", "Hire Date", "03.06.2024", "Manager ID", "77"):
        assert words in page
    assert 'name="digest"' not in page


def test_a_file_that_is_no_text_is_told_so(client_for: ClientFor, administrator: Person) -> None:
    file = SimpleUploadedFile("people.xlsx", b"PK\x03\x04\0\0")
    answer = client_for(administrator).post(reverse("people:import"), {"file": file}, follow=True)
    assert "This is a workbook or an archive, not text." in answer.content.decode()
    assert "PK\x03" not in answer.content.decode()


def test_what_changed_since_the_preview_is_shown_anew(client_for: ClientFor, upload: PeopleUpload) -> None:
    client = client_for(upload.uploaded_by)
    ask(client, "preview", "get", upload.pk)
    answer = client.post(reverse("people:preview", args=[upload.pk]), {"digest": "0" * 64})
    assert answer.status_code == 409
    assert "People have changed since this preview was made." in answer.content.decode()
    assert not Affiliation.objects.filter(employee_id="N1").exists()


def test_a_file_can_be_left(client_for: ClientFor, upload: PeopleUpload) -> None:
    assert "people.csv was not applied yet." in ask(client_for(upload.uploaded_by), "import", "get").content.decode()
    ask(client_for(upload.uploaded_by), "drop", "post", upload.pk)
    assert not PeopleUpload.objects.exists()


def test_the_downloads_read_back(client_for: ClientFor, administrator: Person, member: Person) -> None:
    client = client_for(administrator)
    answer = ask(client, "export", "get")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    shown = client.post(reverse("people:import"), {"file": csv(answer.content.decode())}, follow=True)
    assert "Everything in this file is known already" in shown.content.decode()
    assert ask(client, "sample", "get").content.startswith(b"\xef\xbb\xbfEmployee ID,")


def test_people_are_found_by_words(
    client_for: ClientFor, administrator: Person, member: Person, founder: Person, in_scope: Organisation
) -> None:
    client = client_for(administrator)

    def found(words: str, **more: str) -> list[str]:
        page = client.get(reverse("people:list"), {"q": words, **more}).content.decode()
        return [name for name in ("Mara Member", "Noor Founder", "Ada Administrator") if f">{name}</a>" in page]

    assert found("") == ["Mara Member", "Noor Founder", "Ada Administrator"]
    assert found("cleve") == ["Mara Member", "Noor Founder"]
    assert found("cleve noor") == ["Noor Founder"]
    assert found("mara.member@") == ["Mara Member"]
    assert found("%") == []
    end_affiliation(member, organisation=in_scope, by=None, on=TODAY)
    assert found("") == ["Noor Founder", "Ada Administrator"]
    assert found("", who="left") == ["Mara Member"]


def test_what_people_wrote_is_shown_as_text(
    client_for: ClientFor, administrator: Person, in_scope: Organisation
) -> None:
    evil = "<script>alert(1)</script>"
    text = f'Employee ID,Name,Team,Division,Title,"{evil}"\nX1,{evil},{evil},{evil},{evil},\n'
    client = client_for(administrator)
    shown = client.post(reverse("people:import"), {"file": csv(text)}, follow=True).content.decode()
    apply_import(in_scope, content=text.encode(), by=None)
    number = Affiliation.objects.get(employee_id="X1").person_id
    pages = [shown, ask(client, "list", "get").content.decode()]
    pages += [ask(client, name, "get", number).content.decode() for name in ("person", "change", "leave")]
    for page in pages:
        assert evil not in page
        assert "&lt;script&gt;" in page


def answers(**more: str) -> dict[str, str]:
    told = {"name": "Pia Berg", "email": "pia@example.org", "employee_id": "P1", "title": "Lead", "division": "North"}
    return told | {"team": "Akron", "manager": "", "on": "2024-06-12"} | more


def seen_on(client: Client, number: int) -> str:
    found = re.search(r'name="seen" value="(\w+)"', ask(client, "change", "get", number).content.decode())
    assert found
    return found[1]


def change(client: Client, number: int, **more: str) -> HttpResponse:
    told = answers(seen=seen_on(client, number)) | more
    return client.post(reverse("people:change", args=[number]), told)  # type: ignore[return-value]


def test_one_person_is_added_and_changed(client_for: ClientFor, administrator: Person, in_scope: Organisation) -> None:
    client = client_for(administrator)
    assert client.post(reverse("people:add"), answers(manager="nobody")).status_code == 422
    number = int(client.post(reverse("people:add"), answers(manager=administrator.email or "")).url.split("/")[-2])
    page = ask(client, "person", "get", number).content.decode()
    assert "In Akron (North)." in page
    assert "Ada Administrator" in page
    change(client, number, team="Canton", on="2024-07-01")
    stays = TeamMembership.objects.filter(person=number).order_by("starts_on")
    assert list(stays.values_list("team__name", "ends_on")) == [("Akron", date(2024, 7, 1)), ("Canton", None)]
    refused = change(client, number, email=administrator.email or "")
    assert (refused.status_code, "Somebody else has this e-mail." in refused.content.decode()) == (422, True)


def test_a_page_opened_before_a_move_does_not_undo_it(
    client_for: ClientFor, administrator: Person, member: Person, other_team: Team, in_scope: Organisation
) -> None:
    client = client_for(administrator)
    seen = seen_on(client, member.pk)
    move_to_team(member, organisation=in_scope, team=other_team, by=None)
    answer = change(client, member.pk, seen=seen, team="Cleveland")
    page = answer.content.decode()
    assert (answer.status_code, "Somebody changed this person meanwhile" in page) == (409, True)
    assert 'value="Detroit"' in page
    assert team_on(member, in_scope, TODAY) == other_team
    assert change(client, member.pk, team="Akron", employee_id="E9").status_code == 302


def test_an_address_of_another_organisation_is_refused_without_a_name(
    client_for: ClientFor, administrator: Person, member: Person, outsider: Person
) -> None:
    client = client_for(administrator)
    added = client.post(reverse("people:add"), answers(email=outsider.email or ""))
    for answer in (added, change(client, member.pk, email=outsider.email or "")):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "This address already signs in to another organisation here." in page
        assert "Otto" not in page


def test_when_a_login_of_two_organisations_was_used_is_not_shown(
    client_for: ClientFor, administrator: Person, member: Person, other_organisation: Organisation
) -> None:
    Person.objects.filter(pk=member.pk).update(last_login=clock.now())
    client = client_for(administrator)
    assert "last on 12 June 2024" in ask(client, "person", "get", member.pk).content.decode()
    with everywhere():
        Affiliation.objects.create(organisation=other_organisation, person=member)
    page = ask(client, "person", "get", member.pk).content.decode()
    assert "This login also opens another organisation" in page
    assert "12 June 2024" not in page


def test_no_button_makes_a_link_for_who_is_yet_to_come(
    client_for: ClientFor, administrator: Person, make_person: Callable[..., Person]
) -> None:
    client, coming = client_for(administrator), make_person("Cleo Coming", since=date(2024, 9, 2))
    page = ask(client, "person", "get", coming.pk).content.decode()
    assert "Belongs here from 2 September 2024." in page
    assert "Make a sign-in link" not in page
    assert ask(client, "link", "post", coming.pk).status_code == 409


@pytest.mark.parametrize(("name", "method"), OF_ONE + OF_UPLOAD)
@pytest.mark.parametrize("number", [2**63, 10**20 - 1])
def test_a_number_larger_than_any_is_nobodys(
    name: str, method: str, number: int, client_for: ClientFor, administrator: Person
) -> None:
    assert ask(client_for(administrator), name, method, number).status_code == 404


def test_a_nul_among_the_words_is_refused_plainly(client_for: ClientFor, administrator: Person) -> None:
    answer = client_for(administrator).get(reverse("people:list"), {"q": "mara\0member"})
    assert (answer.status_code, "\0" in answer.content.decode()) == (400, False)


def test_leaving_is_asked_and_can_be_undone(
    client_for: ClientFor, administrator: Person, member: Person, in_scope: Organisation
) -> None:
    client = client_for(administrator)
    client.post(reverse("people:leave", args=[member.pk]), {"on": "2024-06-12"})
    assert "Left on 12 June 2024." in ask(client, "person", "get", member.pk).content.decode()
    assert client.post(reverse("people:leave", args=[member.pk]), {"on": "2020-01-01"}).status_code == 422
    ask(client, "return", "post", member.pk)
    assert Affiliation.objects.get(person=member).ends_on is None
    refused = client.post(reverse("people:leave", args=[administrator.pk]), {"on": "2024-06-12"})
    assert (refused.status_code, "last administrator" in refused.content.decode()) == (422, True)


def test_roles_are_given_and_taken(
    client_for: ClientFor, administrator: Person, member: Person, in_scope: Organisation
) -> None:
    client, address = client_for(administrator), reverse("people:roles", args=[member.pk])
    client.post(address, {"role": Role.ADMINISTRATOR, "give": "on"})
    assert RoleGrant.objects.filter(person=member).exists()
    client.post(address, {"role": Role.ADMINISTRATOR})
    assert not RoleGrant.objects.filter(person=member).exists()
    assert client.post(address, {"role": "king"}).status_code == 400
    assert (
        client.post(reverse("people:roles", args=[administrator.pk]), {"role": Role.ADMINISTRATOR}).status_code == 409
    )


def test_a_link_leads_to_a_password_and_in(client_for: ClientFor, administrator: Person, member: Person) -> None:
    page = ask(client_for(administrator), "link", "post", member.pk)
    assert "no-store" in page.headers["Cache-Control"]
    link = re.search(r'value="(http://[^"]+/welcome/[^"]+)"', page.content.decode())
    assert link
    client = client_for(None)
    place = client.get(link[1]).url
    assert link[1].rstrip("/").split("/")[-1] not in place
    assert client.post(place, {"new_password1": "short", "new_password2": "short"}).status_code == 422
    answer = client.post(place, {"new_password1": "harbour-lights-9", "new_password2": "harbour-lights-9"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(member.pk)
    for address in (link[1], place):
        over = client_for(None).get(address)
        assert (over.status_code, "This link is over" in over.content.decode()) == (410, True)


def test_a_link_of_somebody_who_left_is_over(
    client_for: ClientFor, administrator: Person, member: Person, in_scope: Organisation
) -> None:
    link = make_sign_in_link(affiliation_for(administrator, member.pk), by=administrator)
    end_affiliation(member, organisation=in_scope, by=administrator, on=TODAY)
    assert client_for(None).get(link).status_code == 410


def test_lists_and_pages_take_the_queries_they_state(
    in_scope: Organisation, administrator: Person, django_assert_num_queries: Any
) -> None:
    rows = "".join(f"{number},T{number % 7},{number // 10 or ''}\n" for number in range(1, 120))
    apply_import(in_scope, content=f"person,team,reports_to\n{rows}".encode(), by=None)
    with django_assert_num_queries(8):
        people = list_people(in_scope, words="", left=False, page="1", day=TODAY)
    assert (len(people.lines), people.here, people.left) == (50, 120, 0)
    names = {one.employee_id: str(one) for one in Affiliation.objects.select_related("person")}
    affiliation = affiliation_for(administrator, Affiliation.objects.get(employee_id="11").person_id)
    with django_assert_num_queries(7):
        page = person_page(affiliation, TODAY)
    assert len(page.reports) == 10
    assert [spell.words for spell in page.managers] == [names["1"]]


def test_people_without_a_name_are_called_by_the_number_of_their_organisation(
    in_scope: Organisation, member: Person
) -> None:
    Person.objects.filter(pk=member.pk).update(name="", email=None)
    belonging = Affiliation.objects.select_related("person").get(person=member)
    assert names_in(in_scope, [member.pk]) == {member.pk: belonging.employee_id}


def test_reports_and_managers_without_a_name_are_called_by_their_number_everywhere(
    client_for: ClientFor, administrator: Person, in_scope: Organisation
) -> None:
    apply_import(in_scope, content=b"person,team,reports_to\nM-1,A,\nR-2,A,M-1\nR-3,A,M-1\n", by=None)
    client = client_for(administrator)
    number = Affiliation.objects.get(employee_id="M-1").person_id
    page = person_page(affiliation_for(administrator, number), TODAY)
    assert [report.name for report in page.reports] == ["R-2", "R-3"]
    assert ">R-2</a>" in ask(client, "person", "get", number).content.decode()
    shown = client.post(reverse("people:import"), {"file": csv("person,reports_to\nR-9,M-1\n")}, follow=True)
    assert "M-1" in shown.content.decode()
    added = answers(name="", email="", employee_id="P-7")
    assert "P-7 belongs here now." in client.post(reverse("people:add"), added, follow=True).content.decode()
