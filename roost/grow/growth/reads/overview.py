"""Where a person stands: how far the beginning is, what they want to move, what they try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.ground.people.models import Organisation, Person
from roost.ground.ui.slots import Card
from roost.grow.growth.access import open_cycle_of, own_experiments, own_needles, where_one_grows
from roost.grow.growth.models import Audience, Cycle, Experiment, Needle
from roost.grow.growth.reads.answers import COUNT_CYCLES, latest_answers
from roost.grow.growth.reads.questions import ENERGY, SECTIONS, Section

STEPS = (*(section.name for section in SECTIONS), _("What first"), _("Your needle"), _("First experiment"))


@dataclass(frozen=True)
class Moving:
    """A needle with its behaviour in words."""

    needle: Needle
    behaviour: Behaviour | None


@dataclass(frozen=True)
class Trying:
    """An experiment with its behaviour in words."""

    experiment: Experiment
    behaviour: Behaviour | None


@dataclass(frozen=True)
class Told:
    """A section of the profile, and how many of its questions are answered."""

    section: Section
    answered: int

    @property
    def asked(self) -> int:
        return len(self.section.questions)


@dataclass(frozen=True)
class Overview:
    """What Grow shows. `step` counts from 1 while the beginning lasts and is 0 afterwards; `next_url` goes on.

    `is_counted` says whether the person's cycles count in the organisation's numbers.
    """

    cycle: Cycle | None
    step: int
    next_url: str
    told: Sequence[Told]
    needles: Sequence[Moving]
    experiments: Sequence[Trying]
    is_counted: bool

    @property
    def steps(self) -> Sequence[str | Promise]:
        return STEPS

    @property
    def trying(self) -> Trying | None:
        """Give the newest experiment that has not ended."""
        return next((one for one in self.experiments if one.experiment.ended_at is None), None)


def overview_of(person: Person, organisation: Organisation) -> Overview:
    """Say where a person stands. Four queries."""
    cycle = open_cycle_of(person, organisation)
    answers = latest_answers(person, organisation) if cycle else {}
    told = [
        Told(section, sum(bool(answers[one.key].value) for one in section.questions if one.key in answers))
        for section in SECTIONS
    ]
    needles = list(own_needles(cycle)) if cycle else []
    experiments = list(own_experiments(cycle)) if cycle else []
    told_now = cycle is not None and any(
        one.key in answers and answers[one.key].answered_at >= cycle.opened_at for one in ENERGY.questions
    )
    step, url = _next(cycle, told, told_now, needles, experiments)
    return Overview(
        cycle,
        step,
        url,
        told,
        [Moving(one, behaviour_named(one.behaviour)) for one in needles],
        [Trying(one, behaviour_named(one.behaviour)) for one in experiments],
        COUNT_CYCLES in answers and answers[COUNT_CYCLES].audience == Audience.COUNTED,
    )


def _next(
    cycle: Cycle | None,
    told: Sequence[Told],
    told_now: bool,
    needles: Sequence[Needle],
    experiments: Sequence[Experiment],
) -> tuple[int, str]:
    if cycle is not None and cycle.number > 1 and not cycle.own_first:
        # Who has been here before begins with how they are now, and with their own order, whatever went on.
        return (4, reverse("growth:put-first")) if told_now else (2, reverse("growth:section", args=[ENERGY.key]))
    if experiments:
        return 0, reverse("growth:plan")
    if needles:
        return 6, reverse("growth:plan")
    if cycle is not None and cycle.own_first:
        return 5, reverse("growth:needle")
    # What matters may be left open, so it alone does not hold anybody up.
    for place, one in enumerate(told[:2], start=1):
        if not one.answered:
            return place, reverse("growth:section", args=[one.section.key])
    return 4, reverse("growth:put-first")


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Show what is to be tried, or the way to a next experiment."""
    organisation = where_one_grows(viewer, subject)
    return Card("growth/today.html", {"overview": overview_of(subject, organisation)}) if organisation else None
