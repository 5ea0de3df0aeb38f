"""Say what one expects of somebody who reports to one, and answer it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Person, ReportingLine
from roost.grow.growth.access import expectations_of, expected_now, insist_own
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
    _refuse_stale(now, seen)
    _end(line)
    tell_of(EXPECTED, line.organisation_id, by)
    return Expectation.objects.create(
        organisation_id=line.organisation_id,
        person_id=line.person_id,
        manager=by,
        line=line,
        words=words,
        behaviour=behaviour,
        given_at=clock.now(),
    )


@transaction.atomic
def expect_no_longer(line: ReportingLine, *, by: Person, seen: int | None = None) -> None:
    """Take back what one expects; doing it again changes nothing. `seen` and what is raised are as above."""
    _insist_manager(line, by)
    now = _locked(line)
    if now is not None:
        _refuse_stale(now, seen)
        _end(line)


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
    return expected_now(line).first()


def _refuse_stale(now: Expectation | None, seen: int | None) -> None:
    if seen is not None and seen != (now.pk if now else 0):
        raise Conflict(_("You wrote something else elsewhere meanwhile, so nothing was changed yet."))


def _end(line: ReportingLine) -> None:
    """End what this manager expects, also what still stands from an earlier time as the manager."""
    expectations_of(line).filter(manager=line.manager_id, ended_at=None).update(ended_at=clock.now())
