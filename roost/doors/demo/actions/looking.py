"""Let circles of the sample company look at how they are: two more that met, one of them less and less; a check that is
over, one that is open, and somebody who cannot come next time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from roost.doors.demo.actions.conferring import meet
from roost.gather.attendance.actions import call_off
from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.reads import SharedCircle, convened_circles, seated_since, shared_circle
from roost.gather.health.access import checks_in
from roost.gather.health.actions import answer_check, ask_now
from roost.gather.health.engine.check import ITEMS
from roost.gather.meetings.reads import circles_met
from roost.gather.rhythm.reads import planned_meetings
from roost.ground.kit import clock
from roost.ground.people.models import Person

BEFORE, OPENED, SAID = timedelta(weeks=6), timedelta(days=2), timedelta(hours=5)
EVERY, MEETINGS = timedelta(weeks=3), 5


def let_others_meet(convener: Person, member: Person, *, seed: int, now: datetime) -> None:
    """Let two circles of a convener's oldest round meet without the member; one of them thins out."""
    found = convened_circles(convener)
    mine = set(visible_memberships(member).values_list("circle", flat=True))
    others = [one.number for one in found if one.round == found[-1].round and one.number not in mine][-2:]
    met = circles_met(others)
    for place, number in enumerate(others):
        if number in met:
            continue
        people = list(Person.objects.filter(pk__in=seated_since(number)).order_by("name"))
        circle = shared_circle(circle_for(people[0], number))
        for meeting in range(MEETINGS):
            sinks = place * meeting
            at = now - EVERY * (MEETINGS - meeting) + timedelta(hours=2)
            glad = range(7 - sinks, 10 - sinks)
            meet(circle, people, Random(f"{seed}/others/{number}/{meeting}"), at, away=2 * sinks, glad=glad)


def let_circle_look(member: Person, *, seed: int, now: datetime) -> None:
    """Let the oldest circle of a member have answered a check, be asked again, and one of them be away next time."""
    sitting = visible_memberships(member).filter(circle__round__isnull=False).last()
    if sitting is None or checks_in(sitting.circle_id).exists():
        return
    circle = shared_circle(circle_for(member, sitting.circle_id))
    people = Person.objects.in_bulk(circle.people)
    others = [people[number] for number in circle.people if number != member.pk]
    rng = Random(f"{seed}/checks")
    with clock.at(now - BEFORE):
        check = ask_now(circle, by=member)
        for person in people.values():
            answer_check(check, by=person, answers=_answers(rng))
    with clock.at(now - OPENED):
        check = ask_now(circle, by=others[0])
        for person in others[:3]:
            answer_check(check, by=person, answers=_answers(rng))
    with clock.at(now - SAID):
        _say_who_cannot_come(circle, others[-1], now)


def _answers(rng: Random) -> Mapping[str, int]:
    # They keep what is said, and see it differently whether they talk about what is not right.
    given = {"kept": (4, 5, 5), "mending": (2, 5)}
    return {item: rng.choice(given.get(item, (3, 4, 4, 5))) for item in ITEMS}


def _say_who_cannot_come(circle: SharedCircle, person: Person, now: datetime) -> None:
    coming = next((one for one in planned_meetings(circle.number) if one.starts_at > now), None)
    if coming is not None:
        call_off(circle.number, by=person, starts_at=coming.starts_at)
