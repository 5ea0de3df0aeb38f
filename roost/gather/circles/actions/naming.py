"""Let a circle be called as its people like."""

from __future__ import annotations

import re
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.actions.locking import hold_round
from roost.gather.circles.models import LONGEST_OWN_NAME, Circle, Member
from roost.gather.circles.reads.numbering import name_of
from roost.gather.circles.reads.plans import called
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Person

_DIGITS = re.compile(r"[0-9]+")


@transaction.atomic
def name_circle(member: Member, *, by: Person, name: str, before: str) -> Circle:
    """Call a circle by a name of its own, by none where it is empty; all who sit in it may.

    Raises Conflict where it is called otherwise than `before` by now, InputError for a name that is too long, looks
    like another circle's number or belongs to another circle of its round.
    """
    if member.person_id != by.pk:
        raise NotFound(_("There is no such circle."))
    if member.circle.round is not None:
        hold_round(member.circle.round, None)
    circle = Circle.objects.select_for_update().filter(pk=member.circle_id).first()
    if circle is None or not Member.objects.filter(pk=member.pk, circle=circle).exists():
        raise NotFound(_("There is no such circle."))
    if circle.own_name != before:
        raise Conflict(_("Somebody of your circle named it meanwhile. This is what it is called now."))
    name = _written(name)
    _refuse_name(circle, name)
    if circle.own_name != name:
        circle.own_name = name
        circle.save(update_fields=["own_name"])
    return circle


def _written(name: str) -> str:
    """Write a name on one line, without what cannot be seen."""
    seen = "".join(" " if one.isspace() else one for one in name if one.isspace() or one.isprintable())
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _refuse_name(circle: Circle, name: str) -> None:
    if len(name) > LONGEST_OWN_NAME:
        raise InputError(_("Keep the name within %s characters.") % LONGEST_OWN_NAME)
    number = int(found[0][:9]) if (found := _DIGITS.search(name)) else 0
    if name.casefold() in {name_of(number).casefold(), called(number).casefold()}:
        raise InputError(_("Circles are told apart by their numbers already. Choose another name."))
    if name and circle.round_id is not None:
        others = Circle.objects.filter(round=circle.round_id).exclude(pk=circle.pk).values_list("own_name", flat=True)
        if name.casefold() in {one.casefold() for one in others}:
            raise InputError(_("Another circle of this round is called so. Choose another name."))
