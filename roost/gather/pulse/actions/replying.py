"""Tell leaders what their team has read, urge them twice, and let them answer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.pulse.actions.mailing import tell_leader, tell_reply, urge_leader
from roost.gather.pulse.actions.verbs import REPLIED, tell
from roost.gather.pulse.engine import REPLY_WITHIN, TEAM_FIRST, URGE_AFTER
from roost.gather.pulse.models import LONGEST_LINE, Pulse
from roost.gather.pulse.reads.waiting import is_open_to_leader, says_anything
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person


@transaction.atomic
def reply(pulse: Pulse, *, by: Person, heard: str, unknown: str, tries: str) -> None:
    """Answer one's team: what one heard, what one does not know, what one will try.

    Raises NotFound for anybody but its leader, InputError where one of the three is missing or too long, Conflict
    before the leader reads it, where nothing was told, and once it was answered.
    """
    if pulse.leader_id != by.pk:
        raise NotFound(_("There is no such pulse of yours."))
    held = Pulse.objects.select_for_update().get(pk=pulse.pk)
    said = [" ".join(one.split()) for one in (heard, unknown, tries)]
    if not all(said) or any(len(one) > LONGEST_LINE for one in said):
        raise InputError(_("Say all three, each in 400 characters at most."))
    if not is_open_to_leader(held) or not says_anything(held):
        raise Conflict(_("There is nothing to answer yet."))
    if held.replied_at is not None:
        raise Conflict(_("Your team has your answer already."))
    held.heard, held.unknown, held.tries = said
    held.replied_at = clock.now()
    held.save(update_fields=["heard", "unknown", "tries", "replied_at"])
    tell(REPLIED, held, by=by.pk)
    tell_reply(held)


def tell_leaders() -> None:
    """Tell leaders that it is their turn, two days after their team, and urge them twice until they have answered."""
    with everywhere():
        found = Pulse.objects.filter(leader__isnull=False, replied_at=None, closed_at__lte=clock.now() - TEAM_FIRST)
        recent = found.filter(closed_at__gt=clock.now() - REPLY_WITHIN)
        waiting = list(recent.values_list("pk", "organisation"))
    for number, organisation in waiting:
        with touching(organisation), transaction.atomic():
            pulse = Pulse.objects.select_for_update().filter(pk=number, replied_at=None).first()
            if pulse is not None and says_anything(pulse):
                _tell(pulse)


def _tell(pulse: Pulse) -> None:
    assert pulse.closed_at is not None
    past = sum(pulse.closed_at + one <= clock.now() for one in URGE_AFTER)
    if not pulse.is_leader_told:
        tell_leader(pulse)
    elif past > pulse.urged:
        urge_leader(pulse, past)
    pulse.is_leader_told, pulse.urged = True, max(pulse.urged, past)
    pulse.save(update_fields=["is_leader_told", "urged"])
