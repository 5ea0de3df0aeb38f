"""Who looks on live is asked about again: boards end for whoever went, screens for all once their link is ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from roost.ground.kit import live
from roost.ground.kit.scopes import touching
from roost.ground.people.actions import end_affiliation
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import Score, close_screen, launch_program, open_screen, submit_scores
from roost.see.tracking.models import Program

# Live pages read over a connection of their own, which sees only what was committed.
pytestmark = pytest.mark.django_db(transaction=True)

RULES: dict[str, Any] = {
    "title": "Helping customers early",
    "time_zone": "America/Chicago",
    "season": {"from": "2024-01-01", "to": "2025-01-01"},
    "metrics": [{"key": "visits", "label": "Visits", "unit": "visit", "points_per_unit": 2, "team": "sum"}],
}
TODAY = date(2024, 6, 12)
ClientFor = Callable[[Person | None], Client]


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(
        founder, organisation=in_scope, document=RULES, behaviours={"visits": "proactive"}, is_for_all=True
    )


@pytest.fixture(autouse=True)
def asked_often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(live, "ASK_EVERY", 0.05)
    yield
    live._thread.submit(connections.close_all).result()


def what_follows(answer: Any, happens: Callable[[], object]) -> str:
    """Look on until the first state has come, let something happen, and give what the stream says until it ends."""

    def apart() -> None:
        happens()
        connections.close_all()

    async def looking() -> str:
        parts = aiter(answer.streaming_content)
        while not (await anext(parts)).startswith(b"id: "):
            pass
        await asyncio.to_thread(apart)
        return b"".join([part async for part in parts if not part.startswith(b"event: alive")]).decode()

    return asyncio.run(asyncio.wait_for(looking(), 20))


def board_of(program: Program, client: Client) -> Any:
    """Open the board of all times: the thread of live pages has the clock of the world."""
    return client.get(reverse("tracking:board-stream", args=[program.pk]), {"window": "all"})


def test_whoever_still_belongs_is_asked_about_and_goes_on_seeing(
    program: Program, founder: Person, member: Person, client_for: ClientFor, in_scope: Organisation
) -> None:
    answer = board_of(program, client_for(member))

    def enter() -> None:
        with touching(in_scope.pk):
            submit_scores(program, by=founder, scores=[Score(member.pk, "visits", "3", "2024-06-10", key="one")])
        connections.close_all()

    async def looking() -> list[bytes]:
        # Each sign of life comes when it is time to ask, so after the second the answer to the first is known.
        parts = aiter(answer.streaming_content)
        seen = [await anext(parts) for _ in range(4)]
        await asyncio.to_thread(enter)
        async for part in parts:
            if not part.startswith(b"event: alive"):
                return [*seen, part]
        return seen

    _, first, alive, again, second = asyncio.run(asyncio.wait_for(looking(), 20))
    assert (alive, again) == (b"event: alive\ndata: 1\n\n",) * 2
    assert first.startswith(b"id: ")
    assert second.startswith(b"id: ")
    assert first != second


OVER = "event: over\ndata: 1\n\n"


def test_an_open_board_ends_when_its_viewer_signs_out(program: Program, member: Person, client_for: ClientFor) -> None:
    client = client_for(member)
    assert what_follows(board_of(program, client), client.logout) == OVER


def test_an_open_board_ends_when_its_viewer_gets_a_new_password(
    program: Program, member: Person, client_for: ClientFor
) -> None:
    def renew() -> None:
        member.set_password("another-long-password")
        member.save()

    assert what_follows(board_of(program, client_for(member)), renew) == OVER


def test_an_open_board_ends_when_its_viewer_leaves_the_organisation(
    program: Program, member: Person, client_for: ClientFor, in_scope: Organisation
) -> None:
    def leave() -> None:
        with touching(in_scope.pk):
            end_affiliation(member, organisation=in_scope, by=None, on=TODAY)

    client = client_for(member)
    assert what_follows(board_of(program, client), leave) == OVER
    assert client.get(reverse("tracking:board", args=[program.pk])).status_code == 404


def test_a_screen_ends_for_everybody_when_its_link_is_ended(
    program: Program, founder: Person, client_for: ClientFor, in_scope: Organisation
) -> None:
    screen = open_screen(program, by=founder, name="Kitchen")
    stranger = client_for(None)
    latest = reverse("tracking:screen-latest", args=[screen.token])
    tag = stranger.get(latest)["ETag"]

    def end() -> None:
        with touching(in_scope.pk):
            close_screen(screen, by=founder)

    assert what_follows(stranger.get(reverse("tracking:screen-stream", args=[screen.token])), end) == OVER
    # Who asks for snapshots instead is asked about every time, even where nothing changed.
    assert stranger.get(latest, headers={"If-None-Match": tag}).status_code == 404
