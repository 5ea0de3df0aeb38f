"""Say what peer one looks for, keep looking, or stop."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.matching.access import wish_of
from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.actions.proposing import propose_for
from roost.gather.matching.actions.telling import tell_of_proposals, withdraw_question
from roost.gather.matching.actions.verbs import WISHED, tell
from roost.gather.matching.models import Answer, Side, Wish
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound, TooMany
from roost.ground.kit.pace import keep_pace
from roost.ground.people.models import Organisation, Person

HOLDS = timedelta(days=60)
LOOKS_A_DAY = 3
"""What is saved more often waits for the daily run, so that nobody tries out, topic by topic, who looks for a peer."""


@dataclass(frozen=True)
class Sought:
    """The peer that somebody looks for."""

    topic: str
    stage: str
    seeks: str
    words: str = ""
    by_mail: bool = True

    @property
    def fit(self) -> tuple[str, str, str]:
        """Give what decides who fits."""
        return self.topic, self.stage, self.seeks


@transaction.atomic
def seek_peer(organisation: Organisation, *, by: Person, sought: Sought, version: int) -> Wish:
    """Look for a peer for sixty days from now; who fits is proposed at once, or the next day to who saves often.

    `version` is that of the wish the person had before them, 0 for none; the same again changes nothing. Who looks for
    somebody else from now on leaves what is open with them, as by silence. Raises Conflict where the wish was changed
    meanwhile.
    """
    in_turn(organisation.pk)
    now = clock.now()
    wish = wish_of(by, organisation)
    if wish is not None and _told_by(wish) == sought and wish.version in {version, version + 1} and wish.until > now:
        return wish
    if (wish.version if wish else 0) != version:
        raise Conflict(_("This was changed meanwhile, so nothing was kept yet. Both are shown here."))
    if wish is None:
        wish = Wish(organisation=organisation, person=by, said_at=now, version=0)
    elif _told_by(wish).fit != sought.fit:
        leave_open(by, organisation)
        wish.said_at = now
    for name, value in asdict(sought).items():
        setattr(wish, name, value)
    wish.until, wish.version = now + HOLDS, wish.version + 1
    wish.save()
    tell(WISHED, organisation.pk, by)
    _look(wish)
    return wish


@transaction.atomic
def renew_wish(wish: Wish, *, by: Person) -> Wish:
    """Look on for sixty days from now, with the same words; raises NotFound for anybody else's, and once it ended."""
    in_turn(wish.organisation_id)
    wish = _held(wish, by)
    wish.until = clock.now() + HOLDS
    wish.save(update_fields=["until"])
    tell(WISHED, wish.organisation_id, by)
    _look(wish)
    return wish


@transaction.atomic
def stop_seeking(wish: Wish, *, by: Person) -> None:
    """Look for nobody any more, and leave what is open, as by silence; raises NotFound for anybody else's."""
    organisation = in_turn(wish.organisation_id)
    _held(wish, by).delete()
    leave_open(by, organisation)
    tell(WISHED, wish.organisation_id, by)


def leave_open(person: Person, organisation: Organisation) -> None:
    """End what is open for a person alone; the other finds it as it was, words included, until its day is past."""
    open_ones = Side.objects.filter(person=person, organisation=organisation, is_open=True)
    for side in open_ones:
        withdraw_question(side)
    open_ones.update(is_open=False, answer=Answer.NO)


def forget_wishes() -> int:
    """Delete wishes whose day is long past, and say how many."""
    return Wish.objects.filter(until__lt=clock.now() - HOLDS).delete()[0]


def _look(wish: Wish) -> None:
    with suppress(TooMany):
        keep_pace("matching.look", wish.person_id, most=LOOKS_A_DAY, seconds=24 * 3600)
        tell_of_proposals(propose_for(wish))


def _told_by(wish: Wish) -> Sought:
    return Sought(wish.topic, wish.stage, wish.seeks, wish.words, wish.by_mail)


def _held(wish: Wish, by: Person) -> Wish:
    found = Wish.objects.filter(pk=wish.pk, person=by).first()
    if found is None:
        raise NotFound(_("You look for nobody at the moment."))
    return found
