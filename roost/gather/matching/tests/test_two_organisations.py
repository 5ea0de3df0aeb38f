"""Somebody in two organisations: what a page is about stays what it does, whatever waits for them elsewhere by then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.matching.access import own_aparts, wish_of
from roost.gather.matching.actions import answer_proposal, forget_lines, keep_apart, let_together, seek_peer, take_part
from roost.gather.matching.models import Apart, Conversation, Place, Rhythm, Side, Wish
from roost.gather.matching.reads import conversations_page
from roost.gather.matching.tests.seekers import SOUGHT, form_for, side_of
from roost.gather.matching.tests.talkers import MONDAY, drawn_on, on_monday
from roost.ground.kit import clock
from roost.ground.kit.scopes import touching
from roost.ground.people.actions import end_affiliation
from roost.ground.people.models import Affiliation, Organisation, Person

BrowserFor = Callable[[Person | None], Client]
PEERS, WISH, APART, TALKS = (reverse(f"matching:{name}") for name in ("peers", "wish", "apart", "conversations"))


@pytest.fixture
def elsewhere(in_scope: Organisation, other_organisation: Organisation, member: Person) -> Iterator[Organisation]:
    """Give a second organisation to which the member belongs, and let the test query both."""
    with touching(in_scope.pk, other_organisation.pk):
        Affiliation.objects.create(organisation=other_organisation, person=member, starts_on=clock.today("UTC"))
        yield other_organisation


def address_in(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found, pattern
    return found[0]


def ask_elsewhere(elsewhere: Organisation, *people: Person) -> None:
    """Let a question wait in the second organisation, which then comes first on the page of peers."""
    for person in people:
        seek_peer(elsewhere, by=person, sought=SOUGHT, version=0)


def test_what_today_asks_of_a_second_organisation_can_be_answered(
    elsewhere: Organisation, outsider: Person, member: Person, client_for: BrowserFor
) -> None:
    ask_elsewhere(elsewhere, outsider, member)
    for person in (outsider, member):
        take_part(elsewhere, by=person, every=1, by_mail=False)
    mine = client_for(member)
    assert "Would you like to meet?" in mine.get("/").text
    assert reverse("matching:answer", args=[side_of(member).pk]) in mine.get(PEERS).text
    for person in (member, outsider):
        answer_proposal(side_of(person), by=person, yes=True)
    page = mine.get(PEERS).text
    assert page.count("You both said yes on") == 1
    assert "Ended." in mine.post(address_in(page, r"/gather/peers/wish/\d+/end/"), follow=True).text
    assert "You both said yes on" in mine.get(PEERS).text
    drawn_on(MONDAY)
    with clock.at(on_monday()):
        assert "By chance, you talk with" in mine.get("/").text
        page = mine.get(TALKS).text
        assert "Did you meet?" in page
        assert mine.post(address_in(page, r"/gather/conversations/\d+/end/")).status_code == 302
    assert not Rhythm.objects.filter(person=member).exists()


def test_a_page_ends_renews_and_changes_the_wish_that_it_shows(
    in_scope: Organisation, elsewhere: Organisation, outsider: Person, member: Person, client_for: BrowserFor
) -> None:
    mine = client_for(member)
    seek_peer(in_scope, by=member, sought=SOUGHT, version=0)
    shown = mine.get(PEERS).text
    change = address_in(shown, r"/gather/peers/wish/\?organisation=\d+")
    ask_elsewhere(elsewhere, outsider, member)
    theirs = wish_of(member, elsewhere)
    assert theirs is not None

    with clock.at(clock.now() + timedelta(days=1)):
        mine.post(address_in(shown, r"/gather/peers/wish/\d+/renew/"))
    assert wish_of(member, in_scope).until > wish_of(member, elsewhere).until == theirs.until

    form = mine.get(change).text
    assert f'name="organisation" value="{in_scope.pk}"' in form
    assert mine.post(WISH, form_for(in_scope, topic="deciding", version="1")).status_code == 302
    assert wish_of(member, in_scope).topic == "deciding"
    assert wish_of(member, elsewhere).version == 1

    mine.post(address_in(shown, r"/gather/peers/wish/\d+/end/"))
    assert [one.organisation for one in Wish.objects.filter(person=member)] == [elsewhere]


def test_a_new_wish_is_kept_where_its_form_was_made(
    in_scope: Organisation, elsewhere: Organisation, outsider: Person, member: Person, client_for: BrowserFor
) -> None:
    mine = client_for(member)
    form = mine.get(WISH).text
    assert f'name="organisation" value="{in_scope.pk}"' in form
    ask_elsewhere(elsewhere, outsider, member)
    assert mine.post(WISH, form_for(in_scope)).status_code == 302
    assert wish_of(member, in_scope) is not None
    assert mine.post(WISH, form_for(in_scope) | {"organisation": ""}).status_code == 400


def test_nobody_seeks_in_an_organisation_that_is_not_theirs(
    in_scope: Organisation, other_organisation: Organisation, member: Person, client_for: BrowserFor
) -> None:
    mine = client_for(member)
    assert mine.post(WISH, form_for(other_organisation)).status_code == 404
    assert mine.get(WISH, {"organisation": other_organisation.pk}).status_code == 404
    assert mine.post(TALKS, {"every": "1", "organisation": other_organisation.pk}).status_code == 404
    assert mine.get(WISH, {"organisation": "nothing"}).status_code == 200


def test_a_page_of_conversations_changes_and_ends_what_it_shows(
    in_scope: Organisation, elsewhere: Organisation, outsider: Person, member: Person, client_for: BrowserFor
) -> None:
    take_part(in_scope, by=member, every=4, by_mail=False)
    mine = client_for(member)
    shown = mine.get(TALKS).text
    for person in (outsider, member):
        take_part(elsewhere, by=person, every=1, by_mail=False)
    drawn_on(MONDAY)
    with clock.at(on_monday()):
        assert "Otto Outsider" in mine.get(TALKS).text
        mine.post(TALKS, {"every": "2", "organisation": in_scope.pk})
        assert set(Rhythm.objects.filter(person=member).values_list("organisation", "every")) == {
            (in_scope.pk, 2),
            (elsewhere.pk, 1),
        }
        rest = address_in(shown, r"/gather/conversations/\d+/rest/")
        assert mine.post(rest, {"until": "2024-06-01"}).status_code == 422
        mine.post(rest, {"until": "2024-08-01"})
        mine.post(address_in(shown, r"/gather/conversations/\d+/end/"))
    (left,) = Rhythm.objects.filter(person=member)
    assert (left.organisation, left.resting_until) == (elsewhere, None)


def test_colleagues_of_every_organisation_can_be_kept_apart(
    in_scope: Organisation, elsewhere: Organisation, outsider: Person, member: Person, client_for: BrowserFor
) -> None:
    mine = client_for(member)
    seek_peer(in_scope, by=member, sought=SOUGHT, version=0)
    page = mine.post(APART, {"name": "otto outsider"}, follow=True).text
    assert "are not brought together" in page
    assert "Otto Outsider" in page
    (line,) = own_aparts(member)
    assert line.other == outsider
    assert "Otto Outsider" not in mine.post(reverse("matching:end-apart", args=[line.pk]), follow=True).text


def test_people_of_one_name_are_told_apart_by_where_they_work(
    in_scope: Organisation,
    elsewhere: Organisation,
    member: Person,
    make_person: Callable[..., Person],
    client_for: BrowserFor,
) -> None:
    for name, organisation in (("Sam One", in_scope), ("Sam Two", elsewhere)):
        make_person(name, organisation=organisation)
    Person.objects.filter(name__startswith="Sam").update(name="Sam Same")
    page = client_for(member).post(APART, {"name": "sam same"}).text
    assert "Sam Same · Harbour" in page
    assert "Sam Same · Elsewhere" in page


def test_who_works_with_one_twice_stands_on_the_list_once(
    in_scope: Organisation, elsewhere: Organisation, outsider: Person, member: Person, client_for: BrowserFor
) -> None:
    Affiliation.objects.create(organisation=in_scope, person=outsider, starts_on=clock.today("UTC"))
    page = client_for(member).post(APART, {"name": "otto outsider"}, follow=True).text
    assert page.count("Take it away") == 1
    (line,) = Apart.objects.filter(person=member)
    let_together(line, by=member)
    assert not own_aparts(member).exists()


def test_who_is_kept_apart_in_one_organisation_stays_so_in_one_that_is_shared_later(
    in_scope: Organisation, elsewhere: Organisation, member: Person, founder: Person
) -> None:
    keep_apart(by=member, other=founder)
    Affiliation.objects.create(organisation=elsewhere, person=founder, starts_on=clock.today("UTC"))
    ask_elsewhere(elsewhere, member, founder)
    assert not Side.objects.filter(organisation=elsewhere).exists()
    for person in (member, founder):
        take_part(elsewhere, by=person, every=1, by_mail=False)
    assert drawn_on(MONDAY) == 0


def test_who_leaves_and_comes_back_is_still_kept_apart(in_scope: Organisation, member: Person, founder: Person) -> None:
    keep_apart(by=member, other=founder)
    end_affiliation(founder, organisation=in_scope, by=None, on=clock.today("UTC"))
    with clock.at(clock.now() + timedelta(weeks=30)):
        assert forget_lines() == 0
        Affiliation.objects.filter(organisation=in_scope, person=founder).update(ends_on=None)
        ask_elsewhere(in_scope, member, founder)
        assert not Side.objects.exists()
    assert [one.other for one in own_aparts(member)] == [founder]


def test_what_was_before_in_one_organisation_is_not_hidden_by_another(
    in_scope: Organisation, elsewhere: Organisation, outsider: Person, member: Person, founder: Person
) -> None:
    def talked(organisation: Organisation, other: Person, weeks: int) -> None:
        monday = MONDAY - timedelta(weeks=weeks)
        conversation = Conversation.objects.create(organisation=organisation, monday=monday)
        shown = clock.now() - timedelta(weeks=weeks)
        for person in (member, other):
            Place.objects.create(organisation=organisation, conversation=conversation, person=person, shown_from=shown)

    talked(in_scope, founder, 40)
    for weeks in range(3, 20):
        talked(elsewhere, outsider, weeks)
    assert [one.names for one in conversations_page(member, in_scope).past] == ["Noor Founder"]
