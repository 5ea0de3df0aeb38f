"""How people who were brought together write to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import quote

from roost.ground.people.models import Organisation
from roost.ground.people.reads import members_on, today_here


def addresses_in(organisation: Organisation | int, people: Collection[int]) -> dict[int, str]:
    """Give the addresses of those of these people who have one and belong to an organisation today. One query."""
    here = members_on(organisation, today_here()).filter(pk__in=people)
    return {person: email for person, email in here.values_list("pk", "email") if email}


def mail_to(addresses: Iterable[str]) -> str:
    """Give a link that begins a mail to these addresses; empty where there are none."""
    known = [quote(one, safe="@") for one in addresses]
    return f"mailto:{','.join(known)}" if known else ""
