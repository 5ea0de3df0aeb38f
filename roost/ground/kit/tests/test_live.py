"""Frames are made once for all viewers, the latest wins, and a watcher that nobody needs goes home."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from roost.ground.kit import live
from roost.ground.kit.live import Frame, Watcher, snapshot


class World:
    """A state that changes by commits, as a database does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state, self.commits, self.made = 0, 0, 0
        monkeypatch.setattr(live, "_commits", lambda: self.commits)
        monkeypatch.setattr(live, "LOOK_EVERY", 0.005)

    def commit(self, state: int) -> None:
        self.state, self.commits = state, self.commits + 1

    def frame(self) -> Frame:
        self.made += 1
        return Frame.of(self.state)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


def run(story: Callable[[Watcher], Any]) -> None:
    async def told() -> None:
        await asyncio.wait_for(story(Watcher()), 20)

    asyncio.run(told())


def test_a_viewer_sees_the_present_and_then_each_change(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        frames = watcher.frames("board", world.frame)
        assert (await anext(frames)).text == "0"
        world.commit(5)
        assert (await anext(frames)).text == "5"
        await frames.aclose()

    run(story)


def test_a_commit_that_changes_nothing_here_sends_nothing(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        frames = watcher.frames("board", world.frame)
        await anext(frames)
        world.commit(0)
        made = world.made
        while world.made == made:
            await asyncio.sleep(0.005)
        world.commit(1)
        assert (await anext(frames)).text == "1"
        await frames.aclose()

    run(story)


def test_many_viewers_share_each_frame(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        viewers = [watcher.frames("board", world.frame) for _ in range(50)]
        assert {(await anext(one)).text for one in viewers} == {"0"}
        before = world.made
        world.commit(7)
        assert {one.text for one in await asyncio.gather(*(anext(one) for one in viewers))} == {"7"}
        assert world.made - before <= 2
        for one in viewers:
            await one.aclose()

    run(story)


def test_a_slow_viewer_skips_to_the_latest(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        slow, quick = watcher.frames("board", world.frame), watcher.frames("board", world.frame)
        await anext(slow)
        await anext(quick)
        for state in (1, 2, 3):
            world.commit(state)
            assert (await anext(quick)).text == str(state)
        assert (await anext(slow)).text == "3"
        await slow.aclose()
        await quick.aclose()

    run(story)


def test_a_failing_look_is_tried_again(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        failures = itertools.chain([True], itertools.repeat(False))

        def frame() -> Frame:
            if world.state and next(failures):
                raise RuntimeError("the database is away")
            return world.frame()

        frames = watcher.frames("board", frame)
        await anext(frames)
        world.commit(9)
        assert (await anext(frames)).text == "9"
        await frames.aclose()

    run(story)


def test_a_watcher_without_viewers_goes_home(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        frames = watcher.frames("board", world.frame)
        await anext(frames)
        await frames.aclose()
        while watcher.running is not None and not watcher.running.done():
            await asyncio.sleep(0.005)
        assert watcher.topics == {}

    run(story)


def request(tag: str | None = None) -> HttpRequest:
    return RequestFactory().get("/", headers={"If-None-Match": tag} if tag else {})


def test_whoever_has_the_latest_state_gets_304() -> None:
    first = snapshot(request(), lambda: Frame.of([1]))
    assert (first.status_code, first.content) == (200, b"[1]")
    assert snapshot(request(first["ETag"]), lambda: Frame.of([1])).status_code == 304
    assert snapshot(request(first["ETag"]), lambda: Frame.of([2])).status_code == 200
