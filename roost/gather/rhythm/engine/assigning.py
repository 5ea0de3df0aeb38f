"""Give each row a column of its own at the least cost: the Hungarian method (Kuhn 1955, Munkres 1957)."""

from __future__ import annotations

from collections.abc import Sequence

_FAR = float("inf")


def assign(cost: Sequence[Sequence[int]]) -> list[int]:
    """Give each row's column, of a square of whole numbers; the same for the same numbers."""
    size = len(cost)
    of_row, of_column = [0] * (size + 1), [0] * (size + 1)
    row_at, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        row_at[0], column = row, 0
        least, done = [_FAR] * (size + 1), [False] * (size + 1)
        while row_at[column]:
            done[column] = True
            here, step, following = row_at[column], _FAR, 0
            for other in range(1, size + 1):
                if done[other]:
                    continue
                reduced = cost[here - 1][other - 1] - of_row[here] - of_column[other]
                if reduced < least[other]:
                    least[other], way[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(size + 1):
                if done[other]:
                    of_row[row_at[other]] += int(step)
                    of_column[other] -= int(step)
                else:
                    least[other] -= step
            column = following
        while column:
            row_at[column] = row_at[way[column]]
            column = way[column]
    found = [0] * size
    for column in range(1, size + 1):
        found[row_at[column] - 1] = column - 1
    return found
