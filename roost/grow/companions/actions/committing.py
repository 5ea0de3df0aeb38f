"""Commit to something, keep it, or drop it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden
from roost.ground.people.models import Companionship, Person
from roost.grow.companions.access import insist_running
from roost.grow.companions.actions.locking import held, lock
from roost.grow.companions.actions.verbs import COMMITTED, tell
from roost.grow.companions.models import Commitment


@transaction.atomic
def commit_to(companionship: Companionship, *, by: Person, words: str, due: date | None = None) -> Commitment:
    """Commit oneself to something; the same words again give the one that is open.

    Raises NotFound for anybody but the two, Conflict unless their companionship runs.
    """
    insist_running(lock(companionship), by)
    open_ones = Commitment.objects.filter(companionship=companionship, whose=by, kept_at=None, dropped_at=None)
    known = open_ones.filter(words=words).first()
    if known is not None:
        return known
    commitment = Commitment.objects.create(
        organisation_id=companionship.organisation_id,
        companionship=companionship,
        whose=by,
        words=words,
        due=due,
        made_at=clock.now(),
    )
    tell(COMMITTED, companionship, by)
    return commitment


def keep_commitment(commitment: Commitment, *, by: Person) -> Commitment:
    """Say that one's own commitment is kept; twice changes nothing. Raises Forbidden for the other's."""
    return _end(commitment, by, "kept_at")


def drop_commitment(commitment: Commitment, *, by: Person) -> Commitment:
    """Drop one's own commitment; twice changes nothing. Raises Forbidden for the other's."""
    return _end(commitment, by, "dropped_at")


@transaction.atomic
def _end(commitment: Commitment, by: Person, when: str) -> Commitment:
    commitment = held(commitment, by)
    if commitment.whose_id != by.pk:
        raise Forbidden(_("Who made a commitment says what became of it."))
    if commitment.is_open:
        setattr(commitment, when, clock.now())
        commitment.save(update_fields=[when])
        tell(COMMITTED, commitment.companionship, by)
    return commitment
