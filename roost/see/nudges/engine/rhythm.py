"""How often a plan is brought back to mind, folded from what its person answered.

What is judgement here, and what it leans on:

- Reminding of a plan "when X, I will Y" rather than of an aim: implementation intentions (Gollwitzer 1999; Gollwitzer
  and Sheeran 2006, 94 studies, d = 0.65).
- Asking less and less often once it works: expanding retrieval (Landauer and Bjork 1978), and that a cue which stays
  becomes one that is leaned upon, so that reminders which never end keep a habit from forming (Stawarz, Cox and
  Blandford 2015). The ladder of about twofold steps up to six weeks and "three in a row" are judgement.
- One that passes without an answer narrows a spacing that had widened; a second in a row is taken for tiredness, and
  from then on each widens it, until the fourth ends it. The numbers are judgement; that a reminder which is waved away
  again and again should come less often, and not more, is what people ask of every product that reminds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

LADDER = (3, 7, 14, 28, 42)
"""Days between two reminders of a plan, from twice a week to every six weeks; each step is about twice the last."""
STARTS = LADDER[:4]
DONE_TO_WIDEN = 3
AGAIN_AFTER = 2
UNANSWERED_TO_FALL_SILENT = 4
REFUSALS_TO_RETIRE = 3


class Answer(StrEnum):
    """What a person says to a reminder; nothing at all is an answer too."""

    NONE = ""
    DONE = "did-it"
    NOT_NOW = "not-now"
    NOT_FOR_ME = "not-for-me"


@dataclass(frozen=True)
class Rhythm:
    """What the answers so far amount to.

    `wider`: steps of the ladder above where the plan started; `running`: "did it" in a row since it last widened;
    `unanswered` and `put_off`: in a row; `refused`: "not for me" since it was last done.
    """

    wider: int = 0
    running: int = 0
    unanswered: int = 0
    put_off: int = 0
    refused: int = 0


class Reason(StrEnum):
    """Why a plan is brought back as often as it is, or no more."""

    AS_CHOSEN = "as-chosen"
    WIDENED = "widened"
    AGAIN_SOON = "again-soon"
    PUT_OFF_OFTEN = "put-off-often"
    UNANSWERED = "unanswered"
    SILENT = "silent"
    RETIRED = "retired"


def after(rhythm: Rhythm, answer: Answer, start: int) -> Rhythm:
    """Fold one more answer in; `start` is the plan's own spacing, a step of the ladder.

    "Not now" neither widens nor narrows: it is no failure.
    """
    if answer is Answer.DONE:
        if rhythm.running + 1 < DONE_TO_WIDEN:
            return Rhythm(wider=rhythm.wider, running=rhythm.running + 1)
        return Rhythm(wider=min(rhythm.wider + 1, _top(start)))
    if answer is Answer.NOT_NOW:
        return replace(rhythm, unanswered=0, put_off=rhythm.put_off + 1)
    if answer is Answer.NOT_FOR_ME:
        return Rhythm(wider=rhythm.wider, refused=rhythm.refused + 1)
    narrowed = rhythm.wider if rhythm.unanswered else max(rhythm.wider - 1, 0)
    return Rhythm(wider=narrowed, unanswered=rhythm.unanswered + 1, refused=rhythm.refused)


def wait_of(rhythm: Rhythm, start: int) -> int | None:
    """Give the days until the plan may come back, at least 2 and at most 42; None where it does not come by itself.

    What was put off once comes again within days. Put off three times in a row or more, and passed without an answer
    twice or more, it comes a step later each time.
    """
    if rhythm.refused >= REFUSALS_TO_RETIRE or rhythm.unanswered >= UNANSWERED_TO_FALL_SILENT:
        return None
    if rhythm.put_off == 1:
        return AGAIN_AFTER
    tired = max(rhythm.unanswered - 1, 0) + max(rhythm.put_off - 2, 0)
    return LADDER[min(LADDER.index(start) + rhythm.wider + tired, len(LADDER) - 1)]


def reason_of(rhythm: Rhythm) -> Reason:
    """Say what a person should be told about why it comes as it does."""
    if rhythm.refused >= REFUSALS_TO_RETIRE:
        return Reason.RETIRED
    if rhythm.unanswered >= UNANSWERED_TO_FALL_SILENT:
        return Reason.SILENT
    if rhythm.put_off == 1:
        return Reason.AGAIN_SOON
    if rhythm.put_off > 2:
        return Reason.PUT_OFF_OFTEN
    if rhythm.unanswered > 1:
        return Reason.UNANSWERED
    return Reason.WIDENED if rhythm.wider else Reason.AS_CHOSEN


def _top(start: int) -> int:
    return len(LADDER) - 1 - LADDER.index(start)
