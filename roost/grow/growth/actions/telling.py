"""Tell about oneself; the first answers open a cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import accompanied_since
from roost.grow.growth.actions.verbs import BEGAN, TOLD, tell
from roost.grow.growth.models import Answer, Audience, Cycle
from roost.grow.growth.reads import COUNT_CYCLES, OWN_WORDS, SHOW_NEEDLES, latest_answers, seen_of


@dataclass(frozen=True)
class Given:
    """An answer as it is given: a text, keys or a number, and who may read it besides the person."""

    value: Any
    audience: Audience = Audience.ME


@transaction.atomic
def answer_questions(
    organisation: Organisation, *, by: Person, given: Mapping[str, Given], seen: int | None = None
) -> Cycle:
    """Keep a person's answers by question, those that are new or changed; the first ones open a cycle.

    What was told in an earlier cycle and is told again counts as new, and so does what is told again for who
    accompanies one, where somebody began to since; own words that are taken back are deleted.
    `seen` is the number of the latest of these answers that the person had before them; raises Conflict where there is
    a newer one and something would change.
    """
    cycle = open_cycle(organisation, by)
    # Whoever tells at the same time waits here, so that the latest answers are the latest.
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    known, since = latest_answers(by, organisation), accompanied_since(by, organisation)
    news = {one: answer for one, answer in given.items() if _is_news(answer, known.get(one), cycle, since)}
    changes = {one: answer for one, answer in news.items() if _differs(answer, known.get(one))}
    if changes and seen is not None and seen_of(known, given) > seen:
        raise Conflict(_("You answered this elsewhere meanwhile, so nothing was changed yet."))
    moment = clock.now()
    Answer.objects.bulk_create(
        Answer(
            organisation=organisation,
            person=by,
            question=question,
            value=answer.value,
            audience=answer.audience,
            answered_at=moment,
        )
        for question, answer in news.items()
    )
    taken_back = [question for question, answer in news.items() if question in OWN_WORDS and not answer.value]
    Answer.objects.filter(organisation=organisation, person=by, question__in=taken_back).exclude(value="").delete()
    if news:
        tell(TOLD, cycle, by)
    return cycle


def let_cycles_be_counted(organisation: Organisation, *, by: Person, counted: bool) -> None:
    """Let one's cycles be counted in the organisation's numbers, without a name, or no longer."""
    audience = Audience.COUNTED if counted else Audience.ME
    answer_questions(organisation, by=by, given={COUNT_CYCLES: Given("yes" if counted else "", audience)})


def show_needles(organisation: Organisation, *, by: Person, shown: bool) -> None:
    """Let who accompanies one see needles and experiments, or no longer."""
    audience = Audience.COMPANION if shown else Audience.ME
    answer_questions(organisation, by=by, given={SHOW_NEEDLES: Given("yes" if shown else "", audience)})


@transaction.atomic
def check_in(organisation: Organisation, *, by: Person, levels: Mapping[str, str]) -> None:
    """Say how full one is, for who accompanies one to read; the same level counts once a day."""
    cycle = open_cycle(organisation, by)
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    known, moment = latest_answers(by, organisation), clock.now()
    since = accompanied_since(by, organisation)
    told = [
        Answer(
            organisation=organisation,
            person=by,
            question=question,
            value=level,
            audience=Audience.COMPANION,
            answered_at=moment,
        )
        for question, level in levels.items()
        if level and not _is_of_today(known.get(question), level, by, since)
    ]
    Answer.objects.bulk_create(told)
    if told:
        tell(TOLD, cycle, by)


def _is_of_today(known: Answer | None, level: str, by: Person, since: datetime | None) -> bool:
    if known is None or (known.value, known.audience) != (level, Audience.COMPANION) or _is_before(known, since):
        return False
    return known.answered_at.astimezone(ZoneInfo(by.time_zone)).date() == clock.today(by.time_zone)


def _is_before(known: Answer, since: datetime | None) -> bool:
    return since is not None and known.answered_at < since


def _differs(given: Given, known: Answer | None) -> bool:
    if known is None:
        return given.value not in ("", [], None)
    return (given.value, given.audience) != (known.value, known.audience)


def _is_news(given: Given, known: Answer | None, cycle: Cycle, since: datetime | None) -> bool:
    if known is None or given.value in ("", [], None):
        return _differs(given, known)
    opened = given.audience == Audience.COMPANION and _is_before(known, since)
    return opened or known.answered_at < cycle.opened_at or _differs(given, known)


def open_cycle(organisation: Organisation, person: Person) -> Cycle:
    """Give the person's open cycle, and begin one where there is none."""
    # Also where two pages begin at once: who is second waits for the first and finds its cycle.
    number = Cycle.objects.filter(organisation=organisation, person=person).exclude(closed_at=None).count() + 1
    values = {"number": number, "opened_at": clock.now()}
    cycle, is_new = Cycle.objects.get_or_create(
        organisation=organisation, person=person, closed_at=None, defaults=values
    )
    if is_new:
        tell(BEGAN, cycle, person)
    return cycle
