"""Let people of the sample company grow: a director with a cycle behind him, and enough others to count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from roost.doors.demo.engine import Grower, draw_barriers
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
from roost.grow.growth.reads import KNOWN, suggestion_named

WEEKS = 5
WEEKS_OF_OTHERS = 10
OTHERS = 24
OFTEN_MET = ("brought-everything", "still-a-peer", "empty-meetings", "no-time", "held-up")
FEEDS = ("helping", "quiet", "company", "finishing", "ideas")
LEVELS = ("2", "3", "3", "4", "2", "3")


def live_first_cycle(organisation: Organisation, leader: Person, *, watched_by: Person, now: datetime) -> None:
    """Let a new director tell, choose, try two things, be watched, close the cycle and begin the next."""
    begun = now - timedelta(weeks=WEEKS)
    with clock.at(begun):
        cycle = answer_questions(organisation, by=leader, given=_told())
        meet_barriers(organisation, by=leader, keys=OFTEN_MET[:3])
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
        put_first(following, by=leader, behaviours=["building-capability", "communicating-with-impact"])
    _plan(following, "building-capability-1", chance=70, tries=2, at=now - timedelta(days=2))


def _told() -> dict[str, Given]:
    return {
        "transition": Given("leading-leaders", Audience.COUNTED),
        "expected": Given(["people", "results"], Audience.COUNTED),
        "role": Given(_("I direct the Mid-West: four teams, and those who lead them were my peers.")),
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


def let_others_be_counted(
    organisation: Organisation, people: Sequence[Person], *, by: datetime, seed: int, now: datetime
) -> None:
    """Let some people answer before a moment, be counted without their names, and share what is in their way now."""
    for place, person in enumerate(people[:OTHERS]):
        with clock.at(by - timedelta(days=20 - place % 14)):
            given = {
                "body": Given(LEVELS[place % len(LEVELS)], Audience.COUNTED),
                "mind": Given(LEVELS[(place + 2) % len(LEVELS)], Audience.COUNTED),
                "feeds": Given([FEEDS[place % len(FEEDS)]], Audience.COUNTED),
                "drains": Given(["meetings" if place % 3 else "politics"], Audience.COUNTED),
            }
            answer_questions(organisation, by=person, given=given)
        with clock.at(now - timedelta(days=20 - place % 14)):
            keys = draw_barriers(seed, place, tuple(one.key for one in KNOWN), OFTEN_MET)
            meet_barriers(organisation, by=person, keys=keys)
            for barrier in own_barriers(person, organisation):
                share_barrier(barrier, by=person, shared=True)


def let_others_close_a_cycle(
    organisation: Organisation, growers: Sequence[Grower], people: Mapping[int, Person], *, by: datetime
) -> None:
    """Let some people close a cycle before a moment, watched by a colleague, and let it be counted."""
    for grower in growers:
        person, watcher = people[grower.person], people[grower.watcher]
        begun = by - timedelta(weeks=WEEKS_OF_OTHERS)
        with clock.at(begun):
            cycle = answer_questions(organisation, by=person, given={"expected": Given(["results", "decisions"])})
            put_first(cycle, by=person, behaviours=["deciding", "collaborating"])
            choose_needles(cycle, by=person, chosen={"deciding": _("Too much waits for somebody to say it.")})
        asked = None
        for number, (chance, came) in enumerate(grower.guesses):
            week = begun + timedelta(days=5 * number)
            experiment = _plan(cycle, f"deciding-{1 + number % 2}", chance=chance, tries=1, at=week)
            if asked is None:
                with clock.at(week):
                    asked = ask_to_watch(experiment, by=person, observer=watcher)
            outcome = Outcome.AS_EXPECTED if came else Outcome.OTHERWISE
            _try(experiment, 1, outcome, "", at=week + timedelta(days=2))
        with clock.at(by - timedelta(days=4)):
            if asked is not None:
                say_what_was_seen(asked, by=watcher, seen=Seen.YES if grower.is_seen else Seen.NO)
        with clock.at(by - timedelta(days=3)):
            close_cycle(cycle, by=person, moved={"deciding": Moved.A_LITTLE}, counted=True)
