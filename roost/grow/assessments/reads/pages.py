"""What there is to take, and a page of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from roost.ground.instruments.engine import Instrument, Item
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.grow.assessments.access import instrument_of, offered, own_takings
from roost.grow.assessments.engine import again_on
from roost.grow.assessments.models import Taking

A_PAGE = 8
"""So many sentences stand on a page."""


@dataclass(frozen=True)
class Offer:
    """What one can take; `open` if it was begun; `again` is the day from which one may, if that is to come."""

    instrument: Instrument
    open: Taking | None
    again: date | None

    @property
    def minutes(self) -> int:
        """Give about how long it takes, at ten seconds a sentence."""
        return max(1, round(len(self.instrument.items) / 6))


@dataclass(frozen=True)
class Line:
    """Something that one took, in a list."""

    taking: Taking
    instrument: Instrument


@dataclass(frozen=True)
class OverviewPage:
    """What one can take about oneself, and what one took, the newest first."""

    offers: Sequence[Offer]
    done: Sequence[Line]


def overview_page(viewer: Person) -> OverviewPage:
    """Give what somebody can take and took. One query."""
    takings = list(own_takings(viewer))
    done = [Line(one, instrument_of(one)) for one in takings if one.done_at is not None]
    return OverviewPage([_offer(one, takings, viewer) for one in offered()], done)


def _offer(instrument: Instrument, takings: Sequence[Taking], viewer: Person) -> Offer:
    mine = [one for one in takings if one.instrument == instrument.key]
    last = max((one.done_at for one in mine if one.done_at is not None), default=None)
    day = again_on(last, viewer.time_zone) if last else None
    ahead = day if day and clock.today(viewer.time_zone) < day else None
    return Offer(instrument, next((one for one in mine if one.done_at is None), None), ahead)


@dataclass(frozen=True)
class PageOfSentences:
    """A page of what one takes, counted from 1 of `of`."""

    taking: Taking
    instrument: Instrument
    number: int
    of: int
    items: Sequence[Item]

    @property
    def is_last(self) -> bool:
        return self.number == self.of


def sentences_page(taking: Taking, number: int) -> PageOfSentences | None:
    """Give a page of what somebody takes; None where it has no such page. No query."""
    found = instrument_of(taking)
    of = _page_of(len(found.items) - 1)
    if not 1 <= number <= of:
        return None
    return PageOfSentences(taking, found, number, of, found.items[(number - 1) * A_PAGE : number * A_PAGE])


def first_open(taking: Taking) -> int:
    """Give the page of the first sentence that is not answered; the last page where all are."""
    items = instrument_of(taking).items
    open_ones = (place for place, one in enumerate(items) if one.key not in taking.answers)
    return _page_of(next(open_ones, len(items) - 1))


def _page_of(place: int) -> int:
    return place // A_PAGE + 1
