"""What circles tells the rest of the house."""

from __future__ import annotations

from collections.abc import Iterable

from roost.gather.circles.models import Circle, Round
from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Person

CONVENED = Verb("circles.convened", Purpose.DEVELOPMENT, "Somebody began a round of circles.", names_people=False)
WISHED = Verb("circles.wished", Purpose.DEVELOPMENT, "Somebody said what circles shall be like.", names_people=False)
FORMED = Verb("circles.formed", Purpose.DEVELOPMENT, "A plan of circles was formed or changed.", names_people=False)
PUBLISHED = Verb("circles.published", Purpose.DEVELOPMENT, "Circles were published.", names_people=False)
TAKEN_BACK = Verb("circles.taken_back", Purpose.DEVELOPMENT, "Published circles were taken back.", names_people=False)
CLOSED = Verb("circles.closed", Purpose.DEVELOPMENT, "A round was closed and its list deleted.", names_people=False)
FOUNDED = Verb("circles.founded", Purpose.DEVELOPMENT, "People began a circle by themselves.", names_people=False)
GROWN = Verb("circles.grown", Purpose.DEVELOPMENT, "Somebody joined a circle of people.", names_people=False)
PARTED = Verb("circles.parted", Purpose.DEVELOPMENT, "Somebody left a circle of people.", names_people=False)
ELIGIBLE = Verb("circles.eligible", Purpose.EVIDENCE, "Somebody was on the list of a round of circles.")
OFFERED = Verb("circles.offered", Purpose.EVIDENCE, "Somebody was asked whether they want a seat.")
ACCEPTED = Verb("circles.accepted", Purpose.EVIDENCE, "Somebody wants a seat.")
DECLINED = Verb("circles.declined", Purpose.EVIDENCE, "Somebody does not want a seat this time.")
DEFERRED = Verb("circles.deferred", Purpose.EVIDENCE, "Somebody wants a seat in a later round.")
SELECTED = Verb("circles.selected", Purpose.EVIDENCE, "Somebody is in: for a promise, by lot, or because all fit.")
WAITS = Verb("circles.waits", Purpose.EVIDENCE, "Somebody wanted a seat and waits for one, by lot.")
WITHDREW = Verb("circles.withdrew", Purpose.EVIDENCE, "Somebody wants a seat no longer, or waits no longer.")
SEATED = Verb("circles.seated", Purpose.EVIDENCE, "Somebody was given a seat in a circle, by whom and when.")
STARTED = Verb("circles.started", Purpose.EVIDENCE, "Somebody sat in a circle on the day it began, or joined it later.")
LEFT = Verb("circles.left", Purpose.EVIDENCE, "Somebody no longer sits in a circle.")


def tell(
    verb: Verb,
    round: Round,
    by: Person | None,
    *,
    people: Iterable[int] = (),
    quantity: int | None = None,
    among: str = "",
    key: str | None = None,
) -> None:
    """Record one fact about a round, once under a key; `among` names who of it, as those who drew lots together."""
    subject = f"round:{round.pk}:{among}" if among else f"round:{round.pk}"
    _record(verb, round.organisation_id, by, subject, people, quantity, key)


def tell_of_circle(verb: Verb, circle: Circle, by: Person | None) -> None:
    """Record one fact about a circle that people began by themselves; nobody in it is named."""
    _record(verb, circle.organisation_id, by, f"circle:{circle.pk}", ())


def _record(
    verb: Verb,
    organisation: int,
    by: Person | None,
    subject: str,
    people: Iterable[int],
    quantity: int | None = None,
    key: str | None = None,
) -> None:
    actor = by.pk if by is not None else None
    record(Told(verb, organisation, actor=actor, people=people, subject=subject, quantity=quantity, key=key))
