"""The pages of two who walk together, as each of the two and as everybody else finds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.people.access import visible_companionships
from roost.ground.people.actions import agree_to_companionship, ask_for_companion
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.companions.actions import plan_session, set_goal
from roost.grow.companions.models import Commitment, Goal, Session
from roost.grow.growth.actions import Audience, Given, answer_questions

BrowserFor = Callable[[Person | None], Client]
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
    assert client_for(member).post(page("set-goal", pair.pk), {"goal-words": "More"}).status_code == 409
