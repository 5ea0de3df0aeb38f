"""Let a circle pause until it has talked, ask how it goes on, and let the pause end."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.gather.circles.reads import SharedCircle
from roost.gather.confidence.access import circle_for
from roost.gather.confidence.actions.telling import key_of, let_all_go
from roost.gather.confidence.models import Pause
from roost.gather.confidence.reads import is_over, is_paused
from roost.gather.decisions.access import ending_of
from roost.gather.decisions.actions import ask
from roost.gather.decisions.engine.asking import Why
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.notify.actions import offer
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person

WORTH_TELLING = timedelta(days=14)


@transaction.atomic
def pause(circle: SharedCircle, *, by: Person) -> Pause:
    """Let a circle that `by` sits in pause. All are told, but not who wished it: what was told to one alone goes.

    Raises NotFound for anybody else, Conflict where it pauses already or has decided to end.
    """
    circle_for(by, circle.number)
    held = Pause.objects.select_for_update().filter(circle=circle.number).first()
    if held is not None and not is_over(held):
        raise Conflict(_("Your circle pauses already, until you have talked."))
    if ending_of(circle.number) is not None:
        raise Conflict(_("Your circle decided to end. Talk about it at your last meeting, or stop the ending first."))
    if held is not None:
        held.delete()
    let_all_go(circle)
    told = {"organisation_id": circle.organisation, "since": clock.now()}
    found, is_new = Pause.objects.get_or_create(circle_id=circle.number, defaults=told)
    if is_new:
        _tell_all(found, circle)
    return found


@transaction.atomic
def ask_how_we_go_on(circle: SharedCircle, *, by: Person) -> None:
    """Ask a circle that pauses and has talked how it goes on; that it goes on ends the pause.

    Raises NotFound for who does not sit in it, Conflict where it does not pause or decided to end.
    """
    circle_for(by, circle.number)
    if not is_paused(circle.number):
        raise Conflict(_("Your circle does not pause."))
    ask(circle, by=by, why=Why.TALKED)


def end_pauses() -> None:
    """Forget pauses of circles that decided to go on, or to end; nothing of them remains."""
    with everywhere():
        found = list(Pause.objects.values_list("pk", "organisation"))
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            held = Pause.objects.select_for_update().filter(pk=number).first()
            if held is not None and is_over(held):
                held.delete()


def _tell_all(found: Pause, circle: SharedCircle) -> None:
    page = f"{settings.PUBLIC_URL}{reverse('confidence:confidence', args=[circle.number])}"
    lines = [
        _("One of you would like all of you to talk before you meet as usual. Who it was is said to nobody."),
        _("How you can talk about it stands in Roost."),
        "",
        page,
        "",
    ]
    for person in Person.objects.filter(pk__in=circle.people).exclude(email=None).order_by("pk"):
        message = Message(
            found.organisation_id,
            Kind.REGULAR,
            key=_key(found),
            subject=_("Your circle pauses until you have talked"),
            body="\n".join(lines),
            until=found.since + WORTH_TELLING,
        )
        offer(message, to=Recipient(person.pk, person.email or "", zone=person.time_zone), by=None)


def _key(found: Pause) -> str:
    return key_of("pause", found.pk)
