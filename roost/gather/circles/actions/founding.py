"""Begin a circle without a convener: people who found each other."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.actions.verbs import FOUNDED, tell_of_circle
from roost.gather.circles.models import Circle, Member
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person


@transaction.atomic
def found_circle(organisation: Organisation, *, people: Collection[Person], by: Person | None) -> Circle:
    """Begin a circle of two or more people who agreed to it; None where Roost itself brings them together.

    Raises InputError for fewer than two people.
    """
    everybody = {one.pk: one for one in people}
    if len(everybody) < 2:
        raise InputError(_("A circle needs two people at least."))
    now = clock.now()
    circle = Circle.objects.create(organisation=organisation, round=None, number=1, begun_at=now)
    Member.objects.bulk_create(
        Member(organisation=organisation, circle=circle, person=one, since=now) for one in everybody.values()
    )
    tell_of_circle(FOUNDED, circle, by)
    return circle
