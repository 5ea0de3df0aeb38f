"""The pages of two who walk together, as each of the two and as everybody else finds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.people.access import visible_companionships
from roost.ground.people.actions import agree_to_companionship, ask_for_companion, end_affiliation, end_companionship
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.companions.actions import (
    call_off_session,
    commit_to,
    drop_commitment,
    plan_session,
    raise_point,
    reach_goal,
    set_goal,
)
from roost.grow.companions.models import Commitment, Goal, Session
from roost.grow.growth.actions import Audience, Given, answer_questions

BrowserFor = Callable[[Person | None], Client]
TODAY = date(2024, 6, 12)
LATER = datetime(2024, 6, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def pair(in_scope: Organisation, member: Person, founder: Person) -> Companionship:
    kind = Companionship.Kind.MENTOR
    asked = ask_for_companion(in_scope, by=member, person=member, companion=founder, kind=kind)
    return agree_to_companionship(asked, by=founder)


def page(name: str, number: int) -> str:
    return reverse(f"companions:{name}", args=[number])


def test_somebody_asks_and_the_other_agrees(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    mine, theirs = client_for(member), client_for(founder)
    assert "Ask somebody" in mine.get(reverse("growth:overview")).text
    told = mine.post(reverse("companions:ask"), {"kind": "coach", "email": founder.email}, follow=True).text
    assert "finds your question on Today" in told
    assert "asks you to walk beside them" in theirs.get(reverse("home:today")).text
    (asked,) = visible_companionships(member)
    assert "Will you walk together?" in theirs.get(page("pair", asked.pk)).text
    assert "has not answered yet" in mine.get(page("pair", asked.pk)).text
    assert "You walk together now." in theirs.post(page("agree", asked.pk), follow=True).text
    assert "accompanies you" in mine.get(reverse("growth:overview")).text


@pytest.mark.parametrize(
    "told",
    [{"kind": "coach"}, {"kind": "coach", "email": "nobody@example.org"}, {"email": "founder@example.org"}, {}],
)
def test_what_cannot_be_asked_is_said(
    told: dict[str, str], in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("companions:ask"), told)
    assert answer.status_code == 422
    assert not visible_companionships(member).exists()


def test_nobody_asks_themselves(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    answer = client_for(member).post(reverse("companions:ask"), {"kind": "peer", "email": member.email})
    assert answer.status_code == 422
    assert "A companion is somebody else." in answer.text


def test_the_two_plan_aim_and_commit(
    pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    mine, theirs = client_for(member), client_for(founder)
    mine.post(page("set-goal", pair.pk), {"goal-words": "Say no twice a week"})
    theirs.post(page("commit", pair.pk), {"commit-words": "Send the book", "commit-due": "2024-06-12"})
    planned = mine.post(page("plan-session", pair.pk), {"day": "2024-06-14", "time": "09:30"}, follow=True)
    assert "What to talk about" in planned.text
    session = Session.objects.get()
    theirs.post(page("raise-point", session.pk), {"words": "The board meeting"})
    assert "The board meeting" in mine.get(page("session", session.pk)).text
    both = [browser.get(page("pair", pair.pk)).text for browser in (mine, theirs)]
    for text in both:
        assert "Say no twice a week" in text
        assert "1 point on the agenda" in text
    assert "Drop it" in both[1]
    assert "Drop it" not in both[0]
    assert "Send the book" in theirs.get(reverse("home:today")).text
    theirs.post(page("end-commitment", Commitment.objects.get().pk), {"kept": "1"})
    mine.post(page("end-goal", Goal.objects.get().pk), {"reached": "1"})
    assert Commitment.objects.get().kept_at is not None
    assert Goal.objects.get().reached_at is not None


def test_a_time_is_read_by_the_clock_of_who_types_it(
    pair: Companionship, member: Person, client_for: BrowserFor
) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="Asia/Kathmandu")
    browser = client_for(Person.objects.get(pk=member.pk))
    browser.post(page("plan-session", pair.pk), {"day": "2024-06-14", "time": "09:30"})
    assert Session.objects.get().starts_at.isoformat() == "2024-06-14T03:45:00+00:00"
    assert "09:30" in browser.get(page("pair", pair.pk)).text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("set-goal", {"goal-words": ""}),
        ("commit", {"commit-words": ""}),
        ("plan-session", {"day": "2024-06-01", "time": "09:00"}),
        ("plan-session", {"day": "soon", "time": ""}),
        ("energy", {}),
        ("energy", {"body": "7"}),
    ],
)
def test_what_cannot_be_kept_is_said_on_the_page(
    name: str, told: dict[str, str], pair: Companionship, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(page(name, pair.pk), told)
    assert answer.status_code == 422
    assert "field-error" in answer.text or "notice-attend" in answer.text


def test_a_session_moved_elsewhere_meanwhile_is_not_moved_unseen(
    pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    mine, theirs = client_for(member), client_for(founder)
    moved = {"day": "2024-06-21", "time": "10:00", "version": "1"}
    assert theirs.post(page("session", session.pk), moved).status_code == 302
    late = mine.post(page("session", session.pk), moved | {"day": "2024-06-22"})
    assert late.status_code == 409
    assert "It was moved meanwhile" in late.text
    assert 'value="2024-06-21"' in late.text


def test_the_companion_reads_what_was_opened_and_says_nothing_for_the_person(
    in_scope: Organisation, pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    answer_questions(in_scope, by=member, given={"body": Given("2", Audience.COMPANION), "mind": Given("5")})
    theirs, mine = client_for(founder), client_for(member)
    told = theirs.get(page("pair", pair.pk)).text
    assert "What you can read" in told
    assert "Body: sleep, movement, food" in told
    assert "Mind: attention" not in told
    assert theirs.post(page("energy", pair.pk), {"body": "5"}).status_code == 404
    assert theirs.post(page("show-needles", pair.pk), {"shown": "yes"}).status_code == 404
    assert "can read it" in mine.post(page("energy", pair.pk), {"body": "5"}, follow=True).text
    assert "sees what you want to move" in mine.post(page("show-needles", pair.pk), {"shown": "yes"}, follow=True).text


def test_an_administrator_brings_two_together_and_sees_no_word_of_theirs(
    in_scope: Organisation, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(administrator), reverse("companions:counted")
    both = {"person": member.email, "companion": founder.email, "kind": "coach"}
    assert "Both are asked" in browser.post(address, both, follow=True).text
    (asked,) = visible_companionships(member)
    assert "proposed that they walk beside you" in client_for(member).get(reverse("companions:list")).text
    for person in (member, founder):
        client_for(person).post(page("agree", asked.pk))
    set_goal(Companionship.objects.get(), by=member, words="A canary of ours")
    told = browser.get(address).text
    assert str(founder) in told
    assert "running" in told
    assert "canary" not in told
    assert browser.get(page("pair", asked.pk)).status_code == 404
    assert browser.post(page("end-counted", asked.pk), follow=True).status_code == 200
    assert Companionship.objects.get().ended_at is not None
    assert browser.post(address, both | {"person": "nobody@example.org"}).status_code == 422


def test_what_ended_stays_for_the_two_alone(
    pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(founder)
    assert "It is ended." in browser.post(page("end", pair.pk), follow=True).text
    assert "This ended on" in client_for(member).get(page("pair", pair.pk)).text


def test_what_they_did_together_is_read_once_it_is_over(
    pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    reach_goal(set_goal(pair, by=member, words="Say no twice a week"), by=member)
    set_goal(pair, by=founder, words="Sleep")
    commit_to(pair, by=founder, words="Send the book")
    drop_commitment(commit_to(pair, by=member, words="Ask Ines"), by=member)
    raise_point(plan_session(pair, by=member, starts_at=LATER), by=member, words="The board meeting")
    client_for(founder).post(page("end", pair.pk))
    for person in (member, founder):
        told = client_for(person).get(page("pair", pair.pk)).text
        for words in ("Say no twice a week", "Sleep", "Send the book", "Ask Ines", "20 June 2024"):
            assert words in told
        for word in ("Reached", "Let it go", "Drop it", "Set this goal", "Commit to it", "Plan a session"):
            assert word not in told


def test_words_for_what_just_ended_are_not_lost(
    pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    end_companionship(pair, by=founder)
    mine = client_for(member)
    for name, number, told, words in (
        ("set-goal", pair.pk, {"goal-words": "Words of mine"}, "Words of mine"),
        ("commit", pair.pk, {"commit-words": "Words of mine"}, "Words of mine"),
        ("raise-point", session.pk, {"words": "Words of mine"}, "Words of mine"),
        ("plan-session", pair.pk, {"day": "2024-06-21", "time": "09:30"}, "21 June 2024, 09:30"),
        ("energy", pair.pk, {"body": "2"}, "This ended on"),
    ):
        answer = mine.post(page(name, number), told)
        assert answer.status_code == 409
        assert "This is not running" in answer.text
        assert words in answer.text


def test_words_for_a_session_that_was_just_called_off_are_not_lost(
    pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    call_off_session(session, by=founder)
    answer = client_for(member).post(page("raise-point", session.pk), {"words": "The board meeting"})
    assert answer.status_code == 409
    assert "The board meeting" in answer.text


@pytest.mark.parametrize(
    ("zone", "day", "time"),
    [
        ("America/New_York", "9999-12-31", "23:00"),
        ("Asia/Tokyo", "0001-01-01", "00:00"),
        ("UTC", "2024-06-11", "09:00"),
        ("UTC", "2027-07-01", "09:00"),
    ],
)
def test_a_day_too_far_is_said_and_not_kept(
    zone: str, day: str, time: str, pair: Companionship, member: Person, client_for: BrowserFor
) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    Person.objects.filter(pk=member.pk).update(time_zone=zone)
    browser = client_for(Person.objects.get(pk=member.pk))
    told = {"day": day, "time": time, "version": "1"}
    for answer in (
        browser.post(page("plan-session", pair.pk), told),
        browser.post(page("session", session.pk), told),
    ):
        assert answer.status_code == 422
        assert "within three years" in answer.text
    assert Session.objects.get().starts_at == LATER


def test_a_time_that_has_passed_is_asked_about(
    pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    mine, asked = client_for(member), "Did you meet"
    pages = [reverse("home:today"), reverse("companions:list"), page("pair", pair.pk), page("session", session.pk)]
    assert not any(asked in mine.get(one).text for one in pages)
    with clock.at(LATER + timedelta(days=1)):
        for one in pages:
            assert asked in mine.get(one).text
            assert "You meet" not in mine.get(one).text
        mine.post(page("call-off", session.pk))
        assert not any(asked in mine.get(one).text for one in pages)


def test_who_asks_for_what_was_proposed_walks_at_once(
    in_scope: Organisation, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    both = {"person": member.email, "companion": founder.email, "kind": "coach"}
    client_for(administrator).post(reverse("companions:counted"), both)
    (asked,) = visible_companionships(member)
    assert "An administrator asks the two of you" in client_for(member).get(page("pair", asked.pk)).text
    client_for(founder).post(page("agree", asked.pk))
    told = client_for(member).post(reverse("companions:ask"), {"kind": "coach", "email": founder.email}, follow=True)
    assert "You walk together now." in told.text


def test_asking_has_a_pace_and_the_answer_does_not_tell_who_left(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    end_affiliation(founder, organisation=in_scope, by=None, on=TODAY)
    mine, ask = client_for(member), reverse("companions:ask")
    answers = [mine.post(ask, {"kind": "coach", "email": address}) for address in (founder.email, "nobody@example.org")]
    for answer in answers:
        assert answer.status_code == 422
        assert "Nobody of your organisation has this address." in answer.text
    for _ in range(8):
        mine.post(ask, {"kind": "coach", "email": "nobody@example.org"})
    late = mine.post(ask, {"kind": "coach", "email": "nobody@example.org"})
    assert "a lot in a short time" in late.text
    assert "nobody@example.org" in late.text


def test_the_pages_say_what_will_be_read_and_what_is_counted_no_longer(
    in_scope: Organisation, pair: Companionship, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    mine = client_for(member)
    assert "What you told before stays closed to them." in mine.get(reverse("companions:ask")).text
    told = mine.get(page("pair", pair.pk)).text
    assert "This opens needles and experiments to everybody who accompanies you now." in told
    assert "counted with others no longer" not in told
    assert reverse("vault:key") in told
    answer_questions(in_scope, by=member, given={"body": Given("2", Audience.COUNTED)})
    assert "counted with others no longer" in mine.get(page("pair", pair.pk)).text
    assert "counted with others no longer" not in client_for(founder).get(page("pair", pair.pk)).text
    mine.post(page("energy", pair.pk), {"body": "3"})
    assert "counted with others no longer" not in mine.get(page("pair", pair.pk)).text
