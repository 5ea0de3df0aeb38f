"""Open the answers when their time is over, tell what may be told, and destroy them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from random import SystemRandom
from typing import Any

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.access import line_of
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.actions import Ballot, Unreadable, close_box, destroy_box, put_aside, take_out
from roost.ground.release.engine import Shown
from roost.grow.threesixty.actions.forms import forms_of, strictness_for
from roost.grow.threesixty.actions.mailing import tell_closed
from roost.grow.threesixty.actions.verbs import CLOSED, tell
from roost.grow.threesixty.engine import LEAST_OF_WORDS, Category, Given, Kept, Telling, band_of, spread_of, told_as
from roost.grow.threesixty.engine import tell as told_of
from roost.grow.threesixty.models import Rater, Remark, Review
from roost.grow.threesixty.reads.naming import box_of, instrument_of

logger = logging.getLogger(__name__)


def close_due() -> None:
    """Close 360s whose time is over, each by itself."""
    with everywhere():
        due = Review.objects.filter(closed_at=None, closes_at__lte=clock.now())
        found = list(due.values_list("pk", "organisation"))
    for number, organisation in found:
        try:
            with touching(organisation), transaction.atomic():
                review = Review.objects.select_for_update().filter(pk=number, closed_at=None).first()
                if review is not None:
                    close(review)
        except Unreadable:
            logger.exception("The answers to 360 %s were sealed with another key.", number)


def close(review: Review) -> None:
    """Tell what may be told of a 360 whose time is over, within the caller's transaction."""
    ballots = _ballots(review)
    given = _given(review, ballots)
    scale = instrument_of(review).scale
    try:
        before = _before(review)
    except Unreadable:
        # What was told before is hidden by another key, so of groups nothing can be told beside it.
        before, given = {}, [one for one in given if one.category is Category.MANAGER]
    strictness = strictness_for(review)
    telling = told_of(given, least=scale.least, most=scale.most, before=before, strictness=strictness)
    review.told = _plain(telling, given, spread_of(_kept_elsewhere(review)))
    review.told["strictness"] = strictness.spread if strictness else None
    review.forms = forms_of(ballots)
    review.kept = put_aside({key: _plain_kept(one) for key, one in telling.kept.items()})
    review.closed_at = clock.now()
    review.debriefer = _still_reads(review)
    review.save(update_fields=["told", "kept", "forms", "closed_at", "debriefer"])
    _keep_remarks(review, ballots)
    # Neither who was reminded nor who declined stays, for both tell of who has answered.
    Rater.objects.filter(review=review).update(ticket=None, reminders=0, is_asked=True)
    destroy_box(review.organisation_id, what=box_of(review))
    tell(CLOSED, review, by=None)
    tell_closed(review)


def _still_reads(review: Review) -> Person | None:
    """Give who reads it with the person: nobody, where they have left or become the manager meanwhile."""
    line = line_of(review.person, review.organisation_id)
    here = members_on(review.organisation_id, today_here())
    if review.debriefer is None or (line and line.manager == review.debriefer):
        return None
    return here.filter(pk=review.debriefer.pk).first()


def _ballots(review: Review) -> list[Ballot]:
    """Give what was answered: nothing, where it was destroyed because the worker rested for a month."""
    try:
        return close_box(review.organisation_id, what=box_of(review))
    except NotFound:
        return []


def _given(review: Review, ballots: Sequence[Ballot]) -> list[Given]:
    """Give what was answered, by behaviour."""
    subscales = {one.key: one.subscale for one in instrument_of(review).items}
    found = []
    for one in ballots:
        points: defaultdict[str, list[int]] = defaultdict(list)
        for item, point in one.content["points"].items():
            points[subscales[item]].append(point)
        found.append(Given(one.content["rater"], Category(one.category), points))
    return found


def _plain(telling: Telling, given: Sequence[Given], spread: float) -> dict[str, Any]:
    """Give what is told in plain values, with how many answered as bands and without a total."""
    categories = [one.category for one in given]
    cells: dict[str, int] = defaultdict(int)
    for one in categories:
        cell = told_as(one, categories)
        if cell is not None:
            cells[cell] += 1
    bands = {cell: band_of(many) for cell, many in cells.items() if many >= band_of(3)}
    return {
        "spread": spread,
        "answered": bands,
        "manager": Category.MANAGER in categories,
        "behaviours": {
            key: {
                "cells": {cell: asdict(mean) for cell, mean in one.cells.items()},
                "everybody": asdict(one.everybody) if one.everybody else None,
                "manager": one.manager,
            }
            for key, one in telling.behaviours.items()
        },
    }


def _plain_kept(kept: Kept) -> dict[str, Any]:
    shown = [[one.key, sorted(one.people), one.low, one.high] for one in kept.shown]
    return {"shown": shown, "squares": kept.squares, "freedom": kept.freedom}


def _kept_of(review: Review) -> Mapping[str, Kept]:
    told = take_out(review.kept) if review.kept else {}
    return {
        key: Kept(
            [Shown(name, frozenset(who), low, high) for name, who, low, high in one["shown"]],
            one["squares"],
            one["freedom"],
        )
        for key, one in told.items()
    }


def _before(review: Review) -> Mapping[str, Sequence[Shown]]:
    """Give what was told of this person in earlier 360s, by behaviour."""
    found: defaultdict[str, list[Shown]] = defaultdict(list)
    earlier = Review.objects.filter(person_id=review.person_id, closed_at__isnull=False).exclude(pk=review.pk)
    for one in earlier.order_by("closed_at", "pk"):
        for key, kept in _kept_of(one).items():
            found[key] += kept.shown
    return found


def _kept_elsewhere(review: Review) -> list[Kept]:
    """Give what is known of the spread between raters in the 360s of others, as far as this key opens it."""
    others = Review.objects.filter(organisation_id=review.organisation_id, closed_at__isnull=False)
    found: list[Kept] = []
    for one in others.exclude(person_id=review.person_id):
        with suppress(Unreadable):
            found += _kept_of(one).values()
    return found


def _keep_remarks(review: Review, ballots: Sequence[Ballot]) -> None:
    """Keep what was written: of who is attributed, and of the others where enough of them answered."""
    apart = [one for one in ballots if one.category != Category.MANAGER]
    shown: list[tuple[str, str, Person | None]] = []
    if len(apart) >= LEAST_OF_WORDS:
        shown += [(theme, words, None) for one in apart for theme, words in one.content["words"].items()]
    managers = [one for one in ballots if one.category == Category.MANAGER]
    known = Person.objects.in_bulk([one.content["rater"] for one in managers])
    for one in managers:
        by = known.get(one.content["rater"])
        if by is not None:
            shown += [(theme, words, by) for theme, words in one.content["words"].items()]
    Remark.objects.bulk_create(
        Remark(organisation_id=review.organisation_id, review=review, theme=theme, words=words, attributed=by)
        for theme, words, by in SystemRandom().sample(shown, len(shown))
    )
