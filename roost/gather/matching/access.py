"""The only way to hold wishes, proposals and the list of whom one is kept apart from: one's own, and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.gather.matching.models import TALK_HOLDS, Apart, Place, Rhythm, Side, Wish
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.access import organisation_for, organisations_of
from roost.ground.people.models import Organisation, Person


def wish_of(person: Person, organisation: Organisation) -> Wish | None:
    """Give the peer that a person looks for, whether or not its day is past; None for nobody. One query."""
    return Wish.objects.filter(person=person, organisation=organisation).first()


def wish_for(person: Person, number: int) -> Wish:
    """Give a person's own wish for a peer; raises NotFound for anybody else's, and once it ended."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    found = Wish.objects.filter(person=person, organisation__in=belonging, pk=number).first()
    if found is None:
        raise NotFound(_("You look for nobody at the moment."))
    return found


def visible_sides(person: Person) -> QuerySet[Side]:
    """Give a person's own side of what is open with them or became a pair, the newest first."""
    now = clock.now()
    belonging = organisations_of(person, clock.today(person.time_zone))
    shown = Q(is_open=True, proposal__until__gt=now) | Q(proposal__paired_at__isnull=False)
    found = Side.objects.filter(shown, person=person, organisation__in=belonging)
    return found.select_related("proposal").order_by("-pk")


def side_for(person: Person, number: int) -> Side:
    """Give a person's own side of a proposal, be it over; raises NotFound for anybody else's."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    found = Side.objects.filter(person=person, organisation__in=belonging, pk=number).select_related("proposal").first()
    if found is None:
        raise NotFound(_("There is no such question to you."))
    return found


def peers_organisation(person: Person) -> Organisation:
    """Give the organisation in which somebody finds a peer: where a question waits, or they look, or else their first.

    Raises NotFound for who belongs to none.
    """
    belonging = organisations_of(person, clock.today(person.time_zone))
    waiting = visible_sides(person).filter(is_open=True).order_by("answer", "-pk")
    wishes = Wish.objects.filter(person=person, organisation__in=belonging).order_by("-said_at", "-pk")
    return _organisation_of(person, [waiting, wishes])


def talks_organisation(person: Person) -> Organisation:
    """Give the organisation in which somebody talks by chance: that of their newest talk, or rhythm, or their first.

    Raises NotFound for who belongs to none.
    """
    belonging = organisations_of(person, clock.today(person.time_zone))
    current = visible_places(person).filter(shown_from__gt=clock.now() - TALK_HOLDS)
    rhythms = Rhythm.objects.filter(person=person, organisation__in=belonging).order_by("-pk")
    return _organisation_of(person, [current, rhythms])


def _organisation_of(person: Person, kinds: Sequence[QuerySet[Any]]) -> Organisation:
    for kind in kinds:
        number = kind.values_list("organisation", flat=True).first()
        if number is not None:
            return organisation_for(person, number)
    return organisation_for(person)


def organisations_for(person: Person) -> list[Organisation]:
    """Give all organisations that somebody belongs to; raises NotFound for who belongs to none."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    if not belonging:
        raise NotFound(_("There is no such organisation."))
    return list(Organisation.objects.filter(pk__in=belonging).order_by("pk"))


def own_aparts(person: Person) -> QuerySet[Apart]:
    """Give whom a person does not want to be paired with."""
    return Apart.objects.filter(person=person, ended_at=None).order_by("pk")


def apart_for(person: Person, number: int) -> Apart:
    """Give one line of a person's own list; raises NotFound for anybody else's."""
    found = own_aparts(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such line on your list."))
    return found


def rhythm_of(person: Person, organisation: Organisation) -> Rhythm | None:
    """Give how often a person talks with somebody by chance; None where they do not. One query."""
    return Rhythm.objects.filter(person=person, organisation=organisation).first()


def rhythm_for(person: Person, number: int) -> Rhythm:
    """Give how often a person talks with somebody by chance; raises NotFound for anybody else's, and once it ended."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    rhythms = Rhythm.objects.filter(person=person, organisation__in=belonging, pk=number)
    found = rhythms.select_related("organisation").first()
    if found is None:
        raise NotFound(_("You take part in no conversations at the moment."))
    return found


def visible_places(person: Person) -> QuerySet[Place]:
    """Give a person's own part in conversations that their Monday morning has come for, the newest first."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    found = Place.objects.filter(person=person, organisation__in=belonging, is_hidden=False)
    return found.filter(shown_from__lte=clock.now()).select_related("conversation").order_by("-shown_from", "-pk")


def place_for(person: Person, number: int) -> Place:
    """Give a person's own part in a conversation; raises NotFound for anybody else's, and before it is shown."""
    found = visible_places(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such conversation of yours."))
    return found
