"""Live pages: one watcher a process notices that the database changed, and each frame is made once for all viewers."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import inf
from random import uniform
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext

from roost.ground.kit.errors import Forbidden, NotFound

LOOK_EVERY = 0.05
KEEP_ALIVE = 15.0
REMAKE_EVERY = 60.0
# Each viewer is asked about once in half of this to all of it, so that two thousand are not asked about at once.
ASK_EVERY = 30.0
# What one process bears; whoever comes later asks for snapshots, or comes again.
MOST_VIEWERS = 6_000
MOST_TOPICS = 200
# Of those whose frames are remade only where a word of theirs has changed.
MOST_MARKED = 2_000
# More tabs than anybody looks at, and few enough that nobody takes the topics of the others.
MOST_OF_A_PERSON = 10
COME_AGAIN_AFTER = 30
CHANNEL = "roost_changed"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Frame:
    """The latest state of something live: its text, and a version that differs whenever the text does."""

    version: str
    text: str

    @classmethod
    def of(cls, state: Any) -> Frame:
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        return cls(hashlib.sha256(text.encode()).hexdigest()[:16], text)


# Either raises NotFound or Forbidden when there is no more to see: the first for all viewers, the second for one.
Make = Callable[[], Frame]
MayStay = Callable[[], bool]
# Gives of many topics, by name, a word that differs whenever the frame would; a topic without one is made anew.
Marks = Callable[[Collection[str]], Mapping[str, str]]


@dataclass
class Topic:
    """What several viewers look at together."""

    make: Make
    marks: Marks | None = None
    mark: str | None = None
    viewers: int = 0
    frame: Frame | None = None
    failing: bool = False
    over: bool = False
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)


class Watcher:
    """Look whether anything was committed, and remake the frames that somebody is looking at."""

    def __init__(self) -> None:
        self.topics: dict[str, Topic] = {}
        self.open: Counter[Hashable] = Counter()
        self.running: asyncio.Task[None] | None = None
        self.failing: set[Marks] = set()

    def is_full(
        self, name: str, who: Hashable = None, most: int = MOST_OF_A_PERSON, *, marks: Marks | None = None
    ) -> bool:
        """Say whether a further viewer of `name` would be too many for this process, or for `who` is looking."""
        if who is not None and self.open[who] >= most:
            return True
        if name not in self.topics:
            alike = sum((topic.marks is None) == (marks is None) for topic in list(self.topics.values()))
            if alike >= (MOST_TOPICS if marks is None else MOST_MARKED):
                return True
        return sum(topic.viewers for topic in list(self.topics.values())) >= MOST_VIEWERS

    async def frames(
        self,
        name: str,
        make: Make,
        may_stay: MayStay | None = None,
        who: Hashable = None,
        marks: Marks | None = None,
    ) -> AsyncIterator[Frame | None]:
        """Yield the present frame and then each newer one; None when nothing happened for a while.

        Ends once `make` finds nothing any more, or `may_stay`, which is asked now and then, says that this viewer may
        look no longer. Viewers of the same `name` share frames. A slow viewer skips to the latest.
        """
        topic = self.topics.setdefault(name, Topic(make, marks))
        topic.viewers += 1
        self.open[who] += 1
        if self.running is None or self.running.done():
            self.running = asyncio.create_task(self._watch())
        loop = asyncio.get_running_loop()
        ask_at = loop.time() + _until_asked() if may_stay else inf
        seen = ""
        try:
            if topic.frame is None:
                await self._remake(name, topic)
            while not topic.over:
                if may_stay and loop.time() >= ask_at:
                    if not await _apart(partial(_stays, may_stay), _door):
                        return
                    ask_at = loop.time() + _until_asked()
                frame = topic.frame
                if frame is not None and frame.version != seen:
                    seen = frame.version
                    yield frame
                elif not await self._wait(topic, seen, min(KEEP_ALIVE, ask_at - loop.time())):
                    yield None
        finally:
            topic.viewers -= 1
            self.open[who] -= 1
            if not self.open[who]:
                del self.open[who]
            if not topic.viewers:
                self._forget(name, topic)

    def _forget(self, name: str, topic: Topic) -> None:
        if self.topics.get(name) is topic:
            del self.topics[name]

    async def _wait(self, topic: Topic, seen: str, seconds: float) -> bool:
        def is_new() -> bool:
            return topic.over or (topic.frame is not None and topic.frame.version != seen)

        async with topic.changed:
            try:
                await asyncio.wait_for(topic.changed.wait_for(is_new), seconds)
            except TimeoutError:
                return False
        return True

    async def _watch(self) -> None:
        """Run while anybody looks; a failing look is logged once and tried again, so that no screen stays behind."""
        before: Any = object()
        made = 0.0
        away = False
        loop = asyncio.get_running_loop()
        while self.topics:
            try:
                now = await _apart(_commits)
            except Exception:
                if not away:
                    log.exception("Live pages cannot see whether anything changed; trying again.")
                before, away = object(), True
                await _apart(_start_over)
            else:
                # A day may end without a commit, so frames are remade now and then all the same.
                is_due = now != before or loop.time() - made > REMAKE_EVERY
                if is_due:
                    before, made = now, loop.time()
                away = False
                if is_due:
                    await self._remake_marked()
                for name, topic in list(self.topics.items()):
                    if topic.failing or (is_due and topic.marks is None):
                        await self._remake(name, topic)
            await asyncio.sleep(LOOK_EVERY)

    async def _remake_marked(self) -> None:
        """Ask once about all topics that are marked alike, and remake those whose mark has changed."""
        asked: dict[Marks, dict[str, Topic]] = {}
        for name, topic in self.topics.items():
            if topic.marks is not None:
                asked.setdefault(topic.marks, {})[name] = topic
        for marks, topics in asked.items():
            now = await self._marks_now(marks, list(topics))
            for name, topic in topics.items():
                mark = now.get(name)
                if mark is None or mark != topic.mark:
                    topic.mark = mark
                    await self._remake(name, topic)

    async def _marks_now(self, marks: Marks, names: Collection[str]) -> Mapping[str, str]:
        try:
            now: Mapping[str, str] = await _apart(partial(marks, names))
        except Exception:  # then each is made anew for itself
            if marks not in self.failing:
                log.exception("Live pages cannot see which of them changed; all are made anew.")
            self.failing.add(marks)
            return {}
        self.failing.discard(marks)
        return now

    async def _remake(self, name: str, topic: Topic) -> None:
        try:
            frame = await _apart(topic.make)
        except (NotFound, Forbidden):
            self._forget(name, topic)  # whoever comes from now on is judged anew
            async with topic.changed:
                topic.over = True
                topic.changed.notify_all()
            return
        except Exception:  # whatever is wrong with one topic, the others still move
            if not topic.failing:
                log.exception("The live page %s could not be brought up to date; trying again.", name)
            topic.failing = True
            return
        topic.failing = False
        if topic.frame is None or frame.version != topic.frame.version:
            async with topic.changed:
                topic.frame = frame
                topic.changed.notify_all()


_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
# A thousand viewers who are asked about hold up no frame.
_door = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-door")


async def _apart(work: Callable[[], Any], thread: ThreadPoolExecutor = _thread) -> Any:
    """Run database work in a thread, and on a connection, kept for live pages."""
    return await asyncio.get_running_loop().run_in_executor(thread, work)


def _until_asked() -> float:
    return uniform(ASK_EVERY / 2, ASK_EVERY)


def _stays(may_stay: MayStay) -> bool:
    try:
        return may_stay()
    except (NotFound, Forbidden):
        return False


def tell() -> None:
    """Let live pages in all processes know of a change, as soon as the running transaction commits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


def _commits() -> Any:
    """Give a value that changes whenever anything worth showing was committed."""
    if connection.vendor == "postgresql":
        return _ear.count()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return cursor.fetchone()


class _Ear:
    """Count what PostgreSQL tells, on the connection of the thread that asks; a new connection counts as news."""

    def __init__(self) -> None:
        self.listening: Any = None
        self.heard = 0

    def count(self) -> int:
        connection.ensure_connection()
        if self.listening is not connection.connection:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self.listening = connection.connection
            self.heard += 1
        self.heard += sum(1 for _told in self.listening.notifies(timeout=0))
        return self.heard


_ear = _Ear()


def _start_over() -> None:
    """Drop this thread's connection, so that the next look makes a new one."""
    connection.close()


_watcher = Watcher()


def stream(
    name: str,
    make: Make,
    *,
    who: Hashable,
    most: int = MOST_OF_A_PERSON,
    may_stay: MayStay | None = None,
    marks: Marks | None = None,
) -> StreamingHttpResponse:
    """Answer with server-sent events: each is the whole latest state, its id the version.

    With `marks`, which topics that change each by themselves share, a commit costs one question about all of them.
    The event `over` ends a stream of which there is no more to see, or none for this viewer; see `Watcher.frames`. The
    page then asks for itself again, and is told why. Where asking fails the stream breaks off, and its viewer comes
    back by the door. Answers 503 when this process has as many viewers or topics as it bears, or `most` viewers who are
    `who`: the number of a person, or whatever else strangers come in by.
    """
    if not connection.in_atomic_block:
        connection.close()  # or each idle viewer would hold a connection for hours

    if _watcher.is_full(name, who, most, marks=marks):
        return _full()

    async def events() -> AsyncIterator[bytes]:
        yield b"retry: 2000\n\n"
        if _watcher.is_full(name, who, most, marks=marks):  # others came in between
            yield f"retry: {COME_AGAIN_AFTER * 1000}\n\n".encode()
            return
        async for frame in _watcher.frames(name, make, may_stay, who, marks):
            yield f"id: {frame.version}\ndata: {frame.text}\n\n".encode() if frame else b"event: alive\ndata: 1\n\n"
        yield b"event: over\ndata: 1\n\n"

    answer = StreamingHttpResponse(events(), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


def _full() -> StreamingHttpResponse:
    async def words() -> AsyncIterator[bytes]:
        yield gettext("Too many live pages are open just now. Please look again in a moment.").encode()

    answer = StreamingHttpResponse(words(), content_type="text/plain; charset=utf-8", status=503)
    answer["Retry-After"] = str(COME_AGAIN_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer


def snapshot(request: HttpRequest, make: Make) -> HttpResponse:
    """Answer with the latest state once, or 304 for a browser that has it: what a page asks when streams fail."""
    frame = make()
    tag = f'"{frame.version}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(frame.text, content_type="application/json")
    answer["ETag"] = tag
    answer["Cache-Control"] = "no-cache"
    return answer
