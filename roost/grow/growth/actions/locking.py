"""Hold what is to be changed until it is written, and refuse where it is somebody else's or over."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Person
from roost.grow.growth.access import insist_own
from roost.grow.growth.models import Cycle, Experiment


def lock_open(cycle: Cycle, by: Person) -> Cycle:
    """Give the person's own cycle as it is now; raises Conflict for one that is closed."""
    insist_own(cycle, by)
    now = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if now.closed_at is not None:
        raise Conflict(_("This cycle is closed. What it kept stays, and the next one has begun."))
    return now


def lock_experiment(experiment: Experiment, by: Person) -> Experiment:
    """Give the person's own experiment as it is now."""
    insist_own(experiment, by)
    # The cycle first, as closing does, so that neither waits for the other for ever.
    Cycle.objects.select_for_update().get(pk=experiment.cycle_id)
    return Experiment.objects.select_for_update().select_related("cycle").get(pk=experiment.pk)
