"""Three decide with keyboard and phone that their circle ends; one stops it, and they go on."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.judging import judge
from tests.journeys.test_growth import PHONE
from tests.journeys.test_meetings import CIRCLE
from tests.journeys.visitors import Watch


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def test_three_let_their_circle_end_and_then_go_on(walk_in: WalkIn, house: House, watches: list[Watch]) -> None:
    about = f"/gather/circles/{house.run(CIRCLE)}/"
    here = f"{about}decision/"
    laptop = walk_in("member")
    phones = [walk_in(part, **PHONE) for part in ("leader", "founder")]

    laptop.goto(about)
    laptop.get_by_role("link", name="Ask the circle how it goes on").click()
    press(laptop, "Ask the circle how it goes on")
    expect(laptop.get_by_role("heading", name="What is right for this circle?")).to_be_visible()
    assert judge(laptop, watches[0]) == []
    laptop.get_by_role("radio", name="We go on").focus()
    for key in ("Space", "ArrowDown", "Enter"):
        laptop.keyboard.press(key)
    expect(laptop.get_by_role("heading", name="You have answered")).to_be_visible()
    expect(laptop.get_by_role("radio", name="We form anew")).to_be_checked()

    for phone in phones:
        phone.goto(here)
        answers = phone.get_by_role("group", name="How do you go on?")
        expect(answers.get_by_role("radio")).to_have_count(3)
        expect(answers.get_by_role("radio", checked=True)).to_have_count(0)
        phone.get_by_text("We close").click()
        press(phone, "This is my answer")
    expect(phones[1].get_by_text("Your circle closes.")).to_be_visible()
    assert judge(phones[1], watches[2]) == []

    laptop.goto("/")
    laptop.locator(f"a[href='{here}']").click()
    laptop.get_by_text("Stop it, and ask all of you once more").click()
    press(laptop, "Yes, stop it and ask anew")
    for page in (laptop, *phones):
        page.goto(here)
        page.get_by_text("We go on").click()
        press(page, "This is my answer")
    laptop.goto(about)
    expect(laptop.get_by_role("heading", name="You go on")).to_be_visible()
    laptop.get_by_role("link", name="Plan your next term").click()
    expect(laptop).to_have_url(re.compile(f"{about}rhythm/"))
