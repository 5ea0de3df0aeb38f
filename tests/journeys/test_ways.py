"""A circle makes a way of meeting of its own from one that comes with Roost, and meets by it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.test_growth import PHONE
from tests.journeys.test_meetings import CIRCLE, button, come_in


def heading(page: Page, step: int, title: str) -> None:
    expect(page.get_by_role("heading", name=f"Step {step}: {title}")).to_be_in_viewport()


def ask(page: Page, step: int, name: str) -> None:
    page.locator(f"#step-{step}").get_by_role("button", name=re.compile(f"^{name}")).click()


def test_a_circle_writes_its_own_from_the_decision_clinic_and_meets_by_it(walk_in: WalkIn, house: House) -> None:
    circle = house.run(CIRCLE)
    laptop, phone = walk_in("member"), walk_in("leader", **PHONE)
    laptop.goto(f"/gather/circles/{circle}/")
    laptop.get_by_role("link", name="Begin a meeting").click()
    laptop.get_by_text("Decision clinic").click()
    plan = laptop.locator("#plan")
    expect(plan.get_by_role("rowheader", name="A year later it went wrong")).to_be_visible()
    plan.get_by_role("link", name="Write your own, from this one").click()

    laptop.get_by_label("What do you call it?").fill("Our clinic")
    expect(plan.get_by_role("row", name="What nobody has named")).to_contain_text("3:00")
    laptop.locator("#step-7").get_by_label("Minutes").fill("0")
    laptop.locator("#step-7").get_by_label("Minutes").blur()
    expect(plan).to_contain_text("once the steps can be used")
    laptop.locator("#step-7").get_by_label("Minutes").fill("1")
    laptop.locator("#step-7").get_by_label("Minutes").blur()
    expect(plan.get_by_role("row", name="What nobody has named")).to_contain_text("1:40")

    ask(laptop, 7, "Up")
    heading(laptop, 6, "What nobody has named")
    ask(laptop, 4, "Down")
    heading(laptop, 5, "What is to be decided")
    laptop.get_by_role("button", name="Keep it").click()
    expect(laptop.locator("#step-4").get_by_text("After a topic is chosen").first).to_be_visible()
    ask(laptop, 5, "Up")
    heading(laptop, 4, "What is to be decided")
    ask(laptop, 2, "Leave it out")
    heading(laptop, 2, "Which decision?")
    laptop.get_by_role("button", name="Keep it").click()
    expect(laptop.get_by_text("It is on offer when a meeting begins")).to_be_visible()
    expect(laptop.get_by_role("radio", name="Our clinic")).to_be_checked()

    button(laptop, "Open the meeting")
    button(laptop, "I promise this")
    come_in(phone, circle)
    button(laptop, "All are here: begin")
    for page in (laptop, phone):
        expect(page.locator("[data-stage]")).to_contain_text("Step 2 of 9")
        expect(page.locator("[data-stage]")).to_contain_text("Which decision?")
    laptop.goto(f"/gather/circles/{circle}/begin/")
    laptop.get_by_role("link", name=re.compile("Our clinic")).click()
    expect(laptop.get_by_text(re.compile("Changed last by Lena Marchetti"))).to_be_visible()
