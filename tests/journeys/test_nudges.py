"""Reminders on a phone: from what one tries to a first plan, one tap on Today, and out of it again."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.judging import JUDGED, STANDARD
from tests.journeys.steps import card, is_same_page, mark
from tests.journeys.test_growth import PHONE

CUE, WORDS = "the daily call begins", "Listen to the end"
# Let the leader ask for mail, and give the secrets of the links that his last reminder would carry.
LINKS = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit.scopes import everywhere
from roost.see.nudges.access import latest_occasions, sign_reply, sign_stop
from roost.see.nudges.actions import Chosen, choose_wishes
with everywhere():
    leader = person_of_part("leader")
    wishes = choose_wishes(leader, Chosen(by_mail=True), by=leader)
    print(sign_reply(latest_occasions(leader).get()), sign_stop(wishes))
"""


def open_reminder(page: Page, words: str) -> None:
    page.goto("/grow/reminders/")
    card(page, words).get_by_role("link", name="Open it").click()


def test_a_first_plan_is_written_changed_and_deleted(walk_in: WalkIn) -> None:
    page = walk_in("founder", **PHONE)
    page.goto("/grow/")
    page.get_by_role("link", name="Write a new one").tap()
    page.get_by_label("When …").fill(CUE)
    page.get_by_label("I will …").fill("write down the last sentence")
    page.get_by_label("In which words").fill(WORDS)
    page.get_by_role("group", name="How often at first?").get_by_text("Every two weeks").tap()
    page.get_by_role("button", name="Remind me of it").tap()
    expect(card(page, WORDS)).to_contain_text("It comes every two weeks, as you chose.")
    open_reminder(page, WORDS)
    page.get_by_role("link", name="Change it").tap()
    page.get_by_label("At what time?").fill("10:15")
    page.get_by_role("button", name="Keep it").tap()
    expect(page.get_by_text("10:15")).to_be_visible()
    page.get_by_role("button", name="End it").tap()
    expect(page.get_by_text("It ended on")).to_be_visible()
    page.get_by_role("button", name="Bring it back").tap()
    page.get_by_text("Delete it", exact=True).tap()
    page.get_by_role("button", name="Delete it for good").tap()
    expect(page.get_by_role("heading", name="One plan is enough to begin with")).to_be_visible()


def test_a_reminder_on_today_takes_one_tap_and_gives_it_back(walk_in: WalkIn) -> None:
    page = walk_in("leader", **PHONE)
    reminder = card(page, "You are not the answer. Ask first.")
    mark(page)
    reminder.get_by_role("button", name="Did it").tap()
    expect(reminder.get_by_text("Did it.")).to_be_visible()
    expect(reminder.get_by_text("so it comes every")).to_be_visible()
    expect(reminder.get_by_role("button", name="Take it back")).to_be_focused()
    reminder.get_by_role("button", name="Take it back").tap()
    expect(reminder.get_by_role("button", name="Not now")).to_be_visible()
    assert is_same_page(page)
    open_reminder(page, "You are not the answer. Ask first.")
    expect(page.get_by_text("Done 4 times in a row")).to_be_visible()


def test_without_scripts_a_tap_does_as_much(walk_in: WalkIn) -> None:
    page = walk_in("leader", java_script_enabled=False, **PHONE)
    reminder = card(page, "You are not the answer. Ask first.")
    reminder.get_by_role("button", name="Not now").tap()
    expect(reminder.get_by_text("it comes once more")).to_be_visible()
    reminder.get_by_role("button", name="Take it back").tap()
    expect(reminder.get_by_role("button", name="Did it")).to_be_visible()


def test_how_one_is_reminded_is_chosen(walk_in: WalkIn) -> None:
    page = walk_in("founder", **PHONE)
    page.goto("/grow/reminders/settings/")
    page.get_by_role("group", name="How many a week").get_by_text("One").tap()
    page.get_by_label("Remind me by e-mail as well").check()
    page.get_by_role("button", name="Keep it").tap()
    expect(page.get_by_text("At most 1 a week")).to_be_visible()
    expect(page.get_by_text("On Today and by e-mail.")).to_be_visible()


def test_links_of_a_mail_answer_one_reminder_and_end_such_mail(newcomer: WalkIn, house: House) -> None:
    reply, stop = house.run(LINKS).split()
    page = newcomer(**PHONE)
    page.goto(f"/reminders/{reply}/")
    expect(page.get_by_role("heading", name="You are not the answer. Ask first.")).to_be_visible()
    assert judged(page) == []
    page.get_by_role("button", name="Did it").tap()
    expect(page.get_by_text("You can close this page.")).to_be_visible()
    page.get_by_role("button", name="Take it back").tap()
    expect(page.get_by_role("button", name="Not for me")).to_be_visible()
    page.goto(f"/reminders/{stop}/stop/")
    assert judged(page) == []
    page.get_by_role("button", name="Send me no more").tap()
    expect(page.get_by_role("heading", name="No more reminders by e-mail", exact=True)).to_be_visible()


def judged(page: Page) -> list[str]:
    """Give what axe finds wrong with a page."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(JUDGED, STANDARD)
    return found
