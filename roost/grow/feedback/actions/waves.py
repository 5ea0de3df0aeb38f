"""Open a wave when its time has come, close it, tell what came out, and thank who was asked."""

from __future__ import annotations

from datetime import timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.release.actions import Ballot, close_box, destroy_box, freeze, issue_ticket, open_box
from roost.grow.feedback.actions.mailing import ask_by_mail, thank_by_mail
from roost.grow.feedback.actions.verbs import TOLD, tell
from roost.grow.feedback.engine import CLOSES_AFTER, THANK_AFTER, opens_at
from roost.grow.feedback.engine import tell as told_of
from roost.grow.feedback.models import Asking, Loop, Wave
from roost.grow.feedback.reads.naming import box_of

FEWEST_SUGGESTIONS = 5
"""Words of fewer are told only where who wrote them put their name to them."""
PERIOD = "once"


@transaction.atomic
def open_wave(loop: Loop, number: int) -> Wave:
    """Ask everybody of a loop once more; again changes nothing."""
    now = clock.now()
    told = {"organisation_id": loop.organisation_id, "asked_at": now, "closes_at": now + CLOSES_AFTER}
    wave, is_new = Wave.objects.get_or_create(loop=loop, number=number, defaults=told)
    if is_new:
        open_box(loop.organisation_id, what=box_of(wave), closes_at=wave.closes_at)
        for witness in loop.witnesses.select_related("person").order_by("pk"):
            ticket, secret = issue_ticket(loop.organisation_id, what=box_of(wave))
            asking = Asking.objects.create(
                organisation_id=loop.organisation_id, wave=wave, witness=witness, ticket=ticket
            )
            ask_by_mail(asking, secret=secret)
    return wave


def open_due_waves() -> None:
    """Ask again where six or twelve weeks are over; a loop ends with its last wave."""
    with everywhere():
        loops = list(Loop.objects.filter(ended_at=None).values_list("pk", "organisation"))
    for number, organisation in loops:
        with touching(organisation), transaction.atomic():
            loop = Loop.objects.select_for_update().filter(pk=number, ended_at=None).first()
            last = loop.waves.order_by("-number").first() if loop else None
            if loop is None or last is None or last.closed_at is None:
                continue
            due = opens_at(loop.began_at, last.number + 1)
            if due is None:
                loop.ended_at = clock.now()
                loop.save(update_fields=["ended_at"])
            elif due <= clock.now():
                open_wave(loop, last.number + 1)


def close_due_waves() -> None:
    """Open the answers of waves whose time is over, freeze what is told of them, and destroy them."""
    with everywhere():
        due = list(Wave.objects.filter(closed_at=None, closes_at__lte=clock.now()).values_list("pk", "organisation"))
    for number, organisation in due:
        with touching(organisation), transaction.atomic():
            wave = Wave.objects.select_for_update().filter(pk=number, closed_at=None).first()
            if wave is not None:
                _close(wave)


def _close(wave: Wave) -> None:
    ballots = close_box(wave.organisation_id, what=box_of(wave))
    freeze(wave.organisation_id, what=box_of(wave), period=PERIOD, answer=lambda: released(ballots))
    destroy_box(wave.organisation_id, what=box_of(wave))
    wave.askings.all().delete()
    wave.closed_at = clock.now()
    wave.save(update_fields=["closed_at"])
    tell(TOLD, wave.loop, by=None)


def released(ballots: list[Ballot]) -> dict[str, Any]:
    """Give what is told of a wave's answers, in plain values: two means, and suggestions in no order."""
    given = [one.content for one in ballots]
    words = [(one["suggestion"], one["name"]) for one in given if one["suggestion"]]
    shown = [[text, name] for text, name in words if name or len(words) >= FEWEST_SUGGESTIONS]
    return {
        "items": {item: _plain([one[item] for one in given if one[item] is not None]) for item in ("more", "easier")},
        "suggestions": SystemRandom().sample(shown, len(shown)),
        "kept_back": len(shown) < len(words),
    }


def _plain(answers: list[int]) -> list[float] | None:
    told = told_of(answers)
    return [told.least, told.most, told.low, told.high, told.band] if told else None


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
