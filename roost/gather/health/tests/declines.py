"""Circles that never were: well ones, and such as decline in a way that was planted.

They know nothing of how the light is computed: people differ in how they come and in what they give, give whole
numbers, are away together in bad weeks, and a mood lies over each meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from roost.gather.attendance.engine.marks import Mark
from roost.gather.health.engine.light import Light, Means, Occasion, readings
from roost.gather.health.engine.outside import outside_readings, told_of

MEETINGS = 14
BREAKS_AT = 8
"""At the eighth meeting of a decline there is nothing left to hold; it is found in time up to the sixth."""
AHEAD = 2
ONSETS = range(4, 7)


class Decline(StrEnum):
    """What is planted."""

    DRIFT = "drift"
    DOMINANCE = "dominance"
    DROPOUT = "dropout"


@dataclass(frozen=True)
class Found:
    """What was found in simulated circles: the share in time, and after how many meetings of decline on the mean."""

    share: float
    after: float


@dataclass
class _Someone:
    """How often they come (share), and by how much what they give lies beside what others give."""

    comes: float
    worth: float
    room: float


class _Circle:
    def __init__(self, rng: Random, decline: Decline | None, pace: float) -> None:
        self.rng, self.decline, self.pace = rng, decline, pace
        self.people = {
            one: _Someone(rng.betavariate(23, 2), rng.gauss(0, 1.0), rng.gauss(0, 1.0))
            for one in range(rng.randrange(5, 10))
        }
        self.worth, self.room = rng.gauss(7.8, 0.7), rng.gauss(8.0, 0.7)
        self.whom = rng.choice(list(self.people))
        self.onset = rng.choice(ONSETS)

    def meeting(self, number: int) -> Occasion:
        """Hold a meeting; `deep` counts the meetings of decline so far."""
        deep = max(0, number - self.onset + 1) * self.pace if self.decline else 0.0
        is_bad_week = self.rng.random() < 0.06
        mood = self.rng.gauss(0, 0.4)
        marks, given = {}, []
        for one in self.people:
            marks[one] = self._mark(one, deep, is_bad_week=is_bad_week)
            if marks[one] in (Mark.THERE, Mark.LATE) and self.rng.random() < 0.92:
                given.append(self._numbers(one, deep, mood))
        came = sum(one in (Mark.THERE, Mark.LATE) for one in marks.values())
        if len(given) < 3:
            return Occasion(True, len(marks), came, marks)
        worth, room = (sum(one[which] for one in given) / len(given) for which in (0, 1))
        return Occasion(True, len(marks), came, marks, Means(len(given), worth, room))

    def _mark(self, one: int, deep: float, *, is_bad_week: bool) -> Mark:
        misses, silent, late = 1 - self.people[one].comes, 0.2, 0.05
        if is_bad_week and self.rng.random() < 0.7:
            misses += 0.25
        if self.decline is Decline.DRIFT:
            misses, silent, late = misses + 0.07 * deep, 0.2 + 0.06 * deep, 0.05 + 0.03 * deep
        if self.decline is Decline.DROPOUT and deep and one == self.whom:
            misses, silent, late = max(misses, 0.2 + 0.15 * deep), 0.4 + 0.1 * deep, 0.3
        if self.rng.random() >= min(misses, 0.95):
            return Mark.LATE if self.rng.random() < min(late, 0.3) else Mark.THERE
        if self.rng.random() >= min(silent, 0.9):
            return Mark.CALLED_OFF
        return self.rng.choice([Mark.AWAY, Mark.CALLED_OFF_LATE])

    def _numbers(self, one: int, deep: float, mood: float) -> tuple[int, int]:
        worth = self.worth + mood + self.people[one].worth + self.rng.gauss(0, 0.7)
        room = self.room + 0.4 * mood + self.people[one].room + self.rng.gauss(0, 0.8)
        if self.decline is Decline.DRIFT:
            worth, room = worth - 0.35 * deep, room - 0.1 * deep
        elif self.decline is Decline.DOMINANCE and one == self.whom:
            room += 0.1 * deep
        elif self.decline is Decline.DOMINANCE:
            worth, room = worth - 0.2 * deep, room - 0.5 * deep
        return _whole(worth), _whole(room)


def _whole(number: float) -> int:
    return min(max(round(number), 1), 10)


def false_alarms(circles: int, *, seed: int, outside: bool = False) -> float:
    """Give the share of well circles whose light says at least once in fourteen meetings that there is something."""
    rng = Random(seed)
    return sum(any(_talks(_meetings(_Circle(rng, None, 0.0)), outside)) for _ in range(circles)) / circles


def found_in_time(decline: Decline, circles: int, *, seed: int, pace: float = 1.0, outside: bool = False) -> Found:
    """Plant a decline in circles and give how many are found at least two meetings before it breaks them."""
    rng = Random(seed)
    after = []
    for _ in range(circles):
        circle = _Circle(rng, decline, pace)
        talks = _talks(_meetings(circle), outside)[circle.onset :]
        after.append(talks.index(True) + 1 if True in talks else MEETINGS)
    in_time = [one for one in after if one <= BREAKS_AT - AHEAD]
    return Found(len(in_time) / circles, sum(in_time) / max(len(in_time), 1))


def _meetings(circle: _Circle) -> list[Occasion]:
    return [circle.meeting(number) for number in range(MEETINGS)]


def _talks(occasions: Sequence[Occasion], outside: bool) -> list[bool]:
    told = [one for occasion in occasions if (one := told_of(occasion))]
    found = outside_readings(told) if outside else readings(occasions)
    return [one.light is Light.TALK for one in found]
