"""By which rules a time is read: those of today for every zone that has a name in the world, the file's for others."""

from __future__ import annotations

import pytest

from roost.ground.calendars.tests.calendar_files import event, messages, read, times


def definition(name: str, offset: str, *more: str) -> str:
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *more, "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    lines += [f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE"]
    return "\r\n".join(lines)


def at_nine(name: str) -> str:
    return event(f"DTSTART;TZID={name}:20241021T090000", f"DTEND;TZID={name}:20241021T100000")


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Berlin",
        '"Europe/Berlin"',
        "W. Europe Standard Time",
        "/Europe/Berlin",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "/mozilla.org/20050126_1/Europe/Berlin",
    ],
)
def test_a_zone_is_known_by_any_of_its_names(name: str) -> None:
    assert times(read(at_nine(name), zone="UTC")) == ["10-21 07:00-08:00"]


def test_rules_that_changed_since_a_file_was_written_are_those_of_today() -> None:
    """Turkey gave up winter time in 2016, which older files do not know; its people live by the new rules."""
    old = (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Istanbul\r\nBEGIN:STANDARD\r\nDTSTART:19701025T040000\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:19700329T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE"
    )
    told = event("DTSTART;TZID=Europe/Istanbul:20241104T090000", "DURATION:PT1H")
    assert times(read(old, told)) == ["11-04 06:00-07:00"]
    # The same rules under a name of the file's own are what the file says.
    custom = old.replace("Europe/Istanbul", "Our Office")
    assert times(read(custom, told.replace("Europe/Istanbul", "Our Office"))) == ["11-04 07:00-08:00"]
    summer = event("DTSTART;TZID=Our Office:20241021T090000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert times(read(custom, summer)) == ["10-21 06:00-06:00", "10-28 07:00-07:00"]


def test_a_name_of_the_files_own_means_what_the_file_says() -> None:
    zones = [definition("Customized Time Zone", "+0530"), definition("Never/Never", "-0300")]
    assert times(read(*zones, at_nine("Customized Time Zone"))) == ["10-21 03:30-04:30"]
    assert times(read(*zones, at_nine("Never/Never"))) == ["10-21 12:00-13:00"]


def test_a_definition_may_say_which_place_it_means() -> None:
    zone = definition("My Zone", "+0000", "X-LIC-LOCATION:Europe/Berlin")
    assert times(read(zone, at_nine("My Zone"), zone="UTC")) == ["10-21 07:00-08:00"]


@pytest.mark.parametrize("name", ["Nowhere/Land", "../../etc/passwd", "/etc/passwd", "Europe", "", "x" * 5000, "\\;:"])
def test_a_zone_that_nobody_knows_is_read_by_the_calendars_or_the_persons(name: str) -> None:
    reading = read(at_nine(f'"{name}"'), at_nine(f'"{name}"').replace("UID:one", "UID:two"))
    assert times(reading) == ["10-21 07:00-08:00"] * 2
    assert len(reading.problems) == (1 if name else 0)
    assert all("not known" in one for one in messages(reading))
    theirs = read("X-WR-TIMEZONE:Asia/Tokyo", at_nine(f'"{name}"'))
    assert times(theirs) == (["10-21 00:00-01:00"] if name else ["10-21 07:00-08:00"])


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VTIMEZONE\r\nTZID:Broken\r\nEND:VTIMEZONE",
        "BEGIN:VTIMEZONE\r\nEND:VTIMEZONE",
        definition("Broken", "+9999"),
        definition("Broken", "nonsense"),
        definition("Broken", "+0100").replace("19700101T000000", "never"),
        definition("Broken", "+0100", "RRULE:FREQ=SECONDLY"),
    ],
)
def test_a_broken_definition_is_as_good_as_none(broken: str) -> None:
    reading = read(broken, at_nine("Broken"))
    assert len(reading.meetings) == 1


def test_one_file_does_not_define_zones_for_the_next() -> None:
    assert times(read(definition("Shared Name", "+0530"), at_nine("Shared Name"))) == ["10-21 03:30-04:30"]
    assert times(read(at_nine("Shared Name"))) == ["10-21 07:00-08:00"]
