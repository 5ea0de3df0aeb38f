"""Write a program as the files of `roost board compute`, so that its boards can be rebuilt without the server."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from roost.ground.people.models import Affiliation, TeamMembership
from roost.see.tracking.engine import Rules, local_day, parse_rules, show
from roost.see.tracking.models import Entry, Metric, Program
from roost.see.tracking.reads.moments import one_moment
from roost.see.tracking.reads.running import Reader, Version
from roost.see.tracking.reads.taking_part import TakingPart

CHUNK = 10_000
TOLD_EVERY = 500_000
PEOPLE = ("person", "team", "division", "from", "to")
ENTRIES = ("person", "metric", "value", "occurred_at", "id", "reverses")
# Writes texts in the columns of `ENTRIES` and the day to a path, and says how many rows there were.
Writer = Callable[[str, Iterable[Sequence[str]]], int]


@dataclass(frozen=True)
class Exported:
    """Name the files that were written, and count rows: memberships, and entries with the reversals among them."""

    files: tuple[str, ...]
    memberships: int
    entries: int


def export(
    program: Program,
    folder: Path,
    *,
    parquet: Writer | None = None,
    tell: Callable[[int], None] = lambda rows: None,
    every: int = TOLD_EVERY,
) -> Exported:
    """Write people.csv, rules.json and the ledger into a folder, as of one moment.

    Where players voted for the rules, those by which periods that ended before a day are counted come along, as
    rules-before-2024-07-01.json.
    The ledger becomes entries.csv, or entries.parquet where something is given that writes it: `parquet.write_entries`.
    Closed periods are left out: the files hold what the live boards stand on. Memory holds the organisation's people
    and a batch of entries; `tell` hears how many there were so far, `every` so many. Raises OSError where a file
    cannot be written.
    """
    files: tuple[str, ...] = ("people.csv", "entries.parquet" if parquet else "entries.csv", "rules.json")
    people, entries, rules = (folder / name for name in files)
    with one_moment():
        reader, names = Reader(program), _Names(program)
        document = reader.version.document
        rules.write_text(document, encoding="utf-8")
        for name, earlier in _earlier_rules(reader):
            (folder / name).write_text(earlier.document, encoding="utf-8")
            files = (*files, name)
        memberships = _write_csv(people, PEOPLE, _memberships(program, names))
        rows = _told(_entries(program, names), tell, every)
        if parquet:
            written = parquet(str(entries), _with_day(rows, parse_rules(document)))
        else:
            written = _write_csv(entries, ENTRIES, rows)
    return Exported(files, memberships, written)


def _earlier_rules(reader: Reader) -> Iterator[tuple[str, Version]]:
    until = reader.version.holds_from
    for one in reader.earlier:
        yield f"rules-before-{until}.json", one
        until = one.holds_from


class _Names:
    """Say who is meant in a word that no other has, and by which a file of scores finds the same person here.

    This is the employee id, or else the e-mail address. Whoever has neither, or an address that is somebody's employee
    id, is called by their number in Roost, which no file of scores knows.
    """

    def __init__(self, program: Program) -> None:
        belonging = Affiliation.objects.filter(organisation=program.organisation_id)
        known = list(belonging.values_list("person", "employee_id", "person__email"))
        self._ids = {employee_id.lower() for _, employee_id, _ in known if employee_id}
        self._taken = self._ids | {email.lower() for _, _, email in known if email}
        self._words = {person: employee_id or self._free(email) for person, employee_id, email in known}

    def __getitem__(self, person: int) -> str:
        word = self._words.get(person)
        if not word:
            word = f"person-{person}"
            while word in self._taken:
                word = f"person-{word}"
            self._words[person] = word
        return word

    def _free(self, email: str | None) -> str:
        return "" if not email or email.lower() in self._ids else email


def _memberships(program: Program, names: _Names) -> Iterator[tuple[str, ...]]:
    # A pair of division and name is one team: the database holds no second.
    stays = TeamMembership.objects.filter(organisation=program.organisation_id).order_by("person", "starts_on", "pk")
    columns = stays.values_list("person", "team__name", "team__division", "starts_on", "ends_on")
    taking_part = TakingPart(program)
    for person, team, division, starts, ends in columns.iterator(CHUNK):
        for first, after in taking_part[person].within(starts, ends):
            yield names[person], team, division, first.isoformat() if first else "", after.isoformat() if after else ""


def _entries(program: Program, names: _Names) -> Iterator[tuple[str, ...]]:
    keys = dict(Metric.objects.filter(program=program).values_list("pk", "key"))
    columns = ("person", "metric", "value", "occurred", "key", "reverses")
    entries = Entry.objects.filter(program=program).order_by("pk")
    for person, metric, value, occurred, key, reverses in entries.values_list(*columns).iterator(CHUNK):
        if reverses is None:
            yield names[person], keys[metric], show(value), occurred, key, ""
        else:
            yield "", "", "", "", key, reverses


def _told(rows: Iterable[tuple[str, ...]], tell: Callable[[int], None], every: int) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % every == 0:
            tell(number)


def _with_day(rows: Iterable[tuple[str, ...]], rules: Rules) -> Iterator[tuple[str, ...]]:
    day_of = lru_cache(2**16)(partial(local_day, zone=rules.zone))
    for row in rows:
        occurred = row[ENTRIES.index("occurred_at")]
        yield *row, day_of(occurred).isoformat() if occurred else ""


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        # Lines end as they do for the csv module itself: with another end it would leave a lone \r without quotes.
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            written += 1
    return written
