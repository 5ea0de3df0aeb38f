"""How exactly sums are told, so that no answer can be worked out from them and from the ends of the scale.

That few people are never told of is not enough: of five who all gave the most, each is known. So neighbouring sums of
which one would leave somebody less than two points are told alike, as "so much or more". Which are told alike follows
from who is in which cell and from what is told already, never from the sum itself: so whoever knows this program
learns no more from it than that the sum lies between the two ends told, nor from a sum that is withheld (simulatable
auditing: Kenthapadi, Mishra and Nissim, PODS 2005). Judged by the range of each single answer over all answers that
fit, as whoever knows the scale and who is in which cell could, by linear programming.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from roost.ground.release.engine.fitting import Fitting, Span


@dataclass(frozen=True)
class Scale:
    """Whole answers from `least` to `most`; `room` points at least lie between what anybody can have answered."""

    least: int
    most: int
    room: int = 2


@dataclass(frozen=True)
class Sum:
    """What a cell's people answered, added up."""

    key: str
    people: frozenset[int]
    total: int


@dataclass(frozen=True)
class Shown:
    """A cell as it is told: its sum lies from `low` to `high`, which are the same where it is told exactly."""

    key: str
    people: frozenset[int]
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def tell_sums(sums: Sequence[Sum], *, scale: Scale, before: Sequence[Shown] = ()) -> list[Shown]:
    """Give what is told of these sums, the smallest cells first; the rest is withheld.

    The cells are those of a plan. What was told `before`, in earlier cycles, is taken as told of the same answers for
    as long as these could be the same, and never otherwise: each cycle leaves room by itself as well. Who had less
    room by what was told before is left out of it.
    Raises ValueError for a sum that no answers on the scale give, and for sums that contradict each other.
    """
    told: list[Shown] = []
    earlier = _fitting(before, scale)
    aside = earlier.narrow(scale.room) if before and earlier.is_possible else frozenset()
    for one in sorted(sums, key=lambda one: (len(one.people), one.key)):
        worlds = [_World(_fitting(told, scale, one.people), frozenset())]
        if before:
            worlds.append(_World(_fitting([*before, *told], scale, one.people), aside))
        shown = _show(one, scale, worlds)
        if shown is not None:
            told.append(shown)
    return told


@dataclass(frozen=True)
class _World:
    """What answers may be, and who is left out of account."""

    fitting: Fitting
    aside: frozenset[int]


def _show(one: Sum, scale: Scale, worlds: Sequence[_World]) -> Shown | None:
    """Tell a sum as exactly as leaves room in each world; None where that tells nothing in the first."""
    if not scale.least * len(one.people) <= one.total <= scale.most * len(one.people):
        raise ValueError(f"{len(one.people)} answers from {scale.least} to {scale.most} cannot add up to {one.total}.")
    lowest, highest = worlds[0].fitting.totals(one.people)
    if not lowest <= one.total <= highest:
        raise ValueError(f"A sum of {one.total} contradicts the others.")

    @cache
    def leaves_room(total: int) -> bool:
        return all(world.fitting.also(one.people, total).leaves_room(scale.room, world.aside) for world in worlds)

    low, high = _told_alike(one.total, lowest, highest, leaves_room)
    tells_nothing = (low, high) == (lowest, highest) and low < high
    return None if tells_nothing else Shown(one.key, one.people, low, high)


def _told_alike(total: int, lowest: int, highest: int, leaves_room: Callable[[int], bool]) -> tuple[int, int]:
    """Give the ends of the run of totals around one in which of any two neighbours one leaves no room."""
    low = high = total
    while low > lowest and not (leaves_room(low) and leaves_room(low - 1)):
        low -= 1
    while high < highest and not (leaves_room(high) and leaves_room(high + 1)):
        high += 1
    return low, high


def ranges(told: Sequence[Shown], scale: Scale) -> dict[int, tuple[int, int]]:
    """Give the least and the most that each person can have answered, by all that is told."""
    return _fitting(told, scale).ranges()


def _fitting(told: Sequence[Shown], scale: Scale, further: frozenset[int] = frozenset()) -> Fitting:
    return Fitting([Span(one.people, one.low, one.high) for one in told], further, scale.least, scale.most)
