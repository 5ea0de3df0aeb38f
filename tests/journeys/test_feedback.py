"""Half a minute for somebody: asked on a laptop, answered on phones by a link each, told once the time is over."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.steps import card
from tests.journeys.test_growth import PHONE

# Give the links that stand in the mails to those whom the founder asks.
LINKS = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit.scopes import everywhere
from roost.ground.release.actions import ticket_secret
from roost.grow.feedback.access import own_loops
with everywhere():
    wave = own_loops(person_of_part("founder"))[0].waves.get()
    print(*(ticket_secret(one.ticket) for one in wave.askings.order_by("pk")))
"""
# Only what the founder asks ends early: others of the house look at what the director asks.
TIME_IS_OVER = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.release.models import Box
from roost.grow.feedback.access import own_loops
from roost.grow.feedback.actions import close_due_waves
from roost.grow.feedback.reads import box_of
with everywhere():
    waves = own_loops(person_of_part("founder"))[0].waves
    Box.objects.filter(what=box_of(waves.get())).update(closes_at=clock.now())
    waves.update(closes_at=clock.now())
close_due_waves()
"""
ASKED = 5


def step(page: Page, question: str, label: str) -> None:
    page.get_by_role("group", name=question).get_by_text(label, exact=True).tap()


def test_half_a_minute_from_asking_to_saying_what_one_will_try(walk_in: WalkIn, newcomer: WalkIn, house: House) -> None:
    founder = walk_in("founder")
    founder.goto("/grow/")
    card(founder, "How does it come across?").get_by_role("link", name="Ask those who see you").click()
    founder.get_by_label("Earning trust").check()
    founder.get_by_label("What do you try, in your own words?").fill("I say early what I cannot keep")
    boxes = founder.get_by_role("group", name="Whom do you ask?").get_by_role("checkbox")
    for number in range(3):
        boxes.nth(number).check()
    founder.get_by_role("button", name="Ask them").click()
    expect(founder.get_by_text("Ask four to twelve people.").first).to_be_visible()
    for number in range(ASKED):
        boxes.nth(number).check()
    founder.get_by_role("button", name="Ask them").click()
    expect(founder.get_by_role("heading", name="They are answering")).to_be_visible()
    own = founder.url

    answer_on_phones(newcomer, house.run(LINKS).split())

    founder.goto(own)
    expect(founder.get_by_role("heading", name="What they said")).to_have_count(0)
    house.run(TIME_IS_OVER)
    founder.goto("/")
    card(founder, "They answered: Earning trust").get_by_role("link", name="Read it").click()
    expect(founder.get_by_text("It moves: those who see you say so.").first).to_be_visible()
    expect(founder.get_by_text("It was better where you told us at once.")).to_be_visible()
    founder.get_by_label("What will you try?").fill("I tell you the same day.")
    founder.get_by_role("button", name="Tell them").click()
    expect(founder.get_by_role("button", name="Change it")).to_be_visible()
    founder.get_by_role("button", name="Ask no more").click()
    expect(founder.get_by_text("Nobody is asked any more.")).to_be_visible()
    founder.get_by_role("link", name="Earning trust").click()
    expect(founder.get_by_text("It moves: those who see you say so.").first).to_be_visible()


def answer_on_phones(newcomer: WalkIn, links: list[str]) -> None:
    """Answer as each of those who were asked: three taps, one of them with words; and one would rather not."""
    *answered, declined = links
    page = newcomer(java_script_enabled=False, **PHONE)
    for number, link in enumerate(answered):
        page.goto(f"/f/{link}/")
        step(page, "Do you see it more often?", "+2")
        step(page, "What is it like to work together?", "+1" if number else "I cannot say")
        if number == 0:
            page.get_by_label("One suggestion for the weeks to come").fill("It was better where you told us at once.")
            page.get_by_label("Put my name to the suggestion").check()
        page.get_by_role("button", name="Send it").tap()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"/f/{declined}/")
    page.get_by_role("button", name="Do not ask me about this any more").tap()
    expect(page.get_by_role("heading", name="You are asked no more")).to_be_visible()
