"""Circles that people began by themselves grow once all agree; a no looks like silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.circles.access import visible_proposals
from roost.gather.circles.actions import (
    agree_to_proposal,
    answer_proposal,
    found_circle,
    leave_circle,
    propose_member,
    take_proposal_back,
)
from roost.gather.circles.actions.growing import MOST_PEOPLE, forget_proposals
from roost.gather.circles.forms import ProposeForm
from roost.gather.circles.models import Agreement, Circle, Member, Proposal
from roost.gather.circles.reads import gather_page, shared_circle
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Organisation, Person, Team, TeamMembership

BrowserFor = Callable[[Person | None], Client]
MakePerson = Callable[..., Person]


@pytest.fixture
def pair(in_scope: Organisation, member: Person, founder: Person) -> Circle:
    return found_circle(in_scope, people=[member, founder], by=None)


def seat_of(circle: Circle, person: Person) -> Member:
    return Member.objects.get(circle=circle, person=person)


def test_a_pair_grows_once_the_other_agrees_and_the_third_wants_to(
    pair: Circle, member: Person, founder: Person, administrator: Person
) -> None:
    proposal = propose_member(seat_of(pair, member), by=member, person=administrator)
    assert propose_member(seat_of(pair, member), by=member, person=administrator) == proposal
    assert not visible_proposals(administrator)
    agree_to_proposal(proposal, by=founder, agrees=True)
    assert list(visible_proposals(administrator)) == [proposal]
    with pytest.raises(NotFound):
        answer_proposal(proposal, by=founder, accepts=True)
    answer_proposal(proposal, by=administrator, accepts=True)
    assert Member.objects.filter(circle=pair).count() == 3
    assert not visible_proposals(administrator)
    with pytest.raises(InputError, match="already"):
        propose_member(seat_of(pair, member), by=member, person=administrator)


def test_a_no_of_either_looks_like_silence(
    pair: Circle, member: Person, founder: Person, administrator: Person
) -> None:
    proposal = propose_member(seat_of(pair, member), by=member, person=administrator)

    def as_the_one_who_proposed() -> list[tuple[str, bool | None]]:
        return [(one.name, one.answer) for circle in gather_page(member).circles for one in circle.proposals]

    silence = as_the_one_who_proposed()
    agree_to_proposal(proposal, by=founder, agrees=False)
    assert as_the_one_who_proposed() == silence
    assert not visible_proposals(administrator)
    agree_to_proposal(proposal, by=founder, agrees=True)
    answer_proposal(proposal, by=administrator, accepts=False)
    assert as_the_one_who_proposed() == silence
    assert not visible_proposals(administrator)
    take_proposal_back(proposal, by=member)
    once_more = propose_member(seat_of(pair, member), by=member, person=administrator)
    agree_to_proposal(once_more, by=founder, agrees=True)
    assert as_the_one_who_proposed() == silence
    assert not visible_proposals(administrator)
    with clock.at(clock.now() + timedelta(weeks=5)):
        assert as_the_one_who_proposed() == []
        with pytest.raises(Conflict, match="decided"):
            agree_to_proposal(proposal, by=founder, agrees=True)
        again = propose_member(seat_of(pair, member), by=member, person=administrator)
        assert again != proposal
        forget_proposals()
    assert list(Proposal.objects.all()) == [again]
    assert not Agreement.objects.exists()


def test_whoever_comes_or_goes_meanwhile_counts(
    pair: Circle, member: Person, founder: Person, administrator: Person, make_person: MakePerson
) -> None:
    fourth, fifth = make_person("Fay Fourth"), make_person("Gil Fifth")
    first = propose_member(seat_of(pair, member), by=member, person=administrator)
    second = propose_member(seat_of(pair, member), by=member, person=fourth)
    for one in (first, second):
        agree_to_proposal(one, by=founder, agrees=True)
    answer_proposal(first, by=administrator, accepts=True)
    # The new one has not agreed to the fourth yet.
    assert not visible_proposals(fourth)
    leave_circle(seat_of(pair, administrator), by=administrator)
    assert visible_proposals(fourth).exists()
    third = propose_member(seat_of(pair, founder), by=founder, person=fifth)
    take_proposal_back(third, by=founder)
    with pytest.raises(NotFound):
        take_proposal_back(second, by=founder)
    leave_circle(seat_of(pair, member), by=member)
    assert not visible_proposals(fourth).exists()


def test_who_leaves_takes_their_proposals_along(
    pair: Circle, member: Person, founder: Person, administrator: Person, make_person: MakePerson
) -> None:
    third = make_person("Fay Fourth")
    Member.objects.create(organisation=pair.organisation, circle=pair, person=third, since=clock.now())
    before = propose_member(seat_of(pair, member), by=member, person=administrator)
    leave_circle(seat_of(pair, member), by=member)
    assert not Fact.objects.filter(verb="circles.left").exists()
    parted = Fact.objects.get(verb="circles.parted")
    assert not parted.involved.exists()
    again = propose_member(seat_of(pair, founder), by=founder, person=administrator)
    assert again != before
    # Who proposes whom somebody else proposed agrees to it.
    assert propose_member(seat_of(pair, third), by=third, person=administrator) == again
    assert list(visible_proposals(administrator)) == [again]


def test_what_cannot_grow_and_who_may_not_propose(
    pair: Circle, member: Person, founder: Person, administrator: Person, make_person: MakePerson
) -> None:
    with pytest.raises(NotFound):
        propose_member(seat_of(pair, member), by=administrator, person=administrator)
    with pytest.raises(NotFound):
        agree_to_proposal(
            propose_member(seat_of(pair, member), by=member, person=administrator), by=administrator, agrees=True
        )
    for number in range(2):
        propose_member(seat_of(pair, member), by=member, person=make_person(f"Person {number}"))
    with pytest.raises(Conflict, match="3 people are proposed"):
        propose_member(seat_of(pair, member), by=member, person=make_person("One Toomany"))
    Proposal.objects.all().delete()
    for number in range(MOST_PEOPLE - 2):
        person = make_person(f"Guest {number}")
        Member.objects.create(organisation=pair.organisation, circle=pair, person=person, since=clock.now())
    with pytest.raises(Conflict, match="no room"):
        propose_member(seat_of(pair, member), by=member, person=administrator)


def test_bringing_somebody_in_on_pages(
    pair: Circle, member: Person, founder: Person, administrator: Person, outsider: Person, client_for: BrowserFor
) -> None:
    mine, theirs, third = (client_for(one) for one in (member, founder, administrator))
    propose = reverse("circles:propose", args=[pair.pk])
    assert "Who would do your circle good?" in mine.get(propose).text
    assert third.get(propose).status_code == 404
    for other in (outsider.email, outsider.name, founder.name):
        assert "Nobody else of your organisation is found" in mine.post(propose, {"who": other}).text
    assert "already" in mine.post(propose, {"who": founder.email}).text
    which = mine.post(propose, {"who": "ada"})
    assert (which.status_code, "Choose whom you mean." in which.text) == (422, True)
    told = {"who": "ada", "which": administrator.pk}
    assert "You proposed Ada Administrator" in mine.post(propose, told, follow=True).text
    assert "would like Ada Administrator in this circle" in theirs.get(reverse("circles:gather")).text
    assert "Somebody is proposed for your circle" in theirs.get(reverse("home:today")).text
    assert "Somebody is proposed" not in mine.get(reverse("home:today")).text
    number = Proposal.objects.get().pk
    agree, answer, back = (
        reverse(f"circles:{name}", args=[number]) for name in ("agree", "answer-proposal", "take-proposal-back")
    )
    assert "done already" in third.post(answer, {"accepts": "yes"}, follow=True).text
    assert "you do not agree" in theirs.post(agree, {"agrees": "no"}, follow=True).text
    assert "you agree" in theirs.post(agree, {"agrees": "yes"}, follow=True).text
    assert "Somebody is proposed" not in theirs.get(reverse("home:today")).text
    for address in ("circles:gather", "home:today"):
        assert "People would like you in their circle" in third.get(reverse(address)).text
    assert "done already" in theirs.post(back, follow=True).text
    assert "Welcome to your circle" in third.post(answer, {"accepts": "yes"}, follow=True).text
    assert "done already" in mine.post(back, follow=True).text


def test_who_is_found_is_told_apart_by_team_and_of_the_same_organisation(
    pair: Circle, in_scope: Organisation, member: Person, administrator: Person, outsider: Person
) -> None:
    team = Team.objects.create(organisation=in_scope, name="Night shift")
    stay = {"organisation": in_scope, "person": administrator, "team": team, "starts_on": clock.now().date()}
    TeamMembership.objects.create(**stay)
    sitting = shared_circle(pair).people

    def found(words: str, **more: object) -> ProposeForm:
        return ProposeForm({"who": words} | more, by=member, organisation=in_scope, sitting=sitting)

    by_team = found("night", which=administrator.pk)
    assert by_team.is_valid()
    assert by_team.person == administrator
    assert by_team.fields["which"].choices == [(administrator.pk, "Ada Administrator · Night shift")]
    assert found("Ada Administrator").is_valid()
    assert not found("Mara").is_valid()
    assert not found("ada", which=outsider.pk).is_valid()
    assert not found("otto").called.people


def test_a_question_that_was_taken_back_says_so_to_who_was_asked_alone(
    pair: Circle, member: Person, founder: Person, administrator: Person, outsider: Person, client_for: BrowserFor
) -> None:
    proposal = propose_member(seat_of(pair, member), by=member, person=administrator)
    agree, answer = (reverse(f"circles:{name}", args=[proposal.pk]) for name in ("agree", "answer-proposal"))
    take_proposal_back(proposal, by=member)
    # Not all had agreed, so this one never was asked and must not learn of it.
    assert client_for(administrator).post(answer, {"accepts": "yes"}).status_code == 302
    assert client_for(member).post(agree, {"agrees": "yes"}).status_code == 404
    told = client_for(founder).post(agree, {"agrees": "yes"})
    assert (told.status_code, "This question was taken back" in told.text) == (410, True)
    Agreement.objects.create(organisation=pair.organisation, proposal=proposal, person=founder, agrees=True)
    told = client_for(administrator).post(answer, {"accepts": "yes"})
    assert (told.status_code, "You need do nothing." in told.text) == (410, True)
    assert "Mara" not in told.text
    assert client_for(outsider).post(answer, {"accepts": "yes"}).status_code == 302
    Proposal.objects.update(declined=True)
    assert client_for(administrator).post(answer, {"accepts": "yes"}).status_code == 302
