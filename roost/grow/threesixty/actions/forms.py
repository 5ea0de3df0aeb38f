"""What is kept of forms for a year, sealed: who filled one in and its total; and what is learnt from it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.release.actions import Ballot, Unreadable, put_aside, take_out
from roost.grow.threesixty.engine import Filled, Form, Strictness, learn
from roost.grow.threesixty.models import Review
from roost.grow.threesixty.reads.naming import instrument_of

KEPT = timedelta(days=365)


def forms_of(ballots: Sequence[Ballot]) -> str:
    """Give what is kept of the forms of a 360, sealed."""
    filled = Filled.of((one.content["rater"], one.content["points"]) for one in ballots)
    forms = [[one.rater, sorted(one.answered), one.total] for one in filled.forms]
    given = {item: sorted(points.items()) for item, points in filled.given.items()}
    return put_aside({"forms": forms, "given": given})


def strictness_for(review: Review) -> Strictness | None:
    """Learn how strictly people mark, from the last year's 360s of everybody but whose this one is."""
    instrument = instrument_of(review)
    others = Review.objects.filter(
        organisation_id=review.organisation_id,
        instrument=review.instrument,
        version=review.version,
        closed_at__gt=clock.now() - KEPT,
    ).exclude(forms="")
    history = []
    for sealed in others.exclude(person_id=review.person_id).order_by("pk").values_list("forms", flat=True):
        with suppress(Unreadable):
            history.append(_filled(take_out(sealed)))
    behaviours = {key: [one.key for one in instrument.items_of(key)] for key in instrument.subscales}
    return learn(history, behaviours=behaviours, least=instrument.scale.least, most=instrument.scale.most)


def forget_forms() -> None:
    """Forget the totals of forms after a year."""
    with everywhere():
        Review.objects.filter(closed_at__lte=clock.now() - KEPT).exclude(forms="").update(forms="")


def _filled(kept: dict[str, Any]) -> Filled:
    forms = [Form(rater, frozenset(answered), total) for rater, answered, total in kept["forms"]]
    return Filled(forms, {item: dict(points) for item, points in kept["given"].items()})
