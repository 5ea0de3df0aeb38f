"""What Gather and Today say of pulses."""

from __future__ import annotations

from datetime import timedelta

from roost.gather.pulse.access import teams_of, visible_pulses, waiting_for
from roost.gather.pulse.models import Pulse
from roost.gather.pulse.reads.waiting import is_open_to_leader, owed_by, reply_due, says_anything
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.release.reads import tickets_unused
from roost.ground.ui.slots import Card

FRESH_FOR = timedelta(days=5)


def gather_card(viewer: Person, subject: Person) -> Card | None:
    """Lead from Gather to how one's team is, for who leads one or was asked. Four queries."""
    if viewer != subject:
        return None
    leads = bool(teams_of(subject).large_enough)
    newest = visible_pulses(subject).first()
    return Card("pulse/gather.html", {"leads": leads, "newest": newest}) if leads or newest else None


def asked_card(viewer: Person, subject: Person) -> Card | None:
    """Ask on Today for two minutes about one's team. One query where nobody asks."""
    if viewer != subject:
        return None
    waiting = list(waiting_for(subject))
    unused = tickets_unused([one.ticket for one in waiting if one.ticket]) if waiting else set()
    found = [one for one in waiting if one.ticket in unused]
    return Card("pulse/asked_today.html", {"found": found}) if found else None


def told_card(viewer: Person, subject: Person) -> Card | None:
    """Tell on Today what one's team said, and what its leader answered, while either is new. One query."""
    if viewer != subject:
        return None
    since = clock.now() - FRESH_FOR
    asked = Pulse.objects.filter(asked__person=subject).select_related("leader")
    fresh = asked.filter(closed_at__gt=since) | asked.filter(replied_at__gt=since)
    found = fresh.order_by("-closed_at").first()
    if found is None or not says_anything(found):
        return None
    return Card("pulse/told_today.html", {"pulse": found, "is_first": not is_open_to_leader(found)})


def leader_card(viewer: Person, subject: Person) -> Card | None:
    """Tell a leader on Today that the team waits for an answer. One query."""
    if viewer != subject:
        return None
    owed = owed_by(subject)
    if owed is None or not is_open_to_leader(owed):
        return None
    return Card("pulse/leader_today.html", {"pulse": owed, "due": reply_due(owed)})
