"""Exact arithmetic inside SQL: points outgrow 64 bits on the way even where the result does not.

A value goes to 10^15 thousandths and so does a weight, so that one product already has 31 digits. Engines with wide
numbers calculate in one column. SQLite has 64-bit integers only, and turns a product that overflows into a float
without a word; there a number is several columns, its limbs, none of which comes near 64 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

LEAST, MOST = -(2**63), 2**63 - 1

Limbs = list[str]


class Arithmetic(Protocol):
    """Write the calculations of a board as SQL over numbers of one or more columns, lowest limb first.

    A *sum* adds up values in thousandths; *points* are thousandths of a point. Both may be summed limb by limb and
    are normalised where a method says so. `people` and limbs are SQL expressions, limbs of small size.
    """

    @property
    def sum_width(self) -> int:
        """Give the number of columns of a sum."""

    @property
    def normal_width(self) -> int:
        """Give the number of columns of a normalised sum."""

    @property
    def points_width(self) -> int:
        """Give the number of columns of points."""

    @property
    def size(self) -> str | None:
        """Give a template of the sum of the sizes of points, where it fails beyond 64 bits; None elsewhere."""

    def split_sum(self, number: int) -> tuple[int, ...]:
        """Give the limbs of a sum."""

    def split_points(self, number: int) -> tuple[int, ...]:
        """Give the limbs of points."""

    def join_sum(self, limbs: tuple[int | Decimal, ...]) -> int:
        """Give the sum that limbs stand for."""

    def join_points(self, limbs: tuple[int | Decimal, ...]) -> int:
        """Give the points that limbs stand for."""

    def added(self, limb: str, over: str = "") -> str:
        """Write the sum of a limb over many rows, or over a window of them."""

    def parts(self, total: str) -> Limbs:
        """Write a 64-bit total as a sum."""

    def normalised(self, total: Limbs) -> Limbs:
        """Write a sum so that it can be multiplied."""

    def floored(self, total: Limbs, weight: Limbs) -> Limbs:
        """Write normalised sum x weight, floored from millionths to thousandths, as normalised points."""

    def at_least(self, total: Limbs, bound: Limbs) -> str:
        """Write whether a sum reaches a (normalised) bound."""

    def above(self, points: Limbs, bound: Limbs) -> str:
        """Write whether normalised points exceed a normalised bound; unknown where the bound is NULL."""

    def carried(self, points: Limbs) -> Limbs:
        """Write points normalised."""

    def shared(self, points: Limbs, people: str) -> Limbs:
        """Write normalised points divided by a positive number of people, floored."""

    def fits(self, points: Limbs) -> str:
        """Write whether normalised points fit signed 64 bits."""

    def number(self, points: Limbs) -> str:
        """Write normalised points that fit as one number."""


@dataclass(frozen=True)
class WideColumn:
    """Calculate in one column of a type that is wide enough, or that raises an error where it is not.

    `kind` is the type, `floor_division` a template of floor(x / n) for a positive n: no two engines agree on what
    a division of negative numbers is, so it is spelled out.
    """

    kind: str
    floor_division: str
    sum_width: int = 1
    normal_width: int = 1
    points_width: int = 1
    size: str | None = None

    def split_sum(self, number: int) -> tuple[int, ...]:
        return (number,)

    def split_points(self, number: int) -> tuple[int, ...]:
        return (number,)

    def join_sum(self, limbs: tuple[int | Decimal, ...]) -> int:
        return int(limbs[0])

    def join_points(self, limbs: tuple[int | Decimal, ...]) -> int:
        return int(limbs[0])

    def added(self, limb: str, over: str = "") -> str:
        return f"SUM({limb}){over}"

    def parts(self, total: str) -> Limbs:
        return [f"CAST({total} AS {self.kind})"]

    def normalised(self, total: Limbs) -> Limbs:
        return total

    def floored(self, total: Limbs, weight: Limbs) -> Limbs:
        return self._divided(f"({total[0]} * {weight[0]})", "1000")

    def at_least(self, total: Limbs, bound: Limbs) -> str:
        return f"{total[0]} >= {bound[0]}"

    def above(self, points: Limbs, bound: Limbs) -> str:
        return f"{points[0]} > {bound[0]}"

    def carried(self, points: Limbs) -> Limbs:
        return points

    def shared(self, points: Limbs, people: str) -> Limbs:
        return self._divided(points[0], people)

    def fits(self, points: Limbs) -> str:
        return f"{points[0]} BETWEEN {LEAST} AND {MOST}"

    def number(self, points: Limbs) -> str:
        return points[0]

    def _divided(self, number: str, by: str) -> Limbs:
        return [self.floor_division.format(x=number, n=by)]


@dataclass(frozen=True)
class NarrowColumn(WideColumn):
    """Calculate in one column of 64 bits, on an engine that raises an error wherever they do not suffice."""

    size: str | None = "CAST(SUM(ABS({x})) AS BIGINT)"

    def added(self, limb: str, over: str = "") -> str:
        return f"CAST(SUM({limb}){over} AS {self.kind})"

    def fits(self, points: Limbs) -> str:
        return "1 = 1"


BASE = 10**9
# A multiple of every radix, larger than any limb before it is carried: it makes the engine's division one of
# non-negative numbers, on which all engines agree, and 4 * 10^18 + 4 * 10^18 is still within 64 bits.
OFFSET = 4 * 10**18
RADICES = (10**6, BASE, BASE)


@dataclass(frozen=True)
class LimbColumns:
    """Calculate in columns of 64-bit integers.

    A sum is `s0 + s1 x 10^9`; normalised it is `n0 + n1 x 10^9 + n2 x 10^18`. Points are
    `p0 + p1 x 10^6 + p2 x 10^15 + p3 x 10^24`. Normalised, all but the highest limb are non-negative and below their
    radix. This holds any board of up to 10^9 entries of the largest values, weights and caps; beyond that SQLite's
    SUM raises an error. `modulo` is the spelling of the remainder operator.
    """

    modulo: str = "%"
    sum_width: int = 2
    normal_width: int = 3
    points_width: int = 4
    size: None = None

    def split_sum(self, number: int) -> tuple[int, ...]:
        high, low = divmod(number, BASE)
        return low, high

    def split_points(self, number: int) -> tuple[int, ...]:
        limbs = []
        for radix in RADICES:
            number, limb = divmod(number, radix)
            limbs.append(limb)
        return (*limbs, number)

    def join_sum(self, limbs: tuple[int | Decimal, ...]) -> int:
        return int(limbs[0]) + int(limbs[1]) * BASE

    def join_points(self, limbs: tuple[int | Decimal, ...]) -> int:
        number = int(limbs[3])
        for limb, radix in zip(limbs[2::-1], RADICES[::-1], strict=True):
            number = number * radix + int(limb)
        return number

    def added(self, limb: str, over: str = "") -> str:
        return f"SUM({limb}){over}"

    def parts(self, total: str) -> Limbs:
        # A total may fill its 64 bits, so the offset would overflow here.
        rest = f"(({total}) {self.modulo} {BASE})"
        return [rest, f"(({total}) / {BASE})"]

    def normalised(self, total: Limbs) -> Limbs:
        carry = f"({total[1]} + {self._div(total[0], BASE)})"
        return [self._mod(total[0], BASE), self._mod(carry, BASE), self._div(carry, BASE)]

    def floored(self, total: Limbs, weight: Limbs) -> Limbs:
        (low, middle, high), (by, by_high) = total, weight
        lowest = f"{low} * {by}"
        second = f"({low} * {by_high} + {middle} * {by} + {self._div(lowest, BASE)})"
        third = f"({middle} * {by_high} + {high} * {by} + {self._div(second, BASE)})"
        highest = f"({high} * {by_high} + {self._div(third, BASE)})"
        # The floor to thousandths takes three digits off the lowest limb: its radix is 10^6 from here on.
        return [f"({self._mod(lowest, BASE)} / 1000)", self._mod(second, BASE), self._mod(third, BASE), highest]

    def at_least(self, total: Limbs, bound: Limbs) -> str:
        high = f"({total[1]} + {self._div(total[0], BASE)})"
        return f"({high}, {self._mod(total[0], BASE)}) >= ({bound[1]}, {bound[0]})"

    def above(self, points: Limbs, bound: Limbs) -> str:
        return f"({', '.join(points[::-1])}) > ({', '.join(bound[::-1])})"

    def carried(self, points: Limbs) -> Limbs:
        carried, limb = [], points[0]
        for radix, above in zip(RADICES, points[1:], strict=True):
            carried.append(self._mod(limb, radix))
            limb = f"({above} + {self._div(limb, radix)})"
        return [*carried, limb]

    def shared(self, points: Limbs, people: str) -> Limbs:
        rest = f"(({points[3]} {self.modulo} {people} + {people}) {self.modulo} {people})"
        quotients = [f"(({points[3]} - {rest}) / {people})"]
        for radix, limb in zip(RADICES[::-1], points[2::-1], strict=True):
            here = f"({rest} * {radix} + {limb})"
            quotients.append(f"({here} / {people})")
            rest = f"({here} {self.modulo} {people})"
        return quotients[::-1]

    def fits(self, points: Limbs) -> str:
        least, most = (", ".join(map(str, self.split_points(bound)[::-1])) for bound in (LEAST, MOST))
        return f"({', '.join(points[::-1])}) BETWEEN ({least}) AND ({most})"

    def number(self, points: Limbs) -> str:
        # For a negative number the highest limb is -1, which is taken from the others in steps that never overflow.
        p0, p1, p2, p3 = points
        return f"((({p2} + {p3} * {BASE}) * {BASE} + {p1} - {p3}) * 1000000 + {p0} + {p3} * 1000000)"

    def _div(self, number: str, radix: int) -> str:
        return f"(({number} + {OFFSET}) / {radix} - {OFFSET // radix})"

    def _mod(self, number: str, radix: int) -> str:
        return f"(({number} + {OFFSET}) {self.modulo} {radix})"
