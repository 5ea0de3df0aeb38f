"""Propose a version of a circle's charter, and withdraw it."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.gather.charters.access import circle_for, versions_of
from roost.gather.charters.actions.signing import note_signature, settle_charter
from roost.gather.charters.engine.choices import PLACE, Choices, read_choices, to_document
from roost.gather.charters.models import Signature, Version
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.ports import KEPT
from roost.gather.meetings.reads import group_of
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Person
from roost.ground.vault.access import group_for, note_for

MEANWHILE = gettext_lazy(
    "Somebody proposed another version meanwhile. Look at it first; then propose yours, if you still want to."
)


@transaction.atomic
def propose_charter(
    circle: SharedCircle, *, by: Person, choices: Choices, after: int, words: UUID | None = None, digest: str = ""
) -> Version:
    """Propose a version and sign it; what was proposed before is set aside, and what holds goes on holding.

    `after` is the number of the newest version that `by` saw, 0 for none. `words` names the note with own words, the
    one of before where they stay. Raises NotFound for who does not sit in the circle and for words that stand nowhere,
    Conflict where somebody proposed meanwhile, InputError where nothing differs from what was said already.
    """
    circle = shared_circle(circle_for(by, circle.number))
    every = Version.objects.filter(circle=circle.number)
    list(every.select_for_update())
    newest = every.aggregate(newest=Max("number"))["newest"] or 0
    standing = versions_of(circle.number).first()
    if after != (standing.number if standing else 0):
        raise Conflict(str(MEANWHILE))
    if standing is not None and (read_choices(standing.choices), standing.words) == (choices, words):
        raise InputError(_("Nothing is changed yet. Change a choice or the words, and then propose it."))
    if words is not None and not versions_of(circle.number).filter(words=words).exists():
        _insist_on_note(circle, by, words)
    if standing is not None and standing.is_proposal:
        _end(standing)
    version = _create(circle, by=by, number=newest + 1, choices=choices, words=words)
    note_signature(version, by, digest if words else "")
    settle_charter(circle)
    return version


@transaction.atomic
def withdraw_charter(version: Version, *, by: Person) -> None:
    """Withdraw what one proposed oneself; raises Forbidden for others, Conflict once it holds or is withdrawn."""
    circle_for(by, version.circle_id)
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.proposed_by_id != by.pk:
        raise Forbidden(_("Only who proposed a version withdraws it. Propose another one: it takes its place."))
    if not version.is_proposal:
        raise Conflict(_("This version is not waiting for signatures any more."))
    _end(version)


def _create(circle: SharedCircle, *, by: Person, number: int, choices: Choices, words: UUID | None) -> Version:
    try:
        with transaction.atomic():
            return Version.objects.create(
                organisation_id=circle.organisation,
                circle_id=circle.number,
                number=number,
                choices=to_document(choices),
                words=words,
                proposed_by=by,
                proposed_at=clock.now(),
            )
    except IntegrityError:
        raise Conflict(str(MEANWHILE)) from None


def _end(version: Version) -> None:
    """Let a proposal go with its signatures: nobody needs to know later who would have agreed."""
    version.ended_at = clock.now()
    version.save(update_fields=["ended_at"])
    Signature.objects.filter(version=version).delete()


def _insist_on_note(circle: SharedCircle, by: Person, words: UUID) -> None:
    group = group_of(circle.number)
    note = note_for(by, group_for(by, group), words) if group is not None else None
    if note is None or note.place != KEPT.place_of(circle.number, PLACE):
        raise NotFound(_("These words are not there any more. Write them once more."))
