"""Places on a page that higher rooms fill, so that a lower room's page never needs to know them.

The lower room declares the slot in its `ports.py`; a higher room's function fills it, wired in `doors/site/ports.py`:

    PROFILE = Slot[Person]("people.profile")                    # people/ports.py

    def shared_needle(viewer, subject) -> Card | None: ...       # a higher room
    PROFILE.fill(order=20)(shared_needle)                       # doors/site/ports.py

    {% load ui %}{% slot "people.profile" person %}              # people/templates/people/profile.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Card:
    """Say what a filling shows: a template (or `template#part`) of its own room and the values for it."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


Filling = Callable[[Any, Subject], Card | None]

_declared: dict[str, Slot[Any]] = {}


class Slot(Generic[Subject]):
    """Be a named place that answers, to one viewer about one subject, the cards of the rooms above in a fixed order."""

    def __init__(self, name: str) -> None:
        if name in _declared:
            raise ValueError(f"The slot {name} is declared twice.")
        self.name = name
        self._fillings: dict[int, Filling[Subject]] = {}
        _declared[name] = self

    def fill(self, order: int) -> Callable[[Filling[Subject]], Filling[Subject]]:
        """Register a filling at a place of its own; low orders come first.

        Raises ValueError where the place is taken or the function already fills this slot.
        """

        def register(filling: Filling[Subject]) -> Filling[Subject]:
            if order in self._fillings:
                raise ValueError(f"{self.name} has a filling at {order} already; choose another place.")
            if filling in self._fillings.values():
                raise ValueError(f"{filling.__qualname__} fills {self.name} already.")
            self._fillings[order] = filling
            return filling

        return register

    def cards(self, viewer: object, subject: Subject) -> list[Card]:
        """Ask every filling, in order, and keep the answers of those that have something to say."""
        answers = (self._fillings[order](viewer, subject) for order in sorted(self._fillings))
        return [card for card in answers if card is not None]

    def render(self, viewer: object, subject: Subject, *, request: HttpRequest | None = None) -> SafeString:
        """Show all cards one after the other; each sees `viewer`, `subject` and its own values, nothing of the page."""
        shown = (
            render_to_string(card.template, {"viewer": viewer, "subject": subject, **card.context}, request)
            for card in self.cards(viewer, subject)
        )
        return mark_safe("".join(shown))


def slot_named(name: str) -> Slot[Any]:
    """Give a declared slot; LookupError names the slots that exist."""
    try:
        return _declared[name]
    except KeyError:
        known = ", ".join(sorted(_declared)) or "none"
        raise LookupError(f"No room declares the slot {name}. Declared: {known}.") from None
