"""Answer about oneself, and by a link about somebody else: in parts, and then sent once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import THEMES
from roost.ground.instruments.engine import Instrument
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Person
from roost.ground.release.actions import cast, keep_draft, ticket_secret
from roost.ground.release.reads import draft_by_link
from roost.grow.threesixty.access import rater_for
from roost.grow.threesixty.actions.mailing import withdraw_from
from roost.grow.threesixty.models import LONGEST_REMARK, Rater, Review
from roost.grow.threesixty.reads.naming import instrument_of


@dataclass(frozen=True)
class Said:
    """What a rater put in: points by item, None for one they have not seen enough of; and words by theme."""

    points: Mapping[str, int | None] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def said_so_far(secret: str) -> Said:
    """Give what was put in under a link and not sent yet."""
    return Said(**(draft_by_link(secret) or {}))


def put_in(secret: str, rater: Rater, said: Said) -> None:
    """Keep what somebody put in on one page, beside the rest; raises InputError for what is no answer."""
    _refuse_nonsense(instrument_of(rater.review), said.points)
    if said.words.keys() - {one.key for one in THEMES}:
        raise InputError(_("There is no such theme."))
    if any(len(words) > LONGEST_REMARK for words in said.words.values()):
        raise InputError(_("Say it in %d characters.") % LONGEST_REMARK)
    before = said_so_far(secret)
    words = {theme: " ".join(text.split()) for theme, text in {**before.words, **said.words}.items()}
    keep_draft(secret, content=asdict(Said({**before.points, **said.points}, words)))


@transaction.atomic
def send_in(secret: str, rater: Rater) -> None:
    """Send what was put in, once. Raises Conflict where an item has no answer, and as `release.cast` does."""
    said = said_so_far(secret)
    missing = [one for one in instrument_of(rater.review).items if one.key not in said.points]
    if missing:
        raise Conflict(_("%d sentences have no answer yet; “not seen enough” is one.") % len(missing))
    points = {key: value for key, value in said.points.items() if value is not None}
    words = {theme: text for theme, text in said.words.items() if text}
    cast(secret, content={"rater": rater.person_id, "points": points, "words": words})


@transaction.atomic
def decline(rater: Rater) -> None:
    """Rather not be asked; nobody is told."""
    rater.is_asked = False
    rater.save(update_fields=["is_asked"])
    withdraw_from(rater)


@transaction.atomic
def link_for(person: Person, number: int) -> str:
    """Give who is signed in their link to what they are asked, the same as in their mail."""
    rater = rater_for(person, number)
    assert rater.ticket is not None, rater
    return reverse("threesixty:answer", args=[ticket_secret(rater.ticket)])


@transaction.atomic
def answer_oneself(review: Review, *, by: Person, points: Mapping[str, int | None]) -> None:
    """Keep what somebody says of themselves, beside the rest; it cannot be changed once the others are told.

    Raises NotFound for anybody else, Conflict once it has closed, InputError for what is no answer.
    """
    if review.person_id != by.pk:
        raise NotFound(_("There is no such 360 of yours."))
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.closed_at is not None:
        raise Conflict(_("The others are told already, so what you said of yourself stays."))
    _refuse_nonsense(instrument_of(held), points)
    held.own = {**held.own, **points}
    held.save(update_fields=["own"])


def _refuse_nonsense(instrument: Instrument, points: Mapping[str, int | None]) -> None:
    if points.keys() - {one.key for one in instrument.items}:
        raise InputError(_("There is no such sentence."))
    scale = instrument.scale
    if any(point is not None and not scale.least <= point <= scale.most for point in points.values()):
        raise InputError(_("Choose one of the steps."))
