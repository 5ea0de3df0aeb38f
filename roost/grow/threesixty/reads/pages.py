"""What whose 360 it is finds, before it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from roost.ground.behaviours.reads import BEHAVIOURS, THEMES, Behaviour, Theme, behaviour_named
from roost.ground.instruments.engine import Instrument, Item
from roost.ground.kit import clock
from roost.ground.kit.errors import Words as _
from roost.grow.threesixty.engine import LEAST, Category
from roost.grow.threesixty.models import Rater, Review
from roost.grow.threesixty.reads.naming import instrument_of

OPENED_ALONE_AFTER = timedelta(days=7)
NAMES = {
    Category.MANAGER: _("Manager"),
    Category.PEER: _("Colleagues"),
    Category.REPORT: _("Reports"),
    Category.OTHER: _("From elsewhere"),
}


def may_open(review: Review) -> bool:
    """Say whether the person may open it themselves: where nobody reads it with them, or after a week."""
    if review.closed_at is None:
        return False
    return review.debriefer_id is None or clock.now() >= review.closed_at + OPENED_ALONE_AFTER


@dataclass(frozen=True)
class Group:
    """Those who are asked from one place, and whether they are enough to be told of."""

    name: str
    people: Sequence[str]
    is_attributed: bool

    @property
    def are_few(self) -> bool:
        return not self.is_attributed and len(self.people) < LEAST


@dataclass(frozen=True)
class ReviewPage:
    """A 360 as whose it is finds it: whom they ask, how far they are with themselves, and when it closes."""

    review: Review
    groups: Sequence[Group]
    answered: int
    asked: int
    first_theme: Theme

    @property
    def is_draft(self) -> bool:
        return self.review.asked_at is None and self.review.proposed_at is None

    @property
    def may_open(self) -> bool:
        return self.review.opened_at is not None or may_open(self.review)

    @property
    def intents(self) -> list[Behaviour]:
        return [one for key in self.review.intents if (one := behaviour_named(key))]


def review_page(review: Review) -> ReviewPage:
    """Give a 360 to whose it is. One query."""
    instrument = instrument_of(review)
    done = [one for one in THEMES if not _missing(review, instrument, one)]
    first = next((one for one in THEMES if one not in done), THEMES[0])
    return ReviewPage(review, groups_of(review), len(review.own), len(instrument.items), first)


def groups_of(review: Review) -> list[Group]:
    """Give whom a 360 asks, by where they stand. One query."""
    raters = sorted(review.raters.select_related("person"), key=lambda one: str(one.person).lower())
    return [
        Group(str(name), found, is_attributed=category is Category.MANAGER)
        for category, name in NAMES.items()
        if (found := [str(one.person) for one in raters if one.category == category])
    ]


def _missing(review: Review, instrument: Instrument, theme: Theme) -> bool:
    return any(one.key not in review.own for one in items_of(instrument, theme))


def items_of(instrument: Instrument, theme: Theme) -> list[Item]:
    """Give the sentences about a theme's behaviours, in order."""
    inside = {one.key for one in BEHAVIOURS if one.theme == theme}
    return [one for one in instrument.items if one.subscale in inside]


@dataclass(frozen=True)
class Place:
    """Where a theme's page stands among all, from 1 on, and what comes before and after; None at the ends."""

    number: int
    of: int
    before: Theme | None
    after: Theme | None


def place_of(theme: Theme) -> Place:
    """Give where the page about a theme stands."""
    at = THEMES.index(theme)
    before = THEMES[at - 1] if at else None
    return Place(at + 1, len(THEMES), before, THEMES[at + 1] if at + 1 < len(THEMES) else None)


@dataclass(frozen=True)
class AskedPage:
    """What a link asks: of whom, as what, until when; and how many sentences have an answer."""

    rater: Rater
    name: str
    purpose: str
    instrument: Instrument
    answered: int

    @property
    def is_attributed(self) -> bool:
        return self.rater.category == Category.MANAGER

    @property
    def is_done(self) -> bool:
        return self.answered == len(self.instrument.items)


def asked_page(rater: Rater, answered: int) -> AskedPage:
    """Give what somebody is asked, of whom so many sentences have an answer. No query."""
    review = rater.review
    purpose = str(Review.Purpose(review.purpose).label)
    return AskedPage(rater, str(review.person), purpose, instrument_of(review), answered)
