"""Draw a week's conversations, once a week over all time zones, and tell people of them on their Monday morning."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.actions.rounds import for_each
from roost.gather.matching.actions.telling import tell_of_conversation
from roost.gather.matching.engine.conversations import Taker, draw, monday_to_draw, ten_on
from roost.gather.matching.engine.pairing import Pair, pair_of
from roost.gather.matching.models import Conversation, Place, Rhythm, Week
from roost.gather.matching.reads.belonging import kept_apart, teams_on
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Affiliation, Organisation, ReportingLine, running
from roost.ground.people.reads import members_on, today_here

logger = logging.getLogger(__name__)
ONE_ROUND = 500
THIRD = 2


def draw_conversations() -> int:
    """Draw the conversations of the week that is due, one organisation after the other; say how many there are."""
    monday = monday_to_draw(clock.now())
    if monday is None:
        return 0
    with everywhere():
        drawn = Week.objects.filter(monday=monday).values("organisation")
        wanted = Rhythm.objects.exclude(organisation__in=drawn).values("organisation")
        organisations = list(Organisation.objects.filter(pk__in=wanted).order_by("pk"))
    return for_each(organisations, lambda organisation: draw_week(organisation, monday))


def draw_week(organisation: Organisation, monday: date) -> int:
    """Draw an organisation's conversations of the week of a Monday, unless that was done; say how many there are."""
    with touching(organisation.pk), transaction.atomic():
        in_turn(organisation.pk)
        _week, is_new = Week.objects.get_or_create(organisation=organisation, monday=monday)
        rhythms = _due(organisation, monday) if is_new else {}
        if not rhythms:
            return 0
        # A query, because a statement takes no more than some thousand ids.
        taking = Rhythm.objects.filter(organisation=organisation).values("person")
        found = draw(
            _takers(organisation, rhythms, taking, monday),
            met=_met(organisation, taking),
            never=kept_apart(taking),
            monday=monday,
            seed=monday.toordinal(),
        )
        _arrange(organisation, found.groups, rhythms, monday)
        for person in found.left_out:
            rhythms[person].odd_on = rhythms[person].left_out_on = monday
        Rhythm.objects.bulk_update(rhythms.values(), ["next_on", "odd_on", "left_out_on"], batch_size=500)
        return len(found.groups)


def tell_due() -> int:
    """Tell people by mail, 500 at most, of conversations that their Monday morning has come for; say how many."""
    now = clock.now()
    with everywhere(), transaction.atomic():
        places = Place.objects.select_for_update(of=("self",), skip_locked=True).filter(told_at=None)
        due = list(places.filter(shown_from__lte=now).select_related("person").order_by("pk")[:ONE_ROUND])
        people = [one.person_id for one in due]
        wanted = set(Rhythm.objects.filter(person__in=people, by_mail=True).values_list("person", "organisation"))
        here = Affiliation.objects.filter(running(today_here()), person__in=people, person__is_active=True)
        wanted &= set(here.values_list("person", "organisation"))
        for place in due:
            if not place.is_hidden and (place.person_id, place.organisation_id) in wanted:
                _tell(place)
        Place.objects.filter(pk__in=[one.pk for one in due]).update(told_at=now)
    return len(due)


def _tell(place: Place) -> None:
    try:
        with transaction.atomic():
            tell_of_conversation(place)
    except Exception:  # whatever is wrong with one person, the others are told
        logger.exception("Person %s could not be told of a conversation.", place.person_id)


def _due(organisation: Organisation, monday: date) -> dict[int, Rhythm]:
    """Give the rhythms of those who take part on a Monday, by person."""
    here = members_on(organisation, monday).filter(is_active=True)
    found = Rhythm.objects.filter(organisation=organisation, next_on__lte=monday, person__in=here)
    due = found.exclude(resting_until__gt=monday).select_related("person").order_by("person")
    return {one.person_id: one for one in due}


def _takers(
    organisation: Organisation, rhythms: Mapping[int, Rhythm], taking: QuerySet[Any], monday: date
) -> list[Taker]:
    teams = teams_on(organisation, taking, monday)
    lines = ReportingLine.objects.filter(running(monday), organisation=organisation, person__in=taking)
    managers = dict(lines.values_list("person", "manager"))
    return [
        Taker(
            person=person,
            zone=rhythm.person.time_zone,
            team=teams.get(person, (None, ""))[0],
            division=teams.get(person, (None, ""))[1],
            manager=managers.get(person),
            odd_on=rhythm.odd_on,
        )
        for person, rhythm in rhythms.items()
    ]


def _met(organisation: Organisation, people: QuerySet[Any]) -> dict[Pair, date]:
    """Give when two of these people were last brought together. One query."""
    before: dict[tuple[date, int], list[int]] = defaultdict(list)
    places = Place.objects.filter(organisation=organisation, person__in=people)
    for monday, number, person in places.values_list("conversation__monday", "conversation", "person"):
        before[(monday, number)].append(person)
    # In the order of time, so that the last one stays.
    return {
        pair_of(*both): monday
        for (monday, _number), group in sorted(before.items())
        for both in combinations(sorted(group), 2)
    }


def _arrange(
    organisation: Organisation, groups: Sequence[tuple[int, ...]], rhythms: Mapping[int, Rhythm], monday: date
) -> None:
    """Put conversations down, and set when each is drawn for again; whoever is third was the odd one."""
    made = Conversation.objects.bulk_create(Conversation(organisation=organisation, monday=monday) for _group in groups)
    places = []
    for conversation, group in zip(made, groups, strict=True):
        for number, person in enumerate(group):
            rhythm = rhythms[person]
            shown = max(ten_on(monday, rhythm.person.time_zone), clock.now())
            places.append(
                Place(organisation=organisation, conversation=conversation, person_id=person, shown_from=shown)
            )
            rhythm.next_on = monday + timedelta(weeks=rhythm.every)
            if number == THIRD:
                rhythm.odd_on = monday
    Place.objects.bulk_create(places, batch_size=500)
