"""The pages about peers, as each finds them; above all, that nobody can tell a no from silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from roost.gather.matching.access import own_aparts
from roost.gather.matching.actions import (
    Sought,
    answer_proposal,
    end_overdue,
    keep_apart,
    propose_peers,
    seek_peer,
    stop_seeking,
)
from roost.gather.matching.models import Side, Wish
from roost.gather.matching.reads import peers_page, people_called
from roost.gather.matching.tests.seekers import Founder, form_for, side_of
from roost.ground.kit import clock
from roost.ground.people.actions import end_affiliation
from roost.ground.people.models import Organisation, Person, Team

BrowserFor = Callable[[Person | None], Client]
Two = tuple[Person, Person]
PEERS, WISH, APART = (reverse(f"matching:{name}") for name in ("peers", "wish", "apart"))


def say(person: Person, *, yes: bool) -> None:
    answer_proposal(side_of(person), by=person, yes=yes)


def silent(ben: Person) -> None:
    """Do nothing."""


def say_no(ben: Person) -> None:
    say(ben, yes=False)


def take_a_yes_back(ben: Person) -> None:
    # Only where the other has not said yes: then the two are a pair already.
    if Side.objects.exclude(person=ben).get().answer != "yes":
        say(ben, yes=True)
    say(ben, yes=False)


def end_the_wish(ben: Person) -> None:
    stop_seeking(Wish.objects.get(person=ben), by=ben)


def look_for_something_else(ben: Person) -> None:
    wish = Wish.objects.get(person=ben)
    seek_peer(wish.organisation, by=ben, sought=Sought("deciding", "new", "any", "Other words"), version=1)


def leave(ben: Person) -> None:
    end_affiliation(ben, organisation=Wish.objects.get(person=ben).organisation, by=None, on=clock.today("UTC"))


def want_to_be_apart(ben: Person) -> None:
    ann = Side.objects.exclude(person=ben).get().person
    keep_apart(by=ben, other=ann)


def seen(browser: Client) -> str:
    """Give what a person sees on the page of peers and on Today."""
    return browser.get(PEERS).text + browser.get("/").text


def without_secrets(page: str) -> str:
    """Give a page without what is drawn anew each time."""
    return re.sub(r"\b\w{64}\b", "", page)


# What each sees in each state stands as a table in the README; these are its rows.
NO = [say_no, take_a_yes_back, end_the_wish, look_for_something_else, leave, want_to_be_apart]


@pytest.mark.parametrize("says_yes", ["before", "after", "never"])
def test_a_no_looks_like_silence_on_every_page_and_every_day(
    says_yes: str, two: Two, in_scope: Organisation, client_for: BrowserFor
) -> None:
    shown = {}
    for act in (silent, *NO):
        # Each finds the same world.
        with transaction.atomic():
            shown[act.__name__] = weeks_after(act, says_yes, two, client_for(two[0]))
            transaction.set_rollback(True)
    assert [name for name, days in shown.items() if days != shown["silent"]] == []


def weeks_after(act: Callable[[Person], None], says_yes: str, two: Two, mine: Client) -> list[str]:
    """Give what one of two sees on the days after the other did something."""
    (ann, ben), start = two, clock.now()
    if says_yes == "before":
        say(ann, yes=True)
    act(ben)
    days = []
    if says_yes == "after":
        days.append(mine.post(reverse("matching:answer", args=[side_of(ann).pk]), {"yes": ""}, follow=True).text)
    for day in (0, 9.9, 10.5):
        with clock.at(start + timedelta(days=day)):
            end_overdue()
            propose_peers()
            days.append(seen(mine))
    return [without_secrets(one) for one in days]


def test_somebody_says_whom_they_look_for_and_both_learn_each_others_name(
    make_person: Callable[..., Person], in_scope: Organisation, client_for: BrowserFor
) -> None:
    ann, ben = make_person("Ann"), make_person("Ben")
    mine, theirs = client_for(ann), client_for(ben)
    assert "Find me a peer" in mine.get("/gather/").text
    assert "You look for nobody at the moment" in mine.get(PEERS).text
    assert "Roost looks for somebody" in mine.post(WISH, form_for(in_scope), follow=True).text
    assert "Nobody is proposed to you at the moment" in mine.get(PEERS).text
    theirs.post(WISH, form_for(in_scope, words="To hear how others do it"))
    page = mine.get(PEERS).text
    assert "Somebody who is in the middle of it; they share 8 of your working hours a day." in page
    assert "To hear how others do it" in page
    assert "Ben" not in page
    assert "mailto:" not in page
    assert "Would you like to meet?" in mine.get("/").text
    asked = re.search(r"/gather/peers/asked/\d+/", page)
    assert asked
    assert "If the other says yes as well" in mine.post(asked[0], {"yes": "yes"}, follow=True).text
    assert "You said yes." in mine.get(PEERS).text
    assert "Would you like to meet?" not in mine.get("/").text
    own = re.search(r"/gather/peers/asked/\d+/", theirs.get(PEERS).text)
    assert own
    page = theirs.post(own[0], {"yes": "yes"}, follow=True).text
    assert "You both said yes. Here is who it is." in page
    assert "Ann" in page
    assert f'href="mailto:{ann.email}"' in page
    assert 'href="/circle/1/"' in page
    assert "It is Ben." in mine.get("/").text
    with clock.at(clock.now() + timedelta(days=8)):
        assert "It is Ben." not in mine.get("/").text


def test_a_circle_that_is_over_or_was_left_is_led_to_no_more(
    two: Two, circles: Founder, client_for: BrowserFor
) -> None:
    for person in two:
        say(person, yes=True)
    mine = client_for(two[0])
    page = mine.get(PEERS).text
    assert 'href="/circle/1/"' in page
    assert "You have a circle, and can ask others in." in page
    circles.over.add(1)
    page = mine.get(PEERS).text
    assert "/circle/1/" not in page
    assert "You have a circle" not in page
    assert "Write to them: who begins does not matter." in page


def test_what_cannot_be_used_is_said(member: Person, in_scope: Organisation, client_for: BrowserFor) -> None:
    answer = client_for(member).post(WISH, form_for(in_scope, topic="nothing", stage=""))
    assert answer.status_code == 422
    assert not Wish.objects.exists()


def test_an_old_tab_shows_what_is_kept_beside_what_was_typed(
    two: Two, in_scope: Organisation, client_for: BrowserFor
) -> None:
    typed = form_for(in_scope, topic="deciding", words="Typed in an old tab")
    answer = client_for(two[0]).post(WISH, typed)
    assert answer.status_code == 409
    assert "Kept now: A conflict in the team" in answer.text
    assert "Typed in an old tab" in answer.text
    assert 'name="version" value="1"' in answer.text


def test_a_wish_is_ended_and_renewed_by_a_button(two: Two, client_for: BrowserFor) -> None:
    mine, number = client_for(two[0]), Wish.objects.get(person=two[0]).pk
    renew, stop = (reverse(f"matching:{name}", args=[number]) for name in ("renew", "stop"))
    assert "done already" in client_for(two[1]).post(stop, follow=True).text
    assert "sixty days from today" in mine.post(renew, follow=True).text
    assert "Ended. What you wrote is deleted" in mine.post(stop, follow=True).text
    assert "done already" in mine.post(stop, follow=True).text


def test_a_second_click_and_one_that_comes_too_late_are_answered_calmly(two: Two, client_for: BrowserFor) -> None:
    mine, side = client_for(two[0]), side_of(two[0])
    address = reverse("matching:answer", args=[side.pk])
    for _click in range(2):
        assert "Kept. They are not told" in mine.post(address, {"no": "no"}, follow=True).text
    assert "This is over." in mine.post(address, {"yes": "yes"}, follow=True).text
    theirs = reverse("matching:answer", args=[side_of(two[1]).pk])
    assert mine.post(theirs, {"yes": "yes"}).status_code == 404
    with clock.at(clock.now() + timedelta(days=10)):
        end_overdue()
        assert "This is over." in client_for(two[1]).post(theirs, {"yes": "yes"}, follow=True).text


def test_who_says_neither_yes_nor_no_said_nothing(two: Two, client_for: BrowserFor) -> None:
    mine = client_for(two[0])
    assert mine.post(reverse("matching:answer", args=[side_of(two[0]).pk]), {}).status_code == 400
    assert "Would you like to meet?" in mine.get(PEERS).text
    say(two[0], yes=True)
    assert "Take it back for good" in mine.get(PEERS).text


def test_somebody_is_found_by_name_and_kept_apart(
    in_scope: Organisation, member: Person, make_person: Callable[..., Person], team: Team, client_for: BrowserFor
) -> None:
    make_person("Sam North", team=team)
    south, mine = make_person("Sam South"), client_for(member)
    for number in range(13):
        make_person(f"Pat {number}", team=team)
    assert "Many are called so." in mine.post(APART, {"name": "pat"}).text
    assert "Nobody of your organisation is called so." in mine.post(APART, {"name": "Nobody"}).text
    page = mine.post(APART, {"name": "sam"}).text
    assert "Several are called so." in page
    assert "Sam North · Cleveland" in page
    page = mine.post(APART, {"name": "sam", "person": str(south.pk)}, follow=True).text
    assert "Sam South and you are not brought together" in page
    (line,) = own_aparts(member)
    assert line.other == south
    assert "Mara Member" not in client_for(south).get(APART).text
    # A part of a name is nobody's in particular, though one alone has it.
    page = mine.post(APART, {"name": "north"}).text
    assert "Choose them if you mean them" in page
    assert own_aparts(member).count() == 1
    assert "Taken from your list." in mine.post(reverse("matching:end-apart", args=[line.pk]), follow=True).text


def test_who_is_called_exactly_so_is_found_among_many_and_whatever_the_capitals(
    in_scope: Organisation, member: Person, make_person: Callable[..., Person]
) -> None:
    for number in range(14):
        make_person(f"Ana Annson {number:02}")
    ann, umlaut = make_person("Ann"), make_person("Özge Ünal")
    assert [one.person for one in people_called("ann", [in_scope], besides=member)] == [ann]
    for name in ("özge", "özge ünal", "ÖZGE ÜNAL"):
        assert [one.person for one in people_called(name, [in_scope], besides=member)] == [umlaut]


def test_a_full_list_and_a_fifth_name_are_refused_in_words(
    in_scope: Organisation, member: Person, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    mine = client_for(member)
    for number in range(4):
        mine.post(APART, {"name": make_person(f"Pat {number}").name})
    assert own_aparts(member).count() == 4
    answer = mine.post(APART, {"name": make_person("Sam").name})
    assert answer.status_code == 422
    assert "Four people a week can be put on this list." in answer.text


def test_a_list_of_people_is_read_in_few_queries(
    two: Two, in_scope: Organisation, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(5):
        peers_page(two[0], in_scope)


def test_who_changes_a_wish_reads_that_it_is_changed(
    member: Person, in_scope: Organisation, client_for: BrowserFor
) -> None:
    mine = client_for(member)
    assert "<title>Whom you look for" in mine.get(WISH).text
    mine.post(WISH, form_for(in_scope))
    shown = mine.get(WISH).text
    assert "<title>Change whom you look for" in shown
    assert "Look for somebody" not in shown
    same = mine.post(WISH, form_for(in_scope, version="1"), follow=True)
    assert "Nothing was changed: you look for the same as before." in same.text
    changed = mine.post(WISH, form_for(in_scope, version="1", words="To hear more"), follow=True)
    assert changed.redirect_chain == [(PEERS, 302)]
    assert "Your wish is changed." in changed.text
