"""The only way to hold what somebody told, wants and tries: their own, and nobody else's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit.errors import NotFound
from roost.ground.people.access import organisation_for
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.models import Answer, Barrier, Cycle, Experiment, Needle, Observation


def growing_in(person: Person) -> Organisation:
    """Give the organisation in which a person grows: their first. Raises NotFound for who belongs to none."""
    return organisation_for(person)


def open_cycle_of(person: Person, organisation: Organisation) -> Cycle | None:
    """Give the cycle that the person is in, if one is open."""
    return Cycle.objects.filter(organisation=organisation, person=person, closed_at=None).first()


def cycle_before(cycle: Cycle) -> Cycle | None:
    """Give the cycle before this one."""
    mine = Cycle.objects.filter(organisation=cycle.organisation_id, person=cycle.person_id)
    return mine.filter(number=cycle.number - 1).first()


def cycle_for(person: Person) -> Cycle:
    """Give the person's open cycle; raises NotFound, saying where to begin, for who has none."""
    found = open_cycle_of(person, growing_in(person))
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
    found = mine.filter(pk=number).select_related("person").first()
    if found is None:
        raise NotFound(_("There is no such experiment of yours."))
    return found


def open_observations(person: Person, organisation: Organisation) -> QuerySet[Observation]:
    """Give what somebody was asked to watch for and has not answered, the latest first."""
    asked = Observation.objects.filter(organisation=organisation, observer=person, answered_at=None)
    return asked.select_related("experiment__person").order_by("-pk")


def observation_for(person: Person, number: int) -> Observation:
    """Give what the person was asked to watch for, answered or not; raises NotFound for anybody else."""
    asked = Observation.objects.filter(organisation=growing_in(person), observer=person)
    found = asked.filter(pk=number).select_related("experiment__person").first()
    if found is None:
        raise NotFound(_("Nobody asked you to watch for this."))
    return found
