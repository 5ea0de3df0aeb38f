"""Keys in a hurry: made within a meeting, and made anew by somebody who lost their phone before it."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.house import House
from tests.journeys.judging import judge
from tests.journeys.test_growth import PHONE
from tests.journeys.test_meetings import CIRCLE, button, come_in
from tests.journeys.test_writing import three  # noqa: F401
from tests.journeys.visitors import WalkIn, Watch
from tests.journeys.writers import OPENED, Keeper, Writer

SECONDS_TO_READ_AGAIN = 60
FORGET_KEY = "Keyring.objects.filter(person=person_of_part({part!r})).delete()"


def meet(writers: list[Writer], circle: str) -> str:
    """Open a meeting of a circle by the first, let the others come in, and give its number."""
    page = writers[0].page
    page.goto(f"/gather/circles/{circle}/begin/")
    page.get_by_text("45 minutes").first.click()
    button(page, "Open the meeting")
    button(page, "I promise this")
    for writer in writers[1:]:
        come_in(writer.page, circle)
    found = re.search(r"meetings/(\d+)/", page.url)
    assert found
    return found[1]


def go_home(*writers: Writer) -> None:
    """Leave the meeting, before its house is tidied."""
    for writer in writers:
        writer.page.goto("/see/")


def look_at(place: str, *writers: Writer) -> None:
    """Unfold a place that is not the present step's."""
    for writer in writers:
        writer.place(place).locator("summary").first.click()


def dialog(page: Page) -> None:
    expect(page.locator("#own-key")).to_be_visible()


def keep_code(page: Page) -> None:
    """Write the code down, in the dialog that shows it once."""
    expect(page.locator("#own-key [data-code]")).to_have_text(re.compile(r"^([0-9A-Z]{5}-){7}[0-9A-Z]{5}$"))
    page.get_by_label("I wrote it down").check()
    page.get_by_role("button", name="Keep my key").click()
    expect(page.locator("#own-key")).to_be_hidden()


def let_in(page: Page, name: str, figures: str) -> None:
    """Compare the numbers of somebody who is named beside the stage, and let them in."""
    beside = page.locator(".arriving", has_text=name)
    expect(beside).to_be_visible()
    beside.get_by_role("button", name="Compare and let in").click()
    expect(page.locator("#compare .figures:visible")).to_have_text(figures)
    page.get_by_role("button", name="We compared: they are the same").click()
    expect(page.locator("#compare")).to_be_hidden()


def figures_of(page: Page) -> str:
    shown = page.locator("[data-part=waiting] .figures")
    expect(shown).to_have_text(re.compile(r"^(\d{5} ){11}\d{5}$"))
    return shown.inner_text()


def test_a_key_is_made_within_the_meeting_and_its_owner_let_in_beside_the_stage(
    three: list[Writer],  # noqa: F811
    house: House,
    keeper: Keeper,
    watches: list[Watch],
) -> None:
    laptop, phone, other = three
    keeper(FORGET_KEY.format(part="leader"))
    circle = house.run(CIRCLE)
    meeting = meet(three, circle)
    topics = f"circle:{circle}:topics"
    look_at(topics, laptop, other)
    laptop.put(topics, "How I say no")
    other.reads(topics, "How I say no")
    page, here = phone.page, phone.page.url
    phone.sees("To read and write here you need a key.")
    # Closed and opened again, it is where it was.
    page.get_by_role("button", name="Make my key").click()
    dialog(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Make my key")).to_be_focused()
    page.get_by_role("button", name="Make my key").click()
    assert judge(page, watches[1]) == []
    page.locator("#make-secret").fill("short")
    page.locator("#make-again").fill("short")
    page.locator("#own-key").get_by_role("button", name="Make my key").click()
    expect(page.locator("#own-key").get_by_role("alert")).to_contain_text("at least twelve characters")
    for name in ("secret", "again"):
        page.locator(f"#make-{name}").fill(phone.passphrase)
    page.locator("#own-key").get_by_role("button", name="Make my key").click()
    # While the browser calculates, the meeting goes on under it.
    button(laptop.page, "All are here: begin")
    expect(page.locator("[data-stage]")).to_contain_text("How are you, really?")
    keep_code(page)
    assert page.url == here
    assert page.evaluate(OPENED) is not None
    figures = figures_of(page)
    assert judge(page, watches[1]) == []
    expect(other.page.locator(".arriving")).to_contain_text("Jonas Albrecht came in.")
    assert judge(other.page, watches[2]) == []
    let_in(other.page, "Jonas Albrecht", figures)
    expect(laptop.page.locator(".arriving")).to_have_count(0)
    phone.put(f"meeting:{meeting}:1", "A hard week")
    # Locked, it opens in the same place.
    expect(page.locator("#vault summary", has_text="Who reads here")).to_be_hidden()
    page.get_by_role("button", name="Who reads here").click()
    page.locator("#vault summary", has_text="Who reads here").click()
    page.get_by_role("button", name="Lock", exact=True).click()
    phone.sees("Your key is locked.")
    page.get_by_role("button", name="Open my key").first.click()
    page.locator("#own-key").get_by_label("Your passphrase for notes").fill(phone.passphrase)
    page.locator("#own-key").get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("#own-key")).to_be_hidden()
    phone.reads(f"meeting:{meeting}:1", "A hard week")
    go_home(*three)


def test_who_lost_phone_passphrase_and_code_reads_again_within_a_minute(
    three: list[Writer],  # noqa: F811
    walk_in: WalkIn,
    house: House,
) -> None:
    laptop, phone, lost = three
    circle = house.run(CIRCLE)
    meet(three, circle)
    topics = f"circle:{circle}:topics"
    look_at(topics, *three)
    lost.put(topics, "How I ask for help")
    laptop.reads(topics, "How I ask for help")
    lost.page.close()
    # Another phone, on which nothing is kept.
    new = Writer(walk_in("founder", **PHONE))
    new.page.goto(laptop.page.url)
    new.page.get_by_role("button", name="Open my key").first.click()
    new.page.get_by_role("button", name="I lost passphrase and code").click()
    new.page.get_by_label("I lost both, and I know").check()
    for name in ("secret", "again"):
        new.page.locator(f"#lost-{name}").fill(new.passphrase)
    pressed = time.monotonic()
    new.page.get_by_role("button", name="Make a new key").click()
    keep_code(new.page)
    figures = figures_of(new.page)
    # Nobody stops meanwhile.
    laptop.put(topics, "How I say no")
    phone.reads(topics, "How I say no")
    let_in(phone.page, "Noor Haddad", figures)
    phone.page.get_by_role("button", name="Share it with").first.click()
    look_at(topics, new)
    new.reads(topics, "How I ask for help", "How I say no")
    assert time.monotonic() - pressed < SECONDS_TO_READ_AGAIN
    new.put(topics, "How I begin again")
    laptop.reads(topics, "How I begin again")
    go_home(laptop, phone, new)
