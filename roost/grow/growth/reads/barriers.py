"""The hidden curriculum of work: barriers that many meet, and where on the map they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.ground.people.models import Affiliation, Organisation, Person, running
from roost.ground.release.engine import told_at_least
from roost.ground.release.reads import frozen
from roost.grow.growth.access import own_barriers
from roost.grow.growth.models import Barrier, CountedBarrier, Direction, Reach
from roost.grow.growth.reads.questions import SECTIONS, Kind, Question, Section

BARRIERS = "growth.barriers"
"""The question to `release`: how many people let each barrier be counted, day by day."""
WORK = Section(
    "work",
    _("Your job"),
    _("The job that stands in no description"),
    _("Every job is two: the one that is written down, and the one it takes to do it. What hinders is in the second."),
    (
        Question(
            "visible-job",
            _("The visible job: what stands in the description"),
            Kind.TEXT,
            example=_("Plan the shifts. Keep the budget. Report every month."),
        ),
        Question(
            "hidden-job",
            _("The hidden job: what it really takes"),
            Kind.TEXT,
            example=_("Know whom to ask before I ask. Keep two old friends talking. Say no upwards."),
        ),
    ),
)

OWN_WORDS = frozenset(one.key for section in (*SECTIONS, WORK) for one in section.questions if one.kind is Kind.TEXT)
"""Questions that are answered in own words, which nobody counts."""


@dataclass(frozen=True)
class Known:
    """A barrier that many meet, with an experiment to begin from."""

    key: str
    direction: Direction
    reach: Reach
    words: str | Promise
    behaviour: str
    cue: str | Promise
    action: str | Promise
    expectation: str | Promise


KNOWN = (
    Known(
        "no-time",
        Direction.UP,
        Reach.EVERYDAY,
        _("My manager has no time for me"),
        "proactive",
        _("the week begins"),
        _("send three lines: what I decide myself, what I need, and by when"),
        _("an answer to the one thing that I need"),
    ),
    Known(
        "late-decisions",
        Direction.UP,
        Reach.EVERYDAY,
        _("Decisions above me come late"),
        "proactive",
        _("I wait for a decision from above"),
        _("write what I shall do if I hear nothing by Friday"),
        _("an answer, or a free hand"),
    ),
    Known(
        "what-counts",
        Direction.UP,
        Reach.ELUSIVE,
        _("Nobody says what really counts here"),
        "researching",
        _("I am given a goal"),
        _("ask what would make them say in a year that it was worth it"),
        _("to hear something that stands on no list"),
    ),
    Known(
        "different-good",
        Direction.UP,
        Reach.ELUSIVE,
        _("My manager and I mean different things by good"),
        "committing-to-outcomes",
        _("I am about to begin something for my manager"),
        _("ask for one example of good, before I start"),
        _("that I do it once instead of twice"),
    ),
    Known(
        "brought-everything",
        Direction.DOWN,
        Reach.EVERYDAY,
        _("People bring me everything"),
        "building-capability",
        _("somebody brings me a question"),
        _("ask what they would try first"),
        _("that they find most of the answer themselves"),
    ),
    Known(
        "half-done",
        Direction.DOWN,
        Reach.EVERYDAY,
        _("Work comes back half done"),
        "committing-to-outcomes",
        _("I hand something over"),
        _("let them tell me what done will look like"),
        _("one misunderstanding less"),
    ),
    Known(
        "no-bad-news",
        Direction.DOWN,
        Reach.ELUSIVE,
        _("Nobody tells me bad news"),
        "earning-trust",
        _("we go through the work"),
        _("ask first what worries them, and thank whoever says it"),
        _("one worry that I had not heard"),
    ),
    Known(
        "still-a-peer",
        Direction.DOWN,
        Reach.ELUSIVE,
        _("To some I am still the colleague that I was"),
        "confidence",
        _("we are alone for the first time this week"),
        _("say what has changed between us, and what has not"),
        _("that it is easier afterwards"),
    ),
    Known(
        "held-up",
        Direction.ACROSS,
        Reach.EVERYDAY,
        _("Another team holds our work up"),
        "collaborating",
        _("we wait for them"),
        _("go there and ask what they wait for"),
        _("a reason that I can do something about"),
    ),
    Known(
        "empty-meetings",
        Direction.ACROSS,
        Reach.EVERYDAY,
        _("Meetings decide nothing"),
        "deciding",
        _("a meeting begins"),
        _("ask which decision we shall have at its end"),
        _("one decision, or a shorter meeting"),
    ),
    Known(
        "quiet-resistance",
        Direction.ACROSS,
        Reach.ELUSIVE,
        _("Somebody is against it and does not say so"),
        "leading-change",
        _("I meet them alone"),
        _("ask what they would lose if it came about"),
        _("that they name something"),
    ),
    Known(
        "not-in-the-room",
        Direction.ACROSS,
        Reach.ELUSIVE,
        _("Things are decided where I am not"),
        "enrolling-others",
        _("I hear of a decision after it was made"),
        _("ask somebody who was there what they would have liked to know from me"),
        _("that I am asked before the next one"),
    ),
)
_BY_KEY = {one.key: one for one in KNOWN}


def known_barrier(key: str) -> Known | None:
    """Find a barrier that many meet by its key."""
    return _BY_KEY.get(key)


@dataclass(frozen=True)
class Met:
    """A barrier on somebody's map; `people` is a step that so many others here reach, None where they are too few."""

    barrier: Barrier
    words: str | Promise
    people: int | None
    can_be_shared: bool


@dataclass(frozen=True)
class Row:
    """The barriers of one direction."""

    direction: Direction
    met: Sequence[Met]


def barrier_map(person: Person, organisation: Organisation, day: date) -> list[Row]:
    """Give a person's barriers by direction, everyday ones first, with how many others met each on a day.

    The person is left out of the count, so that nobody learns of others by switching themselves on and off. Three
    queries.
    """
    mine = list(own_barriers(person, organisation))
    counted = CountedBarrier.objects.filter(organisation=organisation, person=person, counted_on=day)
    own = set(counted.values_list("key", flat=True))
    release = frozen(organisation.pk, what=BARRIERS, period=str(day))
    others = {key: people - (key in own) for key, people in (release.content if release else {}).items()}
    met = [_met(one, others) for one in mine]
    met.sort(key=lambda one: one.barrier.reach == Reach.ELUSIVE)
    return [Row(direction, [one for one in met if one.barrier.direction == direction]) for direction in Direction]


def _met(barrier: Barrier, others: Mapping[str, int]) -> Met:
    known = known_barrier(barrier.key)
    return Met(
        barrier,
        known.words if known else barrier.words,
        told_at_least(others.get(barrier.key, 0)),
        can_be_shared=known is not None,
    )


def shared_barriers(organisation: Organisation, day: date) -> QuerySet[Barrier]:
    """Give the barriers that people who belong here on a day let be counted."""
    here = Affiliation.objects.filter(running(day), organisation=organisation).values("person")
    return Barrier.objects.filter(organisation=organisation, shared=True, person__in=here).exclude(key="")
