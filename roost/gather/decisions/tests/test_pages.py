"""The pages of what a circle decides, as each of it finds them, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from roost.gather.circles.actions import found_circle
from roost.gather.circles.models import Circle, Round
from roost.gather.circles.reads import SharedCircle
from roost.gather.decisions.actions import answer, ask, end_due_circles
from roost.gather.decisions.engine.deciding import ENDS_AFTER
from roost.gather.decisions.models import Question, Reseating
from roost.gather.decisions.reads import circle_card, convener_card, standing_of, today_card
from roost.gather.decisions.tests.conftest import NOON
from roost.gather.meetings.tests.holding import hold
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]
Decide = Callable[..., None]


def page(name: str, circle: SharedCircle, *more: int) -> str:
    return reverse(f"decisions:{name}", args=[circle.number, *more])


def test_from_asking_to_going_on(
    circle: SharedCircle, member: Person, founder: Person, third: Person, client_for: BrowserFor
) -> None:
    one, other, last = client_for(member), client_for(founder), client_for(third)
    about = reverse("meetings:circle", args=[circle.number])
    assert "Ask the circle how it goes on" in one.get(about).text
    shown = one.post(page("ask", circle), follow=True).text
    assert "All of you are asked." in shown
    assert "What is right for this circle?" in shown
    assert "We form anew, with other people" in shown
    # Nobody convened this circle, so nobody gives its people a seat in another one.
    assert "each of you looks for other people" in shown
    assert "Answer" in other.get(about).text
    assert "How does your circle go on?" in other.get("/").text
    send = page("answer", circle, Question.objects.get().pk)
    assert "Choose one of the answers." in one.post(send, follow=True).text
    shown = one.post(send, {"option": "on"}, follow=True).text
    assert "You have answered" in shown
    assert "checked" in shown
    assert "How does your circle go on?" not in one.get("/").text
    # Nobody learns how many answered, nor what.
    seen = other.get(page("decision", circle)).text
    assert "checked" not in seen
    assert "Mara" not in seen.replace(circle.name, "")
    other.post(send, {"option": "on"})
    assert "This is what came out." in last.post(send, {"option": "close"}, follow=True).text
    shown = other.get(about).text
    assert "You go on" in shown
    assert "Plan your next term" in shown
    assert "Your circle can be asked again from 4 July on." in one.get(page("decision", circle)).text
    assert "From 4 July on" in one.post(page("ask", circle), follow=True).text
    assert "decided already" in one.post(send, {"option": "close"}, follow=True).text


def test_a_good_end_and_stopping_it(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    decide("anew", "anew", "on")
    one, other = client_for(member), client_for(founder)
    about = reverse("meetings:circle", args=[circle.number])
    assert "Your circle ends on Thursday 27 June" in one.get(about).text
    assert "Your circle ends on Thursday 27 June" in one.get("/").text
    shown = one.get(page("decision", circle)).text
    assert "?protocol=harvest" in shown
    assert "Find me a peer" in shown
    assert "Take along what you wrote" not in shown
    assert "A last meeting" in one.get(f"{reverse('meetings:begin', args=[circle.number])}?protocol=harvest").text
    assert "All of you are asked once more." in other.post(page("stop", circle), follow=True).text
    assert "Somebody of you stopped it already." in one.post(page("stop", circle), follow=True).text
    decide("anew", "anew", "on")
    shown = one.get(page("decision", circle)).text
    assert "Now it stays." in shown
    assert page("stop", circle) not in shown
    assert "Now it stays." in one.post(page("stop", circle), follow=True).text
    with clock.at(NOON + ENDS_AFTER):
        end_due_circles()
        assert one.get(page("decision", circle)).status_code == 404


def test_who_promised_in_a_meeting_is_led_to_what_they_wrote(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person, third: Person, client_for: BrowserFor
) -> None:
    hold(circle, NOON - timedelta(days=7), member, founder)
    decide("close", "close", "close")
    there, away = (client_for(one).get(page("decision", circle)).text for one in (member, third))
    assert f"{reverse('meetings:circle', args=[circle.number])}#writing" in there
    assert "Take along what you wrote" not in away


def test_a_tie_leads_to_talking(circle: SharedCircle, decide: Decide, member: Person, client_for: BrowserFor) -> None:
    decide("anew", "close", "on")
    browser = client_for(member)
    assert "Talk about how you go on" in browser.get(reverse("meetings:circle", args=[circle.number])).text
    shown = browser.get(page("decision", circle)).text
    assert "Talk about it when you meet" in shown
    assert page("ask", circle) in shown


def test_what_is_over_is_decided_when_somebody_looks(
    circle: SharedCircle, decide: Decide, member: Person, client_for: BrowserFor
) -> None:
    decide("on")
    with clock.at(NOON + timedelta(days=14)):
        assert "You go on" in client_for(member).get(page("decision", circle)).text


def test_who_convenes_finds_a_note_and_puts_it_away(
    circle: SharedCircle, founder: Person, member: Person, in_scope: Organisation, client_for: BrowserFor
) -> None:
    told = {"organisation": in_scope, "key": "0" * 32, "least": 3, "most": 5, "created_at": NOON, "changed_at": NOON}
    round = Round.objects.create(convener=founder, title="Spring", state="closed", **told)
    note = Reseating.objects.create(organisation=in_scope, round=round, name="Circle 3", ended_at=NOON)
    gather, away = reverse("circles:gather"), reverse("decisions:read", args=[note.pk])
    shown = client_for(founder).get(gather).text
    assert "Circle 3 ended on 6 June" in shown
    assert "A circle asks to be seated anew" not in client_for(member).get(gather).text
    assert client_for(member).post(away).status_code == 404
    assert "A circle asks to be seated anew" not in client_for(founder).post(away, follow=True).text


@pytest.mark.parametrize("many", [1, 4])
def test_reads_ask_no_more_than_they_say(
    many: int,
    circle: SharedCircle,
    member: Person,
    founder: Person,
    in_scope: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        assert today_card(member, member) is None
    with django_assert_num_queries(1):
        assert convener_card(founder, founder) is None
    assert today_card(founder, member) is None
    question = ask(circle, by=member)
    answer(question, by=founder, option="on")
    with django_assert_num_queries(8):
        standing_of(member, circle.number)
    with django_assert_num_queries(8):
        circle_card(member, circle)
    for _number in range(many - 1):
        made = found_circle(in_scope, people=[member, founder], by=member)
        ask(SharedCircle(made.pk, in_scope.pk, "", "", {}, 0), by=member)
    assert Circle.objects.count() == many
    with django_assert_num_queries(2 + 3 * many):
        assert today_card(member, member) is not None
