"""A calendar on a phone: a file is added, the next two weeks are seen, and it is deleted again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ical.calendar_stream import IcsCalendarStream
from playwright.sync_api import expect

from tests.journeys.conftest import WalkIn
from tests.journeys.test_growth import PHONE


def file_of_tomorrow() -> bytes:
    day = datetime.now(UTC) + timedelta(days=1)
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:one", "SUMMARY:Coffee with Lena", f"DTSTART:{day:%Y%m%d}T120000Z"]
    lines += ["DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "END:VEVENT", "BEGIN:VEVENT", "DTSTART:soon", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_a_calendar_is_added_seen_and_deleted(walk_in: WalkIn) -> None:
    page = walk_in("founder", **PHONE)
    page.goto("/me/")
    page.get_by_role("link", name="Look at your calendars").click()
    expect(page.get_by_role("heading", name="No calendar yet")).to_be_visible()
    file = {"name": "mine.ics", "mimeType": "text/calendar", "buffer": file_of_tomorrow()}
    page.get_by_label("Calendar file").set_input_files(file)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text("Everything until")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("1 place could not be used")).to_be_visible()
    page.get_by_role("link", name="See the next two weeks").click()
    expect(page.get_by_text("Coffee with Lena")).to_have_count(3)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="No calendar yet")).to_be_visible()
    expect(page.get_by_text("Coffee with Lena")).to_have_count(0)


def test_the_director_finds_the_weeks_to_come(walk_in: WalkIn) -> None:
    page = walk_in("leader")
    page.goto("/me/calendars/")
    expect(page.get_by_text("Pipeline of the week").first).to_be_visible()
    expect(page.get_by_text("One-to-one with Ines, moved")).to_have_count(1)


def test_ones_own_program_reads_what_is_planned(walk_in: WalkIn) -> None:
    page = walk_in("leader", **PHONE)
    page.goto("/me/calendars/")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Your secret address").input_value()
    program = page.context.browser.new_context().request if page.context.browser else None
    assert program is not None

    def titles() -> set[str | None]:
        answer = program.get(address)
        assert answer.ok
        return {one.summary for one in IcsCalendarStream.calendar_from_ics(answer.text()).events}

    assert titles() == {"Session of two"}
    page.get_by_role("button", name="Show only “Busy (Roost)”").click()
    expect(page.get_by_text("Your calendar says only")).to_be_visible()
    assert titles() == {"Busy (Roost)"}
    page.get_by_text("Somebody else has the address").click()
    page.get_by_role("button", name="Make a new address").click()
    expect(page.get_by_label("Your secret address")).not_to_have_value(address)
    assert program.get(address).status == 404
    page.get_by_text("Somebody else has the address").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
