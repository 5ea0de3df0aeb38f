"""A 360 on a laptop and on phones: asked, answered in parts, opened together, and turned into a needle."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from roost.doors.demo.engine import ADMINISTRATOR
from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.steps import card
from tests.journeys.test_growth import PHONE

# Give the link that stands in the mail to one of whom the administrator asks; the others of them answer at once.
LINK = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit.scopes import everywhere
from roost.ground.release.actions import ticket_secret
from roost.grow.threesixty.access import own_reviews, rater_behind
from roost.grow.threesixty.actions import Said, put_in, send_in
from roost.grow.threesixty.reads import instrument_of
with everywhere():
    review = own_reviews(person_of_part("administrator"))[0]
    secrets = [ticket_secret(one.ticket) for one in review.raters.filter(category="other").order_by("pk")]
    for secret in secrets[1:]:
        put_in(secret, rater_behind(secret), Said({one.key: 3 for one in instrument_of(review).items}))
        send_in(secret, rater_behind(secret))
    print(secrets[0])
"""
# Only the administrator's ends early: others of the house look at what the founder asks.
TIME_IS_OVER = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.release.models import Box
from roost.grow.threesixty.access import own_reviews
from roost.grow.threesixty.actions import close_due
from roost.grow.threesixty.reads import box_of
with everywhere():
    reviews = own_reviews(person_of_part("administrator"))
    Box.objects.filter(what=box_of(reviews[0])).update(closes_at=clock.now())
    reviews.update(closes_at=clock.now())
close_due()
"""
NAMES = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit.scopes import everywhere
from roost.ground.people.reads import members_on, organisations_of, today_here
from roost.grow.growth.access import growing_in
from roost.grow.threesixty.reads import categories_of
with everywhere():
    one = person_of_part("administrator")
    here = growing_in(one)
    near = {person.pk for person in categories_of(one, here)} | {person_of_part("leader").pk, one.pk}
    others = members_on(here, today_here()).exclude(pk__in=near).exclude(email=None)
    print("\\n".join(person.email for person in others[:5]))
"""
THEMES = ("Thinking", "Developing", "Inspiring", "Delivering")


def answer_page(page: Page, value: str, *, leaving: int = 0) -> None:
    """Answer all sentences of a page, but for the last so many."""
    steps = page.locator(f"input[type=radio][value='{value}']")
    for number in range(steps.count() - leaving):
        steps.nth(number).check()


def test_a_360_from_its_purpose_to_a_needle(walk_in: WalkIn, newcomer: WalkIn, house: House, tmp_path: Path) -> None:
    own, leader = walk_in("administrator"), walk_in("leader")
    own.goto("/grow/")
    card(own, "A 360").get_by_role("link", name="See how it works").click()
    own.get_by_role("link", name="Begin a 360").click()
    own.get_by_label("To find what to work on next").check()
    own.get_by_label("Deciding").check()
    own.get_by_label("Somebody else, by name or e-mail").fill("Jonas Albrecht")
    own.get_by_role("button", name="Go on: whom to ask").click()
    own.get_by_label("And who else, one a line").fill(house.run(NAMES))
    own.get_by_role("button", name="Keep it").click()
    expect(own.get_by_role("heading", name="Ready to be asked")).to_be_visible()
    own.get_by_role("button", name="Ask them").click()
    expect(own.get_by_role("heading", name="They are answering")).to_be_visible()
    here = own.url
    own.get_by_role("link", name="Answer about yourself").click()
    for theme in THEMES:
        expect(own.get_by_role("heading", name=theme)).to_be_visible()
        answer_page(own, "6")
        own.get_by_role("button", name="Go on").click()
    expect(own.get_by_text("You have answered all sentences.")).to_be_visible()

    answer_on_a_phone(newcomer(java_script_enabled=False, **PHONE), house.run(LINK))

    house.run(TIME_IS_OVER)
    own.goto(here)
    expect(own.get_by_text("has it, and opens it when you talk about it")).to_be_visible()
    leader.goto("/")
    card(leader, f"{ADMINISTRATOR}’s 360 is ready").get_by_role("link", name="Read it").click()
    leader.get_by_role("button", name="We sit together: open it").click()
    expect(leader.get_by_text("Opened on")).to_be_visible()

    own.goto(here)
    own.get_by_role("link", name="Read it").click()
    expect(card(own, "Less than you think")).to_contain_text("Deciding")
    expect(card(own, "Who answered")).to_contain_text("five to nine")
    expect(own.get_by_text("You decide faster than we can follow.")).to_be_visible()
    paper = own.pdf(format="A4")
    (tmp_path / "report.pdf").write_bytes(paper)
    assert len(PdfReader(tmp_path / "report.pdf").pages) <= 6
    own.get_by_label("Keep: Compassion").check()
    own.get_by_label("Change: Deciding").check()
    own.get_by_role("button", name="Keep my choice").click()
    card(own, "To change: Deciding").get_by_role("button", name="Make it what I move now").click()
    expect(own.get_by_text("This is what you move now.")).to_be_visible()


def answer_on_a_phone(page: Page, link: str) -> None:
    """Answer without scripts; stop half-way, come back, and write something."""
    page.goto(f"/r/{link}/")
    page.get_by_role("link", name="Begin").tap()
    for theme in THEMES:
        expect(page.get_by_role("heading", name=theme)).to_be_visible()
        answer_page(page, "3", leaving=2 if theme == "Developing" else 0)
        if theme == "Thinking":
            page.get_by_label("Something you saw, and what it did").fill("You decide faster than we can follow.")
        page.get_by_role("button", name="Keep it and go on").tap()
    expect(page.get_by_text("2 sentences")).to_be_visible()
    page.goto(f"/r/{link}/")
    page.get_by_role("link", name="Go on").tap()
    expect(page.get_by_role("heading", name="Developing")).to_be_visible()
    answer_page(page, "-")
    page.get_by_role("button", name="Keep it and go on").tap()
    expect(page.get_by_role("heading", name="Inspiring")).to_be_visible()
    page.goto(f"/r/{link}/send/")
    page.get_by_role("button", name="Send it").tap()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
