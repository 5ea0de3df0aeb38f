"""Let everything that changes one person's reminders wait for each other, and work out anew what comes."""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.see.nudges.engine import Rhythm, coming
from roost.see.nudges.models import Plan, Wishes


def hold(person: Person) -> Wishes:
    """Give a person's wishes, made where there are none yet, held until the transaction ends."""
    Wishes.objects.bulk_create([Wishes(person=person)], ignore_conflicts=True)
    return Wishes.objects.select_for_update(of=("self",)).select_related("person").get(person=person)


def held_plan(plan: Plan, by: Person) -> tuple[Plan, Wishes]:
    """Give one's own plan as it is now, held with the person's wishes; raises NotFound for anybody else's."""
    if plan.person_id != by.pk:
        raise NotFound(_("There is no such reminder of yours."))
    wishes = hold(by)
    now = Plan.objects.filter(pk=plan.pk).first()
    if now is None:
        raise NotFound(_("This reminder was deleted meanwhile."))
    return now, wishes


def begin_anew(plan: Plan) -> None:
    """Forget what the answers amounted to, so that the plan comes as often as its person chose."""
    plan.rhythm = asdict(Rhythm())
    plan.waiting_since = None
    plan.occasions.filter(number=plan.reminded).update(before=plan.rhythm)


def look_ahead(plan: Plan, wishes: Wishes) -> None:
    """Set what comes next of a plan, without saving it: nothing where it has ended or everything is paused."""
    zone = wishes.person.time_zone
    found = None
    if plan.ended_at is None and not wishes.paused:
        found = coming(
            plan.times,
            plan.answered,
            plan.start,
            last=plan.last_day,
            now=clock.now(),
            zone=zone,
            quiet=wishes.quiet,
        )
    plan.zone = zone
    plan.next_day, plan.next_at = (found.day, found.at) if found else (None, None)


def look_ahead_on_all(wishes: Wishes) -> None:
    """Set what comes next of all plans of a person, in every organisation, and save it; `wishes` must be held.

    What is due already is left to the worker, which would find nothing if it were moved on now.
    """
    with everywhere():
        running = Plan.objects.filter(person=wishes.person, ended_at=None)
        for plan in running.exclude(next_at__lte=clock.now()).order_by("pk"):
            look_ahead(plan, wishes)
            plan.save(update_fields=["zone", "next_day", "next_at"])
