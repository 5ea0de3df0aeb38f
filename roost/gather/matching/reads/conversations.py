"""What somebody finds about conversations by chance: with whom, when both work, and a question to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.matching.access import rhythm_of, visible_places
from roost.gather.matching.engine.conversations import monday_ahead, monday_to_draw, ten_on
from roost.gather.matching.engine.hours import times_together
from roost.gather.matching.models import Met, Place, Rhythm, Week
from roost.gather.matching.ports import CIRCLES
from roost.gather.matching.reads.writing import addresses_in, mail_to
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import names_in
from roost.ground.ui.slots import Card

READ_WITHIN = timedelta(hours=2)
"""So long after all have found their conversation the first hour is proposed."""
MOST_PAST = 12
QUESTIONS: tuple[str | Promise, ...] = (
    _("What did you do last week that nobody saw?"),
    _("What would you show somebody who came to your work for a day?"),
    _("What do you know now that you wish you had known in your first month?"),
    _("Who taught you something here without knowing it?"),
    _("What are you trying at the moment that might not work?"),
    _("What do people outside your team believe about it that is not so?"),
    _("When did you last change your mind at work, and what changed it?"),
    _("What would you stop doing tomorrow if nobody minded?"),
    _("What question do you carry around at the moment?"),
    _("What are you better at than your title says?"),
    _("What made you laugh at work lately?"),
    _("If we swapped desks for a week, what should I leave alone?"),
)


@dataclass(frozen=True)
class Talk:
    """A conversation as one of those in it finds it; `times` are by their own clock.

    `address` is that of their circle, as long as they sit in it, `mail` a link that begins a mail to the others.
    """

    place: Place
    others: Sequence[str]
    times: Sequence[datetime]
    question: str | Promise
    address: str
    mail: str

    @property
    def names(self) -> str:
        return get_text_list(list(self.others), gettext("and")) or gettext("Somebody whose login is gone")

    @property
    def has_circle(self) -> bool:
        """Say whether a circle began with it, be it over."""
        return self.place.conversation.circle is not None


@dataclass(frozen=True)
class PastTalk:
    """A conversation of before; `address` is that of its circle, as long as the reader sits in it."""

    place: Place
    others: Sequence[str]
    address: str

    @property
    def names(self) -> str:
        return ", ".join(self.others) or gettext("Somebody whose login is gone")


@dataclass(frozen=True)
class ConversationsPage:
    """What somebody finds about conversations by chance.

    `was_left_out` says that nobody was free this week, `again` that so it was before.
    """

    rhythm: Rhythm | None
    is_resting: bool
    was_left_out: bool
    again: bool
    next_on: date | None
    talks: Sequence[Talk]
    past: Sequence[PastTalk]


def conversations_page(person: Person, organisation: Organisation) -> ConversationsPage:
    """Give what somebody finds about conversations by chance.

    Seven queries, one for each current talk, and one where circles began with them.
    """
    rhythm, today = rhythm_of(person, organisation), clock.today(person.time_zone)
    places = list(visible_places(person).filter(organisation=organisation)[: MOST_PAST + 1])
    others = _others_of(places)
    names = names_in(organisation, [one.person_id for all_of in others.values() for one in all_of]) if places else {}
    current, past = _parted(places)
    addresses = _addresses(person, places)
    return ConversationsPage(
        rhythm=rhythm,
        is_resting=rhythm is not None and rhythm.resting_until is not None and rhythm.resting_until > today,
        was_left_out=rhythm is not None and _is_left_out(rhythm, person),
        again=rhythm is not None and _is_left_out_again(rhythm),
        next_on=_next_monday(rhythm, person) if rhythm else None,
        talks=[_talk(one, others[one.conversation_id], names, person, addresses.get(one.pk, "")) for one in current],
        past=[PastTalk(one, _named(others[one.conversation_id], names), addresses.get(one.pk, "")) for one in past],
    )


def conversation_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody of this week's conversation until they say what became of it; shown to themselves alone."""
    if viewer != subject:
        return None
    place = visible_places(subject).first()
    if place is None or place.is_over(clock.now()) or place.met not in {Met.OPEN, Met.NOT_YET}:
        return None
    others = _others_of([place])[place.conversation_id]
    names = names_in(place.organisation_id, [one.person_id for one in others])
    return Card("matching/today_talk.html", {"talk": _talk(place, others, names, subject, "")})


def _parted(places: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """Part what is current, of which something can be said, from what is over."""
    now = clock.now()
    return [one for one in places if not one.is_over(now)], [one for one in places if one.is_over(now)]


def _others_of(places: Sequence[Place]) -> dict[int, list[Place]]:
    """Give who else is in each conversation. One query."""
    found: dict[int, list[Place]] = {one.conversation_id: [] for one in places}
    mine = {one.pk for one in places}
    for other in Place.objects.filter(conversation__in=found).select_related("person").order_by("pk"):
        if other.pk not in mine:
            found[other.conversation_id].append(other)
    return found


def _addresses(person: Person, places: Sequence[Place]) -> dict[int, str]:
    """Give by place where the circle is found that began with it, of those in which somebody sits now."""
    began = {one.pk: one.conversation.circle for one in places if one.conversation.circle is not None}
    sitting = CIRCLES.sits_in(person, set(began.values()))
    return {place: CIRCLES.address(circle) for place, circle in began.items() if circle in sitting}


def _named(others: Sequence[Place], names: dict[int, str]) -> list[str]:
    return [names[one.person_id] for one in others]


def _talk(place: Place, others: Sequence[Place], names: dict[int, str], person: Person, address: str) -> Talk:
    addresses = addresses_in(place.organisation_id, [one.person_id for one in others])
    return Talk(
        place,
        _named(others, names),
        _times([place, *others], person),
        QUESTIONS[place.conversation_id % len(QUESTIONS)],
        address,
        mail_to(addresses[one.person_id] for one in others if one.person_id in addresses),
    )


def _times(places: Sequence[Place], person: Person) -> list[datetime]:
    """Give hours that lie ahead of everybody once they know, by a person's clock; none that is past by now."""
    zones = [person.time_zone, *(one.person.time_zone for one in places[1:])]
    since = max(one.shown_from for one in places) + READ_WITHIN
    times = times_together(zones, places[0].conversation.monday, since=since)
    now, here = clock.now(), ZoneInfo(person.time_zone)
    return [one.astimezone(here) for one in times if one > now]


def _is_left_out(rhythm: Rhythm, person: Person) -> bool:
    """Say whether nobody was free this week; from the Monday morning on which others learn with whom they talk."""
    if rhythm.left_out_on is None:
        return False
    begins = ten_on(rhythm.left_out_on, person.time_zone)
    return begins <= clock.now() < begins + timedelta(weeks=1)


def _is_left_out_again(rhythm: Rhythm) -> bool:
    """Say whether nobody was free the week before either: who finds somebody waits from the next time on."""
    begins = max(rhythm.next_on, rhythm.resting_until or rhythm.next_on)
    return rhythm.left_out_on is not None and begins + timedelta(weeks=1) <= rhythm.left_out_on


def _next_monday(rhythm: Rhythm, person: Person) -> date:
    """Give the Monday on which somebody talks next: what is drawn and not shown yet, or else what is to be drawn."""
    drawn = Place.objects.filter(organisation=rhythm.organisation_id, person=person)
    waiting = drawn.filter(shown_from__gt=clock.now()).values_list("conversation__monday", flat=True).first()
    if waiting is not None:
        return waiting
    day = max(rhythm.next_on, rhythm.resting_until or rhythm.next_on, _first_to_draw(rhythm.organisation_id))
    return day + timedelta(days=-day.weekday() % 7)


def _first_to_draw(organisation: int) -> date:
    """Give the first Monday that was not drawn: one whose drawing is late, or the one ahead."""
    now = clock.now()
    monday = monday_to_draw(now)
    is_late = monday is not None and not Week.objects.filter(organisation=organisation, monday=monday).exists()
    return monday if monday is not None and is_late else monday_ahead(now)
