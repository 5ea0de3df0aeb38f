"""Read rules from their JSON document, and write them back as one. Format: `board.md`, rules.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine.calendar import parse_date
from roost.see.tracking.engine.numbers import THOUSAND, thousandths
from roost.see.tracking.engine.rules import (
    OVERS,
    PERIODS,
    TEAMS,
    TIES,
    WEEKDAYS,
    Cap,
    Metric,
    Rules,
    Season,
    Step,
)

MOST_METRICS = 32
LONGEST_SHOWN = 100

T = TypeVar("T")
Document = str | Mapping[str, object]


class _Number(str):
    """Keep a number as the document spells it: JSON's own readers would round it."""


@dataclass(frozen=True)
class _Object:
    """Keep a JSON object as its pairs, so that a key used twice can be told with its path."""

    pairs: list[tuple[str, object]]


def parse_rules(document: Document, *, file: str = "rules.json") -> Rules:
    """Read rules from JSON text or from a decoded document, every number exactly.

    Numbers of a decoded document count by their decimal text (`str`). Raises InputError that names every problem
    found, each with the file and the key's path, such as `metrics[1].cap.points`.
    """
    try:
        decoded = _decoded(document) if isinstance(document, str) else document
    except json.JSONDecodeError as error:
        raise InputError(Problem(f"This is not a JSON document: {error}.", row=error.lineno, file=file)) from None
    except RecursionError:
        raise InputError(Problem("This is not a JSON document of rules: it is nested too deeply.", file=file)) from None
    reader = _Reader(file)
    rules = reader.rules(decoded)
    if reader.problems:
        raise InputError(reader.problems)
    return rules


def document_of(rules: Rules) -> dict[str, object]:
    """Write rules as a document that can be stored as JSON and reads back as the same rules."""
    document: dict[str, object] = {"time_zone": rules.time_zone, "week_start": rules.week_start}
    if rules.title:
        document["title"] = rules.title
    if rules.season:
        document["season"] = {"from": rules.season.starts.isoformat(), "to": rules.season.ends.isoformat()}
    document["metrics"] = [_metric_document(metric) for metric in rules.metrics]
    document["rank"] = {"ties": rules.ties}
    return document


def _metric_document(metric: Metric) -> dict[str, object]:
    document: dict[str, object] = {"key": metric.key}
    document |= {name: text for name, text in (("label", metric.label), ("unit", metric.unit)) if text}
    document |= {"points_per_unit": _plain(metric.points_per_unit), "team": metric.team, "over": metric.over}
    if metric.cap:
        document["cap"] = {"points": _plain(metric.cap.points), "per": metric.cap.per}
    if metric.bonus:
        document["bonus"] = [{"at": _plain(step.at), "points": _plain(step.points)} for step in metric.bonus]
    return document


def _plain(count: int) -> int | float:
    # At most 15 significant digits have a fraction, and so many a float gives back exactly.
    whole, rest = divmod(count, THOUSAND)
    return count / THOUSAND if rest else whole


def _decoded(text: str) -> object:
    return json.loads(
        text.removeprefix("\ufeff"),
        object_pairs_hook=_Object,
        parse_int=_Number,
        parse_float=_Number,
        parse_constant=_Number,
    )


@dataclass
class _Reader:
    """Read one part after the other and collect what is wrong, so that a person mends everything at once.

    What cannot be read is replaced by a default, which nobody sees: the rules are refused.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def rules(self, document: object) -> Rules:
        known = ("time_zone", "week_start", "season", "metrics", "rank", "title")
        members = self._members(document, "", known, ("time_zone", "metrics"))
        rank = self._members(members.get("rank", {}), "rank", ("ties",), ())
        return Rules(
            time_zone=self._value(members, "time_zone", "", _zone, "UTC"),
            week_start=self._value(members, "week_start", "", _one_of(WEEKDAYS), "monday"),
            season=self._season(members["season"]) if "season" in members else None,
            metrics=self._metrics(members["metrics"]) if "metrics" in members else (),
            ties=self._value(rank, "ties", "rank.", _one_of(TIES), "competition"),
            title=self._value(members, "title", "", _text, ""),
        )

    def _season(self, value: object) -> Season:
        members = self._members(value, "season", ("from", "to"), ("from", "to"))
        starts = self._value(members, "from", "season.", _day, date.min)
        ends = self._value(members, "to", "season.", _day, date.max)
        if starts >= ends:
            self._refuse("season.to", "The season has to end after it starts.")
        return Season(starts, ends)

    def _metrics(self, value: object) -> tuple[Metric, ...]:
        items = self._items(value, "metrics")
        if isinstance(value, list | tuple) and not 1 <= len(items) <= MOST_METRICS:
            self._refuse("metrics", f"Between 1 and {MOST_METRICS} metrics are needed; these are {len(items)}.")
        return tuple(self._metric(item, path) for path, item in items)

    def _metric(self, value: object, path: str) -> Metric:
        known = ("key", "label", "unit", "points_per_unit", "team", "over", "cap", "bonus")
        members = self._members(value, path, known, ("key", "points_per_unit", "team"))
        return Metric(
            key=self._value(members, "key", f"{path}.", self._new_key, ""),
            label=self._value(members, "label", f"{path}.", _text, ""),
            unit=self._value(members, "unit", f"{path}.", _text, ""),
            points_per_unit=self._value(members, "points_per_unit", f"{path}.", _number, 0),
            team=self._value(members, "team", f"{path}.", _one_of(TEAMS), "sum"),
            over=self._value(members, "over", f"{path}.", _one_of(OVERS), "roster"),
            cap=self._cap(members["cap"], f"{path}.cap") if "cap" in members else None,
            bonus=self._bonus(members["bonus"], f"{path}.bonus") if "bonus" in members else (),
        )

    def _cap(self, value: object, path: str) -> Cap:
        members = self._members(value, path, ("points", "per"), ("points", "per"))
        points = self._value(members, "points", f"{path}.", _not_negative, 0)
        return Cap(points, self._value(members, "per", f"{path}.", _one_of(PERIODS), "window"))

    def _bonus(self, value: object, path: str) -> tuple[Step, ...]:
        return tuple(self._step(item, item_path) for item_path, item in self._items(value, path))

    def _step(self, value: object, path: str) -> Step:
        members = self._members(value, path, ("at", "points"), ("at", "points"))
        at = self._value(members, "at", f"{path}.", _number, 0)
        return Step(at, self._value(members, "points", f"{path}.", _number, 0))

    def _new_key(self, value: object) -> str:
        key = _text(value)
        if key in self.keys:
            raise ValueError("Another metric has this key.")
        self.keys.add(key)
        return key

    def _members(self, value: object, path: str, known: Sequence[str], needed: Sequence[str]) -> dict[str, object]:
        """Give an object's members, refusing what is no object, unknown, used twice or missing."""
        if not isinstance(value, _Object | Mapping):
            self._refuse(path, "An object in braces is needed here.")
            return {}
        members: dict[str, object] = {}
        before = f"{path}." if path else ""
        for key, member in value.items() if isinstance(value, Mapping) else value.pairs:
            if key not in known:
                self._refuse(f"{before}{key}"[:LONGEST_SHOWN], "This key is not known.")
            elif key in members:
                self._refuse(f"{before}{key}", "This key is used twice.")
            else:
                members[key] = member
        for key in needed:
            if key not in members:
                self._refuse(f"{before}{key}", "This key is needed.")
        return members

    def _items(self, value: object, path: str) -> list[tuple[str, object]]:
        """Give a list's items with their paths."""
        if not isinstance(value, list | tuple):
            self._refuse(path, "A list in square brackets is needed here.")
            return []
        return [(f"{path}[{place}]", item) for place, item in enumerate(value)]

    def _value(self, members: dict[str, object], key: str, before: str, read: Callable[[object], T], default: T) -> T:
        """Give a member read by a function that raises ValueError with a sentence for the person."""
        if key not in members:
            return default
        try:
            return read(members[key])
        except ValueError as error:
            self._refuse(f"{before}{key}", str(error), members[key])
            return default

    def _refuse(self, path: str, message: str, value: object = None) -> None:
        shown = value[:LONGEST_SHOWN] if isinstance(value, str) else None
        self.problems.append(Problem(message, column=path or None, value=shown, file=self.file))


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, _Number | int | float | Decimal):
        raise ValueError("A number is needed here.")
    return thousandths(str(value))


def _not_negative(value: object) -> int:
    number = _number(value)
    if number < 0:
        raise ValueError("A cap cannot be negative.")
    return number


def _text(value: object) -> str:
    if not isinstance(value, str) or isinstance(value, _Number):
        raise ValueError("A text is needed here.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("This text holds half of a character.") from None
    return value


def _day(value: object) -> date:
    return parse_date(_text(value))


def _zone(value: object) -> str:
    name = _text(value)
    try:
        # These name what the machine makes of them.
        if name.startswith(("localtime", "posix", "right")):
            raise ValueError
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("This is not a time zone such as Europe/Berlin.") from None
    return name


def _one_of(words: Sequence[T]) -> Callable[[object], T]:
    def read(value: object) -> T:
        text = _text(value)
        for word in words:
            if word == text:
                return word
        raise ValueError(f"One of these is needed here: {', '.join(map(str, words))}.")

    return read
