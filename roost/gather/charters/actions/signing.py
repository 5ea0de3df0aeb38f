"""Sign a version, and let it hold once everybody did."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.charters.access import circle_for, versions_of
from roost.gather.charters.actions.verbs import AGREED, tell
from roost.gather.charters.engine.choices import holds
from roost.gather.charters.models import Signature, Version
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person

DIGEST = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def sign_charter(version: Version, *, by: Person, digest: str = "") -> None:
    """Sign the proposal or the version in force, with a digest of the own words if they were read.

    Signing once more is for who reads the own words now, or for words that changed. Raises NotFound for who does not
    sit in the circle, Conflict for a version that is neither any more, InputError for a digest that is none.
    """
    circle = shared_circle(circle_for(by, version.circle_id))
    note_signature(_hold(version), by, digest)
    settle_charter(circle)


@transaction.atomic
def settle_charter(circle: SharedCircle) -> None:
    """Let what is proposed hold once each of today's members signed it: the last may also have left."""
    proposal = Version.objects.select_for_update().filter(circle=circle.number, held_at=None, ended_at=None).first()
    if proposal is None:
        return
    signed = frozenset(Signature.objects.filter(version=proposal).values_list("person", flat=True))
    if holds(frozenset(circle.people), signed):
        proposal.held_at = clock.now()
        proposal.save(update_fields=["held_at"])
        tell(AGREED, proposal)


def settle_all_charters() -> None:
    """Let proposals hold whose last awaited member left, although nobody opened a page since."""
    with everywhere():
        waiting = list(Version.objects.filter(held_at=None, ended_at=None).values_list("pk", "organisation"))
    for number, organisation in waiting:
        with touching(organisation):
            version = Version.objects.select_related("circle__round").filter(pk=number).first()
            if version is not None:
                settle_charter(shared_circle(version.circle))


def note_signature(version: Version, by: Person, digest: str) -> None:
    """Keep that somebody signed; words that were read stay read. Raises InputError for a digest that is none."""
    if digest and (version.words is None or not DIGEST.fullmatch(digest)):
        raise InputError(_("Load the page again before you sign."))
    told = {"organisation_id": version.organisation_id, "digest": digest, "signed_at": clock.now()}
    signature, is_new = Signature.objects.get_or_create(version=version, person=by, defaults=told)
    if not is_new and digest and digest != signature.digest:
        signature.digest, signature.signed_at = digest, clock.now()
        signature.save(update_fields=["digest", "signed_at"])


def _hold(version: Version) -> Version:
    """Give a version as it is now, for the rest of the transaction."""
    here = list(versions_of(version.circle_id).select_for_update())
    found = next((one for one in here if one.pk == version.pk), None)
    in_force = next((one for one in here if one.held_at is not None), None)
    if found is None or not (found.is_proposal or found == in_force):
        raise Conflict(_("Another version took the place of this one meanwhile, so nothing is signed. Look at it."))
    return found
