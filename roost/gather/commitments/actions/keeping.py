"""Keep commitments as the sealed notes and the circle stand, also where a browser was closed too early."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.commitments.access import commitments_in
from roost.gather.commitments.models import Commitment
from roost.gather.commitments.reads import place_of_outcomes, usual_day_of, written_in
from roost.gather.meetings.reads import circles_that_write, groups_of
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.ground.vault.actions import forget_places

OUTCOMES_STAY = timedelta(days=365)


def keep_commitments() -> None:
    """Give notes without a day the usual one; delete what is of those who left, of notes that are gone, and too old."""
    with everywhere():
        found = {one.number: one for one in circles_that_write()}
        for row in Commitment.objects.exclude(circle__in=found).select_related("circle__round"):
            if row.circle_id not in found:
                found[row.circle_id] = shared_circle(row.circle)
        for circle in found.values():
            _keep(circle)
        old = clock.now() - OUTCOMES_STAY
        for number, group in groups_of(found).items():
            forget_places(group, places=[place_of_outcomes(number)], before=old)


@transaction.atomic
def _keep(circle: SharedCircle) -> None:
    written = {one.note: one for one in written_in([circle.number]) if one.author in circle.people}
    rows = list(commitments_in(circle.number))
    gone = [one.pk for one in rows if one.person_id not in circle.people or (one.is_written and one.key not in written)]
    Commitment.objects.filter(pk__in=gone).delete()
    new = [written[key] for key in written.keys() - {one.key for one in rows}]
    authors = Person.objects.in_bulk({one.author for one in new})
    Commitment.objects.bulk_create(
        [
            Commitment(
                organisation_id=circle.organisation,
                circle_id=circle.number,
                person=authors[one.author],
                key=one.note,
                is_written=True,
                due=usual_day_of(authors[one.author], circle.number, since=one.begun_at),
                made_at=one.begun_at,
            )
            for one in new
        ],
        ignore_conflicts=True,
    )
