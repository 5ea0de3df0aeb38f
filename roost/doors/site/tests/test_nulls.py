"""The character NUL is refused before a database sees it, which would fail on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/tv/no%00ne/", "/%00", "/administer/people/%00/", "/static/%00.css"])
def test_there_is_nothing_at_an_address_with_a_nul(address: str, client_for: BrowserFor) -> None:
    answer = client_for(None).get(address)
    assert answer.status_code == 404
    assert b"There is nothing here" in answer.content
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["window=%00", "%00=1", "window=2024&window=a%00b"])
def test_a_query_with_a_nul_is_refused_in_plain_words(
    query: str, in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).get(f"/see/?{query}")
    assert answer.status_code == 400
    assert b"invisible character" in answer.content


@pytest.mark.parametrize("told", [{"name": "a\0b"}, {"na\0me": "a"}])
def test_a_form_with_a_nul_is_refused_in_plain_words(
    told: dict[str, str], in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post("/me/keys/", told)
    assert answer.status_code == 400
    assert b"invisible character" in answer.content


def test_a_cookie_with_a_nul_is_refused(client_for: BrowserFor) -> None:
    browser = client_for(None)
    answer = browser.get("/see/", headers={"Cookie": r'roost="abc\000defghi"'})
    assert answer.status_code == 400


def test_the_api_refuses_a_nul_in_its_own_form(client_for: BrowserFor) -> None:
    answers = [client_for(None).get(address) for address in ("/api/v1/pro%00grams", "/api/v1/programs?a=%00")]
    assert [answer.status_code for answer in answers] == [404, 422]
    assert all(answer.json()["problems"][0]["message"] for answer in answers)


def test_files_are_no_text_and_pass(in_scope: Organisation, administrator: Person, client_for: BrowserFor) -> None:
    file = SimpleUploadedFile("people.csv", b"\0", content_type="text/csv")
    answer = client_for(administrator).post("/administer/people/import/", {"file": file})
    assert answer.status_code != 404
    assert b"invisible character" not in answer.content


def test_a_form_of_a_stranger_is_refused_unread(organisation: Organisation) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = "no-session-of-ours"
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    for address in ("/see/7/upload/", "/administer/people/import/"):
        answer = browser.post(address, {"file": SimpleUploadedFile("scores.csv", b"x" * 100), "name": "a\0b"})
        assert answer.status_code == 302
        assert b"x" * 100 in answer.wsgi_request.read()
