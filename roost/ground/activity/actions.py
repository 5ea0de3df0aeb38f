"""Record what happened. Facts only grow: a mistake is answered by a fact that reverses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext

from roost.ground.activity.models import Fact, Involved
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock, live
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
    Raises Conflict when the fact to reverse was reversed already, under another key or none.
    """
    return record_many([told], reverses=reverses)[0]


@transaction.atomic
def record_many(told: Sequence[Told], *, reverses: Fact | None = None) -> list[Fact]:
    """Record facts in one statement each for facts and people; see `record` for keys."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORDER_OF_COMMITS])
    facts = _already_told(told)
    is_news = any(_identity(one) not in facts for one in told)
    if is_news and reverses is not None and Fact.objects.filter(reverses=reverses).exists():
        raise Conflict(gettext("This was taken back already."))
    moment = clock.now()
    new: list[tuple[Fact, Told]] = []
    answer = []
    for one in told:
        fact = facts.get(_identity(one)) if one.key is not None else None
        if fact is None:
            fact = _fact(one, moment, reverses)
            new.append((fact, one))
            facts[_identity(one)] = fact
        answer.append(fact)
    Fact.objects.bulk_create([fact for fact, _ in new], batch_size=500)
    Involved.objects.bulk_create(
        [
            Involved(organisation=one.organisation, fact=fact, person=person)
            for fact, one in new
            for person in sorted(set(one.people))
        ],
        batch_size=500,
    )
    if new:
        live.tell()
    return answer


Identity = tuple[int, str, str | None]


def _identity(told: Told) -> Identity:
    return told.organisation, told.verb.name, told.key


def _fact(told: Told, moment: datetime, reverses: Fact | None) -> Fact:
    return Fact(
        organisation=told.organisation,
        verb=told.verb.name,
        actor=told.actor,
        team=told.team,
        subject=told.subject,
        quantity=told.quantity,
        happened_at=told.happened_at or moment,
        recorded_at=moment,
        source=told.source,
        key=told.key,
        reverses=reverses,
    )


def _already_told(told: Sequence[Told]) -> dict[Identity, Fact]:
    keys = {one.key for one in told if one.key is not None}
    if not keys:
        return {}
    found = Fact.objects.filter(key__in=keys, verb__in={one.verb.name for one in told})
    return {(fact.organisation, fact.verb, fact.key): fact for fact in found}
