"""Read a meeting's protocol, a TOML file: its steps, what is said at each, how long. See docs/methods/meetings.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _
from roost.ground.kit.toml import quoted

FORMAT = 1
MOST_BYTES = 32 * 1024
MOST_STEPS = 20
MOST_LINES = 12
LONGEST_TITLE = 60
LONGEST_WORDS = 400
LONGEST_LINE = 200
MOST_MINUTES = 60


class Kind(StrEnum):
    """What happens in a step, and so who speaks in it."""

    AFFIRM = "affirm"
    ROUND = "round"
    CHOOSE = "choose"
    PRESENT = "present"
    CLARIFY = "clarify"
    SHARE = "share"
    PLAY_BACK = "play_back"
    COMMIT = "commit"
    CLOSE = "close"

    @property
    def is_in_turn(self) -> bool:
        """Say whether everybody speaks in turn, each as long as the step says."""
        return self in IN_TURN

    @property
    def is_of_topic(self) -> bool:
        """Say whether the step is about somebody's topic, and so left out where nobody brought one."""
        return self in OF_TOPIC


IN_TURN = frozenset({Kind.ROUND, Kind.SHARE, Kind.COMMIT, Kind.CLOSE})
OF_TOPIC = frozenset({Kind.PRESENT, Kind.CLARIFY, Kind.SHARE, Kind.PLAY_BACK})


@dataclass(frozen=True)
class Step:
    """One step: what is said to all, and to the presenter; `minutes` are one turn's where people speak in turn.

    `starters` are ways to begin a sentence, `waits` says what is not for now.
    """

    kind: Kind
    title: str
    words: str
    minutes: float
    presenter: str = ""
    starters: tuple[str, ...] = ()
    waits: str = ""


@dataclass(frozen=True)
class Protocol:
    """How a circle meets: `promise` is what everybody affirms, `questions` what a presenter thinks about before."""

    title: str
    words: str
    promise: str
    questions: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def first_round(self) -> int | None:
        """Give the place, from 0, of the first step in which each says how they are; None where there is none."""
        return next((place for place, step in enumerate(self.steps) if step.kind is Kind.ROUND), None)


def read_protocol(text: str, *, file: str) -> Protocol:
    """Read a protocol; raises InputError naming step (as its row) and key of everything that cannot be used."""
    if len(text.encode()) > MOST_BYTES:
        raise InputError(Problem(_("A protocol has at most %(most)s kilobytes.", most=MOST_BYTES // 1024), file=file))
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(Problem(_("This is no TOML: %(why)s.", why=str(error)[:200]), file=file)) from None
    return _Reader(file).protocol(document)


class _Reader:
    """Collects what is wrong, so that somebody mends a file once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def protocol(self, document: Mapping[str, object]) -> Protocol:
        self.known(document, {"format", "title", "words", "promise", "questions", "steps"}, None)
        if type(document.get("format")) is not int or document["format"] != FORMAT:
            self.wrong(_("Write format = %(format)s.", format=FORMAT), None, "format")
        steps = document.get("steps")
        if not isinstance(steps, list) or not all(isinstance(one, dict) for one in steps):
            self.wrong(_("Write each step under [[steps]]."), None, "steps")
            steps = []
        if len(steps) > MOST_STEPS:
            self.wrong(_("A protocol has at most %(most)s steps.", most=MOST_STEPS), None, "steps")
        read = Protocol(
            title=self.text(document, "title", LONGEST_TITLE),
            words=self.text(document, "words", LONGEST_WORDS),
            promise=self.text(document, "promise", LONGEST_WORDS),
            questions=self.lines(document, "questions"),
            steps=tuple(self.step(one, row) for row, one in enumerate(steps[:MOST_STEPS], start=1)),
        )
        if not self.problems:
            self.order([one.kind for one in read.steps])
        if self.problems:
            raise InputError(self.problems)
        return read

    def step(self, told: Mapping[str, object], row: int) -> Step:
        known = {"kind", "title", "words", "minutes", "minutes_each", "presenter", "starters", "waits"}
        self.known(told, known, row)
        named = told.get("kind")
        if not isinstance(named, str) or named not in set(Kind):
            kinds = ", ".join(Kind)
            self.wrong(_("A step is one of these: %(kinds)s.", kinds=kinds), row, "kind")
        kind = Kind(named) if isinstance(named, str) and named in set(Kind) else Kind.ROUND
        return Step(
            kind=kind,
            title=self.text(told, "title", LONGEST_TITLE, row),
            words=self.text(told, "words", LONGEST_WORDS, row),
            minutes=self.minutes(told, kind, row),
            presenter=self.text(told, "presenter", LONGEST_WORDS, row, needed=False),
            starters=self.lines(told, "starters", row),
            waits=self.text(told, "waits", LONGEST_LINE, row, needed=False),
        )

    def minutes(self, told: Mapping[str, object], kind: Kind, row: int) -> float:
        key, other = ("minutes_each", "minutes") if kind.is_in_turn else ("minutes", "minutes_each")
        if other in told:
            self.wrong(_("A step of the kind %(kind)s has %(key)s instead.", kind=kind, key=key), row, other)
        value = told.get(key)
        # Whoever writes true or nan does not mean minutes.
        if type(value) not in (int, float) or not 0 < float(str(value)) <= MOST_MINUTES:
            self.wrong(_("Write minutes as a number above 0, at most %(most)s.", most=MOST_MINUTES), row, key)
            return 1.0
        return float(str(value))

    def text(
        self, told: Mapping[str, object], key: str, most: int, row: int | None = None, *, needed: bool = True
    ) -> str:
        value = told.get(key, "")
        if not isinstance(value, str) or len(value) > most or (needed and not value.strip()):
            self.wrong(_("Write a text of at most %(most)s characters.", most=most), row, key)
            return ""
        return " ".join(value.split())

    def lines(self, told: Mapping[str, object], key: str, row: int | None = None) -> tuple[str, ...]:
        value = told.get(key, [])
        if not isinstance(value, list) or len(value) > MOST_LINES or not all(map(_is_line, value)):
            bounds = {"most": MOST_LINES, "long": LONGEST_LINE}
            self.wrong(_("Write a list of at most %(most)s texts of %(long)s characters.", **bounds), row, key)
            return ()
        return tuple(" ".join(one.split()) for one in value)

    def order(self, kinds: Sequence[Kind]) -> None:
        """Refuse steps in an order in which people would be unsafe, or nobody would know what to do."""
        if not kinds or kinds[0] is not Kind.AFFIRM or kinds[-1] is not Kind.CLOSE:
            self.wrong(_("The first step is the promise (affirm), the last one the last word (close)."), None, "steps")
        topic: list[Kind] | None = None
        for row, kind in enumerate(kinds, start=1):
            if kind in (Kind.AFFIRM, Kind.CLOSE) and row not in (1, len(kinds)):
                self.wrong(
                    _("The promise (affirm) stands only at the beginning, the last word (close) only at the end."),
                    row,
                    "kind",
                )
            if kind.is_of_topic:
                self.topic_step(kind, row, topic)
                topic = [*topic, kind] if topic is not None else None
            else:
                if topic == []:
                    self.wrong(
                        _("After a topic is chosen (choose), whoever brought it tells, once (present)."), row, "kind"
                    )
                topic = [] if kind is Kind.CHOOSE else None

    def topic_step(self, kind: Kind, row: int, topic: Sequence[Kind] | None) -> None:
        if topic is None:
            self.wrong(_("Before this, a topic must be chosen (choose)."), row, "kind")
        elif (kind is Kind.PRESENT) == bool(topic):
            self.wrong(_("After a topic is chosen (choose), whoever brought it tells, once (present)."), row, "kind")
        elif kind is Kind.SHARE and Kind.CLARIFY not in topic:
            self.wrong(
                _("Questions (clarify) come before it: nobody answers what nobody has asked about."), row, "kind"
            )

    def known(self, told: Mapping[str, object], keys: set[str], row: int | None) -> None:
        for key in told.keys() - keys:
            self.wrong(_("This key means nothing here. Known are: %(keys)s.", keys=", ".join(sorted(keys))), row, key)

    def wrong(self, words: str, row: int | None, key: str) -> None:
        self.problems.append(Problem(words, row, key[:50], file=self.file))


def _is_line(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_LINE


def write_protocol(protocol: Protocol) -> str:
    """Write a protocol as the file that `read_protocol` reads."""
    head = [
        f"format = {FORMAT}",
        f"title = {quoted(protocol.title)}",
        f"words = {quoted(protocol.words)}",
        f"promise = {quoted(protocol.promise)}",
        f"questions = {_listed(protocol.questions)}",
    ]
    return "\n".join([*head, *(line for one in protocol.steps for line in _step_lines(one)), ""])


def _step_lines(step: Step) -> Iterator[str]:
    yield from ("", "[[steps]]", f"kind = {quoted(step.kind)}", f"title = {quoted(step.title)}")
    yield f"words = {quoted(step.words)}"
    if step.presenter:
        yield f"presenter = {quoted(step.presenter)}"
    yield f"{'minutes_each' if step.kind.is_in_turn else 'minutes'} = {step.minutes:.10g}"
    if step.starters:
        yield f"starters = {_listed(step.starters)}"
    if step.waits:
        yield f"waits = {quoted(step.waits)}"


def _listed(lines: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, lines))}]"
