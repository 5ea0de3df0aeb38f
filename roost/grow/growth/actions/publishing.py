"""Tell once what people let be counted, and keep it; Roost itself does it, for nobody in particular."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Count

from roost.ground.people.models import Organisation
from roost.ground.release.actions import freeze
from roost.ground.release.reads import frozen
from roost.grow.growth.models import CountedBarrier
from roost.grow.growth.reads.barriers import BARRIERS, shared_barriers
from roost.grow.growth.reads.numbers import NUMBERS, count_quarter, quarter_to_tell


def publish_numbers(organisation: Organisation, day: date) -> None:
    """Freeze the numbers of the latest quarter that is over on a day, as things stood at its end, if none are yet."""
    quarter = quarter_to_tell(organisation, day)
    if quarter is not None:
        freeze(
            organisation.pk,
            what=NUMBERS,
            period=str(quarter),
            answer=lambda: count_quarter(organisation, quarter),
        )


@transaction.atomic
def publish_barriers(organisation: Organisation, day: date) -> None:
    """Freeze for a day how many people met each barrier, as they let it be counted now, unless it is frozen."""
    if frozen(organisation.pk, what=BARRIERS, period=str(day)) is None:
        # Who comes second waits for the first, or the count and who is in it would not be of one moment.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        freeze(organisation.pk, what=BARRIERS, period=str(day), answer=lambda: _count_barriers(organisation, day))


def _count_barriers(organisation: Organisation, day: date) -> dict[str, int]:
    shared = shared_barriers(organisation, day)
    CountedBarrier.objects.filter(organisation=organisation).delete()
    CountedBarrier.objects.bulk_create(
        CountedBarrier(organisation=organisation, person_id=person, key=key, counted_on=day)
        for person, key in shared.order_by("pk").values_list("person", "key")
    )
    counted = CountedBarrier.objects.filter(organisation=organisation).order_by().values("key")
    return dict(counted.annotate(people=Count("person")).values_list("key", "people"))
