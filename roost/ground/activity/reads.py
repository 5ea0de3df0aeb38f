"""Read what happened, within the purposes that the reader declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from roost.ground.activity.models import Fact, Involved
from roost.ground.activity.ports import Reader, Verb, verb_named, verbs


@dataclass(frozen=True)
class Seen:
    """A fact as one reader may see it; `actor` and `people` are empty where names stay inside the room."""

    position: int
    verb: Verb
    organisation: int
    actor: int | None
    people: tuple[int, ...]
    team: int | None
    subject: str
    quantity: int | None
    happened_at: datetime
    recorded_at: datetime
    source: str
    reverses: int | None


def last_position() -> int:
    """Give the position of the newest fact: while it stays, no action has changed anything. One query."""
    with connection.cursor() as cursor:
        # Asked by nearly every page, so it goes past the ORM, which would take longer than the database.
        cursor.execute(f"SELECT MAX(id) FROM {connection.ops.quote_name(Fact._meta.db_table)}")
        return int(cursor.fetchone()[0] or 0)


def facts_after(reader: Reader, position: int, *, limit: int = 500) -> list[Seen]:
    """Give what was recorded after a reader's position, in the order it was committed. Two queries."""
    return _seen(reader, Fact.objects.filter(pk__gt=position).order_by("pk"), limit)


def latest_facts(
    reader: Reader, *, person: int | None = None, subject: str | None = None, only: Iterable[Verb] = (), limit: int = 20
) -> list[Seen]:
    """Give the newest facts first, of one person as actor or involved, or about one subject. Two queries.

    Of a person only facts are given whose people the reader may name.
    """
    found = Fact.objects.order_by("-happened_at", "-pk")
    nameable = [verb.name for verb in verbs() if reader.may_name(verb)]
    if person is not None:
        involved = Involved.objects.filter(person=person).values("fact")
        found = found.filter(Q(actor=person) | Q(pk__in=involved), verb__in=nameable)
    if subject is not None:
        found = found.filter(subject=subject)
    if only:
        found = found.filter(verb__in=[verb.name for verb in only])
    return _seen(reader, found, limit)


def _seen(reader: Reader, found: QuerySet[Fact], limit: int) -> list[Seen]:
    readable = [verb.name for verb in verbs() if reader.may_read(verb)]
    rows = found.filter(verb__in=readable).prefetch_related("involved")[:limit]
    return [_one(reader, fact) for fact in rows]


def _one(reader: Reader, fact: Fact) -> Seen:
    verb = verb_named(fact.verb)
    named = reader.may_name(verb)
    return Seen(
        position=fact.pk,
        verb=verb,
        organisation=fact.organisation,
        actor=fact.actor if named else None,
        people=tuple(sorted(one.person for one in fact.involved.all())) if named else (),
        team=fact.team,
        subject=fact.subject,
        quantity=fact.quantity,
        happened_at=fact.happened_at,
        recorded_at=fact.recorded_at,
        source=fact.source,
        reverses=fact.reverses_id,
    )
