"""Let people of the sample company grow: one with a cycle behind him, and enough others to count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import own_barriers
from roost.grow.growth.actions import (
    Audience,
    Given,
    Moved,
    Outcome,
    Seen,
    answer_questions,
    ask_to_watch,
    choose_needles,
    close_cycle,
    meet_barriers,
    plan_experiment,
    put_first,
    record_try,
    say_what_was_seen,
    share_barrier,
)
from roost.grow.growth.reads import known_barrier, suggestion_named

WEEKS = 5
OTHERS = 12
FEEDS = ("helping", "quiet", "company", "finishing", "ideas")
LEVELS = ("2", "3", "3", "4", "2", "3")


def live_first_cycle(organisation: Organisation, leader: Person, *, watched_by: Person, now: datetime) -> None:
    """Let a leader tell, choose, try three things, be watched, close the cycle and begin the next."""
    begun = now - timedelta(weeks=WEEKS)
    with clock.at(begun):
        cycle = answer_questions(organisation, by=leader, given=_told())
        meet_barriers(organisation, by=leader, keys=["brought-everything", "still-a-peer", "empty-meetings"])
        put_first(cycle, by=leader, behaviours=["communicating-with-impact", "building-capability"])
        why = _("They bring me everything, and at night I do my own work.")
        choose_needles(cycle, by=leader, chosen={"building-capability": why})
    first = _plan(cycle, "building-capability-1", chance=80, tries=3, at=begun)
    with clock.at(begun):
        asked = ask_to_watch(first, by=leader, observer=watched_by)
    _try(first, 1, Outcome.OTHERWISE, _("I answered before I noticed."), at=begun + timedelta(days=3))
    _try(first, 2, Outcome.AS_EXPECTED, _("Two of three points came from him."), at=begun + timedelta(days=8))
    _try(first, 3, Outcome.AS_EXPECTED, _("She had tried it already."), at=begun + timedelta(days=13))
    with clock.at(begun + timedelta(days=14)):
        words = _("In the Tuesday round you asked, and waited.")
        say_what_was_seen(asked, by=watched_by, seen=Seen.YES, words=words)
    second = _plan(cycle, "building-capability-2", chance=70, tries=2, at=begun + timedelta(days=15))
    _try(second, 1, Outcome.OTHERWISE, _("I took it back after two days."), at=begun + timedelta(days=18))
    _try(second, 2, Outcome.AS_EXPECTED, _("Not as I would have, and good."), at=begun + timedelta(days=24))
    with clock.at(begun + timedelta(days=28)):
        following = close_cycle(
            cycle,
            by=leader,
            moved={"building-capability": Moved.A_LITTLE},
            learned=_("It is quicker to wait than to answer. I have to write the question down first."),
            going_on=["building-capability"],
        )
        answer_questions(organisation, by=leader, given={"body": Given("3"), "mind": Given("3")})
    _plan(following, "building-capability-1", chance=70, tries=2, at=now - timedelta(days=2))


def _told() -> dict[str, Given]:
    return {
        "transition": Given("former-peers", Audience.COUNTED),
        "expected": Given(["people", "results"], Audience.COUNTED),
        "role": Given(_("I lead the Chicago team, in which I sold for six years.")),
        "body": Given("2"),
        "mind": Given("2"),
        "emotions": Given("3"),
        "spirit": Given("4"),
        "drains": Given(["doing-it-all", "interruptions"], Audience.COUNTED),
        "feeds": Given(["quiet", "helping"], Audience.COUNTED),
        "values": Given(["reliability", "curiosity"]),
        "hidden-job": Given(_("Keep two old friends talking. Know whom to ask before I ask.")),
    }


def _plan(cycle: Any, start: str, *, chance: int, tries: int, at: datetime) -> Any:
    begin = suggestion_named(start)
    assert begin is not None, start
    with clock.at(at):
        return plan_experiment(
            cycle,
            by=cycle.person,
            behaviour=begin.behaviour,
            cue=str(begin.cue),
            action=str(begin.action),
            expectation=str(begin.expectation),
            chance=chance,
            tries=tries,
            key=f"{start}:{at:%Y%m%d}",
        )


def _try(experiment: Any, number: int, outcome: Outcome, learned: str, *, at: datetime) -> None:
    person = experiment.person
    with clock.at(at):
        day = clock.today(person.time_zone)
        record_try(experiment, by=person, number=number, tried_on=day, outcome=outcome, learned=learned)


def let_others_be_counted(organisation: Organisation, people: Sequence[Person], *, now: datetime) -> None:
    """Let some people answer and be counted without their names, and meet the same barrier."""
    barrier = known_barrier("held-up")
    assert barrier is not None
    for place, person in enumerate(people[:OTHERS]):
        with clock.at(now - timedelta(days=20 - place)):
            given = {
                "body": Given(LEVELS[place % len(LEVELS)], Audience.COUNTED),
                "mind": Given(LEVELS[(place + 2) % len(LEVELS)], Audience.COUNTED),
                "feeds": Given([FEEDS[place % len(FEEDS)]], Audience.COUNTED),
                "drains": Given(["meetings" if place % 3 else "politics"], Audience.COUNTED),
            }
            answer_questions(organisation, by=person, given=given)
            if place % 2:
                meet_barriers(organisation, by=person, keys=[barrier.key])
                share_barrier(own_barriers(person, organisation).get(), by=person, shared=True)
