"""Answer by the links in mails, as people do."""

from __future__ import annotations

import re

from django.core import mail

from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Person
from roost.grow.threesixty.access import rater_behind
from roost.grow.threesixty.actions import Said, put_in, send_in
from roost.grow.threesixty.reads import instrument_of


def links() -> dict[str, str]:
    """Deliver what is due, and give the secret of the newest link in each one's mails."""
    deliver_due()
    found = {one.to[0]: re.search(r"/r/([\w-]+)/", str(one.body)) for one in mail.outbox}
    return {address: match[1] for address, match in found.items() if match}


def answer(person: Person, point: int, **words: str) -> None:
    """Give every sentence the same point, and words by theme."""
    secret = links()[str(person.email)]
    rater = rater_behind(secret)
    assert rater is not None
    points = {one.key: point for one in instrument_of(rater.review).items}
    put_in(secret, rater, Said(points, words))
    send_in(secret, rater)
