"""The feed that a person's own programs read: who gets it, what stands in it, and when it is dead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from ical.calendar_stream import IcsCalendarStream

from roost.ground.calendars.access import own_feed, secret_of
from roost.ground.calendars.actions import end_publishing, publish_planned, show_titles
from roost.ground.calendars.engine import Event
from roost.ground.calendars.models import PlannedFeed
from roost.ground.calendars.ports import PLANNED, uid_of
from roost.ground.calendars.reads import planned_part
from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.models import Affiliation, Organisation, Person

BrowserFor = Callable[[Person | None], Client]


class Diary:
    """A room that plans: what it knows of, and what it was asked."""

    def __init__(self) -> None:
        self.events: dict[int, list[Event]] = {}
        self.asked: list[tuple[int, datetime, datetime]] = []
        self.seen: list[int] = []

    def __call__(self, person: int, since: datetime, until: datetime) -> Sequence[Event]:
        self.asked.append((person, since, until))
        self.seen = list(Affiliation.objects.values_list("organisation", flat=True).distinct())
        return self.events.get(person, [])


@pytest.fixture
def diary() -> Iterator[Diary]:
    diary = Diary()
    others = {room: PLANNED.fill(room, None) for room in ("companions", "rhythm")}
    PLANNED.fill("diary", diary)
    yield diary
    PLANNED.fill("diary", None)
    for room, planning in others.items():
        PLANNED.fill(room, planning)


def event(noon: datetime, days: float = 1, **more: Any) -> Event:
    known: dict[str, Any] = {
        "uid": uid_of("diary", int(days * 100) + 10**6),
        "sequence": 0,
        "starts_at": noon + timedelta(days=days),
        "minutes": 60,
        "zone": "Europe/Berlin",
        "title": "Circle Harbour",
        "words": "Bring one thing.",
        "place": "Room 4",
        "url": "https://roost.example.org/circles/1/",
        "changed_at": noon - timedelta(days=2),
    }
    return Event(**(known | more))


def path_of(feed: PlannedFeed) -> str:
    return reverse("calendars:planned", args=[secret_of(feed)])


def titles(content: bytes) -> list[str]:
    return [str(one.summary) for one in IcsCalendarStream.calendar_from_ics(content.decode()).events]


@pytest.fixture
def feed(in_scope: Organisation, member: Person) -> PlannedFeed:
    return publish_planned(member, by=member)


def test_programs_read_it_without_signing_in(
    feed: PlannedFeed, diary: Diary, member: Person, in_scope: Organisation, client_for: BrowserFor, noon: datetime
) -> None:
    diary.events[member.pk] = [event(noon, 2), event(noon, 1)]
    browser = client_for(None)
    answer = browser.get(path_of(feed))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-cache", "no-referrer")
    assert not answer.cookies
    assert titles(answer.content) == ["Circle Harbour"] * 2
    assert (diary.asked[0][0], diary.seen) == (member.pk, [in_scope.pk])
    assert browser.head(path_of(feed)).content == b""
    assert browser.post(path_of(feed)).status_code == 405


def test_what_did_not_change_is_not_sent_again(
    feed: PlannedFeed, diary: Diary, member: Person, client_for: BrowserFor, noon: datetime
) -> None:
    diary.events[member.pk] = [event(noon)]
    first = client_for(None).get(path_of(feed))
    for name, mark in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        again = client_for(None).get(path_of(feed), headers={name: mark})
        assert (again.status_code, again.content) == (304, b"")
    with clock.at(noon + timedelta(hours=1)):
        diary.events[member.pk] = [event(noon, sequence=1, changed_at=noon + timedelta(minutes=30))]
        for name, mark in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
            assert client_for(None).get(path_of(feed), headers={name: mark}).status_code == 200
        show_titles(feed, by=member, is_busy_only=True)
    with clock.at(noon + timedelta(hours=2)):
        busy = client_for(None).get(path_of(feed), headers={"If-Modified-Since": first["Last-Modified"]})
        assert busy.status_code == 200


def test_only_a_year_and_a_month_around_today_stands_in_it(
    feed: PlannedFeed, diary: Diary, member: Person, client_for: BrowserFor, noon: datetime
) -> None:
    diary.events[member.pk] = [event(noon, days, title=f"{days}") for days in (-398, -396, 0, 395, 396, 398)]
    assert titles(client_for(None).get(path_of(feed)).content) == ["-396", "0", "395"]
    ((_, since, until),) = diary.asked
    assert (since, until) == (datetime(2023, 5, 13, tzinfo=UTC), datetime(2025, 7, 13, tzinfo=UTC))


def test_what_was_called_off_is_shown_so_for_a_month(
    feed: PlannedFeed, diary: Diary, member: Person, client_for: BrowserFor, noon: datetime
) -> None:
    diary.events[member.pk] = [
        event(noon, days, title=f"{ago}", is_cancelled=True, sequence=1, changed_at=noon - timedelta(days=ago))
        for days, ago in ((1, 0), (2, 30), (3, 31))
    ]
    calendar = IcsCalendarStream.calendar_from_ics(client_for(None).get(path_of(feed)).content.decode())
    assert [(one.summary, one.status.value) for one in calendar.events] == [("0", "CANCELLED"), ("30", "CANCELLED")]


def test_others_may_see_no_more_than_that_somebody_is_busy(
    feed: PlannedFeed, diary: Diary, member: Person, client_for: BrowserFor, noon: datetime
) -> None:
    diary.events[member.pk] = [event(noon)]
    browser = client_for(member)
    assert "Circle Harbour" in browser.get(reverse("calendars:list")).text
    browser.post(reverse("calendars:titles"), {"busy": "1"})
    content = client_for(None).get(path_of(feed)).content
    assert titles(content) == ["Busy (Roost)"]
    assert not any(word in content for word in (b"Harbour", b"Bring", b"Room", b"circles"))
    assert "Circle Harbour" not in browser.get(reverse("calendars:list")).text
    browser.post(reverse("calendars:titles"), {"busy": "0"})
    assert titles(client_for(None).get(path_of(feed)).content) == ["Circle Harbour"]


def test_a_renewed_or_ended_address_is_dead_and_looks_like_any_other(
    feed: PlannedFeed, member: Person, client_for: BrowserFor
) -> None:
    old = path_of(feed)
    new = path_of(publish_planned(member, by=member))
    assert new != old
    assert client_for(None).get(new).status_code == 200
    assert PlannedFeed.objects.count() == 1
    own = own_feed(member)
    assert own is not None
    end_publishing(own, by=member)
    wrong = [old, new, f"{new[:-6]}x.ics", "/calendar/x.ics", "/calendar/.x.ics", f"/calendar/{'é' * 50}.ics"]
    answers = [client_for(browser).get(path) for path in wrong for browser in (None, member)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert not any("Set-Cookie" in answer for answer in answers)


def test_a_guess_costs_no_question_to_the_database(
    feed: PlannedFeed, client_for: BrowserFor, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(0):
        assert client_for(None).get(f"/calendar/{feed.seed}.{'A' * 43}.ics").status_code == 404


def test_nobody_gets_the_calendar_of_somebody_who_is_gone(
    feed: PlannedFeed, diary: Diary, member: Person, client_for: BrowserFor, noon: datetime
) -> None:
    diary.events[member.pk] = [event(noon)]
    Affiliation.objects.filter(person=member).update(ends_on=noon.date())
    client_for(None).get(path_of(feed))
    assert diary.seen == []
    Person.objects.filter(pk=member.pk).update(is_active=False)
    assert client_for(None).get(path_of(feed)).status_code == 404


def test_everybody_looks_after_their_own(feed: PlannedFeed, member: Person, founder: Person) -> None:
    with pytest.raises(Forbidden):
        publish_planned(member, by=founder)
    with pytest.raises(Forbidden):
        show_titles(feed, by=founder, is_busy_only=True)
    with pytest.raises(Forbidden):
        end_publishing(feed, by=founder)


def test_programs_that_ask_without_end_are_asked_to_wait(feed: PlannedFeed, client_for: BrowserFor) -> None:
    browser = client_for(None)
    assert {browser.get(path_of(feed)).status_code for _ in range(240)} == {200}
    assert browser.get(path_of(feed)).status_code == 429


def test_the_secret_is_in_no_download_and_in_no_row(feed: PlannedFeed, member: Person, client_for: BrowserFor) -> None:
    (row,) = export_person(member.pk)["calendars.PlannedFeed"]
    assert row["is_busy_only"] == "False"
    assert feed.seed not in f"{export_person(member.pk)}"
    assert secret_of(feed) not in f"{PlannedFeed.objects.values().get()}"
    path = path_of(feed)
    erase_person(member.pk)
    assert not PlannedFeed.objects.exists()
    assert client_for(None).get(path).status_code == 404


def test_the_page_shows_the_address_until_it_is_ended(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    assert "Nothing is planned with you yet" in browser.get(reverse("calendars:list")).text
    assert browser.post(reverse("calendars:titles"), {"busy": "1"}).status_code == 404
    for change in ("publish", "publish", "end-published"):
        told = browser.post(reverse(f"calendars:{change}"), follow=True).text
        feed = own_feed(member)
        assert (feed is not None) == (change == "publish")
        assert ('id="planned-address"' in told) == (change == "publish")
        if feed is not None:
            assert f"{path_of(feed)}" in told
    assert "The address works no more" in told


def test_the_page_names_five_things_to_come(
    feed: PlannedFeed,
    diary: Diary,
    member: Person,
    noon: datetime,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    diary.events[member.pk] = [event(noon, days) for days in (-1, 1, 2, 3, 4, 5, 6)]
    diary.events[member.pk] += [event(noon, 1.5, is_cancelled=True)]
    # The feed, the organisations of its person, and the one of this room that plans.
    with django_assert_num_queries(3):
        part = planned_part(member)
    assert [one.starts_at for one in part.coming] == [noon + timedelta(days=days) for days in (1, 2, 3, 4, 5)]
    assert urlsplit(part.subscribe)[1:] == urlsplit(part.address)[1:]
