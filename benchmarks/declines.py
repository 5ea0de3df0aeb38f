"""Circles' own light, and the one from outside: how many planted declines it finds in time, how often it errs.

Run alone with `python -m benchmarks.declines`. Counted, not timed: the same numbers on every machine.
"""

from __future__ import annotations

from roost.gather.health.tests.declines import Decline, false_alarms, found_in_time

CIRCLES = 4_000
SEED = 11
HEAD = ["| light | pace | false alarms | drift | dominance | dropout |", "|---|---|---|---|---|---|"]


def row(pace: float, *, outside: bool) -> str:
    """Give a line of the table."""
    alarms = false_alarms(CIRCLES, seed=SEED, outside=outside)
    found = [found_in_time(one, CIRCLES, seed=SEED, pace=pace, outside=outside).share for one in Decline]
    shares = " | ".join(f"{one:.1%}" for one in found)
    return f"| {'from outside' if outside else 'the circle’s own'} | {pace} | {alarms:.1%} | {shares} |"


def written_up() -> str:
    """Write the table."""
    return "\n".join([*HEAD, row(1.0, outside=False), row(0.6, outside=False), row(1.0, outside=True)])


if __name__ == "__main__":
    print(written_up())
