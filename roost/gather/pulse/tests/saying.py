"""Answer by the links in mails, as people do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core import mail

from roost.gather.pulse.access import asked_behind
from roost.gather.pulse.actions import answer
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Person


def links() -> dict[str, str]:
    """Deliver what is due, and give the secret of the newest link in each one's mails."""
    deliver_due()
    found = {one.to[0]: re.search(r"/p/([\w-]+)/", str(one.body)) for one in mail.outbox}
    return {address: match[1] for address, match in found.items() if match}


def say(person: Person, points: Mapping[str, int | None]) -> None:
    secret = links()[str(person.email)]
    asked = asked_behind(secret)
    assert asked is not None
    answer(secret, asked, points)


def say_all(people: list[Person], *steps: int, items: str = "1234567") -> None:
    """Let each answer one step to all sentences, turned round where they are worded against."""
    for person, step in zip(people, steps, strict=False):
        say(person, {f"s{one}": 8 - step if one in "25" else step for one in items})
