"""Let the director of the sample company be accompanied for some weeks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.actions import agree_to_companionship, ask_for_companion
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.companions.actions import (
    commit_to,
    keep_commitment,
    open_notes,
    plan_session,
    raise_point,
    reach_goal,
    say_that_they_met,
    set_goal,
)
from roost.grow.growth.actions import check_in, show_needles

WEEKS = 4
LEVELS = (
    {"body": "2", "mind": "2", "emotions": "3", "spirit": "4"},
    {"body": "2", "mind": "3", "emotions": "3", "spirit": "4"},
    {"body": "3", "mind": "3", "emotions": "4", "spirit": "4"},
)


def let_walk_together(organisation: Organisation, leader: Person, companion: Person, *, now: datetime) -> None:
    """Let a leader ask a mentor, meet twice, tell how full he is, and plan the next time."""
    begun = now - timedelta(weeks=WEEKS)
    with clock.at(begun):
        kind = Companionship.Kind.MENTOR
        asked = ask_for_companion(organisation, by=leader, person=leader, companion=companion, kind=kind)
    with clock.at(begun + timedelta(days=1)):
        pair = agree_to_companionship(asked, by=companion)
        show_needles(organisation, by=leader, shown=True)
        open_notes(pair, by=leader)
        sleep = set_goal(pair, by=leader, words=_("Home before seven on three days a week"))
        set_goal(pair, by=companion, words=_("The team decides on its own whatever can be undone"))
    for week, levels in enumerate(LEVELS, start=1):
        with clock.at(begun + timedelta(weeks=week)):
            check_in(organisation, by=leader, levels=levels)
    for week, words in ((1, _("Whom to ask before I ask")), (3, _("Two old friends who do not talk"))):
        at = _in_the_morning(begun + timedelta(weeks=week, days=1))
        with clock.at(at - timedelta(days=3)):
            session = plan_session(pair, by=companion, starts_at=at)
            raise_point(session, by=leader, words=words)
        with clock.at(at + timedelta(hours=1)):
            say_that_they_met(session, by=leader)
            promise = commit_to(pair, by=leader, words=_("Write the question down before I answer"))
        with clock.at(at + timedelta(days=4)):
            keep_commitment(promise, by=leader)
    with clock.at(now - timedelta(days=2)):
        reach_goal(sleep, by=leader)
        following = plan_session(pair, by=leader, starts_at=_in_the_morning(now + timedelta(days=1)))
        raise_point(following, by=leader, words=_("What I still take back"))
        raise_point(following, by=companion, words=_("What went well since the last time"))
        commit_to(pair, by=companion, words=_("Send you the notes on delegating"), due=(now + timedelta(days=1)).date())


def _in_the_morning(moment: datetime) -> datetime:
    return moment.replace(hour=16, minute=0, second=0, microsecond=0)
