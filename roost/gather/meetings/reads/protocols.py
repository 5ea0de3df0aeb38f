"""The protocols that a circle can meet by, and a meeting's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from roost.gather.meetings.access import own_protocol_in, own_protocols_in
from roost.gather.meetings.engine.protocols import Protocol, read_protocol
from roost.gather.meetings.models import CircleProtocol, Meeting
from roost.ground.kit.errors import NotFound
from roost.ground.people.reads import names_in

FOLDER = Path(__file__).resolve().parent.parent / "protocols"
USUAL = "experience-share"
OWN = "own-"
"""How the key of a circle's own protocol begins."""


OCCASIONS = frozenset({"confidence", "harvest"})
"""Ways for an occasion: no circle does so again unasked, and no mail about the next meeting tells that it did."""
OF_LATE = 6


@dataclass(frozen=True)
class ProtocolChoice:
    """A way of meeting that is on offer; `own` where it is the circle's, and `changed_by` names who changed it last."""

    key: str
    protocol: Protocol
    own: CircleProtocol | None = None
    changed_by: str = ""


@cache
def protocol_texts() -> dict[str, str]:
    """Give the text of each protocol that comes with Roost, by its file's name, which is its key; the usual first."""
    files = sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != USUAL, path.stem))
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


def own_key(own: CircleProtocol) -> str:
    """Give the key of a circle's own protocol."""
    return f"{OWN}{own.pk}"


def text_of(key: str, circle: int) -> str:
    """Give the text of a protocol, Roost's or the circle's own; raises NotFound for a key that is none."""
    number = key.removeprefix(OWN)
    if key.startswith(OWN) and number.isascii() and number.isdigit() and len(number) < 16:
        return own_protocol_in(circle, int(number)).text
    if key not in protocol_texts():
        raise NotFound(_("There is no such protocol."))
    return protocol_texts()[key]


@lru_cache(maxsize=256)
def parsed(text: str) -> Protocol:
    """Read a protocol's text, once for all meetings that keep the same."""
    return read_protocol(text, file="protocol.toml")


def protocol_choices(circle: int) -> list[ProtocolChoice]:
    """Give the ways in which a circle can meet, Roost's first. Two queries at most."""
    own = list(own_protocols_in(circle))
    by = {one.changed_by_id for one in own if one.changed_by_id is not None}
    names = names_in(own[0].organisation_id, by) if own else {}
    return [
        *(ProtocolChoice(key, parsed(text)) for key, text in protocol_texts().items()),
        *(ProtocolChoice(own_key(one), parsed(one.text), one, names.get(one.changed_by_id or 0, "")) for one in own),
    ]


def last_used(circle: int, choices: list[ProtocolChoice]) -> str:
    """Give the key of what a circle met by last, of late and not for an occasion, else of the usual. One query."""
    keys = {one.protocol.title: one.key for one in reversed(choices) if one.key not in OCCASIONS}
    met = Meeting.objects.filter(circle=circle).order_by("-opened_at", "-pk").values_list("protocol", flat=True)
    return next((keys[title] for text in met[:OF_LATE] if (title := parsed(text).title) in keys), USUAL)
