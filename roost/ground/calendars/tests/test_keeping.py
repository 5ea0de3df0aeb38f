"""What is kept of a calendar, for how long, and what the worker does when a host or a file is not as it should be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from roost.ground.activity.models import Fact
from roost.ground.calendars.access import calendar_for
from roost.ground.calendars.actions import (
    add_feed,
    add_file,
    delete_calendar,
    forget_past_meetings,
    give_up_lost,
    read_again,
    read_due_feeds,
    read_waiting,
)
from roost.ground.calendars.actions.adding import folder, path_of
from roost.ground.calendars.actions.fetching import FeedFailed, FeedGone, Fetched
from roost.ground.calendars.engine import read_calendar
from roost.ground.calendars.models import Calendar, Meeting
from roost.ground.calendars.reads import calendars_page, meetings_between
from roost.ground.calendars.tasks import read_calendar as read_calendar_task
from roost.ground.calendars.tests.calendar_files import calendar, event
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.kit.schedule import enqueue
from roost.ground.people.models import Affiliation, Organisation, Person

ADDRESS = "https://calendar.google.com/calendar/ical/canary/basic.ics"
SERIES = event("DTSTART:20240611T090000Z", "DTEND:20240611T093000Z", "RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:Stand-up")
LATER = event("DTSTART:20240720T090000Z", "DTEND:20240720T100000Z", "SUMMARY:Budget", uid="two")
FILE = calendar(SERIES, LATER)


def read_here(content: bytes, **how: Any) -> Any:
    """Read in this process, which is sooner."""
    return read_calendar(content, **how)


class Host:
    """A host that answers as it is told, and remembers how it was asked."""

    def __init__(self, *answers: Fetched | Exception) -> None:
        self.answers, self.asked = list(answers), list[dict[str, str]]()

    def __call__(self, address: str, **marks: str) -> Fetched:
        assert address == ADDRESS
        self.asked.append(marks)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def file_of(person: Person, content: bytes = FILE, name: str = "work") -> Calendar:
    added = add_file(person, by=person, name=name, chunks=[content])
    read_waiting(added.pk, read=read_here)
    return Calendar.objects.get(pk=added.pk)


def feed_of(person: Person, host: Host) -> Calendar:
    added = add_feed(person, by=person, name="", address=ADDRESS)
    read_waiting(added.pk, fetch=host, read=read_here)
    return Calendar.objects.get(pk=added.pk)


def once_more(feed: Calendar, host: Host) -> Calendar:
    Calendar.objects.filter(pk=feed.pk).update(state=Calendar.State.WAITING)
    read_waiting(feed.pk, fetch=host, read=read_here)
    return Calendar.objects.get(pk=feed.pk)


def test_a_file_is_read_once_and_not_kept(in_scope: Organisation, member: Person, noon: datetime) -> None:
    added = add_file(member, by=member, name="work", chunks=[FILE[:50], FILE[50:]])
    assert added.state == Calendar.State.WAITING
    assert path_of(added.pk).read_bytes() == FILE
    assert path_of(added.pk).stat().st_mode & 0o077 == 0
    read_waiting(added.pk)  # in a process of its own, as the worker does
    added.refresh_from_db()
    assert (added.state, added.problem, added.left_out) == (Calendar.State.READY, "", 0)
    assert added.reaches == noon + timedelta(days=60)
    assert not path_of(added.pk).exists()
    assert Meeting.objects.filter(person=member).count() == 4  # the first was over the day before yesterday's noon
    read_waiting(added.pk)
    assert Meeting.objects.count() == 4


def test_that_a_calendar_was_added_is_told_and_nothing_of_it(in_scope: Organisation, member: Person) -> None:
    file_of(member)
    fact = Fact.objects.get(verb="calendars.added")
    assert fact.actor == member.pk
    assert not fact.subject
    assert not fact.involved.exists()


def test_the_same_again_counts_once(in_scope: Organisation, member: Person) -> None:
    first, again = file_of(member), file_of(member, name="again")
    assert first.pk == again.pk
    assert Fact.objects.filter(verb="calendars.added").count() == 1
    one = add_feed(member, by=member, name="a", address=ADDRESS)
    other = add_feed(member, by=member, name="b", address=ADDRESS.replace("https", "webcal"))
    assert one.pk == other.pk


def test_the_same_file_again_and_again_is_read_once_a_minute(
    in_scope: Organisation, member: Person, noon: datetime
) -> None:
    first = file_of(member)
    for _ in range(3):
        assert add_file(member, by=member, name="work", chunks=[FILE]).state == Calendar.State.READY
    assert list(folder().iterdir()) == []
    assert DBTaskResult.objects.count() == 1
    with clock.at(noon + timedelta(minutes=2)):
        assert add_file(member, by=member, name="work", chunks=[FILE]).is_under_way
    assert path_of(first.pk).exists()


def test_what_people_wait_for_goes_before_calendars(in_scope: Organisation, member: Person) -> None:
    add_file(member, by=member, name="work", chunks=[FILE])
    enqueue("roost.ground.kit.tasks.tidy_up")
    first = DBTaskResult.objects.ready().first()
    assert first is not None
    assert first.task_path == "roost.ground.kit.tasks.tidy_up"


def test_there_are_ten_calendars_at_most(in_scope: Organisation, member: Person) -> None:
    for number in range(10):
        add_feed(member, by=member, name="", address=f"{ADDRESS}?{number}")
    before = set(folder().iterdir())
    with pytest.raises(Conflict, match="Delete one first"):
        add_file(member, by=member, name="more", chunks=[FILE])
    assert set(folder().iterdir()) == before
    with pytest.raises(Conflict):
        add_feed(member, by=member, name="", address=ADDRESS)


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "nothing in it"), (b"<html>", "web page"), (b"x,y", "not a calendar")]
)
def test_a_file_that_is_no_calendar_stops_with_words(
    content: bytes, words: str, in_scope: Organisation, member: Person
) -> None:
    found = file_of(member, content)
    assert found.state == Calendar.State.STOPPED
    assert words in found.problem
    assert not path_of(found.pk).exists()


def test_what_was_left_out_is_said_by_line(in_scope: Organisation, member: Person) -> None:
    found = file_of(member, calendar(SERIES, event("DTSTART:never", uid="x")))
    assert (found.state, found.left_out) == (Calendar.State.READY, 1)
    (place,) = found.places
    assert place["value"] == "never"
    assert "cannot be read" in place["message"]


def test_reading_again_changes_what_changed_and_drops_what_is_gone(in_scope: Organisation, member: Person) -> None:
    host = Host(Fetched(FILE), Fetched(calendar(SERIES.replace("Stand-up", "Start").replace("COUNT=4", "COUNT=3"))))
    feed = feed_of(member, host)
    before = dict(Meeting.objects.values_list("key", "pk"))
    once_more(feed, host)
    after = dict(Meeting.objects.values_list("key", "pk"))
    assert len(after) == 2
    assert after.items() <= before.items()
    assert set(Meeting.objects.values_list("title", flat=True)) == {"Start"}


def test_a_host_is_asked_whether_anything_changed_but_once_a_day_for_all_of_it(
    in_scope: Organisation, member: Person, noon: datetime
) -> None:
    host = Host(Fetched(FILE, '"one"', "Monday"), Fetched(None), Fetched(FILE, '"two"'))
    feed = feed_of(member, host)
    with clock.at(noon + timedelta(hours=5)):
        feed = once_more(feed, host)
        assert (feed.state, feed.read_at) == (Calendar.State.READY, noon)
    with clock.at(noon + timedelta(hours=25)):
        feed = once_more(feed, host)
    assert host.asked == [{}, {"etag": '"one"', "modified": "Monday"}, {}]
    assert feed.etag == '"two"'
    assert feed.reaches == noon + timedelta(days=60, hours=25)


def test_feeds_are_read_every_few_hours_not_all_at_once(
    in_scope: Organisation, member: Person, founder: Person, noon: datetime
) -> None:
    feeds = [feed_of(person, Host(Fetched(FILE))) for person in (member, founder)]
    due = [feed.next_at for feed in feeds]
    assert due[0] != due[1]
    assert all(timedelta(hours=4) <= one - noon <= timedelta(hours=5) for one in due if one)
    assert read_due_feeds() == 0
    with clock.at(noon + timedelta(hours=6)):
        assert read_due_feeds() == 2
        assert read_due_feeds() == 0


def test_feeds_of_who_left_are_not_read(in_scope: Organisation, member: Person, noon: datetime) -> None:
    feed_of(member, Host(Fetched(FILE)))
    Affiliation.objects.filter(person=member).update(ends_on=noon.date())
    with clock.at(noon + timedelta(hours=6)):
        assert read_due_feeds() == 0


def test_a_feed_that_is_gone_stops_until_its_person_acts(
    in_scope: Organisation, member: Person, noon: datetime
) -> None:
    host = Host(Fetched(FILE), FeedGone("It is no more."), Fetched(FILE))
    feed = once_more(feed_of(member, host), host)
    assert (feed.state, feed.problem, feed.next_at) == (Calendar.State.STOPPED, "It is no more.", None)
    assert Meeting.objects.exists()  # what was read before stands
    with clock.at(noon + timedelta(days=3)):
        assert read_due_feeds() == 0
        read_again(feed, by=member)
        read_waiting(feed.pk, fetch=host, read=read_here)
    feed.refresh_from_db()
    assert (feed.state, feed.problem) == (Calendar.State.READY, "")


def test_the_fifth_failure_in_a_row_stops_a_feed(in_scope: Organisation, member: Person) -> None:
    page = Fetched(b"<html>Sign in</html>")
    host = Host(Fetched(FILE), page, FeedFailed("Down."), page, page, FeedFailed("Down."))
    feed = feed_of(member, host)
    for _ in range(4):
        feed = once_more(feed, host)
        assert feed.state == Calendar.State.READY
        assert feed.problem
    feed = once_more(feed, host)
    assert feed.state == Calendar.State.STOPPED
    assert "five times in a row" in feed.problem


def test_reading_now_is_for_feeds_and_not_twice_a_minute(
    in_scope: Organisation, member: Person, noon: datetime
) -> None:
    with pytest.raises(InputError, match="read once"):
        read_again(file_of(member), by=member)
    feed = feed_of(member, Host(Fetched(FILE)))
    with pytest.raises(Conflict):
        read_again(feed, by=member)
    with clock.at(noon + timedelta(minutes=2)):
        assert read_again(feed, by=member).state == Calendar.State.WAITING
        assert read_again(feed, by=member).state == Calendar.State.WAITING


def test_deleting_deletes_everything_at_once(
    in_scope: Organisation, member: Person, django_capture_on_commit_callbacks: Any
) -> None:
    found = file_of(member)
    waiting = add_file(member, by=member, name="other", chunks=[FILE + b"\r\n"])
    with django_capture_on_commit_callbacks(execute=True):
        delete_calendar(found, by=member)
        delete_calendar(waiting, by=member)
    assert not Calendar.objects.exists()
    assert not Meeting.objects.exists()
    assert not path_of(waiting.pk).exists()
    read_waiting(waiting.pk, read=read_here)
    assert not Meeting.objects.exists()


def test_a_calendar_deleted_while_it_is_read_stays_deleted(in_scope: Organisation, member: Person) -> None:
    added = add_file(member, by=member, name="work", chunks=[FILE])

    def read(content: bytes, **how: Any) -> Any:
        delete_calendar(Calendar.objects.get(pk=added.pk), by=member)
        return read_calendar(content, **how)

    read_waiting(added.pk, read=read)
    assert not Meeting.objects.exists()


def test_meetings_that_are_over_are_deleted(in_scope: Organisation, member: Person, noon: datetime) -> None:
    file_of(member)
    with clock.at(noon + timedelta(days=10)):
        assert forget_past_meetings() == 3
    assert [one.title for one in Meeting.objects.all()] == ["Budget"]


def test_what_a_lost_worker_leaves_is_given_up(in_scope: Organisation, member: Person, noon: datetime) -> None:
    added = add_file(member, by=member, name="work", chunks=[FILE])
    Calendar.objects.update(state=Calendar.State.READING)
    left = folder() / "left-over"
    left.write_bytes(b"x")
    give_up_lost()
    assert left.exists()
    assert path_of(added.pk).exists()
    with clock.at(noon + timedelta(hours=2)):
        give_up_lost()
    added.refresh_from_db()
    assert added.state == Calendar.State.STOPPED
    assert "could not be finished" in added.problem


def test_a_worker_that_comes_to_grief_says_so(in_scope: Organisation, member: Person) -> None:
    def read(content: bytes, **how: Any) -> Any:
        raise RuntimeError

    added = add_file(member, by=member, name="work", chunks=[FILE])
    with pytest.raises(RuntimeError):
        read_waiting(added.pk, read=read)
    added.refresh_from_db()
    assert "Something went wrong" in added.problem
    assert not path_of(added.pk).exists()


def test_nobody_else_holds_or_changes_a_calendar(
    in_scope: Organisation, member: Person, founder: Person, administrator: Person, outsider: Person
) -> None:
    found = file_of(member)
    for person in (founder, administrator, outsider):
        with pytest.raises(NotFound):
            calendar_for(person, found.pk)
        with pytest.raises(Forbidden):
            delete_calendar(found, by=person)
        with pytest.raises(Forbidden):
            read_again(found, by=person)
        assert meetings_between(person, clock.now(), clock.now() + timedelta(days=60)) == []
    with pytest.raises(Forbidden):
        add_file(member, by=founder, name="x", chunks=[FILE])


def test_a_person_takes_it_along_and_it_goes_with_them(in_scope: Organisation, member: Person) -> None:
    feed_of(member, Host(Fetched(FILE)))
    taken = export_person(member.pk)
    assert taken["calendars.Calendar"][0]["address"] == ADDRESS
    assert "digest" not in taken["calendars.Calendar"][0]
    assert {one["title"] for one in taken["calendars.Meeting"]} == {"Stand-up", "Budget"}
    waiting = add_file(member, by=member, name="work", chunks=[FILE])
    erase_person(member.pk)
    assert not Calendar.objects.exists()
    assert not Meeting.objects.exists()
    read_waiting(waiting.pk)
    assert not path_of(waiting.pk).exists()


def test_other_rooms_ask_for_meetings_between_two_moments(
    in_scope: Organisation, member: Person, noon: datetime
) -> None:
    day = event("DTSTART;VALUE=DATE:20240613", "SUMMARY:Fair", "TRANSP:TRANSPARENT", uid="day")
    file_of(member, calendar(SERIES, LATER, day))
    file_of(member, calendar(SERIES, day), name="the same again")
    with CaptureQueriesContext(connection) as asked:
        found = meetings_between(member, noon, noon + timedelta(days=1, hours=19))
    assert len(asked) == 1
    assert [(one.title, one.is_free) for one in found] == [("Fair", True), ("Stand-up", False), ("Stand-up", False)]
    after = found[1].ends_at
    assert [one.title for one in meetings_between(member, after, after + timedelta(hours=1))] == ["Fair"]


def test_the_page_shows_two_weeks_by_the_persons_days(
    in_scope: Organisation, member: Person, django_assert_num_queries: Callable[..., Any]
) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="Pacific/Auckland")
    person = Person.objects.get(pk=member.pk)
    late = event("DTSTART:20240613T130000Z", "DTEND:20240613T140000Z", "SUMMARY:Late", uid="late")
    long = event("DTSTART;VALUE=DATE:20240610", "DTEND;VALUE=DATE:20240616", "SUMMARY:Away", uid="long")
    night = event("DTSTART:20240618T110000Z", "DTEND:20240618T140000Z", "SUMMARY:Night", uid="night")
    ever = event("DTSTART;VALUE=DATE:20240625", "DTEND;VALUE=DATE:20240801", "SUMMARY:Ever", uid="ever")
    file_of(person, calendar(late, long, night, ever, LATER))
    with django_assert_num_queries(2):
        page = calendars_page(person)
    assert [(f"{day.day:%d}", [one.title for one in day.meetings]) for day in page.days] == [
        ("13", ["Away"]),
        ("14", ["Away", "Late"]),
        ("15", ["Away"]),
        ("18", ["Night"]),
        ("19", ["Night"]),
        ("25", ["Ever"]),
        ("26", ["Ever"]),
    ]


def test_the_worker_finds_its_tasks(in_scope: Organisation, member: Person) -> None:
    added = add_file(member, by=member, name="work", chunks=[FILE])
    read_calendar_task.call(calendar=added.pk)
    added.refresh_from_db()
    assert added.state == Calendar.State.READY
