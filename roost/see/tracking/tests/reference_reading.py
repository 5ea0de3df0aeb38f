"""Read and check the board's three files, naively, sentence by sentence from their rules; for `reference.py`."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

BEFORE_ALL_DAYS = 0
AFTER_ALL_DAYS = date.max.toordinal() + 1
LIMIT = 10**12 * 1000
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"([T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2})(\.[0-9]+)?)?"
    r"(Z|(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):(?P<minutes>[0-5][0-9]))?)?"
)

Team = tuple[str, str]
Row = tuple[int, dict[str, str]]


class Refused(Exception):
    """Say that the input is refused, in which file, at which row and at which column or key."""

    def __init__(self, file: str, row: int | None, column: str | None) -> None:
        super().__init__(f"{file}, row {row}, column {column}")
        self.file, self.row, self.column = file, row, column


@dataclass(frozen=True)
class Number:
    """Keep a number of a JSON text as it was written."""

    text: str


@dataclass(frozen=True)
class Membership:
    team: Team
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    person: str
    metric: str
    value: int
    day: int


def thousandths(text: str) -> int | None:
    """Read a number as whole thousandths; None where it is no number, too fine or too large."""
    if not NUMBER.fullmatch(text):
        return None
    scaled = Fraction(Decimal(text)) * 1000
    if scaled.denominator != 1 or abs(scaled) > LIMIT:
        return None
    return int(scaled)


def day_of(text: str) -> int | None:
    """Read a date; None where it is not one."""
    try:
        return date.fromisoformat(text).toordinal() if DATE.fullmatch(text) else None
    except ValueError:
        return None


def local_day(text: str, zone: ZoneInfo) -> int | None:
    """Read the local date of a moment; None where it is not one."""
    parts = MOMENT.fullmatch(text)
    if not parts:
        return None
    try:
        moment = datetime.fromisoformat(parts["day"]).replace(
            hour=int(parts["hour"] or 0), minute=int(parts["minute"] or 0), second=int(parts["second"] or 0)
        )
        if text.endswith("Z") or parts["sign"]:
            away = timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
            instant = moment + away if parts["sign"] == "-" else moment - away
            return zone.fromutc(instant.replace(tzinfo=zone)).toordinal()
        first = zone.utcoffset(moment.replace(fold=0)) or timedelta()
        second = zone.utcoffset(moment.replace(fold=1)) or timedelta()
        # Only in a gap is the offset after the change the larger one; the moment then moves on by their difference.
        return (moment + max(second - first, timedelta())).toordinal()
    except (ValueError, OverflowError):
        return None


def records(file: str, text: str, needed: list[str], optional: list[str]) -> list[Row]:
    """Read a table as (row number, cells by column), row 1 being the header; columns left out are empty."""
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    header = table[0] if table else []
    if not set(needed) <= set(header) <= {*needed, *optional} or len(set(header)) != len(header):
        raise Refused(file, 1, None)
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if len(cells) != len(header):
            raise Refused(file, number, None)
        rows.append((number, dict.fromkeys(optional, "") | dict(zip(header, cells, strict=True))))
    return rows


def read_people(text: str) -> dict[str, list[Membership]]:
    """Read each person's memberships that cover at least one day, in the order in which they start."""
    found: dict[str, list[Membership]] = {}
    for number, cells in records("people.csv", text, ["person", "team", "division"], ["from", "to"]):
        start = day_of(cells["from"]) if cells["from"] else BEFORE_ALL_DAYS
        end = day_of(cells["to"]) if cells["to"] else AFTER_ALL_DAYS
        if start is None:
            raise Refused("people.csv", number, "from")
        if end is None:
            raise Refused("people.csv", number, "to")
        if start > end:
            raise Refused("people.csv", number, "from")
        if start < end:
            own = found.setdefault(cells["person"], [])
            if any(start < other.end and other.start < end for other in own):
                raise Refused("people.csv", number, "from")
            own.append(Membership((cells["division"], cells["team"]), start, end))
    return {person: sorted(own, key=lambda m: m.start) for person, own in found.items()}


def read_entries(text: str, zone: ZoneInfo) -> list[Entry]:
    """Read the entries that stand: each id once, without those that a reversing row names."""
    seen: dict[str, dict[str, str]] = {}
    taken_back: set[str] = set()
    entries: list[tuple[str, Entry]] = []
    for number, cells in records("entries.csv", text, ["person", "metric", "value", "occurred_at"], ["id", "reverses"]):
        entry = None
        if not cells["reverses"]:
            value = thousandths(cells["value"])
            day = local_day(cells["occurred_at"], zone)
            if value is None:
                raise Refused("entries.csv", number, "value")
            if day is None:
                raise Refused("entries.csv", number, "occurred_at")
            entry = Entry(cells["person"], cells["metric"], value, day)
        if cells["id"] in seen:
            if seen[cells["id"]] != cells:
                raise Refused("entries.csv", number, "id")
            continue
        if cells["id"]:
            seen[cells["id"]] = cells
        if entry:
            entries.append((cells["id"], entry))
        else:
            taken_back.add(cells["reverses"])
    return [entry for id_, entry in entries if not id_ or id_ not in taken_back]


def read_rules(text: str) -> dict[str, Any]:
    """Read and check the rules; numbers become thousandths, season dates days, defaults are filled in."""

    def refuse(key: str | None = None) -> Refused:
        return Refused("rules.json", None, key)

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, value in pairs:
            if value is None or [name for name, _ in pairs].count(key) > 1:
                raise refuse(key)
        return dict(pairs)

    def check(thing: Any, place: str, needed: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
        """Check each key by its kind: a type, a list of the words it may be, or `thousandths` or `day_of`."""
        if not isinstance(thing, dict):
            raise refuse(place)
        for key in needed:
            if key not in thing:
                raise refuse(key)
        result = {}
        for key, value in thing.items():
            kind = (needed | optional).get(key)
            if kind is thousandths:
                value = thousandths(value.text) if isinstance(value, Number) else None
            elif kind is day_of:
                value = day_of(value) if isinstance(value, str) else None
            elif isinstance(kind, list):
                value = value if isinstance(value, str) and value in kind else None
            elif kind is None or not isinstance(value, kind):
                value = None
            if value is None:
                raise refuse(key)
            result[key] = value
        return result

    def constant(_: str) -> None:
        raise refuse()

    try:
        read = json.loads(
            text, parse_int=Number, parse_float=Number, parse_constant=constant, object_pairs_hook=object_of
        )
    except ValueError:
        raise refuse() from None
    rules = check(
        read,
        "rules",
        {"time_zone": str, "metrics": list},
        {"title": str, "week_start": WEEKDAYS, "season": dict, "rank": dict},
    )
    try:
        rules["zone"] = ZoneInfo(rules["time_zone"])
    except (OSError, LookupError, ValueError):
        raise refuse("time_zone") from None
    if "season" in rules:
        season = rules["season"] = check(rules["season"], "season", {"from": day_of, "to": day_of}, {})
        if season["from"] >= season["to"]:
            raise refuse("season")
    rules["ties"] = check(rules.get("rank", {}), "rank", {}, {"ties": ["competition", "dense"]}).get(
        "ties", "competition"
    )
    rules["week_start"] = WEEKDAYS.index(rules.get("week_start", "monday"))
    if not 1 <= len(rules["metrics"]) <= 32:
        raise refuse("metrics")
    metrics = []
    for given in rules["metrics"]:
        metric = check(
            given,
            "metrics",
            {"key": str, "points_per_unit": thousandths, "team": ["sum", "average"]},
            {"over": ["roster", "active"], "cap": dict, "bonus": list, "label": str, "unit": str},
        )
        if "cap" in metric:
            periods = ["day", "week", "month", "window"]
            metric["cap"] = check(metric["cap"], "cap", {"points": thousandths, "per": periods}, {})
            if metric["cap"]["points"] < 0:
                raise refuse("points")
        metric["bonus"] = [
            check(step, "bonus", {"at": thousandths, "points": thousandths}, {}) for step in metric.get("bonus", [])
        ]
        metrics.append(metric)
    rules["metrics"] = metrics
    keys = [metric["key"] for metric in metrics]
    if len(set(keys)) < len(keys):
        raise refuse("key")
    return rules
