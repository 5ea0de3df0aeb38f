"""What people do in a meeting, and who may do it."""

from __future__ import annotations

from dataclasses import dataclass

from roost.gather.meetings.engine.state import State
from roost.ground.kit.errors import Forbidden
from roost.ground.kit.errors import Words as _

EXTENSIONS = (1, 2, 5)


@dataclass(frozen=True)
class Come:
    """Somebody affirmed confidentiality and is present."""

    person: int


@dataclass(frozen=True)
class Gone:
    """Somebody is present no longer."""

    person: int


@dataclass(frozen=True)
class Done:
    """Whose turn it is has said it, or passed: this is one event, so that nothing can tell which it was."""

    person: int


@dataclass(frozen=True)
class NextTurn:
    """Whose turn it is has had it."""


@dataclass(frozen=True)
class Later:
    """Whose turn it is comes last in this round: they are away for a moment."""


@dataclass(frozen=True)
class NextStep:
    """The next step begins; out of the opening one it is the meeting that begins."""


@dataclass(frozen=True)
class Back:
    """The last move of the moderator was a mistake."""


@dataclass(frozen=True)
class Extend:
    """There is more time, by 1, 2 or 5 minutes."""

    minutes: int


@dataclass(frozen=True)
class Pause:
    """Time stands still."""


@dataclass(frozen=True)
class GoOn:
    """Time goes on."""


@dataclass(frozen=True)
class Bring:
    """Somebody brings a topic."""

    person: int


@dataclass(frozen=True)
class TakeBack:
    """Somebody brings a topic no longer."""

    person: int


@dataclass(frozen=True)
class Choose:
    """Somebody's topic was chosen: they present."""

    person: int


@dataclass(frozen=True)
class TakeOver:
    """Somebody moderates from now on."""

    person: int


Event = (
    Come
    | Gone
    | Bring
    | TakeBack
    | Done
    | TakeOver
    | NextTurn
    | Later
    | NextStep
    | Back
    | Extend
    | Pause
    | GoOn
    | Choose
)
OF_ONESELF = (Come, Gone, Bring, TakeBack, Done, TakeOver)
# On one screen, whoever moderates presses for everybody; who is away for good is said by the moderator anywhere.
FOR_OTHERS = (Come, Bring, TakeBack)


def insist_may(state: State, event: Event, *, by: int, one_screen: bool) -> None:
    """Raise Forbidden where somebody may not do this; only Come is open to who is not present."""
    moderates = state.moderator == by
    if by not in state.people and not isinstance(event, Come):
        raise Forbidden(_("Promise confidentiality first, then take part."))
    if isinstance(event, OF_ONESELF):
        may = event.person == by
        may = may or (moderates and (isinstance(event, Gone) or (one_screen and isinstance(event, FOR_OTHERS))))
    else:
        may = moderates
    if not may:
        raise Forbidden(_("Whoever moderates does this. You can take over."))
