"""What a database says of ledger, cells and facts, read with plain SQL and added up anew without product code."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tests.durability.deliveries import Delivery

Totals = dict[tuple[int, int, int], tuple[int, int]]
"""By metric id, person id and day: thousandths and number of entries."""


class Database(Protocol):
    """Anything that runs SQL and gives rows."""

    def execute(self, statement: str, /) -> Iterable[Any]: ...


@dataclass(frozen=True)
class Books:
    """One database at rest: `cells` is what boards are made of, `sums` what the ledger adds up to.

    `damage` is what SQLite's own checks complain of; `told` counts facts by verb and quantity.
    """

    damage: tuple[Any, ...]
    keys: frozenset[str]
    reversals: Counter[str]
    cells: Totals
    sums: Totals
    told: Counter[tuple[str, int]]

    def arrived(self, deliveries: Sequence[Delivery]) -> frozenset[int]:
        """Give the numbers of the deliveries of which anything is in the ledger."""
        return frozenset(
            delivery.number
            for delivery in deliveries
            if delivery.reverses in self.reversals or any(score.key in self.keys for score in delivery.scores)
        )

    def faults(self, deliveries: Sequence[Delivery]) -> list[str]:
        """Say what must not be, where nothing but these deliveries came, each of them whole or not at all."""
        here = self.arrived(deliveries)
        submitted = [one for one in deliveries if one.number in here and one.scores]
        corrected = [one for one in deliveries if one.number in here and one.reverses]
        told = Counter([("tracking.submitted", one.size) for one in submitted])
        told += Counter([("tracking.corrected", one.size) for one in corrected])
        found = [f"the file is damaged: {damage}" for damage in self.damage]
        if self.cells != self.sums:
            found.append("cells and ledger are apart")
        if self.keys != {score.key for one in submitted for score in one.scores}:
            found.append("a delivery is in the ledger in part")
        if self.reversals != Counter(one.reverses for one in corrected):
            found.append("reversals are not one line each")
        if self.told != told:
            found.append("facts are not one for each delivery")
        return found


def read_books(database: Database) -> Books:
    """Read a whole database, and let SQLite check it."""
    damage = [row for row in database.execute("PRAGMA integrity_check") if tuple(row) != ("ok",)]
    damage += database.execute("PRAGMA foreign_key_check")
    ledger = list(database.execute("SELECT key, reverses, metric_id, person_id, value, occurred FROM tracking_entry"))
    cells = database.execute("SELECT metric_id, person_id, day, total, entries FROM tracking_cell")
    told = database.execute(
        "SELECT verb, quantity FROM activity_fact WHERE verb IN ('tracking.submitted', 'tracking.corrected')"
    )
    return Books(
        damage=tuple(damage),
        keys=frozenset(key for key, reverses, *_ in ledger if reverses is None),
        reversals=Counter(reverses for _, reverses, *_ in ledger if reverses is not None),
        cells={(metric, person, day): (total, entries) for metric, person, day, total, entries in cells if entries},
        sums=_sums(ledger),
        told=Counter((verb, quantity) for verb, quantity in told),
    )


def _sums(ledger: Sequence[Any]) -> Totals:
    taken_back = {reverses for _, reverses, *_ in ledger}
    totals: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for key, reverses, metric, person, value, occurred in ledger:
        if reverses is None and key not in taken_back:
            totals[metric, person, date.fromisoformat(occurred[:10]).toordinal()].append(value)
    return {place: (sum(values), len(values)) for place, values in totals.items()}


def digest_of(database: Database) -> str:
    """Give a digest of every row of every table: two databases with the same content have the same."""
    digest = hashlib.sha256()
    for (name,) in list(database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")):
        rows = sorted(repr(tuple(row)) for row in database.execute(f'SELECT * FROM "{name}"'))
        digest.update(repr((name, rows)).encode())
    return digest.hexdigest()
