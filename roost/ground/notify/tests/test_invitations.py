"""Invitations as they arrive: over a real SMTP connection, in the parts that mail programs look into."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import Answer, deliver_due, offer, withdraw
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Letter, Message, Recipient
from roost.ground.notify.reads import sender, untouched
from roost.ground.notify.tests.pigeons import LATE_ON_SUNDAY, MONDAY, NIGHT, Pigeons, recipient, taken, tell
from roost.ground.notify.tests.post_office import post_office

pytestmark = pytest.mark.django_db


def invitation(method: str = "REQUEST", title: str = "Kreis · Zürich 🌱") -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", "UID:one@roost.example.org"]
    return "\r\n".join([*lines, f"SUMMARY:{title}", "END:VEVENT", "END:VCALENDAR", ""])


def invite(key: str, calendar: str, **more: Any) -> Answer:
    words = Message(1, Kind.INVITATION, key, "Your circle meets", "Text.", "<p>Rich.</p>", calendar=calendar)
    return offer(words, to=more.pop("to", Recipient(7, "mara@example.org")), by=None, **more)


@pytest.fixture
def by_smtp(settings: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Roost <roost@example.org>"
    with post_office() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("title", ["Circle", "Kreis · Zürich 🌱", "دائرة", ". a line that begins with a dot"])
@pytest.mark.usefixtures("on_monday")
def test_an_invitation_arrives_in_the_parts_that_programs_look_into(by_smtp: Any, method: str, title: str) -> None:
    calendar = invitation(method, title)
    assert invite("a", calendar) is Answer.ACCEPTED
    assert deliver_due() == 1
    (mail,) = by_smtp.mails
    assert mail.get_content_type() == "multipart/mixed"
    words, file = mail.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in words.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    part = list(words.iter_parts())[-1]
    assert (part.get_param("method"), part.get_content_charset()) == (method, "utf-8")
    assert part.get_content().replace("\r\n", "\n") == calendar.replace("\r\n", "\n")
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_content() == calendar.encode()
    assert sender() == ("Roost", "roost@example.org")
    assert mail["From"] == "Roost <roost@example.org>"


@pytest.mark.usefixtures("on_monday")
def test_mail_without_an_invitation_stays_as_it_was(by_smtp: Any) -> None:
    offer(Message(1, Kind.REGULAR, "a", "Hello", "Text."), to=Recipient(7, "mara@example.org"), by=None)
    deliver_due()
    assert by_smtp.mails[0].get_content_type() == "text/plain"


@pytest.mark.usefixtures("on_monday")
def test_what_an_invitation_says_is_kept_until_it_went_out(pigeons: Pigeons) -> None:
    for key, given_up in (("a", False), ("b", True)):
        invite(key, invitation(), to=recipient())
        if given_up:
            pigeons.lost = 1
            deliver_due()
            withdraw(7, [key])
        else:
            deliver_due()
    assert [letter.calendar for _, letter in pigeons.carried] == [invitation()]
    assert taken(MONDAY) == 0
    with everywhere():
        assert {row.calendar for row in Outbox.objects.all()} == {""}


def test_a_newer_invitation_goes_out_instead_of_one_that_waits(pigeons: Pigeons) -> None:
    to = recipient(quiet=NIGHT)
    with clock.at(LATE_ON_SUNDAY):
        invite("0", invitation(title="at two"), to=to)
        assert untouched(7, ["0", "1"]) == {"0"}
        invite("1", invitation(title="at three"), to=to, instead_of=["0"])
        assert untouched(7, ["0", "1"]) == {"1"}
    with clock.at(LATE_ON_SUNDAY + timedelta(hours=8)):
        assert deliver_due() == 1
        assert untouched(7, ["0", "1"]) == set()
    assert ["at three" in letter.calendar for _, letter in pigeons.carried] == [True]


def test_the_former_invitation_is_taken_back_also_where_the_newer_comes_too_late(pigeons: Pigeons) -> None:
    to = recipient(quiet=NIGHT)
    with clock.at(LATE_ON_SUNDAY):
        invite("0", invitation(), to=to)
        late = Message(1, Kind.INVITATION, "1", "Moved", "", until=LATE_ON_SUNDAY, calendar=invitation())
        assert offer(late, to=to, by=None, instead_of=["0"]) is Answer.TOO_LATE
    with clock.at(LATE_ON_SUNDAY + timedelta(hours=8)):
        assert deliver_due() == 0


@pytest.mark.usefixtures("on_monday")
def test_what_was_attempted_may_have_arrived(pigeons: Pigeons) -> None:
    pigeons.lost = 1
    tell("a", Kind.INVITATION)
    deliver_due()
    assert untouched(7, ["a"]) == set()


@pytest.mark.parametrize("calendar", ["hello", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "METHOD:REQUEST\r\n"])
def test_an_invitation_says_what_it_is_for(calendar: str) -> None:
    with pytest.raises(ValueError, match="METHOD"):
        Message(1, Kind.INVITATION, "a", "Hello", "", calendar=calendar)


def test_a_letter_knows_its_method() -> None:
    letter = Letter(1, "mara@example.org", "Hello", "", "", calendar=invitation("CANCEL"))
    assert letter.method == "CANCEL"
    assert replace(letter, calendar="").method == ""
