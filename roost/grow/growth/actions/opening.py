"""Let one's line manager read something, one thing at a time, and close it again."""

from __future__ import annotations

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.grow.growth.access import insist_own, own_line
from roost.grow.growth.actions.verbs import OPENED, tell_of
from roost.grow.growth.models import Answer, Experiment, Needle, Opening


@transaction.atomic
def open_to_manager(thing: Answer | Needle | Experiment, *, by: Person) -> Opening:
    """Let the person's line manager of today read an answer as it was told, a needle or an experiment.

    A newer answer to the same question takes the place of the one that was open. Opening twice changes nothing. Raises
    NotFound for anybody else's, and for who reports to nobody.
    """
    insist_own(thing, by)
    line = own_line(by)
    if isinstance(thing, Answer):
        Opening.objects.filter(line=line, answer__question=thing.question).exclude(answer=thing).delete()
    what = {type(thing).__name__.lower(): thing}
    opening, is_new = Opening.objects.get_or_create(
        line=line,
        **what,
        defaults={"organisation_id": line.organisation_id, "person": by, "opened_at": clock.now()},
    )
    if is_new:
        tell_of(OPENED, line.organisation_id, by)
    return opening


@transaction.atomic
def close_to_manager(opening: Opening, *, by: Person) -> None:
    """Let the line manager read it no longer."""
    insist_own(opening, by)
    Opening.objects.filter(pk=opening.pk).delete()
