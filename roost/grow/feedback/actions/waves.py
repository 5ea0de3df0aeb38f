"""Open a wave when its time has come, close it, tell what came out, and thank who was asked."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.actions import Unreadable, close_box, destroy_box, issue_ticket, open_box
from roost.grow.feedback.actions.mailing import ask_by_mail, thank_by_mail, withdraw_asking
from roost.grow.feedback.actions.verbs import TOLD, tell
from roost.grow.feedback.engine import CLOSES_AFTER, FEWEST_UNSIGNED, ITEMS, THANK_AFTER, opens_at
from roost.grow.feedback.engine import tell as told_of
from roost.grow.feedback.models import Asking, Loop, Suggestion, Wave
from roost.grow.feedback.reads.naming import box_of

logger = logging.getLogger(__name__)


@transaction.atomic
def open_wave(loop: Loop, number: int) -> Wave:
    """Ask everybody of a loop once more; again changes nothing."""
    now = clock.now()
    told = {"organisation_id": loop.organisation_id, "asked_at": now, "closes_at": now + CLOSES_AFTER}
    wave, is_new = Wave.objects.get_or_create(loop=loop, number=number, defaults=told)
    if is_new:
        open_box(loop.organisation_id, what=box_of(wave), closes_at=wave.closes_at)
        still = members_on(loop.organisation_id, today_here())
        asked = loop.witnesses.filter(is_asked=True, person__in=still)
        for witness in asked.select_related("person").order_by("pk"):
            ticket, secret = issue_ticket(loop.organisation_id, what=box_of(wave))
            asking = Asking.objects.create(
                organisation_id=loop.organisation_id, wave=wave, witness=witness, ticket=ticket
            )
            ask_by_mail(asking, secret=secret)
    return wave


def open_due_waves() -> None:
    """Ask again where six or twelve weeks are over; a loop ends with its last wave, or with whose it is."""
    with everywhere():
        loops = list(Loop.objects.filter(ended_at=None).values_list("pk", "organisation"))
    for number, organisation in loops:
        with touching(organisation), transaction.atomic():
            loop = Loop.objects.select_for_update().filter(pk=number, ended_at=None).first()
            if loop is not None:
                _go_on(loop)


def _go_on(loop: Loop) -> None:
    if not members_on(loop.organisation_id, today_here()).filter(pk=loop.person_id).exists():
        stop(loop)
        return
    last = loop.waves.latest("number")
    due = opens_at(loop.began_at, last.number + 1)
    if last.closed_at is None:
        return
    if due is None:
        stop(loop)
    elif due <= clock.now():
        open_wave(loop, last.number + 1)


def stop(loop: Loop) -> None:
    """Ask no more, within the caller's transaction: what nobody has read yet is destroyed unread."""
    for wave in loop.waves.filter(closed_at=None):
        withdraw_asking(wave)
        destroy_box(loop.organisation_id, what=box_of(wave))
        wave.delete()
    if loop.waves.exists():
        loop.ended_at = clock.now()
        loop.save(update_fields=["ended_at"])
    else:
        loop.delete()


def close_due_waves() -> None:
    """Open the answers of waves whose time is over, freeze what is told of them, and destroy them."""
    with everywhere():
        due = list(Wave.objects.filter(closed_at=None, closes_at__lte=clock.now()).values_list("pk", "organisation"))
    for number, organisation in due:
        try:
            with touching(organisation), transaction.atomic():
                wave = Wave.objects.select_for_update().filter(pk=number, closed_at=None).first()
                if wave is not None:
                    _close(wave)
        except Unreadable:
            logger.exception("The answers of wave %s were sealed with another key.", number)


def _close(wave: Wave) -> None:
    said = _said(wave)
    wave.told = {item: _told([one[item] for one in said if one[item] is not None]) for item in ITEMS}
    wave.closed_at = clock.now()
    wave.save(update_fields=["told", "closed_at"])
    _keep_suggestions(wave, said)
    wave.askings.all().delete()
    destroy_box(wave.organisation_id, what=box_of(wave))
    tell(TOLD, wave.loop, by=None)


def _said(wave: Wave) -> list[Any]:
    """Give what was answered: nothing, where it was destroyed because the worker rested for a month."""
    try:
        return [one.content for one in close_box(wave.organisation_id, what=box_of(wave))]
    except NotFound:
        return []


def _told(answers: list[int]) -> list[float] | None:
    told = told_of(answers)
    return [told.least, told.most, told.low, told.high, told.band] if told else None


def _keep_suggestions(wave: Wave, said: Sequence[Mapping[str, Any]]) -> None:
    """Keep what is shown of them: signed ones, and the others where enough answered without putting their name."""
    unsigned = [one["suggestion"] for one in said if one["signed_by"] is None]
    known = Person.objects.in_bulk([one["signed_by"] for one in said if one["signed_by"] is not None])
    shown: list[tuple[str, Person | None]] = [
        (one["suggestion"], known[one["signed_by"]]) for one in said if one["signed_by"] in known
    ]
    if len(unsigned) >= FEWEST_UNSIGNED:
        shown += [(words, None) for words in unsigned if words]
    Suggestion.objects.bulk_create(
        Suggestion(organisation_id=wave.organisation_id, wave=wave, words=words, signed_by=by)
        for words, by in SystemRandom().sample(shown, len(shown))
    )


def send_thanks() -> None:
    """Thank everybody who was asked, three days after a wave closed, with what will be tried if it was said."""
    with everywhere():
        before = clock.now() - THANK_AFTER
        due = Wave.objects.filter(thanked_at=None, closed_at__lte=before, closed_at__gt=before - timedelta(days=14))
        found = list(due.values_list("pk", "organisation"))
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            wave = Wave.objects.select_for_update().filter(pk=number, thanked_at=None).first()
            if wave is not None:
                wave.thanked_at = clock.now()
                wave.save(update_fields=["thanked_at"])
                thank_by_mail(wave)
