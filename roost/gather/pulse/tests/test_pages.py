"""What pages of a pulse show to whom, with bad input too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.pulse import actions
from roost.gather.pulse.engine import CLOSES_AFTER, TEAM_FIRST
from roost.gather.pulse.models import Pulse
from roost.gather.pulse.tests.saying import links
from roost.ground.kit import clock
from roost.ground.people.models import Person

pytestmark = pytest.mark.django_db
CLOSED = datetime(2024, 6, 12, 15, 0, tzinfo=UTC) + CLOSES_AFTER
SCRIPT = "<script>alert(1)</script>"
Clients = Callable[[Person | None], Client]


def test_it_is_begun_answered_read_and_answered_on_pages(
    founder: Person, eight: list[Person], client_for: Clients
) -> None:
    own, stranger = client_for(founder), client_for(None)
    assert "wiser to stay silent" in own.get(reverse("pulse:begin")).content.decode()
    assert own.post(reverse("pulse:begin"), {"instrument": "other"}).status_code == 422
    here = own.post(reverse("pulse:begin"), {"instrument": "roost-safety", "whom": "near"})["Location"]
    assert "They are answering" in own.get(here).content.decode()
    assert "People see it" not in own.get(here).content.decode()
    for person, secret in zip(eight, [links()[str(one.email)] for one in eight], strict=True):
        link = reverse("pulse:answer", args=[secret])
        missing = stranger.post(link, {"s1": "4"})
        assert (missing.status_code, "that you cannot say" in missing.content.decode()) == (422, True)
        assert stranger.post(link, {f"s{one}": "-" for one in range(1, 8)}).status_code == 422
        step = "6" if person.pk % 2 else "2"
        said = {f"s{one}": step for one in range(1, 8)}
        assert "Thank you" in stranger.post(link, said, follow=True).content.decode()
        # A tap too many, or the page loaded again, thanks once more and counts nothing.
        assert "Thank you" in stranger.post(link, said).content.decode()
    with clock.at(CLOSED):
        actions.close_due()
        assert "People see it differently" in client_for(eight[0]).get(here).content.decode()
        assert "Your team reads it now" in own.get(here).content.decode()
    with clock.at(CLOSED + TEAM_FIRST):
        own = client_for(founder)
        assert "Answer your team" in own.get(reverse("pulse:begin")).content.decode()
        refused = own.post(here, {"heard": SCRIPT})
        assert (refused.status_code, SCRIPT in refused.content.decode()) == (422, False)
        assert own.post(here, {"heard": SCRIPT, "unknown": "b", "tries": "c"}).status_code == 302
        read = client_for(eight[0]).get(here).content.decode()
        assert ("&lt;script&gt;" in read, SCRIPT in read) == (True, False)
        assert client_for(eight[0]).post(here, {"heard": "a", "unknown": "b", "tries": "c"}).status_code == 404
        assert "answered by its leader" in own.get(reverse("pulse:overview")).content.decode()


def test_who_is_signed_in_answers_without_the_mail(pulse: Pulse, eight: list[Person], client_for: Clients) -> None:
    ann = client_for(eight[0])
    assert "How is your team?" in ann.get("/").content.decode()
    asked = pulse.asked.get(person=eight[0])
    link = ann.post(reverse("pulse:open-link", args=[asked.pk]))["Location"]
    assert client_for(eight[1]).post(reverse("pulse:open-link", args=[asked.pk])).status_code == 404
    assert "Thank you" in ann.post(link, {f"s{one}": "4" for one in range(1, 8)}, follow=True).content.decode()
    assert ann.post(reverse("pulse:open-link", args=[asked.pk]))["Location"] == "/"


def test_a_pulse_is_dropped_by_its_leader(
    pulse: Pulse, founder: Person, eight: list[Person], client_for: Clients
) -> None:
    gone = reverse("pulse:drop", args=[pulse.pk])
    assert client_for(eight[0]).post(gone).status_code == 404
    assert client_for(founder).post(gone)["Location"] == reverse("pulse:overview")
    assert "Nobody has asked yet" in client_for(eight[0]).get(reverse("pulse:overview")).content.decode()
