"""What a light says and what the check asks, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.gather.health.engine.light import Concern, Reading

SEEN: Mapping[Concern, Promise] = {
    Concern.HELD: _("Two meetings in a row that were planned were not held."),
    Concern.COMING: _("Fewer of you come than used to."),
    Concern.STAYING: _("One of you has often been away lately."),
    Concern.WORTH: _("Meetings are worth less to you than they were."),
    Concern.ROOM: _("There is less room for each of you than there was."),
}
TRY: Mapping[Concern, Promise] = {
    Concern.HELD: _("Find a time that suits you better, or ask each other whether you want to go on."),
    Concern.COMING: _("Ask each other what keeps you away. Perhaps another time would suit you better."),
    Concern.STAYING: _("Somebody who likes them asks how they are, before anybody counts."),
    Concern.WORTH: _("Take ten minutes of the next meeting: what would make it worth coming for each of you?"),
    Concern.ROOM: _(
        "Begin the next meeting with a round in which each has as long as the others, and the quiet ones begin."
    ),
}
OUTSIDE: Mapping[Concern, Promise] = {
    Concern.HELD: _("Two planned meetings in a row were not held."),
    Concern.COMING: _("Fewer come than used to."),
    Concern.WORTH: _("Meetings are rated lower than they were."),
}
ITEMS: Mapping[str, Promise] = {
    "open": _("I can say here what I say in few other places."),
    "room": _("There is room for me, and I take it."),
    "honest": _("We tell each other what is not easy to hear."),
    "kept": _("What is said here stays here."),
    "depth": _("We talk about what matters, more than about news."),
    "promises": _("We do what we promise each other, or say why not."),
    "learning": _("I take something along that I use."),
    "mending": _("When something between us is not right, we talk about it."),
}


@dataclass(frozen=True)
class Said:
    """A concern in a sentence, and what a circle can try."""

    seen: str
    attempt: str


def said_of(reading: Reading) -> Sequence[Said]:
    """Say what a circle's own light is about."""
    return [Said(str(SEEN[one]), str(TRY[one])) for one in Concern if one in reading.concerns]


def said_outside(reading: Reading) -> Sequence[str]:
    """Say what a light from outside is about."""
    return [str(OUTSIDE[one]) for one in Concern if one in reading.concerns]
