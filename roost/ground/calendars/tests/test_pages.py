"""The pages of one's own calendars, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roost.ground.calendars.actions import read_waiting
from roost.ground.calendars.actions.fetching import FeedFailed, FeedGone, Fetched
from roost.ground.calendars.engine import MOST_BYTES, read_calendar
from roost.ground.calendars.models import Calendar
from roost.ground.calendars.tests.calendar_files import calendar, event
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]
LIST = "calendars:list"
ADDRESS = "https://calendar.google.com/calendar/ical/canary/basic.ics"
CONTENT = calendar(
    event("DTSTART:20240613T090000Z", "DTEND:20240613T093000Z", "SUMMARY:Talk <b>with Ben", "ATTENDEE:mailto:b@x.org")
)


def send_file(browser: Client, content: bytes = CONTENT, name: str = "work.ics") -> Any:
    return browser.post(reverse("calendars:add-file"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def send_feed(browser: Client, address: str = ADDRESS, name: str = "") -> Any:
    return browser.post(reverse("calendars:add-feed"), {"address": address, "name": name}, follow=True)


def read_all(answer: Fetched | Exception | None = None) -> None:
    def fetch(address: str, **marks: str) -> Fetched:
        if isinstance(answer, Exception):
            raise answer
        assert answer is not None
        return answer

    for number in Calendar.objects.values_list("pk", flat=True):
        read_waiting(number, fetch=fetch, read=read_calendar)


def page(name: str) -> str:
    return reverse(f"calendars:{name}", args=[Calendar.objects.get().pk])


def test_a_file_is_added_seen_and_deleted(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    assert reverse(LIST) in browser.get(reverse("home:me")).text
    assert "No calendar yet" in browser.get(reverse(LIST)).text
    told = send_file(browser).text
    assert "Waiting for its turn" in told
    assert "Look again" in told
    read_all()
    told = browser.get(page("calendar")).text
    assert "Read on 12 June" in told
    assert "Everything until 11 August 2024 is known." in told
    told = browser.get(reverse(LIST)).text
    assert "Thursday 13 June" in told
    assert "Talk &lt;b&gt;with Ben" in told
    assert "1 other" in told
    assert "b@x.org" not in told
    told = browser.post(page("delete"), follow=True).text
    assert "Deleted, with everything" in told
    assert "No calendar yet" in told


def test_a_feed_is_followed_and_its_address_shown_to_nobody(
    in_scope: Organisation, member: Person, noon: datetime, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    assert "Waiting for its turn" in send_feed(browser).text
    read_all(Fetched(CONTENT))
    for address in (page("calendar"), reverse(LIST), reverse("home:me")):
        assert "canary" not in browser.get(address).text
    told = browser.get(page("calendar")).text
    assert "calendar.google.com" in told
    assert "It is read again on" in told
    with clock.at(noon + timedelta(minutes=5)):
        assert "Waiting for its turn" in browser.post(page("refresh"), follow=True).text
        read_all(FeedFailed("The host took too long to answer."))
        told = browser.get(page("calendar")).text
        assert "It could not be read this time" in told
        assert "took too long" in told
        assert "not reached lately" in browser.get(reverse(LIST)).text
    with clock.at(noon + timedelta(minutes=9)):
        browser.post(page("refresh"))
        read_all(FeedGone("There is no calendar at this address any more."))
        assert "This is not read any more" in browser.get(page("calendar")).text
        assert "not read: look why" in browser.get(reverse(LIST)).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in it"),
        (b"<!doctype html>", "web page"),
        (calendar(event("DTSTART:soon")), "1 place could not be used"),
        (calendar(), "Everything until"),
    ],
)
def test_what_became_of_a_file_is_said(
    content: bytes, words: str, in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    send_file(browser, content)
    read_all()
    assert words in browser.get(page("calendar")).text
    assert browser.get(reverse(LIST)).status_code == 200


def test_what_cannot_be_added_is_said_on_the_page(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    answer = browser.post(reverse("calendars:add-file"))
    assert answer.status_code == 422
    assert "field-error" in answer.text
    large = send_file(browser, b"x" * (MOST_BYTES + 1))
    assert large.status_code == 422
    assert "larger than 10 MB" in large.text
    for address in ("", "https://example.org/a.ics", "https://mara:word@calendar.google.com/"):
        answer = send_feed(browser, address)
        assert answer.status_code == 422
        assert "field-error" in answer.text
    assert not Calendar.objects.exists()


def test_where_feeds_are_switched_off_a_file_works(
    in_scope: Organisation, member: Person, client_for: BrowserFor, settings: Any
) -> None:
    settings.CALENDAR_HOSTS = ()
    browser = client_for(member)
    assert "switched this off" in browser.get(reverse(LIST)).text
    assert "Waiting for its turn" in send_file(browser).text


def test_nobody_else_sees_anything(
    in_scope: Organisation,
    member: Person,
    founder: Person,
    administrator: Person,
    outsider: Person,
    client_for: BrowserFor,
) -> None:
    send_file(client_for(member))
    read_all()
    for person in (founder, administrator, outsider):
        browser = client_for(person)
        assert "Talk" not in browser.get(reverse(LIST)).text
        assert browser.get(page("calendar")).status_code == 404
        for change in ("refresh", "delete"):
            assert browser.post(page(change)).status_code == 404
        assert "Talk" not in browser.get(reverse("home:export")).text
    assert client_for(None).get(page("calendar")).status_code == 302
    assert Calendar.objects.exists()


def test_a_page_that_waits_asks_for_its_state_alone(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    send_file(browser)
    part = browser.get(page("calendar"), headers={"HX-Request": "true"}).text
    assert "progress" in part
    assert "<html" not in part
    read_all()
    assert "Read on" in browser.get(page("calendar"), headers={"HX-Request": "true"}).text


def test_a_lot_at_once_is_asked_to_wait(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    for _ in range(30):
        browser.post(reverse("calendars:add-feed"), {"address": ADDRESS})
    assert "a lot in a short time" in send_feed(browser).text
    assert "a lot in a short time" in send_file(browser).text
