"""Say what one expects of somebody who reports to one, and answer it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Person, ReportingLine
from roost.grow.growth.access import expectations_of, insist_own
from roost.grow.growth.actions.verbs import EXPECTED, tell_of
from roost.grow.growth.models import Clarity, Expectation


@transaction.atomic
def expect_of(
    line: ReportingLine, *, by: Person, words: str, behaviour: str = "", seen: int | None = None
) -> Expectation:
    """Say what one expects of a person who reports to one; it takes the place of what was said before.

    `seen` is the number of the expectation that stood on the page, 0 for none. Raises Conflict where another stands by
    now, InputError for no words or an unknown behaviour, NotFound for anybody but the manager.
    """
    _insist_manager(line, by)
    words = words.strip()
    if not words:
        raise InputError(_("Say it in a sentence."))
    if behaviour and behaviour_named(behaviour) is None:
        raise InputError(_("There is no such behaviour."))
    now = _locked(line)
    if now is not None and (now.words, now.behaviour) == (words, behaviour):
        return now
    if seen is not None and seen != (now.pk if now else 0):
        raise Conflict(_("You wrote something else elsewhere meanwhile, so nothing was changed yet."))
    _end(now)
    tell_of(EXPECTED, line.organisation_id, by)
    return Expectation.objects.create(
        organisation_id=line.organisation_id,
        person_id=line.person_id,
        manager=by,
        words=words,
        behaviour=behaviour,
        given_at=clock.now(),
    )


@transaction.atomic
def expect_no_longer(line: ReportingLine, *, by: Person) -> None:
    """Take back what one expects; doing it again changes nothing."""
    _insist_manager(line, by)
    _end(_locked(line))


@transaction.atomic
def answer_expectation(expectation: Expectation, *, by: Person, answer: Clarity) -> Expectation:
    """Say whether it is clear; raises Conflict where something else is expected by now."""
    insist_own(expectation, by)
    now = Expectation.objects.select_for_update().get(pk=expectation.pk)
    if now.ended_at is not None:
        raise Conflict(_("Something else is expected by now. Read it first."))
    if now.answer != answer:
        now.answer = answer
        now.save(update_fields=["answer"])
    return now


def _insist_manager(line: ReportingLine, by: Person) -> None:
    if line.manager_id != by.pk:
        raise NotFound(_("Nobody of this address reports to you today."))


def _locked(line: ReportingLine) -> Expectation | None:
    # Whoever writes at the same time waits here, also where there is no expectation yet.
    ReportingLine.objects.select_for_update().get(pk=line.pk)
    return expectations_of(line).filter(ended_at=None).first()


def _end(expectation: Expectation | None) -> None:
    if expectation is not None:
        expectation.ended_at = clock.now()
        expectation.save(update_fields=["ended_at"])
