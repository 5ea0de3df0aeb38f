"""Which few people a combination of sums would tell of.

Somebody who knows several sums adds them up with any factors. What comes out is a combination of answers, and it tells
of those whose answers do not cancel out. A release is safe where no combination that is not empty tells of fewer than
`least` people: the least weight of a word in the code that the cells span. All of it is linear algebra over the
integers modulo a large prime. Leaving out people cannot raise a rank there above what it is over whole numbers, so
nothing that is exposed is missed where the cells as they are have the same rank in both; that is shown each time.

The search goes by the words' free places. Each word is settled by its values at as many groups of people as the cells
have rank; the largest groups are taken for that, so that few small ones are left. A word that tells of few people has
few of them, and each further group that it touches must cancel out, or is one of the few. Bounded search tree; exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from roost.ground.release.engine.cells import Atoms, Matrix, atoms_of

PRIME = 2_147_483_629
"""A prime below 2^31, so that products fit 64 bits."""
DENOMINATORS = 1000


@dataclass(frozen=True)
class Exposure:
    """People of whom a combination of cells, by their places in what was given, would tell."""

    people: frozenset[int]
    cells: frozenset[int]


@dataclass(frozen=True)
class _Code:
    """The span of cells: `free` groups that settle a word, and how each other group follows from them.

    `rest` is the other groups by the free ones; `made` is cells by free groups: how to combine cells so that one free
    group stands alone among the free ones. `is_exact` says that it has the same rank over whole numbers.
    """

    atoms: Atoms
    free: Sequence[int]
    others: Sequence[int]
    rest: Matrix
    made: Matrix
    is_exact: bool


def exposures(cells: Sequence[frozenset[int]], *, least: int) -> list[Exposure]:
    """Give what exposes fewer than `least` people: nothing where it is safe, and else at least one way of it.

    Where that cannot be decided, all cells together count as exposing everybody.
    """
    code = _code_of(atoms_of(cells))
    if not code.is_exact:
        return [Exposure(frozenset().union(*cells), frozenset(range(len(cells))))]
    found: dict[frozenset[int], Exposure] = {}
    for start in range(len(code.free)):
        for word in _words(code, start, least - 1):
            one = _exposure(code, word, cells)
            found.setdefault(one.people, one)
    return list(found.values())


def _code_of(atoms: Atoms) -> _Code:
    """Settle words by the largest groups that can, and express the others by these."""
    groups, cells = atoms.inside.shape
    held = np.concatenate([atoms.inside % PRIME, np.eye(cells, dtype=np.int64)])
    free: list[int] = []
    for row in range(groups):
        place = len(free)
        nonzero = np.flatnonzero(held[row, place:])
        if not len(nonzero):
            continue
        pivot = place + int(nonzero[0])
        held[:, [place, pivot]] = held[:, [pivot, place]]
        held[:, place] = held[:, place] * pow(int(held[row, place]), -1, PRIME) % PRIME
        factors = held[row].copy()
        factors[place] = 0
        for column in np.flatnonzero(factors):
            held[:, column] = (held[:, column] - factors[column] * held[:, place]) % PRIME
        free.append(row)
    others = [row for row in range(groups) if row not in set(free)]
    rank = len(free)
    is_exact = all(_cancels_out(atoms.inside, factors) for factors in held[groups:, rank:].T)
    return _Code(atoms, free, others, held[others, :rank], held[groups:, :rank], is_exact)


def _cancels_out(inside: Matrix, factors: Matrix) -> bool:
    """Say whether cells whose sums with these factors are nothing modulo the prime are nothing over whole numbers too.

    Factors are fractions of small numbers: some multiple of them is whole and small.
    """
    for multiple in range(1, DENOMINATORS):
        whole = factors * multiple % PRIME
        if not (inside @ np.where(2 * whole > PRIME, whole - PRIME, whole)).any():
            return True
    return False


def _words(code: _Code, start: int, most: int) -> Iterator[dict[int, int]]:
    """Give words that tell of at most `most` people, whose first free group is `start`: factors by free group."""
    sizes = code.atoms.sizes
    size = sizes[code.free[start]]
    if size <= most:
        yield from _grow(code, [start], frozenset(), most - size)


def _grow(code: _Code, chosen: list[int], let: frozenset[int], left: int) -> Iterator[dict[int, int]]:
    """Look for a word with these free groups, where the other groups in `let` need not cancel out.

    `left` is how many people may still be added, as free groups or as groups that do not cancel out.
    """
    part = code.rest[:, chosen]
    rows = [int(row) for row in np.flatnonzero(part.any(axis=1)) if row not in let]
    kernel, binding = _kernel(part[rows])
    if kernel is not None:
        yield dict(zip(chosen, kernel, strict=True))
        return
    seen_free: set[int] = set()
    sizes = code.atoms.sizes
    for row in (rows[one] for one in binding):
        own = sizes[code.others[row]]
        if own <= left:
            yield from _grow(code, chosen, let | {row}, left - own)
        for column in np.flatnonzero(code.rest[row]):
            further = int(column)
            weight = sizes[code.free[further]]
            if further > chosen[0] and further not in chosen and further not in seen_free and weight <= left:
                seen_free.add(further)
                yield from _grow(code, [*chosen, further], let, left - weight)


def _kernel(rows: Matrix) -> tuple[list[int] | None, list[int]]:
    """Give factors, not all zero, for which every row cancels out; or None, and rows that alone rule them out."""
    width = rows.shape[1]
    basis: list[tuple[int, list[int]]] = []
    binding: list[int] = []
    for number in range(len(rows)):
        row = [int(one) for one in rows[number]]
        for pivot, known in basis:
            if row[pivot]:
                factor = row[pivot]
                row = [(one - factor * other) % PRIME for one, other in zip(row, known, strict=True)]
        pivot = next((place for place, one in enumerate(row) if one), -1)
        if pivot < 0:
            continue
        scale = pow(row[pivot], -1, PRIME)
        row = [one * scale % PRIME for one in row]
        basis = [
            (place, [(one - known[pivot] * other) % PRIME for one, other in zip(known, row, strict=True)])
            for place, known in basis
        ]
        basis.append((pivot, row))
        binding.append(number)
        if len(basis) == width:
            return None, binding
    loose = next(place for place in range(width) if place not in {pivot for pivot, _row in basis})
    factors = [0] * width
    factors[loose] = 1
    for pivot, row in basis:
        factors[pivot] = -row[loose] % PRIME
    return factors, binding


def _exposure(code: _Code, word: dict[int, int], cells: Sequence[frozenset[int]]) -> Exposure:
    """Say whom a word tells of, and give cells that suffice for it, none of which can be left out."""
    chosen, factors = list(word), np.array(list(word.values()), dtype=np.int64)
    touched = _times(code.rest[:, chosen], factors)
    groups = [code.free[one] for one, factor in word.items() if factor] + [
        code.others[int(row)] for row in np.flatnonzero(touched)
    ]
    people = frozenset().union(*(code.atoms.people[group] for group in groups))
    needed = [int(one) for one in np.flatnonzero(_times(code.made[:, chosen], factors))]
    for one in sorted(needed, key=lambda number: -len(cells[number])):
        fewer = [other for other in needed if other != one]
        if _tells(code.atoms, fewer, set(groups)):
            needed = fewer
    return Exposure(people, frozenset(needed))


def _tells(atoms: Atoms, cells: Sequence[int], groups: set[int]) -> bool:
    """Say whether some combination of these cells tells of people in these groups and of nobody else."""
    outside = [row for row in range(len(atoms.people)) if row not in groups]
    part = atoms.inside[:, cells]
    return _rank(part) > _rank(part[outside])


def _rank(rows: Matrix) -> int:
    distinct = {row.tobytes(): row for row in rows}
    rank = 0
    held = np.array(list(distinct.values()), dtype=np.int64).reshape(len(distinct), rows.shape[1]) % PRIME
    for column in range(held.shape[1]):
        nonzero = np.flatnonzero(held[rank:, column])
        if not len(nonzero):
            continue
        pivot = rank + int(nonzero[0])
        held[[rank, pivot]] = held[[pivot, rank]]
        held[rank] = held[rank] * pow(int(held[rank, column]), -1, PRIME) % PRIME
        factors = held[rank + 1 :, column : column + 1]
        held[rank + 1 :] = (held[rank + 1 :] - factors * held[rank]) % PRIME
        rank += 1
        if rank == len(held):
            break
    return rank


def _times(matrix: Matrix, factors: Matrix) -> Matrix:
    # Products are taken one by one: their sums would leave 64 bits.
    found = np.zeros(len(matrix), dtype=np.int64)
    for column, factor in enumerate(factors):
        found = (found + matrix[:, column] * int(factor)) % PRIME
    return found
