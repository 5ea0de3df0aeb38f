"""A team is heard: one answers on a phone, the leader says what he heard, and the team reads it."""

from __future__ import annotations

from playwright.sync_api import expect

from roost.doors.demo.engine import LEADER
from tests.journeys.conftest import WalkIn
from tests.journeys.steps import card
from tests.journeys.test_growth import PHONE


def test_two_minutes_on_a_phone_and_what_a_leader_heard(walk_in: WalkIn) -> None:
    phone = walk_in("administrator", **PHONE)
    phone.goto("/")
    card(phone, "How is your team?").get_by_role("button", name="Take two minutes").tap()
    expect(phone.get_by_role("heading", name="Two minutes for your team")).to_be_visible()
    link = phone.url
    groups = phone.get_by_role("group")
    for number in range(6):
        groups.nth(number).get_by_role("radio", name="5 rather agree").check()
    phone.get_by_role("button", name="Send it").tap()
    expect(phone.get_by_text("Choose a step, or that you cannot say.").first).to_be_visible()
    groups.nth(6).get_by_role("radio", name="I cannot say").check()
    phone.get_by_role("button", name="Send it").tap()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    phone.goto(link)
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(phone.get_by_role("button", name="Send it")).to_have_count(0)

    leader = walk_in("leader")
    leader.goto("/")
    card(leader, "Your team has spoken").get_by_role("link", name="Read and answer").click()
    expect(leader.get_by_role("heading", name="Sentence by sentence")).to_be_visible()
    leader.get_by_label("What I heard").fill("You wait with bad news")
    leader.get_by_label("What I do not know").fill("Since when")
    leader.get_by_role("button", name="Tell my team").click()
    expect(leader.get_by_text("This still needs an answer.").first).to_be_visible()
    leader.get_by_label("What I will try").fill("I begin with my own")
    leader.get_by_role("button", name="Tell my team").click()
    expect(leader.get_by_text("Your team reads it now.")).to_be_visible()
    here = leader.url

    member = walk_in("member")
    member.goto("/gather/pulse/")
    team = member.get_by_role("link", name=f"The team of {LEADER}")
    expect(team.first).to_be_visible()
    member.goto(here)
    expect(member.get_by_text("I begin with my own")).to_be_visible()
