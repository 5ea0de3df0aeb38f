"""Plan sessions, say what to talk about, and meet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.models import Companionship, Person
from roost.grow.companions.access import insist_running
from roost.grow.companions.actions.locking import held, lock
from roost.grow.companions.actions.verbs import MET, PLANNED, tell
from roost.grow.companions.models import Point, Session

MOST_POINTS = 20


@transaction.atomic
def plan_session(companionship: Companionship, *, by: Person, starts_at: datetime) -> Session:
    """Plan a session; the same time again gives the one that is planned.

    Raises InputError for a time that has passed, NotFound for anybody but the two, Conflict unless they run.
    """
    insist_running(lock(companionship), by)
    known = Session.objects.filter(companionship=companionship, starts_at=starts_at, called_off_at=None).first()
    if known is not None:
        return known
    _insist_to_come(starts_at)
    session = Session.objects.create(
        organisation_id=companionship.organisation_id,
        companionship=companionship,
        starts_at=starts_at,
        planned_by=by,
        planned_at=clock.now(),
    )
    tell(PLANNED, companionship, by)
    return session


@transaction.atomic
def move_session(session: Session, *, by: Person, starts_at: datetime, version: int) -> Session:
    """Move a session that is to come; `version` is the one the person had before them.

    Raises Conflict where it was moved meanwhile, was called off or took place, or another stands at that time.
    """
    session = _open(session, by)
    if session.starts_at == starts_at:
        return session
    if session.version != version:
        raise Conflict(_("It was moved meanwhile, so nothing was changed yet. Here is the time of now."))
    _insist_to_come(starts_at)
    others = Session.objects.filter(companionship=session.companionship_id, starts_at=starts_at, called_off_at=None)
    if others.exists():
        raise Conflict(_("You meet at that time already."))
    session.starts_at, session.version, session.moved_at = starts_at, session.version + 1, clock.now()
    session.save(update_fields=["starts_at", "version", "moved_at"])
    tell(PLANNED, session.companionship, by)
    return session


@transaction.atomic
def call_off_session(session: Session, *, by: Person) -> Session:
    """Call a session off; twice changes nothing. Raises Conflict for one that took place."""
    session = held(session, by)
    if session.called_off_at is None:
        _insist_open(session)
        session.called_off_at = clock.now()
        session.save(update_fields=["called_off_at"])
        tell(PLANNED, session.companionship, by)
    return session


@transaction.atomic
def say_that_they_met(session: Session, *, by: Person) -> Session:
    """Say that a session took place; twice changes nothing. Raises InputError for one that is to come."""
    session = held(session, by)
    if session.met_at is None:
        _insist_open(session)
        if session.starts_at > clock.now():
            raise InputError(_("This session is to come. Say so once you have met."))
        session.met_at = clock.now()
        session.save(update_fields=["met_at"])
        tell(MET, session.companionship, by)
    return session


@transaction.atomic
def raise_point(session: Session, *, by: Person, words: str) -> Point:
    """Put a point on the agenda of a session that is to come; the same words again give the first.

    Raises Conflict for a session that took place or was called off, InputError for more than twenty points.
    """
    session = _open(session, by)
    known = session.points.filter(by=by, words=words).first()
    if known is not None:
        return known
    if session.points.count() >= MOST_POINTS:
        raise InputError(_("Twenty points are more than a session holds. Take one away first."))
    point = Point.objects.create(
        organisation_id=session.organisation_id, session=session, by=by, words=words, raised_at=clock.now()
    )
    tell(PLANNED, session.companionship, by)
    return point


@transaction.atomic
def drop_point(point: Point, *, by: Person) -> None:
    """Take one's own point from the agenda. Raises Forbidden for the other's."""
    session = _open(point.session, by)
    if point.by_id != by.pk:
        raise Forbidden(_("Who raised a point takes it away."))
    session.points.filter(pk=point.pk).delete()
    tell(PLANNED, session.companionship, by)


def _open(session: Session, by: Person) -> Session:
    session = held(session, by)
    _insist_open(session)
    return session


def _insist_open(session: Session) -> None:
    if not session.is_open:
        raise Conflict(_("This session took place or was called off."))


def _insist_to_come(starts_at: datetime) -> None:
    if starts_at <= clock.now():
        raise InputError(_("Choose a time to come."))
