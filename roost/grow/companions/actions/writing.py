"""Open the notes that only the two can read."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.people.models import Companionship, Person
from roost.ground.vault.access import group_for
from roost.ground.vault.actions import close_group, start_group
from roost.ground.vault.reads import goes_on
from roost.grow.companions.access import insist_running
from roost.grow.companions.actions.locking import lock
from roost.grow.companions.models import Notebook

KIND = "companionship"


@transaction.atomic
def open_notes(companionship: Companionship, *, by: Person) -> UUID:
    """Start the group in which the two write for each other, or give the one there is.

    Where that one is closed, or both have lost their keys, it is closed and another begins.

    Raises NotFound for anybody but the two, Conflict unless their companionship runs. The vault records the fact.
    """
    companionship = lock(companionship)
    insist_running(companionship, by)
    known = Notebook.objects.filter(companionship=companionship).first()
    if known is not None and goes_on(known.group):
        group: UUID = known.group
        return group
    if known is not None:
        close_group(group_for(by, known.group), by=by)
    both = [companionship.person, companionship.companion]
    started = start_group(companionship.organisation, by=by, members=both, kind=KIND)
    Notebook.objects.create(
        organisation_id=companionship.organisation_id,
        companionship=companionship,
        group=started.pk,
        opened_at=clock.now(),
    )
    return UUID(str(started.pk))
