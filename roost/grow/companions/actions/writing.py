"""Open the notes that only the two can read."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.people.models import Companionship, Person
from roost.ground.vault.access import visible_groups
from roost.ground.vault.actions import close_group, close_groups, start_group
from roost.ground.vault.reads import goes_on
from roost.grow.companions.access import insist_running
from roost.grow.companions.actions.locking import lock
from roost.grow.companions.models import Notebook

KIND = "companionship"


@transaction.atomic
def open_notes(companionship: Companionship, *, by: Person) -> UUID:
    """Start the group in which the two write for each other, or give the one there is.

    Where that one is closed or left, or both have lost their keys, it is closed and another begins.

    Raises NotFound for anybody but the two, Conflict unless their companionship runs. The vault records the fact.
    """
    companionship = lock(companionship)
    insist_running(companionship, by)
    known = Notebook.objects.filter(companionship=companionship).first()
    group = visible_groups(by).filter(pk=known.group).first() if known is not None else None
    if group is not None and goes_on(group.pk):
        return UUID(str(group.pk))
    if group is not None:
        close_group(group, by=by)
    both = [companionship.person, companionship.companion]
    started = start_group(companionship.organisation, by=by, members=both, kind=KIND)
    Notebook.objects.create(
        organisation_id=companionship.organisation_id,
        companionship=companionship,
        group=started.pk,
        opened_at=clock.now(),
    )
    return UUID(str(started.pk))


@transaction.atomic
def close_notes(companionships: Sequence[int], by: int | None) -> None:
    """Let nothing more be written in the notes of companionships that have ended; a filling of `people.ports`."""
    written = Notebook.objects.filter(companionship__in=companionships)
    close_groups([one.group for one in written], by=by)
