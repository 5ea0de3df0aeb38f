"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation
from roost.ground.people.reads import today_here
from roost.grow.growth.actions import publish_barriers, publish_numbers


@every(minutes=60)
@task()
def publish_what_is_counted() -> None:
    """Freeze each organisation's numbers soon after a quarter ends, and its barriers early in the day."""
    with everywhere():
        for organisation in Organisation.objects.order_by("pk"):
            publish_numbers(organisation, today_here())
            publish_barriers(organisation, today_here())
