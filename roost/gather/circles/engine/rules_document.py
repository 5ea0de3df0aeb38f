"""Read rules.toml: known tables and keys, and a refusal by name of all others. Format: `circle-files.md`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from roost.gather.circles.engine.roster import LONGEST_SHOWN, MOST_PROBLEMS, read_content
from roost.gather.circles.engine.rules import (
    Apart,
    AtMost,
    Balance,
    Columns,
    Hours,
    Keep,
    Kind,
    Locked,
    Managers,
    Measure,
    Past,
    Roles,
    Rules,
    Sizes,
    Spread,
    Strength,
    Together,
)
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

MOST = 1e9
MINUTES_OF_A_DAY = 24 * 60
DAYS = (date(1970, 1, 1), date(2199, 12, 31))
TABLES = (
    *("mix", "alike", "apart", "together", "hours", "same", "not_alone", "spread", "balance", "roles"),
    *("history", "keep", "locked", "blocs"),
)
_SOFT = ("soft", "weight")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_SIZE = re.compile(r"\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?", re.ASCII)
Made = TypeVar("Made")


def read_rules(path: str | Path) -> Rules:
    """Read rules from a file; raises InputError that names the file and the key, or says why it cannot be opened."""
    return rules_of(read_content(path), file=str(path))


def rules_of(content: bytes | str, *, file: str = "rules") -> Rules:
    """Read rules from a TOML document; raises InputError that names each key found wrong, as `apart.pairs[0]`."""
    document = _Table("", _parsed(content, file), [], file)
    document.refuse_unknown(TABLES)
    blocs = document.table("blocs", ("diversity_slack",))
    rules = Rules(
        mix=_measures(document, "mix"),
        alike=_measures(document, "alike"),
        apart=_apart(document.table("apart", ("managers", "at_most", "pairs", *_SOFT))),
        together=_made(document.table("together", ("pairs", *_SOFT)), _together, Together()),
        hours=_made(document.table("hours", ("working", "overlap_hours", "date", *_SOFT)), _hours, None),
        same=_made(document.table("same", ("columns", *_SOFT)), _columns, Columns()),
        not_alone=_made(document.table("not_alone", ("columns", *_SOFT)), _columns, Columns()),
        spread=_made(document.table("spread", ("columns", "slack", *_SOFT)), _spread, Spread()),
        balance=_made(document.table("balance", ("columns", "within", *_SOFT)), _balance, Balance()),
        roles=_made(document.table("roles", ("column", "at_least", *_SOFT)), _roles, None),
        past=_made(document.table("history", ("weight", "decay", "never_within_rounds", "soft")), _past, Past()),
        keep=_made(document.table("keep", ("plan", "cost_per_move")), _keep, None),
        locked=_made(document.table("locked", ("seats", *_SOFT)), _locked, Locked()),
        diversity_slack=blocs.number("diversity_slack", 0.005, most=1) if blocs else 0.005,
    )
    if document.problems:
        raise InputError(document.problems[:MOST_PROBLEMS])
    return rules


def sizes_of(text: str, *, free: bool = False) -> Sizes:
    """Read how many people sit in a circle, as `6-8` or `7`; raises InputError for less than 2 or `8-6`."""
    found = _SIZE.fullmatch(text)
    least, most = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 2 <= least <= most:
        words = _("Sizes are written as 6-8: from 2 people up, the smaller number first.")
        raise InputError(Problem(words, column="--size", value=text[:LONGEST_SHOWN]))
    return Sizes(least, most, free)


@dataclass(frozen=True)
class _Table:
    """Give the values of one table by key; what cannot be used is noted among the problems and answered by a default.

    Nobody sees the default: who reads a document raises what was noted.
    """

    path: str
    content: dict[str, object]
    problems: list[Problem] = field(repr=False)
    file: str

    def key(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def note(self, key: str, words: str, value: object = None) -> None:
        shown = None
        with suppress(ValueError):  # Python writes no whole number of more than some thousand digits.
            shown = None if value is None else str(value)[:LONGEST_SHOWN]
        self.problems.append(Problem(words, column=key[:LONGEST_SHOWN], value=shown, file=self.file))

    def refuse_unknown(self, known: Iterable[str]) -> None:
        names = tuple(known)
        for name in self.content:
            if name in names:
                continue
            if near := get_close_matches(name, names, n=1):
                self.note(self.key(name), _("This is not known here; did you mean %(near)s?", near=near[0]))
            else:
                self.note(self.key(name), _("This is not known here; known are %(known)s.", known=", ".join(names)))

    def needed(self, name: str) -> bool:
        """Say whether a key is there, and note where it is not."""
        if name not in self.content:
            self.note(self.key(name), _("This key is missing."))
        return name in self.content

    def number(self, name: str, default: float, *, most: float = MOST) -> float:
        value = self.content.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            words = _("This must be a number from 0 to %(most)s.", most=f"{most:.0f}")
            self.note(self.key(name), words, value)
            return default
        return float(value)

    def whole(self, name: str, default: int, *, least: int) -> int:
        value = self.content.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
            self.note(self.key(name), _("This must be a whole number, %(least)s or more.", least=least), value)
            return default
        return value

    def truth(self, name: str) -> bool:
        value = self.content.get(name, False)
        if not isinstance(value, bool):
            self.note(self.key(name), _("This must be true or false."), value)
        return value is True

    def text(self, name: str, default: str = "") -> str:
        return self.checked_text(self.key(name), self.content.get(name, default)) or default

    def checked_text(self, key: str, value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.note(key, _("This must be a text in quotes, and not empty."), value)
        return ""

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            near = get_close_matches(value, choices, n=1)
            hint = _(" Did you mean %(near)s?", near=near[0]) if near else ""
            words = _("This must be one of %(choices)s.%(hint)s", choices=", ".join(choices), hint=hint)
            self.note(self.key(name), words, value)
            return default
        return value

    def items(self, name: str) -> list[tuple[str, object]]:
        """Give what a list holds, each with its key."""
        value = self.content.get(name, [])
        if not isinstance(value, list):
            self.note(self.key(name), _("This must be a list in square brackets."), value)
            return []
        return [(f"{self.key(name)}[{place}]", one) for place, one in enumerate(value)]

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts that must all differ."""
        found: dict[str, None] = {}
        for key, value in self.items(name) if self.needed(name) else []:
            text = self.checked_text(key, value)
            if text in found:
                self.note(key, _("This stands in the list already."), text)
            found[text] = None
        return tuple(found)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Give pairs of differing ids, each pair once, however often and in whichever order it is written."""
        found: dict[frozenset[str], tuple[str, str]] = {}
        for key, value in self.items(name):
            if not isinstance(value, list) or len(value) != 2:
                self.note(key, _('This must be two ids, as ["17", "23"].'), value)
                continue
            first, second = (self.checked_text(f"{key}[{place}]", one) for place, one in enumerate(value))
            if first and first == second:
                self.note(key, _("This pairs an id with itself."), first)
            found.setdefault(frozenset((first, second)), (first, second))
        return tuple(found.values())

    def table(self, name: str, known: tuple[str, ...]) -> _Table | None:
        value = self.content.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.note(self.key(name), _("This must be one table, begun by [%(name)s].", name=name))
            return None
        inner = _Table(self.key(name), value, self.problems, self.file)
        inner.refuse_unknown(known)
        return inner

    def tables(self, name: str, known: tuple[str, ...]) -> list[tuple[str, _Table]]:
        """Give a list of tables, each with its column; the columns must all differ."""
        found = []
        seen: set[str] = set()
        if isinstance(self.content.get(name), dict):
            self.note(self.key(name), _("This must be a list: begin each of its tables by [[%(name)s]].", name=name))
            return []
        for key, value in self.items(name):
            if not isinstance(value, dict):
                self.note(key, _("This must be a table."), value)
                continue
            inner = _Table(key, value, self.problems, self.file)
            inner.refuse_unknown(known)
            column = inner.text("column") if inner.needed("column") else ""
            if column and column in seen:
                inner.note(inner.key("column"), _("This column stands in the list already."), column)
            seen.add(column)
            found.append((column, inner))
        return found

    def strength(self) -> Strength:
        return Strength(self.truth("soft"), self.number("weight", 1.0))


def _made(table: _Table | None, make: Callable[[_Table], Made], otherwise: Made) -> Made:
    return make(table) if table else otherwise


def _parsed(content: bytes | str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8-sig") if isinstance(content, bytes) else content)
    except UnicodeDecodeError:
        raise InputError(Problem(_("This is not UTF-8; save the file as text in UTF-8."), file=file)) from None
    except RecursionError:
        raise InputError(Problem(_("Lists and tables stand in each other too deeply here."), file=file)) from None
    except ValueError as error:
        place = _PLACE.search(str(error))
        words = _("This is not TOML: %(why)s.", why=_PLACE.sub("", str(error)))
        raise InputError(Problem(words, int(place[1]) if place else None, file=file)) from None


def _measures(document: _Table, name: Literal["mix", "alike"]) -> tuple[Measure, ...]:
    kinds = get_args(Kind)
    return tuple(
        Measure(column, cast(Kind, table.choice("kind", kinds, "category")), table.number("weight", 1.0))
        for column, table in document.tables(name, ("column", "kind", "weight"))
    )


def _apart(table: _Table | None) -> Apart:
    if table is None:
        return Apart()
    limits = table.tables("at_most", ("column", "count"))
    return Apart(
        managers=cast(Managers, table.choice("managers", get_args(Managers), "direct")),
        at_most=tuple(AtMost(column, one.whole("count", 1, least=1)) for column, one in limits),
        pairs=table.pairs("pairs"),
        strength=table.strength(),
    )


def _together(table: _Table) -> Together:
    return Together(table.pairs("pairs"), table.strength())


def _hours(table: _Table) -> Hours:
    start, end = _working(table)
    long = (end - start - 1) % MINUTES_OF_A_DAY + 1
    minutes = 60 * (table.number("overlap_hours", 0) if table.needed("overlap_hours") else 0)
    overlap = round(minutes)
    if "overlap_hours" in table.content and (overlap < 1 or abs(minutes - overlap) > 1e-6):
        words = _("This must be above 0, and whole minutes: 1.5 is an hour and a half.")
        table.note(table.key("overlap_hours"), words, table.content["overlap_hours"])
    elif overlap > long:
        words = _("Nobody works that long: the working day has %(hours)s hours.", hours=f"{long / 60:g}")
        table.note(table.key("overlap_hours"), words, table.content["overlap_hours"])
    return Hours(_day(table), overlap, start, end, table.strength())


def _working(table: _Table) -> tuple[int, int]:
    text = table.text("working", "09:00-17:00")
    found = _CLOCK.fullmatch(text)
    if found is None:
        words = _("This must be two times of day, as 09:00-17:00; an end of 00:00 is midnight.")
        table.note(table.key("working"), words, text)
        return 0, 0
    first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
    return first_hour * 60 + first_minute, last_hour * 60 + last_minute


def _day(table: _Table) -> date:
    value = table.content.get("date") if table.needed("date") else DAYS[0]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime) and DAYS[0] <= value <= DAYS[1]:
        return value
    words = _("This must be a day of the calendar from 1970 to 2199, as 2026-03-02.")
    table.note(table.key("date"), words, value)
    return DAYS[0]


def _columns(table: _Table) -> Columns:
    return Columns(table.texts("columns"), table.strength())


def _spread(table: _Table) -> Spread:
    return Spread(table.texts("columns"), table.whole("slack", 0, least=0), table.strength())


def _balance(table: _Table) -> Balance:
    return Balance(table.texts("columns"), table.number("within", 0.75), table.strength())


def _roles(table: _Table) -> Roles:
    column = table.text("column") if table.needed("column") else ""
    return Roles(column, table.whole("at_least", 1, least=1), table.strength())


def _past(table: _Table) -> Past:
    never = table.whole("never_within_rounds", 0, least=0)
    return Past(table.number("weight", 1.0), table.number("decay", 0.8, most=1), never, table.truth("soft"))


def _keep(table: _Table) -> Keep:
    plan = table.text("plan") if table.needed("plan") else ""
    return Keep(plan, table.number("cost_per_move", 0.002))


def _locked(table: _Table) -> Locked:
    seats = table.content.get("seats", {})
    if not isinstance(seats, dict):
        table.note(table.key("seats"), _('This must be a table of ids and circles, as { "17" = "Circle 3" }.'), seats)
        return Locked()
    found = {one.strip(): table.checked_text(f"{table.key('seats')}.{one}", circle) for one, circle in seats.items()}
    return Locked(found, table.strength())
