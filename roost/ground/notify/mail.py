"""E-mail, the first channel, over whatever server the host has named."""

from __future__ import annotations

from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from roost.ground.notify.ports import Letter

SECONDS_TO_ANSWER = 30
# What a server that is well says of one letter.
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)


class Mail:
    """Send a text, with its HTML and its invitation beside it where there are any."""

    def send(self, letter: Letter) -> None:
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        mail = EmailMultiAlternatives(
            letter.subject,
            letter.body,
            to=[letter.address],
            connection=get_connection(timeout=SECONDS_TO_ANSWER),
            headers={
                # The same for a second copy, so that mail programs can drop it.
                "Message-ID": f"<{letter.number}.roost@{domain}>",
                "Auto-Submitted": "auto-generated",
                **_ways_out(letter.unsubscribe),
            },
        )
        if letter.html:
            mail.attach_alternative(letter.html, "text/html")
        if letter.calendar:
            _invite(mail, letter)
        try:
            mail.send()
        except REFUSALS:
            raise
        except OSError as error:  # everything else that smtplib and sockets raise
            raise ConnectionError(f"{type(error).__name__}: {error}") from error


def _invite(mail: EmailMultiAlternatives, letter: Letter) -> None:
    """Put an invitation where mail programs look for it (RFC 6047), and beside it as a file for those that do not.

    As the last alternative, and with the method of the calendar itself: Outlook and Gmail draw their own card from it.
    The file is of another type, so that nobody takes it for a second invitation.
    """
    mail.attach_alternative(letter.calendar, f"text/calendar; method={letter.method}")
    mail.attach("invite.ics", letter.calendar.encode(), "application/ics")


def _ways_out(address: str) -> dict[str, str]:
    """Let mail programs offer to end such mail; by one tap where the address is of https, as RFC 8058 asks."""
    if not address:
        return {}
    one_tap = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if address.startswith("https://") else {}
    return {"List-Unsubscribe": f"<{address}>"} | one_tap
