"""What a rhythm and an answer are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.see.nudges.engine import Answer, Reason, Rhythm, reason_of, wait_of

SPACINGS: dict[int, str | Promise] = {
    3: gettext_lazy("up to twice a week"),
    7: gettext_lazy("once a week"),
    14: gettext_lazy("every two weeks"),
    28: gettext_lazy("every four weeks"),
    42: gettext_lazy("every six weeks"),
}
ANSWERS: dict[Answer, str | Promise] = {
    Answer.DONE: gettext_lazy("Did it"),
    Answer.NOT_NOW: gettext_lazy("Not now"),
    Answer.NOT_FOR_ME: gettext_lazy("Not for me"),
    Answer.NONE: gettext_lazy("Passed by"),
}


def spacing_in_words(rhythm: Rhythm, start: int) -> str:
    """Say how often a plan comes, and why."""
    reason = reason_of(rhythm)
    often = SPACINGS.get(wait_of(rhythm, start) or 0, "")
    if reason is Reason.WIDENED and rhythm.wider > 1:
        return _("You keep doing it, so it comes %(often)s.") % {"often": often}
    return _SENTENCES[reason]() % {"often": often}


_SENTENCES = {
    Reason.AS_CHOSEN: lambda: _("It comes %(often)s, as you chose."),
    Reason.WIDENED: lambda: _("You did it three times running, so it comes %(often)s."),
    Reason.AGAIN_SOON: lambda: _("You put it off, so it comes once more on the next of your days."),
    Reason.PUT_OFF_OFTEN: lambda: _("You put it off a few times, so it comes less often: %(often)s."),
    Reason.UNANSWERED: lambda: _("It passed by a few times, so it comes less often: %(often)s."),
    Reason.SILENT: lambda: _("It passed by four times, so it fell silent. One tap brings it back."),
    Reason.RETIRED: lambda: _("You said three times that it is not for you, so it comes no more."),
}
