"""Pack groups of people into circles of given sizes."""

from __future__ import annotations

from collections.abc import Sequence

# A search that packs those who stay together gives up after so many tries.
MOST_TRIES = 20_000


def circles_of_their_own(groups: Sequence[int], sizes: Sequence[int]) -> list[tuple[int, int]] | None:
    """Give how many large and how many small circles each group has to itself, others filling what it leaves empty.

    `sizes` holds one size or two. None where there are not enough circles. For each number of large circles used so
    far, the fewest small ones are kept, which is exact.
    """
    large, small = max(sizes), min(sizes)
    room = (sizes.count(large), sizes.count(small) if large != small else 0)
    fewest: dict[int, tuple[int, list[tuple[int, int]]]] = {0: (0, [])}
    for many in groups:
        after: dict[int, tuple[int, list[tuple[int, int]]]] = {}
        for used, (others, chosen) in fewest.items():
            for more in range(min(room[0] - used, -(-many // large)) + 1):
                rest = max(0, -(-(many - more * large) // small))
                total = others + rest
                if total <= room[1] and (used + more not in after or total < after[used + more][0]):
                    after[used + more] = (total, [*chosen, (more, rest)])
        fewest = after
    return min(fewest.values())[1] if fewest else None


def pack(units: Sequence[int], room: Sequence[int]) -> list[int] | None:
    """Give each unit a circle so that none holds more than its room; `units` and `room` are numbers of people.

    None where there is no such packing, or none was found within `MOST_TRIES`. Large units first; of circles with as
    much room one is tried.
    """
    order = sorted(range(len(units)), key=lambda one: -units[one])
    left, found, tries = list(room), [-1] * len(units), [0]

    def place(step: int) -> bool:
        if step == len(order):
            return True
        seen: set[int] = set()
        for circle in sorted(range(len(left)), key=lambda one: -left[one]):
            tries[0] += 1
            if left[circle] < units[order[step]] or left[circle] in seen or tries[0] > MOST_TRIES:
                continue
            seen.add(left[circle])
            left[circle] -= units[order[step]]
            found[order[step]] = circle
            if place(step + 1):
                return True
            left[circle] += units[order[step]]
        return False

    return found if place(0) else None
