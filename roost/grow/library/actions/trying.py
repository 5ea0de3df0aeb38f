"""Say what one tried after reading something, change it, take it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, Problem
from roost.ground.people.models import Organisation, Person
from roost.grow.library.actions.verbs import TRIED, tell
from roost.grow.library.models import Item, Tried
from roost.grow.library.reads.cards import card_for


@transaction.atomic
def say_tried(
    organisation: Organisation, *, by: Person, thing: Item | str, words: str, is_shared: bool, version: int = 0
) -> Tried:
    """Keep what somebody tried of an item, or of a card by its behaviour's key; only they read it unless they share it.

    `version` is the one the person had before them, 0 for nothing yet. The same again changes nothing. Raises Conflict
    where they kept something else meanwhile, in another window; NotFound for a card that there is not.
    """
    if not words.strip():
        raise InputError(Problem(_("One line is enough."), column="words"))
    # One after the other, so that two windows do not both say it first.
    Person.objects.select_for_update().get(pk=by.pk)
    held = Tried.objects.filter(**_of(organisation, by, thing)).first()
    if held is not None and (held.words, held.is_shared) == (words.strip(), is_shared):
        return held
    if (held.version if held else 0) != version:
        raise Conflict(_("You kept something else meanwhile, so nothing was changed yet."))
    if held is None:
        held = Tried(**_of(organisation, by, thing), version=0)
    held.title = "" if isinstance(thing, str) else thing.title
    held.words, held.is_shared, held.said_at = words.strip(), is_shared, clock.now()
    held.version += 1
    held.save()
    tell(TRIED, organisation.pk, by, _subject(held))
    return held


@transaction.atomic
def take_back_tried(line: Tried, *, by: Person) -> None:
    """Take back one's own line, whatever became of what it is about; nothing of it stays. Twice changes nothing.

    Raises Forbidden for somebody else's.
    """
    if line.person_id != by.pk:
        raise Forbidden(_("Who said it takes it back."))
    gone, _each = Tried.objects.filter(pk=line.pk).delete()
    if gone:
        tell(TRIED, line.organisation_id, by, _subject(line))


def _of(organisation: Organisation, by: Person, thing: Item | str) -> dict[str, object]:
    if isinstance(thing, str):
        if card_for(thing) is None:
            raise NotFound(_("There is no such card."))
        return {"organisation": organisation, "person": by, "card": thing, "item": None}
    return {"organisation": organisation, "person": by, "card": "", "item": thing}


def _subject(line: Tried) -> str:
    return f"card:{line.card}" if line.card else f"item:{line.item_id}" if line.item_id else ""
