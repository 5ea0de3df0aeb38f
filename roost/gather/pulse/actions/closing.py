"""Open the answers when their time is over, tell what may be told, and destroy them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from roost.gather.pulse.actions.mailing import tell_team
from roost.gather.pulse.actions.verbs import TOLD
from roost.gather.pulse.actions.verbs import tell as tell_house
from roost.gather.pulse.engine import Given, Line, tell
from roost.gather.pulse.models import Asked, Pulse
from roost.gather.pulse.reads.naming import box_of, instrument_of
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Organisation
from roost.ground.release.actions import Unreadable, close_box, destroy_box, put_aside, take_out
from roost.ground.release.engine import Lying

logger = logging.getLogger(__name__)


def close_due() -> None:
    """Close pulses whose time is over, each by itself."""
    with everywhere():
        due = Pulse.objects.filter(closed_at=None, closes_at__lte=clock.now())
        found = list(due.order_by("closes_at", "pk"))
    for pulse in found:
        try:
            with touching(pulse.organisation_id):
                _close(pulse)
        except NotFound as error:
            logger.warning("Pulse %s waits: %s", pulse.pk, error)
        except Unreadable:
            logger.exception("The answers to pulse %s were sealed with another key.", pulse.pk)


def _close(pulse: Pulse) -> None:
    """Tell what may be told of a pulse whose time is over.

    What is told is worked out while nothing is locked, since that can take a minute. Were others of these people told
    of meanwhile, it is worked out anew.
    """
    instrument, given = instrument_of(pulse), _given(pulse)
    is_done = False
    while not is_done:
        earlier = list(_closed_before(pulse))
        before = _before(earlier, {one.person for one in given})
        told, kept = tell(given if before is not None else [], instrument, before=before or {})
        with transaction.atomic():
            # Of one organisation, one is told at a time.
            Organisation.objects.select_for_update().get(pk=pulse.organisation_id)
            is_done = len(_closed_before(pulse)) == len(earlier)
            held = Pulse.objects.select_for_update(of=("self",)).filter(pk=pulse.pk, closed_at=None).first()
            if is_done and held is not None:
                _tell(held, told, kept)


def _given(pulse: Pulse) -> list[Given]:
    """Give what was answered: nothing, where it was taken back this moment or destroyed after a month's rest."""
    with transaction.atomic(), suppress(NotFound):
        ballots = close_box(pulse.organisation_id, what=box_of(pulse))
        return [Given(one.content["person"], one.content["points"]) for one in ballots]
    return []


def _tell(pulse: Pulse, told: Mapping[str, Line | None], kept: Mapping[str, Lying]) -> None:
    pulse.told = {key: asdict(line) if line else None for key, line in told.items()}
    pulse.kept = put_aside({key: _plain(one) for key, one in kept.items()})
    pulse.closed_at = clock.now()
    pulse.save(update_fields=["told", "kept", "closed_at"])
    # Who was reminded had not answered, so that does not stay.
    Asked.objects.filter(pulse=pulse).update(ticket=None, reminded_at=None)
    destroy_box(pulse.organisation_id, what=box_of(pulse))
    tell_house(TOLD, pulse, by=None)
    tell_team(pulse)


def _closed_before(pulse: Pulse) -> QuerySet[Pulse]:
    """Give those of the organisation that were told and asked the same."""
    told = Pulse.objects.filter(organisation=pulse.organisation_id, closed_at__isnull=False)
    return told.filter(instrument=pulse.instrument).exclude(pk=pulse.pk).order_by("closed_at", "pk")


def _before(earlier: Sequence[Pulse], people: set[int]) -> Mapping[str, Sequence[Lying]] | None:
    """Give, by sentence, what was told of these people, and of who was told of with them.

    None where some of that is hidden by another key: then nothing can be told beside it.
    """
    told: defaultdict[str, list[Lying]] = defaultdict(list)
    hidden: set[int] = set()
    for one in earlier:
        try:
            found = take_out(one.kept)
        except Unreadable:
            hidden.update(one.asked.values_list("person", flat=True))
            continue
        for key, plain in found.items():
            told[key].append(_lying(plain))
    near = {key: _touching(people, found) for key, found in told.items()}
    known = people.union(*(one.people for found in near.values() for one in found))
    return None if hidden & known else near


def _touching(people: set[int], told: Sequence[Lying]) -> list[Lying]:
    near, known = [], set(people)
    while further := [one for one in told if one not in near and one.people & known]:
        near += further
        known.update(*(one.people for one in further))
    return [one for one in told if one in near]


def _plain(one: Lying) -> list[Any]:
    return [sorted(one.people), one.total, one.above, one.below, one.hidden]


def _lying(plain: Sequence[Any]) -> Lying:
    people, *ends, hidden = plain
    total, above, below = (tuple(one) if one else None for one in ends)
    return Lying(frozenset(people), total, above, below, tuple(tuple(map(tuple, one)) for one in hidden))
