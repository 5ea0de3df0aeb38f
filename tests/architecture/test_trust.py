"""Headers, cookies and throttles that hold for every page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings as product
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings

from roost.ground.people.models import Organisation, Person

ROOT = Path(__file__).resolve().parents[2]
BrowserFor = Callable[[Person | None], Client]


@pytest.mark.parametrize("address", ["/", "/welcome/", "/sign-in/", "/see/", "/nowhere/", "/tv/none/", "/api/v1/me"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_carries_the_strict_headers(
    address: str, signed_in: bool, in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member if signed_in else None).get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_guessing_a_password_is_slowed_down(in_scope: Organisation, member: Person) -> None:
    cache.clear()
    browser = Client()
    answers = [
        browser.post("/sign-in/", {"login": member.email, "password": f"guess {number}"}).status_code
        for number in range(7)
    ]
    right = browser.post("/sign-in/", {"login": member.email, "password": "a-long-password"})
    assert answers[0] == 200
    assert right.status_code == 200  # the right password is of no use either until the minutes are over
    assert "_auth_user_id" not in browser.session
    cache.clear()
    assert browser.post("/sign-in/", {"login": member.email, "password": "a-long-password"}).status_code == 302


def test_signing_in_changes_the_session_and_signing_out_ends_it(in_scope: Organisation, member: Person) -> None:
    cache.clear()
    browser = Client()
    browser.get("/sign-in/")
    before = browser.session.session_key
    browser.post("/sign-in/", {"login": member.email, "password": "a-long-password"})
    during = browser.session.session_key
    assert during not in {None, before}
    browser.post("/sign-out/")
    assert "_auth_user_id" not in browser.session


def test_nobody_signs_up_by_themselves(client_for: BrowserFor, db: None) -> None:
    assert client_for(None).get("/sign-up/").status_code == 404
    assert client_for(None).get("/accounts/signup/").status_code == 404


def test_a_sign_in_leads_nowhere_else(in_scope: Organisation, member: Person) -> None:
    cache.clear()
    told = {"login": member.email, "password": "a-long-password", "next": "https://elsewhere.example/"}
    answer = Client().post("/sign-in/", told)
    assert answer["Location"] == "/"


def test_a_change_without_its_token_is_refused(in_scope: Organisation, member: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    for address in ("/see/new/", "/me/keys/", "/sign-out/"):
        assert browser.post(address, {}).status_code == 403


def test_somebody_who_was_switched_off_is_signed_out(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    Person.objects.filter(pk=member.pk).update(is_active=False)
    assert browser.get("/see/").status_code == 302


def under(**environment: str) -> dict[str, Any]:
    """Give the product's settings as another environment would make them."""
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "SECURE_HSTS_SECONDS", "DEBUG"]
    names.append("ALLAUTH_TRUSTED_PROXY_COUNT")
    told = f"import roost.doors.site.settings as s; print({{name: getattr(s, name) for name in {names!r}}})"
    kept = {**os.environ, "ROOST_DATA_DIR": str(product.DATA_DIR), **environment}
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=kept, capture_output=True, text=True, check=True)
    found: dict[str, Any] = eval(done.stdout)
    return found


def test_cookies_are_bound_to_https_where_the_address_says_so() -> None:
    found = under(ROOST_PUBLIC_URL="https://roost.example.org")
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["DEBUG"] is False


def test_a_forwarded_address_is_trusted_behind_a_proxy_alone() -> None:
    assert under(ROOST_BEHIND_PROXY="true")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert under()["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0


@pytest.mark.parametrize(
    ("proxies", "counted_as"), [(0, ["127.0.0.1", "127.0.0.1"]), (1, ["203.0.113.7", "203.0.113.8"])]
)
def test_tries_to_sign_in_are_counted_by_the_address_that_the_proxy_saw(proxies: int, counted_as: list[str]) -> None:
    asked = [f"198.51.100.1, {seen}" for seen in ("203.0.113.7", "203.0.113.8")]
    requests = [RequestFactory().post("/sign-in/", headers={"X-Forwarded-For": told}) for told in asked]
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert [get_adapter().get_client_ip(request) for request in requests] == counted_as


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_one_address_that_tries_too_often_does_not_lock_out_another(in_scope: Organisation, member: Person) -> None:
    cache.clear()
    browser = Client()
    told = {"password": "a guess"}
    for number in range(12):
        browser.post("/sign-in/", told | {"login": f"{number}@example.org"}, headers={"X-Forwarded-For": "203.0.113.7"})
    right = {"login": member.email, "password": "a-long-password"}
    answers = [browser.post("/sign-in/", right, headers={"X-Forwarded-For": f"203.0.113.{end}"}) for end in (7, 8)]
    assert [answer.status_code for answer in answers] == [200, 302]
    cache.clear()


def test_somebody_without_a_password_chooses_one(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    member.set_unusable_password()
    member.save()
    browser = client_for(member)
    assert b"Change your password" not in browser.get("/me/").content
    answer = browser.get("/account/password/", follow=True)
    assert answer.status_code == 200
    assert b"Set a password" in answer.content
    chosen = {"password1": "harbour-lights-9", "password2": "harbour-lights-9"}
    assert browser.post("/account/password/choose/", chosen).status_code == 302
    member.refresh_from_db()
    assert member.check_password("harbour-lights-9")
    assert b"Change your password" in browser.get("/me/").content


def test_somebody_who_was_switched_off_is_told_so_for_the_right_password_alone(
    in_scope: Organisation, member: Person
) -> None:
    cache.clear()
    Person.objects.filter(pk=member.pk).update(is_active=False)
    answers = [
        Client().post("/sign-in/", {"login": member.email, "password": password})
        for password in ("a-long-password", "a guess")
    ]
    assert [answer.status_code for answer in answers] == [403, 200]
    assert [b"switched off" in answer.content for answer in answers] == [True, False]
    cache.clear()
