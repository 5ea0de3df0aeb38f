"""Answer by a link, once; or say that one would rather not be asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.ground.release.actions import cast, ticket_secret
from roost.grow.feedback.access import asking_for
from roost.grow.feedback.actions.mailing import withdraw_from
from roost.grow.feedback.engine import SCALE
from roost.grow.feedback.models import LONGEST_SUGGESTION, Asking


@dataclass(frozen=True)
class Said:
    """What somebody says: each from -3 to +3, None for "I cannot say"; a suggestion, and whether it is signed."""

    more: int | None
    easier: int | None
    suggestion: str = ""
    is_signed: bool = False


def answer(secret: str, asking: Asking, said: Said) -> None:
    """Answer once. Raises InputError beyond the scale and for too long a suggestion, else as `release.cast` does."""
    if any(one is not None and not SCALE.least <= one <= SCALE.most for one in (said.more, said.easier)):
        raise InputError(_("Choose one of the steps."))
    words = " ".join(said.suggestion.split())
    if len(words) > LONGEST_SUGGESTION:
        raise InputError(_("Say it in 300 characters."))
    if said.more is None and said.easier is None and not words:
        raise InputError(_("Choose a step, say that you cannot say, or leave a suggestion."))
    signed_by = asking.witness.person_id if said.is_signed and words else None
    cast(secret, content={"more": said.more, "easier": said.easier, "suggestion": words, "signed_by": signed_by})


@transaction.atomic
def decline(asking: Asking) -> None:
    """Be asked no more in this loop; nobody is told, and what was answered before stays."""
    witness = asking.witness
    witness.is_asked = False
    witness.save(update_fields=["is_asked"])
    withdraw_from(asking)


@transaction.atomic
def link_for(person: Person, number: int) -> str:
    """Give who is signed in their link to what they are asked, the same as in their mail."""
    return reverse("feedback:answer", args=[ticket_secret(asking_for(person, number).ticket)])
