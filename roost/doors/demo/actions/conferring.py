"""Let a circle of the sample company meet: three times by now, and once more at this moment, not begun yet."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.utils.translation import gettext as _

from roost.doors.demo.access import PARTS
from roost.doors.demo.actions.keeping_time import past_dates
from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.access import open_meeting_in, own_protocols_in, past_meetings_for
from roost.gather.meetings.actions import (
    choose_heaviest,
    come_in,
    end_meeting,
    keep_protocol,
    move_meeting,
    open_meeting,
    rate_meeting,
)
from roost.gather.meetings.engine.events import Bring, Event, NextStep
from roost.gather.meetings.engine.protocols import Kind, Protocol
from roost.gather.meetings.reads import parsed, protocol_texts
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.vault.access import keyring_of
from roost.ground.vault.actions import Keys, make_keys

PROTOCOL = "experience-share"
MINUTES = 90
OPEN_FOR = timedelta(minutes=6)


def let_circle_meet(member: Person, *, seed: int, now: datetime) -> None:
    """Let the oldest circle of a member meet; again, where that was interrupted, it goes on from there."""
    sitting = visible_memberships(member).filter(circle__round__isnull=False).last()
    if sitting is None:
        return
    circle = shared_circle(circle_for(member, sitting.circle_id))
    people = sorted(Person.objects.in_bulk(circle.people).values(), key=lambda one: circle.people[one.pk])
    dates = past_dates(circle.number, now)
    missing = who_misses(people)
    coming = [one for one in people if one != missing]
    for number in range(past_meetings_for(member, circle.number).count(), len(dates)):
        meet(circle, coming, Random(f"{seed}/meetings/{number}"), dates[number], away=0)
    if not own_protocols_in(circle.number).exists():
        keep_protocol(circle, by=people[0], protocol=_short_way())
    others = [one for one in people if one != member]
    let_hold_keys(others, seed=seed)
    if open_meeting_in(circle.number) is None:
        with clock.at(now - OPEN_FOR):
            meeting = open_meeting(circle, by=others[0], protocol=PROTOCOL, minutes=MINUTES)
            for one in others:
                if one != missing:
                    come_in(meeting, by=one)


def who_misses(people: Sequence[Person]) -> Person:
    """Say who of a circle comes to none of its meetings: the last of it whose part nobody takes."""
    played = {part.email for part in PARTS}
    return [one for one in people if one.email not in played][-1]


def _short_way() -> Protocol:
    """Give what a circle made of the usual way for weeks in which nobody has an hour and a half."""
    usual = parsed(protocol_texts()[PROTOCOL])
    steps = tuple(one for one in usual.steps if one.kind in (Kind.AFFIRM, Kind.ROUND, Kind.COMMIT, Kind.CLOSE))
    words = _("Where each of us stands, and one thing to do. For weeks in which nobody has the time for more.")
    return replace(usual, title=_("The short one"), words=words, questions=(), steps=steps)


def let_hold_keys(people: Collection[Person], *, seed: int) -> None:
    """Give people whose part nobody takes keys, so that a visitor alone can write to them.

    Nobody has the private halves: what lies beside them is noise, and they read nothing.
    """
    played = {part.email for part in PARTS}
    for one in people:
        if one.email in played or keyring_of(one) is not None:
            continue
        rng = Random(f"{seed}/keys/{one.email}")

        def noise(count: int, rng: Random = rng) -> str:
            return urlsafe_b64encode(rng.randbytes(count)).decode().rstrip("=")

        bundles = [".".join(noise(count) for count in (16, 24, 166)) for _lock in ("passphrase", "code")]
        make_keys(one, keys=Keys(noise(32), noise(32), *bundles))


def meet(
    circle: SharedCircle, people: list[Person], rng: Random, at: datetime, *, away: int = 1, glad: range = range(6, 11)
) -> None:
    """Let a circle meet as a whole but for so many, the last of them late; each gives what lies in `glad`."""
    here = rng.sample(people, max(len(people) - away, 3))
    first = here[0]
    with clock.at(at):
        meeting = open_meeting(circle, by=first, protocol=PROTOCOL, minutes=MINUTES)
        for one in here[:-1]:
            come_in(meeting, by=one)
    # Whoever moderates by the rota does so once they came in.
    meeting.refresh_from_db()
    first = next(one for one in here if one.pk == meeting.state["moderator"])
    late = rng.choice((4, 4, 17))

    def happen(event: Event) -> None:
        meeting.refresh_from_db()
        move_meeting(meeting, event, by=first, move=meeting.state["move"])

    for number, step in enumerate(parsed(protocol_texts()[PROTOCOL]).steps):
        if number == 1:
            with clock.at(at + timedelta(minutes=late)):
                come_in(meeting, by=here[-1])
        with clock.at(at + timedelta(minutes=4 + 10 * number)):
            if step.kind is Kind.CHOOSE:
                happen(Bring(first.pk))
                meeting.refresh_from_db()
                choose_heaviest(meeting, by=first, move=meeting.state["move"])
            if step.kind is not Kind.CLOSE:
                happen(NextStep())
    with clock.at(at + timedelta(minutes=MINUTES + rng.randrange(-6, 7))):
        for one in here:
            rate_meeting(meeting, by=one, value=rng.choice(glad), room=rng.choice(glad))
        meeting.refresh_from_db()
        end_meeting(meeting, by=first, move=meeting.state["move"])
