"""Mail as people and their programs read it, and servers that are away or refuse."""

from __future__ import annotations

from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from roost.ground.notify.actions import deliver_due, offer
from roost.ground.notify.mail import Mail
from roost.ground.notify.ports import Kind, Letter, Message, Recipient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (SMTPServerDisconnected("timed out"), ConnectionError),
        (TimeoutError("30 seconds"), ConnectionError),
        (SMTPAuthenticationError(535, b"no"), ConnectionError),
        (SMTPRecipientsRefused({"mara@example.org": (550, b"nobody")}), SMTPRecipientsRefused),
    ],
)
def test_mail_tells_a_server_that_is_away_from_one_that_refuses(
    wrong: OSError, said: type[OSError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise wrong

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    with pytest.raises(said):
        Mail().send(Letter(number=1, address="mara@example.org", subject="Hello", body="Words.", html=""))


@pytest.mark.usefixtures("on_monday")
def test_mail_carries_text_and_html_and_says_what_it_is() -> None:
    words = Message(1, Kind.REGULAR, key="a", subject="Your week", body="Text.", html="<p>Rich.</p>")
    offer(words, to=Recipient(7, "mara@example.org"), by=None)
    deliver_due()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert (sent.to, sent.subject, sent.body) == (["mara@example.org"], "Your week", "Text.")
    assert [(part[0], part[1]) for part in sent.alternatives] == [("<p>Rich.</p>", "text/html")]
    assert sent.message()["Auto-Submitted"] == "auto-generated"


WAY_OUT = "https://roost.example.org/reminders/a/stop/"


@pytest.mark.parametrize(
    ("address", "one_tap"),
    [(WAY_OUT, "List-Unsubscribe=One-Click"), (WAY_OUT.replace("https", "http"), None), ("", None)],
)
@pytest.mark.usefixtures("on_monday")
def test_mail_that_can_be_ended_says_how_to_people_and_to_programs(address: str, one_tap: str | None) -> None:
    words = Message(1, Kind.REGULAR, key="a", subject="Yours", body=f"No more: {address}", unsubscribe=address)
    offer(words, to=Recipient(7, "mara@example.org"), by=None)
    deliver_due()
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe"] == (f"<{address}>" if address else None)
    assert headers["List-Unsubscribe-Post"] == one_tap


@pytest.mark.parametrize(("address", "body"), [(WAY_OUT, "No way out."), ("x" * 501, "x" * 501), ("a\nb", "a\nb")])
def test_a_way_out_is_named_in_the_words_and_one_line(address: str, body: str) -> None:
    with pytest.raises(ValueError, match=r"one line|name the address"):
        Message(1, Kind.REGULAR, key="a", subject="Yours", body=body, unsubscribe=address)


@pytest.mark.parametrize("subject", ["", "Two\nlines", "Bcc\r\n: you", "x" * 251])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        Message(1, Kind.REGULAR, key="a", subject=subject, body="")
