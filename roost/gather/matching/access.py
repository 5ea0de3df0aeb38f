"""The only way to hold wishes, proposals and the list of whom one is kept apart from: one's own, and nobody else's."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.gather.matching.models import Apart, Place, Rhythm, Side, Wish
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.access import organisations_of
from roost.ground.people.models import Organisation, Person


def wish_of(person: Person, organisation: Organisation) -> Wish | None:
    """Give the peer that a person looks for, whether or not its day is past; None for nobody. One query."""
    return Wish.objects.filter(person=person, organisation=organisation).first()


def wish_for(person: Person, organisation: Organisation) -> Wish:
    """Give the peer that a person looks for; raises NotFound for nobody."""
    found = wish_of(person, organisation)
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
    """Give a person's own side of what is open or became a pair; raises NotFound for any other, and once it is over."""
    found = visible_sides(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("This is over. Whoever fits is proposed to you on your page."))
    return found


def own_aparts(person: Person) -> QuerySet[Apart]:
    """Give whom a person does not want to be paired with."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    return Apart.objects.filter(person=person, organisation__in=belonging, ended_at=None).order_by("pk")


def apart_for(person: Person, number: int) -> Apart:
    """Give one line of a person's own list; raises NotFound for anybody else's."""
    found = own_aparts(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such line on your list."))
    return found


def rhythm_of(person: Person, organisation: Organisation) -> Rhythm | None:
    """Give how often a person talks with somebody by chance; None where they do not. One query."""
    return Rhythm.objects.filter(person=person, organisation=organisation).first()


def rhythm_for(person: Person, organisation: Organisation) -> Rhythm:
    """Give how often a person talks with somebody by chance; raises NotFound where they do not."""
    found = rhythm_of(person, organisation)
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
