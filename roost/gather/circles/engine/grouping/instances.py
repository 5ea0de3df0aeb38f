"""Read what is to be grouped: an MDGLIB instance, plain or packed with gzip.

The first line holds the number of elements, the number of groups, `ss` or `ds` (same or different sizes) and the least
and the most of each group; every other line holds two elements, counted from 0, and their distance.
"""

from __future__ import annotations

import gzip
import math
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.grouping.sizes import Bounds, refuse_bounds
from roost.ground.kit.errors import InputError, Problem

Distances = NDArray[np.float64]
KINDS = ("ss", "ds")
# Half a billion rows; who writes more of them has mistaken the format.
MOST_ELEMENTS = 30_000
_PACKED = b"\x1f\x8b"


@dataclass(frozen=True)
class Instance:
    """Distances of shape (elements, elements), symmetric with zeros between same, and bounds of shape (groups, 2)."""

    distances: Distances
    bounds: Bounds


def read_instance(path: str | Path) -> Instance:
    """Read an instance; raise InputError naming file and row for what cannot be used."""
    name = str(path)
    text = _text(Path(path), name)
    head, _newline, body = text.partition("\n")
    elements, bounds = _head(head, name)
    return Instance(_matrix(_table(body, name), elements, name), bounds)


def _text(path: Path, name: str) -> str:
    try:
        content = path.read_bytes()
        if content.startswith(_PACKED):
            content = gzip.decompress(content)
        text = content.decode("utf-8-sig")
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise _refusal("This gzip file is broken. Pack it again, or give the plain file.", name) from None
    except OSError as error:
        raise _refusal(f"This file cannot be read: {error.strerror or error}.", name) from None
    except UnicodeDecodeError:
        raise _refusal("This file is not text. Give an instance as text, plain or packed with gzip.", name) from None
    if not text.strip():
        raise _refusal("This file is empty. Its first row says how many elements and groups there are.", name)
    return text


def _head(line: str, name: str) -> tuple[int, Bounds]:
    words = line.split()
    if len(words) < 3 or words[2] not in KINDS:
        raise _refusal(
            "The first row must hold the number of elements, the number of groups, ss or ds, "
            "and the least and the most of each group.",
            name,
            1,
        )
    elements, groups = _count(words[0], "elements", name), _count(words[1], "groups", name)
    if not 1 <= groups <= elements <= MOST_ELEMENTS:
        raise _refusal(
            f"{groups} groups of {elements} elements cannot be: there must be at least one group, not more groups "
            f"than elements, and at most {MOST_ELEMENTS} elements.",
            name,
            1,
        )
    sizes = [_count(word, "sizes", name) for word in words[3:]]
    if len(sizes) != 2 * groups:
        raise _refusal(
            f"There are {groups} groups, so {2 * groups} sizes must follow, the least and the most of each, "
            f"but {len(sizes)} do.",
            name,
            1,
        )
    bounds = np.array(sizes, dtype=np.int64).reshape(groups, 2)
    try:
        refuse_bounds(bounds, elements)
    except InputError as refused:
        raise _refusal(str(refused), name, 1) from None
    return elements, bounds


def _count(word: str, what: str, name: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise _refusal(f"The {what} must be whole numbers from 0, not {word[:20]!r}.", name, 1)
    return int(word)


def _table(body: str, name: str) -> NDArray[np.float64]:
    """Give the rows after the first as floats, of shape (rows, 3); one number that is none tells rows apart."""
    lines = body.rstrip()
    marked = lines.replace("\n", " inf ") + " inf"
    try:
        numbers = np.fromstring(marked, sep=" ") if lines else np.zeros(0)
    except ValueError:
        numbers = np.zeros(1)
    if len(numbers) % 4 == 0:
        rows = numbers.reshape(-1, 4)
        if np.isinf(rows[:, 3]).all() and np.isfinite(rows[:, :3]).all():
            return np.ascontiguousarray(rows[:, :3])
    return np.array([_row(line, row, name) for row, line in enumerate(lines.split("\n"), start=2)])


def _row(line: str, row: int, name: str) -> list[float]:
    words = line.split()
    if len(words) != 3:
        raise _refusal(f"A row must hold two elements and their distance, and this one holds {len(words)}.", name, row)
    try:
        numbers = [float(word.replace("_", "?")) for word in words]
    except ValueError:
        raise _refusal(f"A row must hold three numbers, not {line.strip()[:60]!r}.", name, row) from None
    if not all(math.isfinite(number) for number in numbers):
        raise _refusal(f"Every number must be finite, not as in {line.strip()[:60]!r}.", name, row)
    return numbers


def _matrix(table: NDArray[np.float64], elements: int, name: str) -> Distances:
    ends, values = table[:, :2], table[:, 2]
    wrong = ((ends != np.floor(ends)) | (ends < 0) | (ends >= elements)).any(axis=1)
    if wrong.any():
        raise _refusal(f"Elements are whole numbers from 0 to {elements - 1}.", name, int(np.argmax(wrong)) + 2)
    first, second = ends.astype(np.int64).T
    if (first == second).any():
        row = int(np.argmax(first == second))
        raise _refusal(f"A distance is between two, and this one is from {first[row]} to itself.", name, row + 2)
    pairs = elements * (elements - 1) // 2
    if len(table) < pairs:
        raise _refusal(
            f"{elements} elements have {pairs} distances, and there are {len(table)}. Add the others, or mend the "
            "number of elements in row 1.",
            name,
        )
    distances = np.full((elements, elements), np.nan)
    distances[first, second] = values
    distances[second, first] = values
    np.fill_diagonal(distances, 0.0)
    if (differs := distances[np.minimum(first, second), np.maximum(first, second)] != values).any():
        row = int(np.argmax(differs))
        raise _refusal(
            f"{first[row]} and {second[row]} have two distances: {values[row]:g} here and another one in another row. "
            "Keep one.",
            name,
            row + 2,
        )
    if (missing := np.isnan(distances)).any():
        one, other = np.argwhere(missing)[0]
        raise _refusal(f"The distance of {one} and {other} is missing. Add a row for it.", name)
    return distances


def _refusal(message: str, name: str, row: int | None = None) -> InputError:
    return InputError(Problem(message, row=row, file=name))
