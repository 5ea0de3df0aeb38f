"""Let changes of a round wait for each other, and refuse those made from a page that is out of date."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roost.gather.circles.models import Forming, Round
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.models import Person


def hold_round(round: Round, by: Person | None) -> Round:
    """Give a round as it is now, held until the transaction ends; raises NotFound for anybody but its convener."""
    found = Round.objects.select_for_update().filter(pk=round.pk).first()
    if found is None or (by is not None and found.convener_id != by.pk):
        raise NotFound(_("There is no such round of circles."))
    return found


def hold_open(round: Round, by: Person, version: int) -> Round:
    """Give a round that may change, held; `version` is the one that somebody had before them.

    Raises Conflict where it changed meanwhile, is published or closed, or circles are being formed.
    """
    found = hold_round(round, by)
    if not found.is_open:
        raise Conflict(_("These circles are published. Take them back first, then change them."))
    if Forming.objects.filter(round=found, finished_at=None).exists():
        raise Conflict(_("Circles are being formed right now. Wait until that is done, or stop it."))
    refuse_outdated(found, version)
    return found


def refuse_outdated(round: Round, version: int | None) -> None:
    """Raise Conflict where a round is no longer at the version that somebody had before them; None is any."""
    if version is not None and round.version != version:
        raise Conflict(_("This round was changed meanwhile, so nothing was changed yet. Here it is as it is now."))


def keep(round: Round, *fields: str) -> None:
    """Save a round's changed fields as its next version."""
    round.version += 1
    round.changed_at = clock.now()
    round.save(update_fields=[*fields, "version", "changed_at"])
