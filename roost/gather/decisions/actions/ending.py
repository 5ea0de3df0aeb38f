"""Stop a circle's ending, and end it on its day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.actions import end_circle
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.access import circle_for
from roost.gather.decisions.actions.mailing import withdraw_ending
from roost.gather.decisions.actions.opening import open_question
from roost.gather.decisions.engine.asking import Why
from roost.gather.decisions.models import Ending, Question, Reseating
from roost.gather.meetings.access import open_meeting_in
from roost.gather.meetings.actions import let_texts_go
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.ground.people.reads import today_here

KEPT_FOR = timedelta(days=90)


@transaction.atomic
def stop_ending(circle: SharedCircle, *, by: Person) -> Question:
    """Let a circle not end on the day that it decided, and ask all of it anew; that can be done once.

    Raises NotFound for who does not sit in it, Conflict where somebody stopped it already or it was stopped before.
    """
    circle_for(by, circle.number)
    held = Ending.objects.select_for_update().filter(circle=circle.number).first()
    if held is None:
        raise Conflict(_("Somebody of you stopped it already."))
    if not held.can_be_stopped:
        raise Conflict(_("It was stopped once, and you decided the same again. Now it stays."))
    withdraw_ending(held, circle)
    held.delete()
    return open_question(circle, Why.STOPPED, is_last=True)


def end_due_circles() -> None:
    """End circles whose day has come, with what belongs to them; who is meeting right now ends afterwards."""
    with everywhere():
        found = list(Ending.objects.filter(ends_on__lte=today_here()).values_list("pk", "organisation"))
        Reseating.objects.filter(ended_at__lt=clock.now() - KEPT_FOR).delete()
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            ending = Ending.objects.select_for_update().filter(pk=number).first()
            if ending is not None and open_meeting_in(ending.circle_id) is None:
                circle = shared_circle(ending.circle)
                if _has_come(ending.ends_on, circle):
                    _end(ending, circle)


@transaction.atomic
def forget_reseating(reseating: Reseating) -> None:
    """Let a note to the convener go who has read it."""
    reseating.delete()


def _has_come(day: date, circle: SharedCircle) -> bool:
    """Say whether a day has begun by the clock of each who sits in a circle: what goes on it stays until then."""
    zones = Person.objects.filter(pk__in=circle.people).values_list("time_zone", flat=True)
    return all(clock.today(zone) >= day for zone in set(zones))


def _end(ending: Ending, shared: SharedCircle) -> None:
    circle = ending.circle
    withdraw_ending(ending, shared)
    if ending.is_anew and circle.round is not None and circle.round.convener_id is not None:
        Reseating.objects.create(
            organisation_id=ending.organisation_id, round=circle.round, name=circle.name, ended_at=clock.now()
        )
    let_texts_go(circle.pk)
    end_circle(circle)
