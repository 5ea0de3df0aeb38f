"""Read rules from their JSON document, and write them back as one. Format: `board.md`, rules.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
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

T = TypeVar("T")
Document = str | Mapping[str, object]


class _Number(str):
    """A number as the document spells it: JSON's own readers would round it."""


class _Object(tuple[tuple[str, object], ...]):
    """A JSON object as its pairs, so that a key used twice can be told with its path."""


def parse_rules(document: Document, *, file: str = "rules.json") -> Rules:
    """Read rules from JSON text or from a decoded document, every number exactly.

    Numbers of a decoded document count by their decimal text (`str`). Raises InputError that names every problem
    found, each with the file and the key's path, such as `metrics[1].cap.points`.
    """
    reader = _Reader(file)
    try:
        decoded = _decoded(document) if isinstance(document, str) else document
    except ValueError as error:
        raise InputError(Problem(f"This is not a JSON document: {error}.", file=file)) from None
    except RecursionError:
        raise InputError(Problem("This is not a JSON document of rules: it is nested too deeply.", file=file)) from None
    rules = _rules(reader, decoded)
    if reader.problems or rules is None:
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
    def refuse(word: str) -> object:
        raise ValueError(f"{word} is not a number")

    return json.loads(
        text.removeprefix("\ufeff"),
        object_pairs_hook=_Object,
        parse_int=_Number,
        parse_float=_Number,
        parse_constant=refuse,
    )


@dataclass
class _Reader:
    """Check one value after the other and collect what is wrong, so that a person mends everything at once."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: str, message: str, value: object = None) -> None:
        shown = None if value is None else str(value)[:100]
        self.problems.append(Problem(message, column=path or None, value=shown, file=self.file))

    def members(self, value: object, path: str, known: Iterable[str], needed: Iterable[str]) -> dict[str, object]:
        """Give an object's members, refusing what is no object, unknown, used twice or missing."""
        if isinstance(value, _Object):
            pairs: Iterable[tuple[object, object]] = value
        elif isinstance(value, Mapping):
            pairs = value.items()
        else:
            self.refuse(path, "An object in braces is needed here.", value)
            return {}
        members: dict[str, object] = {}
        for key, member in pairs:
            if not isinstance(key, str) or key not in known:
                self.refuse(_join(path, str(key)), "This key is not known.")
            elif key in members:
                self.refuse(_join(path, key), "This key is used twice.")
            else:
                members[key] = member
        for key in needed:
            if key not in members:
                self.refuse(_join(path, key), "This key is needed.")
        return members

    def items(self, value: object, path: str) -> list[tuple[str, object]]:
        """Give a list's items with their paths."""
        if not isinstance(value, list | tuple) or isinstance(value, _Object):
            self.refuse(path, "A list in square brackets is needed here.", value)
            return []
        return [(f"{path}[{place}]", item) for place, item in enumerate(value)]

    def number(self, value: object, path: str) -> int:
        """Give a number in thousandths; 0 where it was refused."""
        if isinstance(value, bool) or not isinstance(value, _Number | int | float | Decimal):
            self.refuse(path, "A number is needed here.", value)
            return 0
        try:
            return thousandths(str(value))
        except ValueError as error:
            self.refuse(path, str(error), value if isinstance(value, str) else None)
            return 0

    def text(self, value: object, path: str) -> str:
        """Give a text; an empty one where it was refused."""
        if not isinstance(value, str) or isinstance(value, _Number):
            self.refuse(path, "A text is needed here.", value)
            return ""
        try:
            value.encode()
        except UnicodeEncodeError:
            self.refuse(path, "This text holds half of a character.")
            return ""
        return value

    def word(self, value: object, path: str, words: tuple[T, ...]) -> T:
        """Give one of some words; the first where it was refused."""
        for word in words:
            if not isinstance(value, _Number) and word == value:
                return word
        self.refuse(path, f"One of these is needed here: {', '.join(map(str, words))}.", value)
        return words[0]

    def day(self, value: object, path: str) -> date | None:
        """Give a date; None where it was refused."""
        text = self.text(value, path)
        try:
            return parse_date(text)
        except ValueError as error:
            if isinstance(value, str) and not isinstance(value, _Number):
                self.refuse(path, str(error), value)
            return None


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _rules(reader: _Reader, document: object) -> Rules | None:
    known = ("time_zone", "week_start", "season", "metrics", "rank", "title")
    members = reader.members(document, "", known, ("time_zone", "metrics"))
    rank = reader.members(members["rank"], "rank", ("ties",), ()) if "rank" in members else {}
    rules = Rules(
        time_zone=_zone(reader, members["time_zone"]) if "time_zone" in members else "UTC",
        week_start=_given(members, "week_start", "", lambda value, path: reader.word(value, path, WEEKDAYS), "monday"),
        season=_given(members, "season", "", lambda value, path: _season(reader, value, path), None),
        metrics=_metrics(reader, members["metrics"]) if "metrics" in members else (),
        ties=_given(rank, "ties", "rank", lambda value, path: reader.word(value, path, TIES), "competition"),
        title=_given(members, "title", "", reader.text, ""),
    )
    return None if reader.problems else rules


def _given(members: dict[str, object], key: str, path: str, read: Callable[[object, str], T], default: T) -> T:
    return read(members[key], _join(path, key)) if key in members else default


def _zone(reader: _Reader, value: object) -> str:
    name = reader.text(value, "time_zone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        if not reader.problems or reader.problems[-1].column != "time_zone":
            reader.refuse("time_zone", "This is not a time zone such as Europe/Berlin.", value)
    return name


def _season(reader: _Reader, value: object, path: str) -> Season | None:
    members = reader.members(value, path, ("from", "to"), ("from", "to"))
    starts = _given(members, "from", path, reader.day, None)
    ends = _given(members, "to", path, reader.day, None)
    if starts is None or ends is None:
        return None
    if starts >= ends:
        reader.refuse(f"{path}.to", "The season has to end after it starts.", ends)
    return Season(starts, ends)


def _metrics(reader: _Reader, value: object) -> tuple[Metric, ...]:
    items = reader.items(value, "metrics")
    if isinstance(value, list | tuple) and not 1 <= len(items) <= MOST_METRICS:
        reader.refuse("metrics", f"Between 1 and {MOST_METRICS} metrics are needed; these are {len(items)}.")
    metrics = tuple(_metric(reader, item, path) for path, item in items)
    seen: set[str] = set()
    for (path, item), metric in zip(items, metrics, strict=True):
        if metric.key in seen and "key" in dict(item if isinstance(item, _Object | Mapping) else ()):
            reader.refuse(f"{path}.key", "This metric is in the list twice.", metric.key)
        seen.add(metric.key)
    return metrics


def _metric(reader: _Reader, value: object, path: str) -> Metric:
    known = ("key", "label", "unit", "points_per_unit", "team", "over", "cap", "bonus")
    members = reader.members(value, path, known, ("key", "points_per_unit", "team"))
    return Metric(
        key=_given(members, "key", path, reader.text, ""),
        label=_given(members, "label", path, reader.text, ""),
        unit=_given(members, "unit", path, reader.text, ""),
        points_per_unit=_given(members, "points_per_unit", path, reader.number, 0),
        team=_given(members, "team", path, lambda value, path: reader.word(value, path, TEAMS), "sum"),
        over=_given(members, "over", path, lambda value, path: reader.word(value, path, OVERS), "roster"),
        cap=_given(members, "cap", path, lambda value, path: _cap(reader, value, path), None),
        bonus=_given(members, "bonus", path, lambda value, path: _bonus(reader, value, path), ()),
    )


def _cap(reader: _Reader, value: object, path: str) -> Cap:
    members = reader.members(value, path, ("points", "per"), ("points", "per"))
    points = _given(members, "points", path, reader.number, 0)
    if points < 0:
        reader.refuse(f"{path}.points", "A cap cannot be negative.", members["points"])
    return Cap(points, _given(members, "per", path, lambda value, path: reader.word(value, path, PERIODS), "window"))


def _bonus(reader: _Reader, value: object, path: str) -> tuple[Step, ...]:
    return tuple(_step(reader, item, path) for path, item in reader.items(value, path))


def _step(reader: _Reader, value: object, path: str) -> Step:
    members = reader.members(value, path, ("at", "points"), ("at", "points"))
    return Step(_given(members, "at", path, reader.number, 0), _given(members, "points", path, reader.number, 0))
