"""The pages of meetings, as a member, one who is not in yet and everybody else find them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from roost.gather.circles.models import Circle
from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import come_in, move_meeting
from roost.gather.meetings.engine.events import NextStep
from roost.gather.meetings.models import Meeting, Weight
from roost.gather.meetings.reads import circle_page, circle_ways, today_card
from roost.gather.meetings.tests.talks import end_now
from roost.gather.meetings.views.live import Frames, meeting_marks
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person
from roost.ground.vault.actions import make_keys
from roost.ground.vault.tests.sealing import keys_of

Begin = Callable[..., Meeting]
BrowserFor = Callable[[Person | None], Client]


def page(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk])


def press(browser: Client, meeting: Meeting, act: str, *, part: bool = True, **more: Any) -> Any:
    meeting.refresh_from_db()
    told = {"act": act, "move": meeting.state["move"]} | more
    return browser.post(page("press", meeting), told, headers={"X-Part": "own"} if part else {})


def test_from_the_circle_to_a_meeting_and_back(
    circle: SharedCircle, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser, other = client_for(member), client_for(founder)
    here = reverse("meetings:circle", args=[circle.number])
    shown = browser.get(here).text
    assert "You have not met with Roost yet" in shown
    where, _, card = f"{reverse('circles:gather')}#circle-{circle.number}".partition("#")
    assert f'href="{where}#{card}"' in shown
    assert f'id="{card}"' in browser.get(where).text
    begin = reverse("meetings:begin", args=[circle.number])
    assert "90 minutes, 3 people" in browser.get(begin).text
    warned = browser.get(begin, {"minutes": "45", "people": "12"}).text
    assert "Take 90 minutes." in warned
    assert browser.post(begin, {"minutes": "50"}).status_code == 422
    told = {"protocol": "experience-share", "minutes": "60", "people": "3"}
    promise = browser.post(begin, told, follow=True).text
    assert "I promise this. Let me in" in promise
    assert "One of you is here" not in promise
    meeting = Meeting.objects.get()
    assert "Wait for one more" in browser.post(page("come", meeting), follow=True).text
    assert "Come in" in other.get(here).text
    assert "Moderate instead of Mara Member" in other.post(page("come", meeting), follow=True).text
    assert "You moderate" in press(browser, meeting, "step").text
    assert "It is your turn" in browser.get(page("meeting", meeting)).text
    assert "It is your turn" not in other.get(page("meeting", meeting)).text
    # A page from before it began calls nothing off any more.
    stale = browser.post(page("end", meeting), {"what": "call-off"}, follow=True).text
    assert "it can only be ended" in stale
    assert Meeting.objects.get().ended_at is None
    meeting.refresh_from_db()
    now = meeting.state["move"]
    old = browser.post(page("end", meeting), {"what": "end", "move": now - 1}, follow=True)
    assert "had moved on already" in old.text
    assert "cannot be understood" in browser.post(page("end", meeting), {"what": "end"}, follow=True).text
    asked = browser.get(page("meeting", meeting)).text
    assert "was written in it is deleted for everybody" in asked[asked.index('id="ending"') : asked.index('id="end"')]
    ended = browser.post(page("end", meeting), {"what": "end", "move": now}, follow=True)
    assert "The meeting is over" in ended.text
    assert ended.redirect_chain == [(f"{here}#past", 302)]
    assert f'data-after="{here}#past"' in asked
    assert "too few to say" in ended.text
    assert other.get(page("meeting", meeting)).url == here


def test_without_scripts_a_button_shows_the_page_again(
    begin: Begin, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    meeting, browser = begin(member, founder), client_for(member)
    answer = press(browser, meeting, "step", part=False)
    assert answer.url == page("meeting", meeting)
    late = browser.post(page("press", meeting), {"act": "step", "move": "0"}, follow=True)
    assert "had moved on already" in late.text
    assert "It is your turn" in late.text
    for told in ({}, {"act": "step"}, {"act": "fly", "move": "1"}, {"act": "choose", "who": "x", "move": "1"}):
        assert "cannot be understood" in browser.post(page("press", meeting), told, follow=True).text


def test_whoever_has_not_promised_sees_the_promise_alone(
    begin: Begin, member: Person, founder: Person, third: Person, client_for: BrowserFor
) -> None:
    meeting, browser = begin(member, founder), client_for(third)
    shown = browser.get(page("meeting", meeting)).text
    assert "What is said here stays here" in shown
    assert member.name not in shown
    assert browser.get(page("part", meeting)).status_code == 410
    for name in ("stream", "latest"):
        assert browser.get(page(name, meeting)).status_code == 404
    assert press(browser, meeting, "take-over").status_code == 410
    press(browser, meeting, "take-over", part=False)
    meeting.refresh_from_db()
    assert meeting.state["moderator"] == member.pk


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_whoever_does_not_sit_in_the_circle_finds_no_page(
    who: str, begin: Begin, circle: SharedCircle, member: Person, client_for: BrowserFor, request: pytest.FixtureRequest
) -> None:
    meeting, browser = begin(member), client_for(request.getfixturevalue(who))
    for name in ("circle", "begin", "card"):
        assert browser.get(reverse(f"meetings:{name}", args=[circle.number])).status_code == 404
    for name in ("meeting", "part", "stream", "latest"):
        assert browser.get(page(name, meeting)).status_code == 404
    for name in ("come", "press", "weigh", "rate", "end"):
        assert browser.post(page(name, meeting)).status_code == 404


def test_topics_are_weighed_by_each_alone(
    begin: Begin, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    meeting, mine, theirs = begin(member, founder), client_for(member), client_for(founder)
    press(mine, meeting, "step")
    press(mine, meeting, "step")
    assert "I take my topic back" in press(theirs, meeting, "bring").text
    told = {f"importance-{founder.pk}": "4", f"urgency-{founder.pk}": "5"}
    part = {"X-Part": "own"}
    assert "Choose both numbers" in mine.post(page("weigh", meeting), {}, headers=part).text
    assert "Kept. You can change it" in mine.post(page("weigh", meeting), told, headers=part).text
    assert "Your own topic is weighed by the others" in theirs.get(page("part", meeting)).text
    assert "What is your own part in it?" in theirs.get(page("part", meeting)).text
    assert "What is your own part in it?" not in mine.get(page("part", meeting)).text
    assert 'name="importance' not in theirs.get(page("part", meeting)).text
    assert re.search(r'value="4"\s+checked', mine.get(page("part", meeting)).text)
    assert not re.search(r'value="4"\s+checked', theirs.get(page("part", meeting)).text)
    assert "1 of 1 has weighed" in theirs.get(page("meeting", meeting)).text
    press(mine, meeting, "heaviest")
    assert not Weight.objects.exists()
    assert "Noor Founder’s topic" in theirs.get(page("meeting", meeting)).text


def test_a_frame_is_three_small_queries_while_nothing_changes(
    begin: Begin, member: Person, founder: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = begin(member, founder)
    make = Frames(meeting)
    first = make()
    with django_assert_num_queries(3):
        assert make() is first
    with clock.at(clock.now() + timedelta(minutes=1)), django_assert_num_queries(3):
        assert make() == first
    move_meeting(meeting, NextStep(), by=member, move=meeting.state["move"])
    with django_assert_num_queries(5):
        second = make()
    told = json.loads(second.text)
    assert told["said"] == "How are you, really?: it is Mara Member’s turn."
    assert told["deadline"] > clock.now().timestamp()
    assert "Mara Member" in told["html"]
    end_now(meeting, member)
    with pytest.raises(NotFound):
        make()


def test_which_of_many_meetings_changed_is_asked_at_once(
    begin: Begin, member: Person, founder: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = begin(member, founder)
    name = f"meeting:{meeting.pk}"
    with django_assert_num_queries(4):
        first = meeting_marks([name, "meeting:0"])
    assert first.keys() == {name}
    assert meeting_marks([name]) == first
    move_meeting(meeting, NextStep(), by=member, move=meeting.state["move"])
    second = meeting_marks([name])
    assert second != first
    make_keys(founder, keys=keys_of(founder, 1))
    assert meeting_marks([name]) != second
    end_now(meeting, member)
    assert meeting_marks([name]) == {}


def test_pages_ask_the_database_little(
    begin: Begin,
    circle: SharedCircle,
    member: Person,
    founder: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    begin(member, founder)
    with django_assert_num_queries(5):
        circle_page(member, circle.number)
    with django_assert_num_queries(4):
        today_card(member, member)
    with django_assert_num_queries(1):
        circle_ways(member, [circle.number, circle.number + 1])


def test_today_and_gather_lead_into_a_meeting_under_way(
    begin: Begin, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    begin(member)
    for address in ("home:today", "circles:gather"):
        assert "meeting now" in client_for(founder).get(reverse(address)).text
        assert "meeting now" not in client_for(administrator).get(reverse(address)).text


def test_one_sheet_of_paper_holds_the_whole_meeting(
    circle: SharedCircle, member: Person, client_for: BrowserFor
) -> None:
    shown = client_for(member).get(reverse("meetings:card", args=[circle.number]), {"minutes": "60", "people": "6"})
    for words in ("60 minutes, 6 people", "What is said here stays here", "In my experience", "What is your own part"):
        assert words in shown.text


def test_on_one_screen_people_are_ticked_by_name(
    begin: Begin, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    meeting, browser = begin(member, one_screen=True), client_for(member)
    assert "Tick whoever says that they keep it" in browser.get(page("meeting", meeting)).text
    assert "Noor Founder" in press(browser, meeting, "here", who=founder.pk).text
    press(browser, meeting, "step")
    press(browser, meeting, "step")
    assert "By show of hands" in press(browser, meeting, "bring", who=founder.pk).text


def test_who_is_not_in_roost_is_counted_in_by_a_press(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    meeting, browser = begin(member, one_screen=True), client_for(member)
    assert "One who is not in Roost" not in browser.get(page("meeting", meeting)).text
    Circle.objects.filter(pk=circle.number).update(unknown=1)
    assert "One who is not in Roost" in browser.get(page("meeting", meeting)).text
    assert "One who is not in Roost" not in press(browser, meeting, "here", who="guest").text
    assert "Guest 1" in browser.get(page("meeting", meeting)).text
    assert "Guest 1" not in press(browser, meeting, "gone", who="-1").text
    assert "cannot be understood" in press(browser, meeting, "gone", who="--1").text


def test_the_end_says_once_what_becomes_of_writing_and_asks_two_for_no_rating(
    begin: Begin, member: Person, founder: Person, third: Person, client_for: BrowserFor
) -> None:
    meeting, browser, other = begin(member, founder), client_for(member), client_for(founder)
    goes, asks = "was written in it is deleted for everybody", "What was this meeting worth to you?"
    while 'name="act" value="step"' in press(browser, meeting, "step").text:
        pass
    for one in (browser, other):
        shown = one.get(page("meeting", meeting)).text
        assert "data-writing" in shown
        assert (shown.count(goes), "Two are too few for a mean" in shown, asks in shown) == (1, True, False)
    come_in(meeting, by=third)
    for one in (browser, client_for(third)):
        shown = one.get(page("meeting", meeting)).text
        assert (shown.count(goes), "Two are too few for a mean" in shown, asks in shown) == (1, False, True)
    # Who has to go after somebody rated takes no question from the others.
    client_for(third).post(page("rate", meeting), {"value": "7", "room": "8"})
    press(client_for(third), meeting, "gone")
    assert asks in browser.get(page("meeting", meeting)).text
