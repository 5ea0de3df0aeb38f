"""Bring people in from a file: hold it, and apply it in one transaction or not at all."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.actions.locks import in_turn
from roost.ground.people.actions.steps import write_steps
from roost.ground.people.actions.verbs import IMPORTED
from roost.ground.people.engine import Kind, Plan
from roost.ground.people.models import Organisation, PeopleUpload, Person
from roost.ground.people.reads import plan_file, today_here

KEPT = timedelta(days=1)


@transaction.atomic
def hold_upload(organisation: Organisation, *, name: str, content: bytes, leavers: bool, by: Person) -> PeopleUpload:
    """Keep a file until its preview is applied or dropped, for a day at most."""
    return PeopleUpload.objects.create(
        organisation=organisation,
        uploaded_by=by,
        uploaded_at=clock.now(),
        name=name[-200:],
        content=content,
        leavers=leavers,
    )


@transaction.atomic
def drop_upload(upload: PeopleUpload, *, by: Person) -> None:
    """Forget a file that is not to be applied; raises Conflict when it was applied."""
    if not PeopleUpload.objects.filter(pk=upload.pk, applied_at=None).delete()[0]:
        raise Conflict(_("This file was applied already."))


def forget_uploads() -> int:
    """Forget the files of all organisations that were held for longer than a day; give how many."""
    with everywhere():
        held = PeopleUpload.objects.filter(applied_at=None, uploaded_at__lt=clock.now() - KEPT)
        return held.delete()[0]


@transaction.atomic
def apply_upload(upload: PeopleUpload, *, digest: str, by: Person) -> Plan:
    """Apply a held file and forget its content; see `apply_import`. Raises Conflict when it was applied before."""
    upload = PeopleUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.applied_at is not None:
        raise Conflict(_("This file was applied already."))
    plan = apply_import(
        upload.organisation, content=bytes(upload.content), leavers=upload.leavers, digest=digest, by=by
    )
    upload.content, upload.applied_at, upload.counts = b"", clock.now(), plan.counts
    upload.save(update_fields=["content", "applied_at", "counts"])
    return plan


@transaction.atomic
def apply_import(
    organisation: Organisation,
    *,
    content: bytes,
    by: Person | None,
    leavers: bool = False,
    effective_on: date | None = None,
    digest: str | None = None,
) -> Plan:
    """Apply a file of people and give what was done; the same file again does nothing.

    Moves take effect on `effective_on`, today unless history is brought in. With `digest`, the file is applied only if
    it still does what the plan of that digest said.
    Raises InputError with every problem found, Conflict where people have changed since the digest was taken; then
    nothing is written.
    """
    # Two imports at once would both compare with the same past.
    organisation = in_turn(organisation)
    day = effective_on or today_here()
    plan = plan_file(organisation, content, leavers=leavers, day=day)
    if not plan.problems and digest is not None and digest != plan.digest:
        raise Conflict(_("People have changed since this preview was made. Check the new one."))
    apply_plan(organisation, plan, day=day, by=by)
    return plan


@transaction.atomic
def apply_plan(organisation: Organisation, plan: Plan, *, day: date, by: Person | None) -> None:
    """Write what a plan says, which must have been made in the same transaction; see `apply_import`."""
    if plan.problems:
        raise InputError(plan.problems)
    steps = [step for step in plan.steps if step.kind is not Kind.UNCHANGED]
    if steps:
        write_steps(organisation, steps, day=day, by=by, source="import")
        actor = by.pk if by else None
        record(Told(IMPORTED, organisation.pk, actor=actor, quantity=len(steps), source="import"))
