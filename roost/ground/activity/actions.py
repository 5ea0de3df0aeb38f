"""Record what happened. Facts only grow: a mistake is answered by a fact that reverses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from roost.ground.activity.models import Fact, Involved
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict

# Held until commit on PostgreSQL, so that ids grow in the order of commits and a reader's cursor skips nothing.
_ORDER_OF_COMMITS = 730_116


@dataclass(frozen=True)
class Told:
    """Carry what one fact says; see `record`."""

    verb: Verb
    organisation: int
    actor: int | None = None
    people: Iterable[int] = ()
    team: int | None = None
    subject: str = ""
    quantity: int | None = None
    happened_at: datetime | None = None
    source: str = "page"
    key: str | None = None


def record(told: Told, *, reverses: Fact | None = None) -> Fact:
    """Record one fact and return it.

    With a `key`, telling the same again returns the first fact and records nothing.
    Raises Conflict when the fact to reverse is reversed already.
    """
    return record_many([told], reverses=reverses)[0]


@transaction.atomic
def record_many(told: Sequence[Told], *, reverses: Fact | None = None) -> list[Fact]:
    """Record facts in one statement each for facts and people; see `record` for keys."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORDER_OF_COMMITS])
    if reverses is not None and Fact.objects.filter(reverses=reverses).exists():
        raise Conflict("This was taken back already.")
    known = _already_told(told)
    moment = clock.now()
    new = [
        Fact(
            organisation=one.organisation,
            verb=one.verb.name,
            actor=one.actor,
            team=one.team,
            subject=one.subject,
            quantity=one.quantity,
            happened_at=one.happened_at or moment,
            recorded_at=moment,
            source=one.source,
            key=one.key,
            reverses=reverses,
        )
        for one in told
        if (one.organisation, one.verb.name, one.key) not in known
    ]
    Fact.objects.bulk_create(new, batch_size=500)
    fresh = iter(new)
    facts = [known.get((one.organisation, one.verb.name, one.key)) or next(fresh) for one in told]
    made = {fact.pk for fact in new}
    Involved.objects.bulk_create(
        [
            Involved(organisation=one.organisation, fact=fact, person=person)
            for one, fact in zip(told, facts, strict=True)
            if fact.pk in made
            for person in sorted(set(one.people))
        ],
        batch_size=500,
    )
    return facts


def _already_told(told: Sequence[Told]) -> dict[tuple[int, str, str | None], Fact]:
    keys = {one.key for one in told if one.key is not None}
    if not keys:
        return {}
    found = Fact.objects.filter(key__in=keys, verb__in={one.verb.name for one in told})
    return {(fact.organisation, fact.verb, fact.key): fact for fact in found}
