"""The only way to hold what somebody told, wants and tries: their own, and nobody else's.

Whoever was asked to watch holds that question, and of the experiment what its page shows.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit.errors import NotFound
from roost.ground.people.access import line_of, organisation_for
from roost.ground.people.models import Organisation, Person, ReportingLine
from roost.grow.growth.models import (
    Answer,
    Barrier,
    Cycle,
    Expectation,
    Experiment,
    Needle,
    Observation,
    Opening,
)


def growing_in(person: Person) -> Organisation:
    """Give the organisation in which a person grows: their first. Raises NotFound for who belongs to none."""
    return organisation_for(person)


def where_one_grows(viewer: Person, subject: Person) -> Organisation | None:
    """Give the organisation in which a person grows, to themselves; None to others and for who belongs to none."""
    if viewer != subject:
        return None
    try:
        return growing_in(subject)
    except NotFound:
        return None


def insist_own(
    thing: Answer | Barrier | Cycle | Expectation | Experiment | Needle | Observation | Opening, by: Person
) -> None:
    """Raise NotFound unless it is the person's own."""
    if thing.person_id != by.pk:
        raise NotFound(_("There is nothing of yours here."))


def open_cycle_of(person: Person, organisation: Organisation) -> Cycle | None:
    """Give the cycle that the person is in, if one is open."""
    return Cycle.objects.filter(organisation=organisation, person=person, closed_at=None).first()


def cycle_before(cycle: Cycle) -> Cycle | None:
    """Give the cycle before this one."""
    mine = Cycle.objects.filter(organisation=cycle.organisation_id, person=cycle.person_id)
    return mine.filter(number=cycle.number - 1).first()


def cycle_for(person: Person, number: int | None = None) -> Cycle:
    """Give the person's open cycle, or the one of that number; raises NotFound, saying where to begin, for none."""
    organisation = growing_in(person)
    if number is None:
        found = open_cycle_of(person, organisation)
    else:
        found = Cycle.objects.filter(organisation=organisation, person=person, number=number).first()
    if found is None:
        raise NotFound(_("You have not begun yet. Open Grow and begin there."))
    return found


def own_answers(person: Person, organisation: Organisation) -> QuerySet[Answer]:
    """Give everything that a person ever told, the earliest first."""
    return Answer.objects.filter(organisation=organisation, person=person).order_by("pk")


def own_needles(cycle: Cycle) -> QuerySet[Needle]:
    """Give the needles of a cycle that were not let go, in the order in which they were chosen."""
    return cycle.needles.filter(left_at=None).order_by("pk")


def own_experiments(cycle: Cycle) -> QuerySet[Experiment]:
    """Give the experiments of a cycle, the newest first."""
    return cycle.experiments.order_by("-pk")


def own_barriers(person: Person, organisation: Organisation) -> QuerySet[Barrier]:
    """Give what stands in a person's way, in the order in which it was met."""
    return Barrier.objects.filter(organisation=organisation, person=person).order_by("pk")


def barrier_for(person: Person, number: int) -> Barrier:
    """Give one of the person's own barriers; raises NotFound for anybody else's."""
    found = own_barriers(person, growing_in(person)).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such barrier on your map."))
    return found


def experiment_for(person: Person, number: int) -> Experiment:
    """Give one of the person's own experiments; raises NotFound for anybody else's."""
    mine = Experiment.objects.filter(organisation=growing_in(person), person=person)
    found = mine.filter(pk=number).select_related("person", "cycle").first()
    if found is None:
        raise NotFound(_("There is no such experiment of yours."))
    return found


def experiment_of_form(person: Person, key: str) -> Experiment | None:
    """Give the person's own experiment that a form planned, if it planned one."""
    return Experiment.objects.filter(organisation=growing_in(person), person=person, key=key).first()


def question_for(person: Person, experiment: Experiment, number: int) -> Observation:
    """Give what the person asked somebody to watch for; raises NotFound for anybody else, and once it is taken back."""
    found = experiment.observations.filter(person=person, pk=number).first()
    if found is None:
        raise NotFound(_("You do not ask this any more."))
    return found


def asked_of(person: Person, organisation: Organisation) -> QuerySet[Observation]:
    """Give what somebody was asked to watch for, the latest first, until it is declined or the cycle is closed."""
    asked = Observation.objects.filter(organisation=organisation, observer=person, declining=None)
    asked = asked.filter(experiment__cycle__closed_at=None)
    return asked.select_related("experiment", "person").order_by("-pk")


def open_observations(person: Person, organisation: Organisation) -> QuerySet[Observation]:
    """Give what somebody is asked to watch for and has not answered, while it is tried, the latest first."""
    return asked_of(person, organisation).filter(answered_at=None, experiment__ended_at=None)


def observation_for(person: Person, number: int) -> Observation:
    """Give what the person was asked to watch for, answered or not; raises NotFound for anybody else."""
    asked = Observation.objects.filter(organisation=growing_in(person), observer=person)
    found = asked.filter(pk=number).select_related("experiment__cycle", "person").first()
    if found is None:
        raise NotFound(_("Nobody asks you to watch for this."))
    return found


def own_line(person: Person) -> ReportingLine:
    """Give to whom the person reports today; raises NotFound where they report to nobody."""
    found = line_of(person, growing_in(person))
    if found is None:
        raise NotFound(_("Nobody is entered as your line manager today. An administrator can enter somebody."))
    return found


def openings_of(line: ReportingLine) -> QuerySet[Opening]:
    """Give what a person lets their line manager read, the earliest first."""
    return (
        Opening.objects.filter(line=line).select_related("answer", "needle__cycle", "experiment__cycle").order_by("pk")
    )


def opening_for(person: Person, number: int) -> Opening:
    """Give one of the person's own openings; raises NotFound for anybody else's."""
    found = Opening.objects.filter(organisation=growing_in(person), person=person, pk=number).first()
    if found is None:
        raise NotFound(_("This is not open to anybody."))
    return found


def openable_for(person: Person, kind: str, number: int) -> Answer | Needle | Experiment:
    """Give one of the person's own answers, needles or experiments; raises NotFound for anything else."""
    for model in (Answer, Needle, Experiment):
        if model.__name__.lower() == kind:
            found = model.objects.filter(organisation=growing_in(person), person=person, pk=number).first()
            if found is not None:
                return found
    raise NotFound(_("There is nothing of yours here."))


def expectations_of(line: ReportingLine) -> QuerySet[Expectation]:
    """Give what the manager of a line expects of its person, the latest first; what ended is among them."""
    given = Expectation.objects.filter(organisation=line.organisation_id, person=line.person_id)
    return given.filter(manager=line.manager_id).order_by("-pk")


def expectation_for(person: Person, number: int) -> Expectation:
    """Give what somebody expects of the person; raises NotFound for anybody else."""
    given = Expectation.objects.filter(organisation=growing_in(person), person=person, pk=number)
    found = given.select_related("manager").first()
    if found is None:
        raise NotFound(_("There is no such expectation."))
    return found
