"""The card of the library that stands on Today for a needle."""

from __future__ import annotations

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card
from roost.grow.growth.access import cards_read, open_cycle_of, own_needles, where_one_grows
from roost.grow.library.reads import card_for

MOST_DAYS = 2


def card_of_needle(viewer: Person, subject: Person) -> Card | None:
    """Show the card of the first needle that was not read today, twice before, or left for a week. Four queries."""
    organisation = where_one_grows(viewer, subject)
    cycle = open_cycle_of(subject, organisation) if organisation else None
    needles = [one.behaviour for one in own_needles(cycle)] if cycle else []
    if organisation is None or not needles:
        return None
    today = clock.today(subject.time_zone)
    read = {one.behaviour: one for one in cards_read(subject, organisation)}
    for key in needles:
        card, held = card_for(key), read.get(key)
        if card is None or (held and (held.days_read >= MOST_DAYS or held.read_on == today)):
            continue
        if held is None or held.hidden_until is None or held.hidden_until <= today:
            return Card("growth/card_today.html", {"card": card, "behaviour": behaviour_named(key)})
    return None
