"""From open to adopted, official and retired: who signs, who answers, and what stays with the founder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden
from roost.ground.people.actions import grant_role
from roost.ground.people.models import Affiliation, Organisation, Person, Role, Team
from roost.see.tracking.actions import (
    Counted,
    Score,
    answer_offer,
    begin_measure,
    bring_back,
    change_rules,
    join_program,
    launch_program,
    make_official,
    offer_adoption,
    retire_program,
    reverse_score,
    submit_score,
    veto_ends,
    withdraw_offer,
)
from roost.see.tracking.models import Entry, Offer, Program, State, Step
from roost.see.tracking.reads import board_page, mine_page, spread_page, today_card
from roost.see.tracking.tests.early_help import EARLY_HELP

BrowserFor = Callable[[Person | None], Client]
TITLED: dict[str, Any] = EARLY_HELP | {"title": "Another title"}


@pytest.fixture
def open_program(in_scope: Organisation, founder: Person, other_team: Team) -> Program:
    return launch_program(founder, organisation=in_scope, document=EARLY_HELP)


@pytest.fixture
def sponsor(in_scope: Organisation, member: Person) -> Person:
    grant_role(member, organisation=in_scope, role=Role.SPONSOR, by=None)
    return member


def state_of(program: Program) -> str:
    program.refresh_from_db()
    return program.state


def adopted(program: Program, sponsor: Person) -> Program:
    offer_adoption(program, by=sponsor, words="It changed how we help.")
    assert answer_offer(program, by=program.founder, agrees=True, sponsor=sponsor.pk)
    program.refresh_from_db()
    return program


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


def test_a_program_for_others_is_open_and_one_for_all_is_official(in_scope: Organisation, founder: Person) -> None:
    assert launch_program(founder, organisation=in_scope, document=EARLY_HELP).state == State.OPEN
    assert launch_program(founder, organisation=in_scope, document=EARLY_HELP, is_for_all=True).state == State.OFFICIAL


def test_a_sponsor_signs_and_the_founder_agrees(open_program: Program, sponsor: Person, founder: Person) -> None:
    adopted(open_program, sponsor)
    assert open_program.state == State.ADOPTED
    assert open_program.founder == founder
    step = Step.objects.get(program=open_program)
    assert (step.by, step.state, step.words) == (sponsor, State.ADOPTED, "It changed how we help.")
    fact = Fact.objects.get(verb="tracking.adopted")
    assert {one.person for one in fact.involved.all()} == {sponsor.pk, founder.pk}
    assert not Offer.objects.exists()


def test_of_a_no_nothing_is_kept_and_it_may_be_offered_again(
    open_program: Program, sponsor: Person, founder: Person
) -> None:
    offer_adoption(open_program, by=sponsor, words="Good.")
    assert not answer_offer(open_program, by=founder, agrees=False, sponsor=sponsor.pk)
    assert state_of(open_program) == State.OPEN
    assert not Step.objects.exists()
    assert not Fact.objects.filter(verb="tracking.adopted").exists()
    offer_adoption(open_program, by=sponsor, words="Better.")
    assert withdraw_offer(open_program, by=sponsor)
    assert not withdraw_offer(open_program, by=sponsor)
    with pytest.raises(Conflict, match="taken back"):
        answer_offer(open_program, by=founder, agrees=True, sponsor=sponsor.pk)


def test_only_a_sponsor_of_another_name_signs_and_only_for_what_is_open(
    open_program: Program, sponsor: Person, founder: Person, in_scope: Organisation
) -> None:
    with pytest.raises(Forbidden):
        offer_adoption(open_program, by=founder, words="Mine.")
    grant_role(founder, organisation=in_scope, role=Role.SPONSOR, by=None)
    with pytest.raises(Forbidden):
        offer_adoption(open_program, by=founder, words="Mine.")
    offer_adoption(open_program, by=sponsor, words="Good.")
    with pytest.raises(Forbidden):
        answer_offer(open_program, by=sponsor, agrees=True, sponsor=sponsor.pk)
    assert answer_offer(open_program, by=founder, agrees=True, sponsor=sponsor.pk)
    with pytest.raises(Conflict, match="open program"):
        offer_adoption(open_program, by=sponsor, words="Again.")
    own = begin_measure(founder, organisation=in_scope, counted=Counted("Walks"))
    with pytest.raises(Conflict):
        offer_adoption(own, by=sponsor, words="Good.")


def test_where_the_founder_has_left_an_administrator_answers_and_no_period_is_the_founders(
    open_program: Program, sponsor: Person, founder: Person, in_scope: Organisation
) -> None:
    offer_adoption(open_program, by=sponsor, words="Good.")
    yesterday = clock.today("UTC") - timedelta(1)
    Affiliation.objects.filter(person=founder).update(ends_on=yesterday)
    with pytest.raises(Forbidden):
        answer_offer(open_program, by=sponsor, agrees=True, sponsor=sponsor.pk)
    grant_role(sponsor, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    assert answer_offer(open_program, by=sponsor, agrees=True, sponsor=sponsor.pk)
    open_program.refresh_from_db()
    assert open_program.founder_decides_until is None
    assert open_program.founder == founder


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2024, 6, 12), date(2024, 8, 1)),
        (date(2024, 6, 30), date(2024, 8, 1)),
        (date(2024, 11, 1), date(2025, 1, 1)),
        (date(2024, 12, 31), date(2025, 2, 1)),
    ],
)
def test_the_founders_period_is_one_whole_month_after_the_one_that_runs(day: date, ends: date) -> None:
    assert veto_ends(day) == ends


def test_until_then_nobody_else_changes_the_rules(
    open_program: Program, sponsor: Person, founder: Person, in_scope: Organisation
) -> None:
    grant_role(sponsor, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    adopted(open_program, sponsor)
    until = open_program.founder_decides_until
    assert until is not None
    with pytest.raises(Conflict, match=str(founder)):
        change_rules(open_program, by=sponsor, document=TITLED, version=1)
    change_rules(open_program, by=founder, document=TITLED, version=1)
    with clock.at(at(until - timedelta(1))), pytest.raises(Conflict):
        change_rules(open_program, by=sponsor, document=EARLY_HELP, version=2)
    with clock.at(at(until)):
        change_rules(open_program, by=sponsor, document=EARLY_HELP, version=2)


def test_an_administrator_makes_it_official_in_place_of_another(
    open_program: Program, sponsor: Person, founder: Person, in_scope: Organisation
) -> None:
    old = launch_program(founder, organisation=in_scope, document=EARLY_HELP, is_for_all=True)
    with pytest.raises(Forbidden):
        make_official(open_program, by=founder)
    grant_role(sponsor, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    with pytest.raises(Conflict, match="adopted"):
        make_official(open_program, by=sponsor)
    adopted(open_program, sponsor)
    make_official(open_program, by=sponsor, words="From now on.", replaces=old)
    assert (state_of(open_program), state_of(old)) == (State.OFFICIAL, State.RETIRED)
    assert open_program.title in Step.objects.get(program=old).words


def test_a_retired_program_takes_nothing_in_and_can_be_brought_back(
    open_program: Program, founder: Person, member: Person
) -> None:
    submit_score(open_program, by=founder, score=Score(founder.pk, "visits", "1", "2024-06-12", key="one"))
    with pytest.raises(Forbidden):
        retire_program(open_program, by=member)
    assert retire_program(open_program, by=founder, words="It did its part.")
    assert not retire_program(open_program, by=founder)
    with pytest.raises(Conflict, match="retired"):
        join_program(open_program, by=member)
    with pytest.raises(Conflict, match="retired"):
        submit_score(open_program, by=founder, score=Score(founder.pk, "visits", "1", "2024-06-12", key="two"))
    # What was wrong can be taken back all the same.
    reverse_score(open_program, by=founder, key="one")
    assert Entry.objects.filter(program=open_program).count() == 2
    assert [one.pk for one in mine_page(founder).retired] == [open_program.pk]
    assert not mine_page(founder).boards
    assert today_card(founder, founder) is None
    assert bring_back(open_program, by=founder)
    assert not bring_back(open_program, by=founder)
    assert state_of(open_program) == State.OPEN
    assert join_program(open_program, by=member)


def test_what_was_adopted_is_retired_by_an_administrator_and_comes_back_adopted(
    open_program: Program, sponsor: Person, founder: Person, in_scope: Organisation
) -> None:
    adopted(open_program, sponsor)
    with pytest.raises(Forbidden):
        retire_program(open_program, by=founder)
    grant_role(sponsor, organisation=in_scope, role=Role.ADMINISTRATOR, by=None)
    retire_program(open_program, by=sponsor)
    bring_back(open_program, by=sponsor)
    assert state_of(open_program) == State.ADOPTED
    told = [one.what for one in spread_page(open_program, founder).history]
    assert told == ["Started", "Adopted", "Retired", "Brought back"]


def test_spread_is_told_beside_the_official_program(
    open_program: Program, founder: Person, member: Person, in_scope: Organisation
) -> None:
    official = launch_program(founder, organisation=in_scope, document=TITLED, is_for_all=True)
    with clock.at(at(date(2024, 7, 3))):
        join_program(open_program, by=member)
        page = spread_page(open_program, member)
    assert (page.people, page.beside) == (2, official)
    assert page.months[0].here.taking_part == 2
    # Of two nobody is told a share.
    assert page.months[0].here.entering is None
    assert spread_page(official, member).beside == open_program
    assert spread_page(open_program, member, beside="no number").beside == official


def test_pages_lead_from_a_signature_to_an_answer(
    open_program: Program, sponsor: Person, founder: Person, client_for: BrowserFor
) -> None:
    signing, answering = client_for(sponsor), client_for(founder)
    spread, adopt = (reverse(f"tracking:{name}", args=[open_program.pk]) for name in ("spread", "adopt"))
    assert "Adopt it" in signing.get(spread).text
    assert "Adopt it" not in answering.get(spread).text
    assert answering.get(adopt).status_code == 403
    assert signing.post(adopt, {}).status_code == 422
    assert "You signed" in signing.post(adopt, {"words": "It works."}, follow=True).text
    board = answering.get(reverse("tracking:board", args=[open_program.pk])).text
    assert "would adopt this program" in board
    assert "It works." in board
    answer = reverse("tracking:answer-adoption", args=[open_program.pk])
    assert answering.post(answer, {"answer": "maybe", "sponsor": sponsor.pk}).status_code == 404
    told = answering.post(answer, {"answer": "yes", "sponsor": sponsor.pk}, follow=True).text
    assert "Your name stays on it" in told
    assert "Adopted" in told
    page = board_page(open_program, sponsor)
    assert page.steps.offer is None
