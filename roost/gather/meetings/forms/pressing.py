"""What a press of a button in a meeting means."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from roost.gather.meetings.engine.events import (
    Back,
    Bring,
    Choose,
    Done,
    Event,
    Extend,
    Gone,
    GoOn,
    Later,
    NextStep,
    NextTurn,
    Pause,
    TakeBack,
    TakeOver,
)
from roost.gather.meetings.engine.weighing import Weighed
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person

NOT_UNDERSTOOD = _("This cannot be understood. Press the button on the page once more.")


def read_number(told: Mapping[str, str], name: str) -> int:
    """Give a whole number that a button sent; raises InputError for anything else."""
    value = told.get(name, "")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise InputError(str(NOT_UNDERSTOOD))
    return int(value)


Meaning = Callable[[Mapping[str, str], Person], Event]
MEANINGS: dict[str, Meaning] = {
    "done": lambda told, by: Done(by.pk),
    "turn": lambda told, by: NextTurn(),
    "later": lambda told, by: Later(),
    "step": lambda told, by: NextStep(),
    "back": lambda told, by: Back(),
    "pause": lambda told, by: Pause(),
    "go-on": lambda told, by: GoOn(),
    "extend": lambda told, by: Extend(read_number(told, "minutes")),
    "bring": lambda told, by: Bring(_whom(told, by)),
    "take-back": lambda told, by: TakeBack(_whom(told, by)),
    "gone": lambda told, by: Gone(_who_goes(told, by)),
    "choose": lambda told, by: Choose(read_number(told, "who")),
    "take-over": lambda told, by: TakeOver(by.pk),
}


def read_press(told: Mapping[str, str], by: Person) -> tuple[Event, int]:
    """Give what a press means and the move at which it was pressed; raises InputError for what means nothing."""
    meaning = MEANINGS.get(told.get("act", ""))
    if meaning is None:
        raise InputError(str(NOT_UNDERSTOOD))
    return meaning(told, by), read_number(told, "move")


def read_weights(told: Mapping[str, str]) -> list[Weighed]:
    """Give the topics of which both numbers were said; raises InputError for what are no numbers."""
    weights = []
    for name in told:
        _before, is_one, bringer = name.partition("importance-")
        if is_one and f"urgency-{bringer}" in told:
            importance, urgency = read_number(told, name), read_number(told, f"urgency-{bringer}")
            weights.append(Weighed(read_number({name: bringer}, name), importance, urgency))
    return weights


def _who_goes(told: Mapping[str, str], by: Person) -> int:
    """Give who had to go; guests have numbers below 0."""
    before, is_guest, number = told.get("who", "").partition("-")
    return -read_number({"who": number}, "who") if is_guest and not before else _whom(told, by)


def _whom(told: Mapping[str, str], by: Person) -> int:
    return read_number(told, "who") if told.get("who") else by.pk
