"""Who proposes, signs and withdraws what, and when it holds."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from roost.gather.charters.access import version_for
from roost.gather.charters.actions import (
    AGREED,
    propose_charter,
    settle_all_charters,
    settle_charter,
    sign_charter,
    withdraw_charter,
)
from roost.gather.charters.engine.choices import Choices
from roost.gather.charters.models import Signature, Version
from roost.gather.charters.reads import charter_in_force, charter_page, charter_place, circle_card, today_card
from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.models import Member
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.actions import keep_readers
from roost.gather.meetings.reads import places_open
from roost.ground.activity.models import Fact
from roost.ground.activity.ports import Purpose
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.access import group_for
from roost.ground.vault.actions import make_keys, write_note
from roost.ground.vault.tests.sealing import keys_of, next_epoch, sealed

Propose = Callable[..., Version]
DIGEST = "0123456789abcdef" * 4


def sign(version: Version, *people: Person, digest: str = "") -> Version:
    for person in people:
        sign_charter(version, by=person, digest=digest)
    version.refresh_from_db()
    return version


def join(circle: SharedCircle, person: Person) -> None:
    Member.objects.create(
        organisation_id=circle.organisation, circle_id=circle.number, person=person, since=clock.now()
    )


def test_a_version_holds_once_each_has_signed_and_is_told_once(
    propose: Propose, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    assert charter_in_force(circle.number) is None
    version = propose(weeks=2, breach="all")
    assert sign(version, founder).held_at is None
    assert charter_in_force(circle.number) is None
    assert charter_page(member, circle.number).awaited == ["Thea Third"]
    assert sign(version, third).held_at is not None
    agreed = charter_in_force(circle.number)
    assert agreed is not None
    assert (agreed.circle, agreed.version, agreed.agreed_at) == (circle.number, 1, version.held_at)
    assert agreed.choices == Choices(weeks=2, breach="all")
    sign(version, third)
    settle_charter(circle)
    fact = Fact.objects.get(verb="charters.agreed")
    assert (fact.actor, fact.subject) == (None, f"circle:{circle.number}")
    assert not AGREED.names_people
    assert AGREED.purpose is Purpose.DEVELOPMENT


def test_until_all_have_signed_the_former_holds(
    propose: Propose, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    first = sign(propose(), founder, third)
    second = propose(founder, after=1, weeks=6)
    page = charter_page(third, circle.number)
    assert (page.shown, page.in_force, page.proposed) == (second, first, second)
    assert [one.before for one in page.sentences if one.before] == ["We meet every three weeks for 90 minutes."]
    sign(second, member)
    assert charter_in_force(circle.number).version == 1  # type: ignore[union-attr]
    sign(second, third)
    assert charter_in_force(circle.number).choices.weeks == 6  # type: ignore[union-attr]
    # Old ones stay readable, and nobody signs them any more.
    assert charter_page(member, circle.number).earlier == [first]
    assert str(charter_page(member, circle.number, 1).sentences[0]) == "We meet every three weeks for 90 minutes."
    with pytest.raises(Conflict, match="nothing is signed"):
        sign_charter(first, by=member)


def test_who_joins_signs_what_is_in_force_and_it_goes_on_holding(
    propose: Propose, circle: SharedCircle, founder: Person, third: Person, newcomer: Person
) -> None:
    version = sign(propose(), founder, third)
    join(circle, newcomer)
    assert charter_in_force(circle.number) is not None
    assert today_card(newcomer, newcomer) is not None
    assert today_card(founder, founder) is None
    assert len(charter_page(newcomer, circle.number).awaited) == 1
    sign(version, newcomer)
    assert charter_page(newcomer, circle.number).awaited == []
    assert today_card(newcomer, newcomer) is None
    assert Fact.objects.filter(verb="charters.agreed").count() == 1


def test_who_joins_is_awaited_under_a_proposal(
    propose: Propose, circle: SharedCircle, founder: Person, third: Person, newcomer: Person
) -> None:
    version = sign(propose(), founder)
    join(circle, newcomer)
    assert sign(version, third).held_at is None
    assert sign(version, newcomer).held_at is not None


def test_where_the_last_awaited_leaves_it_holds(
    propose: Propose, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    version = sign(propose(), founder)
    leave_circle(visible_memberships(third).get(), by=third)
    settle_all_charters()
    version.refresh_from_db()
    assert version.held_at is not None
    assert [one.name for one in charter_page(member, circle.number).signers] == ["Mara Member", "Noor Founder"]


def test_a_newer_proposal_takes_the_place_of_the_older(
    propose: Propose, circle: SharedCircle, member: Person, founder: Person
) -> None:
    first = propose()
    with pytest.raises(Conflict, match="meanwhile"):
        propose(founder, weeks=1)
    second = propose(founder, after=1, weeks=1)
    with pytest.raises(Conflict):
        sign_charter(first, by=founder)
    with pytest.raises(NotFound):
        version_for(member, circle.number, 1)
    assert set(Signature.objects.values_list("version", "person")) == {(second.pk, founder.pk)}


def test_who_proposed_withdraws_and_the_number_is_not_given_again(
    propose: Propose, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    version = propose()
    with pytest.raises(Forbidden):
        withdraw_charter(version, by=founder)
    withdraw_charter(version, by=member)
    assert not Signature.objects.exists()
    with pytest.raises(Conflict):
        withdraw_charter(version, by=member)
    with pytest.raises(Conflict):
        sign_charter(version, by=founder)
    again = propose()
    assert again.number == 2
    sign(again, founder, third)
    with pytest.raises(Conflict):
        withdraw_charter(again, by=member)


def test_a_proposal_without_a_change_is_refused(propose: Propose, founder: Person) -> None:
    propose()
    with pytest.raises(InputError, match="Nothing is changed"):
        propose(founder, after=1)


def test_strangers_neither_propose_nor_sign_nor_read(
    propose: Propose, circle: SharedCircle, administrator: Person
) -> None:
    version = propose()
    with pytest.raises(NotFound):
        propose(administrator, after=1, weeks=1)
    with pytest.raises(NotFound):
        sign_charter(version, by=administrator)
    with pytest.raises(NotFound):
        withdraw_charter(version, by=administrator)
    with pytest.raises(NotFound):
        charter_page(administrator, circle.number)
    assert today_card(administrator, administrator) is None


def test_today_speaks_to_who_is_awaited_alone(
    propose: Propose, circle: SharedCircle, member: Person, founder: Person
) -> None:
    assert today_card(founder, founder) is None
    propose()
    card = today_card(founder, founder)
    assert card is not None
    assert [one.number for one in card.context["circles"]] == [circle.number]  # type: ignore[attr-defined]
    assert today_card(member, member) is None
    assert today_card(member, founder) is None
    assert circle_card(member, circle) is not None


def write(circle: SharedCircle, person: Person, place: str) -> str:
    """Keep a sealed note of somebody in a place of the circle, and give its name."""
    group = group_for(person, keep_readers(circle, by=person))
    note = sealed(group, place=place)
    return str(write_note(group, by=person, sealed=note).key)


def test_own_words_are_a_note_of_the_circle_and_go_along(
    propose: Propose, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    group = group_for(member, keep_readers(circle, by=member))
    for person in (member, founder):
        make_keys(person, keys=keys_of(person))
    next_epoch(group, member)
    with pytest.raises(NotFound):
        propose(words=uuid4(), digest=DIGEST)
    place = charter_place(circle.number)
    key = write(circle, member, place)
    first = propose(words=key, digest=DIGEST)
    first.refresh_from_db()
    sign(first, founder, digest=DIGEST)
    # Who has no key signs the choices, and the words later.
    sign(first, third)
    assert charter_in_force(circle.number) is not None
    signed = dict(Signature.objects.values_list("person", "digest"))
    assert signed == {member.pk: DIGEST, founder.pk: DIGEST, third.pk: ""}
    sign(first, third, digest="f" * 64)
    sign(first, third)
    assert Signature.objects.get(person=third).digest == "f" * 64
    second = propose(founder, after=1, weeks=1, words=first.words, digest=DIGEST)
    page = charter_page(member, circle.number)
    assert (page.shown, page.words_before) == (second, None)
    dropped = propose(third, after=2, weeks=1)
    assert charter_page(member, circle.number).words_before == first.words
    assert charter_page(member, circle.number).is_without_words
    # There is nothing of which this could be a digest.
    with pytest.raises(InputError):
        sign_charter(dropped, by=founder, digest=DIGEST)
    with pytest.raises(InputError):
        sign_charter(first, by=founder, digest="what I read")


def test_the_charter_is_open_to_who_sits_in_the_circle_and_goals_to_who_promised(
    circle: SharedCircle, member: Person, administrator: Person
) -> None:
    group = keep_readers(circle, by=member)
    charter, goals = charter_place(circle.number), f"circle:{circle.number}:goals"
    assert places_open(group, member.pk, [charter, goals]) == {charter: True}
    assert places_open(group, administrator.pk, [charter, goals]) == {}
    leave_circle(visible_memberships(member).get(), by=member)
    assert places_open(group, member.pk, [charter, goals]) == {}


def test_what_is_in_force_goes_with_its_circle(
    in_scope: Organisation, propose: Propose, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    sign(propose(), founder, third)
    for person in (third, founder):
        leave_circle(visible_memberships(person).get(), by=person)
    assert not Version.objects.exists()
    with pytest.raises(NotFound):
        shared_circle(circle_for(member, circle.number))
    with pytest.raises(NotFound):
        propose_charter(circle, by=member, choices=Choices(), after=0)
