"""What a log tells of links that open something without a sign-in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client

from roost.doors.site.logs import WithoutSecrets
from roost.ground.people.models import Person


@pytest.mark.parametrize(
    "address", ["/calendar/canary.x.ics", "/reminders/canary/", "/tv/canary/latest/", "/welcome/MQ/canary/"]
)
@pytest.mark.django_db
def test_a_secret_address_that_is_refused_is_not_written_down(
    address: str, client_for: Callable[[Person | None], Client]
) -> None:
    handler = next(
        one
        for one in logging.getLogger().handlers
        if isinstance(one, logging.StreamHandler) and any(isinstance(each, WithoutSecrets) for each in one.filters)
    )
    log = StringIO()
    before = handler.setStream(log)
    try:
        client_for(None).put(address)
        client_for(None).get("/nowhere/canary-in-plain-sight/")
    finally:
        handler.setStream(before)
    assert f"/{address.split('/')[1]}/…" in log.getvalue()
    assert "canary" not in log.getvalue().replace("canary-in-plain-sight", "")
    assert "canary-in-plain-sight" in log.getvalue()
