"""Let line managers of the sample company say what they expect, and some who report to them open something."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.access import line_of, visible_reports
from roost.ground.people.models import Organisation, Person, ReportingLine
from roost.grow.growth.access import cycle_for, own_needles
from roost.grow.growth.actions import (
    Clarity,
    Given,
    answer_expectation,
    answer_questions,
    choose_needles,
    expect_of,
    open_to_manager,
    plan_experiment,
    put_first,
)
from roost.grow.growth.reads import suggestion_named


def let_managers_expect(organisation: Organisation, leader: Person, member: Person, *, now: datetime) -> None:
    """Let a director be expected something of and expect something; let a member find an expectation unanswered."""
    with clock.at(now - timedelta(days=20)):
        above = line_of(leader, organisation)
        assert above is not None, leader
        words = _("By spring the four teams decide on their own whatever can be undone")
        given = expect_of(above, by=above.manager, words=words, behaviour="building-capability")
        _let_read(visible_reports(leader)[0])
    with clock.at(now - timedelta(days=19)):
        answer_expectation(given, by=leader, answer=Clarity.CLEAR)
        open_to_manager(own_needles(cycle_for(leader)).get(), by=leader)
    with clock.at(now - timedelta(days=1)):
        line = line_of(member, organisation)
        assert line is not None, member
        words = _("Tell me first what you would do, and then ask")
        expect_of(line, by=line.manager, words=words, behaviour="deciding")


def _let_read(line: ReportingLine) -> None:
    """Let somebody who reports to the director choose a needle, if there is none yet, plan, and let him read both."""
    person = line.person
    told = {"transition": Given("former-peers"), "expected": Given(["calm", "results"]), "drains": Given(["unclear"])}
    cycle = answer_questions(line.organisation, by=person, given=told)
    if not own_needles(cycle).exists():
        put_first(cycle, by=person, behaviours=["confidence"])
        choose_needles(cycle, by=person, chosen={"confidence": _("When it gets loud I look at my papers.")})
    needle = own_needles(cycle)[0]
    begin = suggestion_named(f"{needle.behaviour}-1")
    assert begin is not None, needle.behaviour
    experiment = plan_experiment(
        cycle,
        by=person,
        behaviour=begin.behaviour,
        cue=str(begin.cue),
        action=str(begin.action),
        expectation=str(begin.expectation),
        chance=50,
        tries=2,
        key="for the director",
    )
    open_to_manager(needle, by=person)
    open_to_manager(experiment, by=person)
    with clock.at(clock.now() + timedelta(days=2)):
        words = _("That the Thursday numbers come without my asking")
        expect_of(line, by=line.manager, words=words, behaviour="committing-to-outcomes")
