"""Which hosts of calendars an installation lets people follow."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from roost.doors.site.environment import Environment


def test_the_well_known_hosts_are_listed_from_the_start() -> None:
    assert Environment().calendar_hosts_listed() == (
        "calendar.google.com",
        "outlook.office365.com",
        "outlook.live.com",
        "outlook.office.com",
        "*.icloud.com",
    )


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        ("", ()),
        (" , ", ()),
        ("Calendar.Example.ORG", ("calendar.example.org",)),
        ("*.example.org, localhost:8123", ("*.example.org", "localhost:8123")),
    ],
)
def test_hosts_are_separated_by_commas(given: str, listed: tuple[str, ...]) -> None:
    assert Environment(calendar_hosts=given).calendar_hosts_listed() == listed


@pytest.mark.parametrize("given", ["*", "*.org", "https://example.org", "example.org/a", "a b@c", "*.example.org:80"])
def test_what_is_no_host_stops_the_start(given: str) -> None:
    with pytest.raises(ValidationError, match="is no host"):
        Environment(calendar_hosts=given)
