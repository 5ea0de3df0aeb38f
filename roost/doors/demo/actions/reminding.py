"""Let two of the sample company be reminded of what they planned, for some weeks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.see.nudges.access import latest_occasions
from roost.see.nudges.actions import Intent, answer_occasion, plan_reminder, remind_due
from roost.see.nudges.engine import Answer

WEEKS = 7
# What they say, by how many days before the last reminder; that one waits for an answer.
LEADER_SAYS = {42: Answer.DONE, 35: Answer.DONE, 28: Answer.DONE, 14: Answer.DONE}
MEMBER_SAYS = {21: Answer.DONE, 14: Answer.DONE, 7: Answer.NOT_FOR_ME}
LOOKED_AT = time(10)
ANSWERED_AFTER = timedelta(hours=2)


def let_be_reminded(organisation: Organisation, leader: Person, member: Person, *, now: datetime) -> None:
    """Let a leader's plan come less and less often and a member's begin; the last reminder of both waits on Today."""
    last = latest_morning(now, ZoneInfo(leader.time_zone))
    asking = Intent(
        _("somebody brings me a problem"),
        _("ask what they would do, before I say anything"),
        words=_("You are not the answer. Ask first."),
        behaviour="building-capability",
        weekdays=str(last.weekday()),
        at=time(9),
    )
    naming = Intent(
        _("the weekly call ends"),
        _("say aloud who does what until when"),
        behaviour="committing-to-outcomes",
        weekdays=str(last.weekday()),
        at=time(9, 30),
    )
    for person, intent, said, key in ((leader, asking, LEADER_SAYS, "a"), (member, naming, MEMBER_SAYS, "b")):
        begun = last - timedelta(days=max(said) + 1)
        with clock.at(datetime.combine(begun, time(12), ZoneInfo(person.time_zone))):
            plan_reminder(organisation, by=person, intent=intent, key=key * 32)
    for days in range(7 * (WEEKS - 1), -1, -7):
        moment = datetime.combine(last - timedelta(days=days), LOOKED_AT, ZoneInfo(leader.time_zone))
        with clock.at(moment):
            remind_due()
        for person, says in ((leader, LEADER_SAYS), (member, MEMBER_SAYS)):
            with clock.at(min(moment + ANSWERED_AFTER, now)):
                for occasion in latest_occasions(person).filter(day=moment.date(), answer=""):
                    answer_occasion(occasion, by=person, answer=says.get(days, Answer.NONE), source="demo")


def latest_morning(now: datetime, zone: ZoneInfo) -> date:
    """Give the latest day of work on which it was ten already."""
    day = (now.astimezone(zone) - timedelta(hours=LOOKED_AT.hour)).date()
    return day - timedelta(days=max(day.weekday() - 4, 0))
