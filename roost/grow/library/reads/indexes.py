"""The index that the database keeps: FTS5 on SQLite, GIN over a tsvector on PostgreSQL, both over the engine's terms.

Each answers in its own words which rows hold a term, and nothing else; ranking is the engine's, so both give the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Avg, Count

from roost.grow.library.engine import FIELDS, Document, counted_in
from roost.grow.library.models import Indexed

LENGTHS = tuple(f"{name}_length" for name in FIELDS)
SQLITE = "FROM library_words WHERE library_words MATCH %s", "rowid"
POSTGRESQL = "FROM library_indexed WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery", "item_id"


class DatabaseIndex:
    """Be what everybody of one organisation finds. Marks (`:note`, `@deciding`) limit what is given, not counts."""

    def __init__(self, organisation: int, marks: Sequence[str] = ()) -> None:
        self._organisation = organisation
        self._here = f":o{organisation}"
        self._marks = list(marks)
        self._means: Mapping[str, Any] | None = None

    def size(self) -> int:
        return int(self._counted()["size"])

    def mean_lengths(self) -> Sequence[float]:
        return [float(self._counted()[name] or 0) for name in LENGTHS]

    def _counted(self) -> Mapping[str, Any]:
        if self._means is None:
            here = Indexed.objects.filter(organisation=self._organisation)
            self._means = here.aggregate(size=Count("*"), **{name: Avg(name) for name in LENGTHS})
        return self._means

    def holders(self, terms: Sequence[str]) -> Mapping[str, int]:
        rows, _number = _dialect()
        # The place of each term is asked for as well, so that the order of the answers does not matter.
        asked = " UNION ALL ".join(f"SELECT {place}, COUNT(*) {rows}" for place, _term in enumerate(terms))
        told = _answers(asked, [_asked([self._here], [term]) for term in terms]) if terms else []
        return {terms[place]: count for place, count in told}

    def with_any(self, terms: Sequence[str], most: int) -> Sequence[int]:
        return self._numbers(_asked([self._here, *self._marks], terms), most)

    def with_all(self, terms: Sequence[str], most: int) -> Sequence[int]:
        return self._numbers(_asked([self._here, *self._marks, *terms], []), most)

    def _numbers(self, asked: str, most: int) -> list[int]:
        rows, number = _dialect()
        told = _answers(f"SELECT {number} {rows} ORDER BY {number} DESC LIMIT {int(most)}", [asked])
        return [one for (one,) in told]

    def documents(self, numbers: Sequence[int], terms: Sequence[str]) -> Sequence[Document]:
        found = Indexed.objects.filter(organisation=self._organisation, pk__in=numbers)
        return [
            Document(number, counted_in(counts, terms), lengths)
            for number, counts, *lengths in found.values_list("pk", "counts", *LENGTHS)
        ]


def _dialect() -> tuple[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def _asked(all_of: Sequence[str], any_of: Sequence[str]) -> str:
    """Say in the database's own words what a row must hold; terms are letters, digits, `@`, `:` and `-`."""
    quote, both, either = ("'", " & ", " | ") if connection.vendor == "postgresql" else ('"', " AND ", " OR ")
    parts = [f"{quote}{one}{quote}" for one in all_of]
    if any_of:
        parts.append(f"({either.join(f'{quote}{one}{quote}' for one in any_of)})")
    return both.join(parts)


def _answers(statement: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
