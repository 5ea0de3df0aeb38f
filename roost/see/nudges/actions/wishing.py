"""Choose how to be reminded: how often at most, when not, by mail or not, and not at all for now."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit.errors import Conflict, InputError, Problem
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.see.nudges.actions.locking import hold, look_ahead_on_all
from roost.see.nudges.actions.mailing import withdraw_mails
from roost.see.nudges.engine import MOST_A_WEEK
from roost.see.nudges.models import Occasion, Wishes


@dataclass(frozen=True)
class Chosen:
    """How somebody wants to be reminded. Quiet hours may span midnight; both ends, or neither."""

    most_a_week: int = MOST_A_WEEK
    by_mail: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None
    before_meetings: bool = False
    paused: bool = False


def chosen_of(wishes: Wishes) -> Chosen:
    """Give what somebody chose."""
    return Chosen(**{one.name: getattr(wishes, one.name) for one in fields(Chosen)})


@transaction.atomic
def choose_wishes(person: Person, chosen: Chosen, *, by: Person, version: int | None = None) -> Wishes:
    """Let somebody choose how to be reminded, who alone may; all plans follow at once.

    `version` is the one the person had before them, where they had one. Raises InputError for what cannot be, mail to
    somebody without an address included, and Conflict where it was chosen otherwise meanwhile.
    """
    if by != person:
        raise Conflict(_("Everybody chooses this alone."))
    _check(chosen)
    wishes = hold(person)
    if chosen.by_mail and not wishes.person.email:
        problem = _("You have no e-mail address here. Ask an administrator to add one.")
        raise InputError(Problem(problem, column="by_mail"))
    if chosen_of(wishes) == chosen:
        return wishes
    if version is not None and wishes.version != version:
        raise Conflict(_("You chose otherwise elsewhere meanwhile, so nothing was changed yet."))
    for name, value in asdict(chosen).items():
        setattr(wishes, name, value)
    wishes.version += 1
    wishes.save()
    if not wishes.by_mail or wishes.paused:
        _drop_mails(wishes)
    look_ahead_on_all(wishes)
    return wishes


@transaction.atomic
def stop_mail(wishes: Wishes) -> None:
    """Send no more reminders by mail to a person, whoever holds the link of their mail; twice changes nothing."""
    wishes = hold(wishes.person)
    if wishes.by_mail:
        wishes.by_mail = False
        wishes.version += 1
        wishes.save(update_fields=["by_mail", "version"])
    _drop_mails(wishes)


def _drop_mails(wishes: Wishes) -> None:
    with everywhere():
        withdraw_mails(wishes.person_id, Occasion.objects.all())


def _check(chosen: Chosen) -> None:
    if not 1 <= chosen.most_a_week <= MOST_A_WEEK:
        raise InputError(Problem(_("One or two a week."), column="most_a_week", value=str(chosen.most_a_week)))
    if (chosen.quiet_from is None) != (chosen.quiet_until is None):
        raise InputError(Problem(_("Say from when until when it is quiet, or leave both empty."), column="quiet_from"))
    if chosen.quiet_from is not None and chosen.quiet_from == chosen.quiet_until:
        raise InputError(Problem(_("Quiet hours must leave some of the day."), column="quiet_until"))
