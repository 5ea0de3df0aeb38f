"""Frames are made once for all viewers, the latest wins, and a watcher that nobody needs goes home."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from roost.ground.kit import live
from roost.ground.kit.errors import Forbidden, NotFound
from roost.ground.kit.live import Frame, Watcher, snapshot, stream


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


def test_of_topics_that_are_marked_alike_only_what_changed_is_made_anew(world: World) -> None:
    states, made, asked = {"a": 0, "b": 0}, Counter[str](), []

    def maker(name: str) -> Callable[[], Frame]:
        def make() -> Frame:
            made[name] += 1
            return Frame.of(f"{name}{states[name]}")

        return make

    def marks(names: Collection[str]) -> dict[str, str]:
        asked.append(sorted(names))
        return {name: str(states[name]) for name in names}

    async def story(watcher: Watcher) -> None:
        viewers = {name: watcher.frames(name, maker(name), marks=marks) for name in states}
        for one in viewers.values():
            await anext(one)
        world.commit(1)
        while ["a", "b"] not in asked or watcher.topics["b"].mark != "0":
            await asyncio.sleep(0.005)
        before = made.copy()
        states["a"] = 1
        world.commit(2)
        assert (await anext(viewers["a"])).text == '"a1"'
        assert made - before == Counter({"a": 1})
        for one in viewers.values():
            await one.aclose()

    run(story)


def test_where_marks_cannot_be_had_each_is_made_anew_and_that_is_logged_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def marks(names: Collection[str]) -> dict[str, str]:
        raise RuntimeError("not to be had")

    async def story(watcher: Watcher) -> None:
        frames = watcher.frames("meeting", world.frame, marks=marks)
        await anext(frames)
        for state in (1, 2):
            world.commit(state)
            assert (await anext(frames)).text == str(state)
        await frames.aclose()

    run(story)
    assert caplog.text.count("cannot see which of them changed") == 1


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


def test_a_topic_that_fails_for_good_holds_up_no_other_and_is_logged_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(watcher: Watcher) -> None:
        tries = 0

        def broken() -> Frame:
            nonlocal tries
            tries += 1
            if tries > 1:
                raise RuntimeError("its program is gone")
            return Frame.of("well")

        failing, moving = watcher.frames("broken", broken), watcher.frames("board", world.frame)
        await anext(failing)
        await anext(moving)
        for state in (1, 2, 3):
            world.commit(state)
            assert (await anext(moving)).text == str(state)
        while tries < 10:
            await asyncio.sleep(0.005)
        await failing.aclose()
        await moving.aclose()

    run(story)
    assert [record.getMessage() for record in caplog.records] == [
        "The live page broken could not be brought up to date; trying again."
    ]


def test_a_database_that_is_away_is_logged_once_and_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks = 0

    def commits() -> int:
        nonlocal looks
        looks += 1
        if 2 <= looks <= 6:
            raise RuntimeError("the database is away")
        return world.commits

    monkeypatch.setattr(live, "_commits", commits)

    async def story(watcher: Watcher) -> None:
        frames = watcher.frames("board", world.frame)
        await anext(frames)
        while looks < 6:
            await asyncio.sleep(0.005)
        world.commit(4)
        assert (await anext(frames)).text == "4"
        await frames.aclose()

    run(story)
    assert len(caplog.records) == 1


def test_when_there_is_no_more_to_see_every_viewer_goes_at_once(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        def frame() -> Frame:
            if world.state:
                raise NotFound("its link was ended")
            return world.frame()

        viewers = [watcher.frames("screen", frame) for _ in range(3)]
        for one in viewers:
            await anext(one)
        world.commit(1)
        for one in viewers:
            assert [left async for left in one] == []
        assert [never async for never in watcher.frames("screen", frame)] == []
        assert watcher.topics == {}

    run(story)


def refuse() -> bool:
    raise Forbidden("no longer a member")


@pytest.mark.parametrize("refusal", [lambda: False, refuse])
def test_whoever_may_look_no_longer_goes_and_the_others_stay(
    refusal: Callable[[], bool], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "ASK_EVERY", 0.005)
    signed_out = False

    async def story(watcher: Watcher) -> None:
        nonlocal signed_out
        leaving = watcher.frames("board", world.frame, lambda: refusal() if signed_out else True)
        staying = watcher.frames("board", world.frame, lambda: True)
        await anext(leaving)
        await anext(staying)
        signed_out = True
        assert [seen async for seen in leaving if seen is not None] == []
        world.commit(1)
        assert await anext(seen async for seen in staying if seen is not None) == Frame.of(1)
        await staying.aclose()

    run(story)


def test_a_viewer_is_asked_about_now_and_then_and_not_at_every_change(world: World) -> None:
    asked = 0

    def may_stay() -> bool:
        nonlocal asked
        asked += 1
        return True

    async def story(watcher: Watcher) -> None:
        frames = watcher.frames("board", world.frame, may_stay)
        for state in range(1, 20):
            world.commit(state)
            await anext(frames)
        await frames.aclose()

    run(story)
    assert asked == 0


def test_viewers_about_whom_nobody_asks_are_left_in_peace(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "ASK_EVERY", 0.0)

    async def story(watcher: Watcher) -> None:
        frames = watcher.frames("screen", world.frame)
        assert await anext(frames) == Frame.of(0)
        following = asyncio.ensure_future(anext(frames))
        made = world.made
        world.commit(0)
        while world.made == made:
            await asyncio.sleep(0.005)
        assert not following.done()
        world.commit(1)
        assert await following == Frame.of(1)
        await frames.aclose()

    run(story)


def test_what_was_over_may_begin_again_while_somebody_is_slow_to_go(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        def frame() -> Frame:
            if world.state == 1:
                raise NotFound("nobody is in this division")
            return world.frame()

        slow, quick = watcher.frames("board", frame), watcher.frames("board", frame)
        await anext(slow)
        await anext(quick)
        world.commit(1)
        assert [left async for left in quick] == []
        world.commit(2)
        again = watcher.frames("board", frame)
        assert (await anext(again)).text == "2"
        await slow.aclose()
        world.commit(3)
        assert (await anext(again)).text == "3"
        await again.aclose()

    run(story)


def test_viewers_who_come_together_are_not_asked_about_together() -> None:
    waits = {live._until_asked() for _ in range(100)}
    assert len(waits) > 90
    assert live.ASK_EVERY / 2 <= min(waits) <= max(waits) <= live.ASK_EVERY


@pytest.mark.django_db
def test_the_end_of_a_stream_is_told() -> None:
    def gone() -> Frame:
        raise NotFound("its link was ended")

    answer = stream("gone", gone, who=1)

    async def told() -> bytes:
        return b"".join([part async for part in answer])

    assert asyncio.run(told()) == b"retry: 2000\n\nevent: over\ndata: 1\n\n"


def test_a_process_takes_only_so_many_viewers_and_topics(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_VIEWERS", 3)
    monkeypatch.setattr(live, "MOST_TOPICS", 2)

    async def story(watcher: Watcher) -> None:
        viewers = [watcher.frames(name, world.frame) for name in ("board", "screen")]
        for one in viewers:
            await anext(one)
        assert not watcher.is_full("board")
        assert watcher.is_full("a third topic")
        viewers.append(watcher.frames("board", world.frame))
        await anext(viewers[-1])
        assert watcher.is_full("board")
        for one in viewers:
            await one.aclose()
        assert not watcher.is_full("a third topic")

    run(story)


def test_marked_topics_are_counted_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_TOPICS", 1)
    monkeypatch.setattr(live, "MOST_MARKED", 2)

    def marks(names: Collection[str]) -> dict[str, str]:
        return {}

    async def story(watcher: Watcher) -> None:
        viewers = [watcher.frames("board", world.frame)]
        viewers += [watcher.frames(f"meeting {number}", world.frame, marks=marks) for number in range(2)]
        await anext(viewers[0])
        assert watcher.is_full("another board")
        await anext(viewers[1])
        assert not watcher.is_full("meeting 1", marks=marks)
        await anext(viewers[2])
        assert watcher.is_full("meeting 2", marks=marks)
        for one in viewers:
            await one.aclose()

    run(story)


def test_one_person_takes_no_more_than_ten_places_and_gets_them_back(world: World) -> None:
    async def story(watcher: Watcher) -> None:
        mine = [watcher.frames(f"board {number}", world.frame, who=1) for number in range(10)]
        for one in mine:
            assert not watcher.is_full("another", 1)
            await anext(one)
        assert watcher.is_full("another", 1)
        assert watcher.is_full("board 1", 1)
        assert not watcher.is_full("another", 2)
        assert not watcher.is_full("another", 1, 11)
        await mine.pop().aclose()
        assert not watcher.is_full("another", 1)
        for one in mine:
            await one.aclose()
        assert not watcher.open

    run(story)


@pytest.mark.django_db
def test_streams_that_were_asked_for_together_take_no_more_places_than_one_after_another(world: World) -> None:
    answers = [stream(f"board {number}", world.frame, who="everywhere") for number in range(12)]

    async def told() -> list[bytes]:
        streams = [aiter(answer) for answer in answers]
        for one in streams:
            assert await anext(one) == b"retry: 2000\n\n"
        first = [await anext(one) for one in streams]
        for one in streams:
            await one.aclose()  # type: ignore[attr-defined]
        return first

    assert [answer.status_code for answer in answers] == [200] * 12
    assert [part.split(b":")[0] for part in asyncio.run(told())] == [b"id"] * 10 + [b"retry"] * 2


@pytest.mark.django_db
def test_whoever_comes_when_it_is_full_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_VIEWERS", 0)
    answer = stream("board", lambda: Frame.of(1), who=1)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")

    async def words() -> bytes:
        return b"".join([part async for part in answer])

    assert b"look again" in asyncio.run(words())


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
