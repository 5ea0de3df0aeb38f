"""Say whether a conversation took place, and whether one would like to stay in touch."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.actions.rounds import for_each
from roost.gather.matching.actions.verbs import MET, PAIRED, tell
from roost.gather.matching.models import TALK_HOLDS, Conversation, Met, Place
from roost.gather.matching.ports import CIRCLES
from roost.gather.matching.reads.belonging import kept_apart
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on, today_here


@transaction.atomic
def say_met(place: Place, *, by: Person, met: Met) -> Place:
    """Say whether it took place; a yes stays one. That somebody met is one fact, without saying who.

    Raises NotFound for anybody else's, Conflict once its two weeks are over.
    """
    place = _held(place, by)
    if place.met in {met, Met.YES}:
        return place
    place.met = met
    place.save(update_fields=["met"])
    if met == Met.YES:
        subject = f"conversation:{place.conversation_id}"
        tell(MET, place.organisation_id, None, subject, key=subject)
    return place


@transaction.atomic
def stay_in_touch(place: Place, *, by: Person, stays: bool) -> Place:
    """Say that one would like to stay in touch, or take it back; once all of them said so, they have a circle.

    Raises NotFound for anybody else's, Conflict once its two weeks are over.
    """
    place = _held(place, by)
    conversation = place.conversation
    if conversation.circle is not None or place.stays == stays:
        return place
    place.stays = stays
    place.save(update_fields=["stays"])
    if stays:
        _begin_if_agreed(conversation, by)
    return place


def forget_what_was_said() -> int:
    """Delete what people said of conversations that are over and became no circle; say how many answers that were."""
    with everywhere():
        over = Place.objects.filter(conversation__circle=None, shown_from__lte=clock.now() - TALK_HOLDS)
        return over.filter(~Q(met=Met.OPEN) | Q(stays=True)).update(met=Met.OPEN, stays=False)


def begin_agreed() -> int:
    """Begin the circles of those who all said so once somebody had left who had not; say how many.

    Nobody of them need press anything again.
    """
    with everywhere():
        waiting = _agreeing().values("organisation")
        organisations = list(Organisation.objects.filter(pk__in=waiting).order_by("pk"))
    return for_each(organisations, _begin_in)


def _begin_in(organisation: Organisation) -> int:
    with transaction.atomic():
        in_turn(organisation.pk)
        found = Conversation.objects.filter(pk__in=_agreeing().values("conversation"), circle=None).order_by("pk")
        return sum(_begin_if_agreed(one, None) for one in found.filter(organisation=organisation))


def _agreeing() -> QuerySet[Place]:
    """Give the places of who would like to stay in touch, and has no circle of it so far."""
    return Place.objects.filter(conversation__circle=None, stays=True, shown_from__gt=clock.now() - TALK_HOLDS)


def _begin_if_agreed(conversation: Conversation, by: Person | None) -> bool:
    """Begin a circle where all who still belong said that they would like one; say whether that is so."""
    people = _who_stay(conversation)
    if not people:
        return False
    conversation.circle = CIRCLES.found(conversation.organisation_id, people=people, by=by.pk if by else None)
    conversation.save(update_fields=["circle"])
    tell(PAIRED, conversation.organisation_id, by, f"conversation:{conversation.pk}")
    return True


def _who_stay(conversation: Conversation) -> list[int]:
    """Give who has a circle now: all who still belong, if all of them said so; nobody where that is not so."""
    now = clock.now()
    here = members_on(conversation.organisation_id, today_here()).filter(is_active=True)
    places = list(conversation.places.filter(person__in=here).order_by("person"))
    people = [one.person_id for one in places]
    agreed = all(one.stays and not one.is_hidden and not one.is_over(now) for one in places)
    return people if len(people) > 1 and agreed and not kept_apart(people) else []


def _held(place: Place, by: Person) -> Place:
    in_turn(place.organisation_id)
    found = Place.objects.filter(pk=place.pk, person=by, is_hidden=False).select_related("conversation").first()
    if found is None:
        raise NotFound(_("There is no such conversation of yours."))
    if found.conversation.circle is None and found.is_over(clock.now()):
        raise Conflict(_("This conversation was two weeks ago, and what was said of it is deleted."))
    return found
