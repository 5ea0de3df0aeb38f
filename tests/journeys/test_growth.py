"""Ten minutes to a first experiment, on a phone: from an invitation on, stopped and gone on with, and nobody else's."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.test_people import Crew, choose_password, let_in, look_up

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MOST_TAPS = 20


class Thumb:
    """Tap and count."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, where: Locator) -> None:
        self.taps += 1
        where.tap()

    def choose(self, words: str) -> None:
        self.tap(self.page.locator("label").filter(has_text=words).first)

    def press(self, words: str) -> None:
        self.tap(self.page.get_by_role("button", name=words))

    def write(self, label: str, words: str) -> None:
        box = self.page.get_by_label(label).locator("visible=true").first
        self.tap(box)
        self.page.keyboard.type(words)


def level(page: Page, question: str, name: str) -> Locator:
    return page.get_by_role("group", name=question).locator("label").filter(has_text=name)


def test_an_invitation_leads_to_a_first_experiment_in_twenty_taps(walk_in: WalkIn, newcomer: WalkIn) -> None:
    link = let_in(walk_in("administrator"), Crew(), "Gwen")
    page = newcomer(**PHONE)
    choose_password(page, link)
    thumb = Thumb(page)
    thumb.taps = 3  # two boxes for the password, and the button
    thumb.tap(page.get_by_role("link", name="Begin"))
    thumb.choose("I lead people for the first time")
    thumb.choose("Bringing people on")
    thumb.press("Go on")
    for question, name in (("Body", "Low"), ("Mind", "Low"), ("Emotions", "So-so"), ("Spirit", "Good")):
        thumb.tap(level(page, question, name))
    thumb.choose("Doing everything myself")
    thumb.press("Go on")
    thumb.press("Go on")
    thumb.choose("Building capability")
    thumb.press("Go on")
    expect(page.get_by_text("You and your answers both put it first.")).to_be_visible()
    thumb.write("Why this, and why now?", "They come to me with everything.")
    thumb.press("This is what I want to move")
    thumb.choose("70 %")
    thumb.press("I will try this")
    expect(page.get_by_role("heading", level=1)).to_have_text("What you want to move")
    expect(page.get_by_text("ask what they would try first", exact=True)).to_be_visible()
    assert thumb.taps <= MOST_TAPS
    page.goto("/")
    expect(page.get_by_text("What you try now")).to_be_visible()


def test_who_stops_goes_on_where_they_stopped(walk_in: WalkIn, newcomer: WalkIn) -> None:
    link = let_in(walk_in("administrator"), Crew(), "Ada")
    page = newcomer(**PHONE)
    choose_password(page, link)
    page.goto("/grow/profile/context/")
    page.get_by_role("textbox", name="Your role, in your own words").fill("I look after nine people.")
    page.get_by_role("button", name="Keep it and stop here").tap()
    expect(page.get_by_text("Kept. You can go on here")).to_be_visible()
    page.get_by_role("link", name="Go on").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("How full are you?")
    page.goto("/grow/profile/context/")
    expect(page.get_by_role("textbox", name="Your role, in your own words")).to_have_value("I look after nine people.")


def test_too_many_answers_are_refused_beside_the_question(walk_in: WalkIn, newcomer: WalkIn) -> None:
    link = let_in(walk_in("administrator"), Crew(), "Ben")
    page = newcomer(**PHONE)
    choose_password(page, link)
    page.goto("/grow/profile/context/")
    for words in ("Results, on time", "New answers", "Being heard where it counts"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_text("Choose at most 2; you chose 3.").last).to_be_visible()
    expect(page.get_by_label("New answers")).to_be_checked()


def test_a_try_is_kept_and_a_colleague_says_what_they_saw(walk_in: WalkIn, newcomer: WalkIn) -> None:
    crew = Crew()
    administrator = walk_in("administrator")
    page = newcomer(**PHONE)
    choose_password(page, let_in(administrator, crew, "Gwen"))
    page.goto("/grow/work/")
    page.get_by_label("People bring me everything").check()
    page.get_by_role("button", name="Put it on my map").tap()
    page.get_by_role("link", name="Try something").tap()
    expect(page.get_by_label("I will …")).to_have_value("ask what they would try first")
    page.get_by_label("70 %").check()
    page.get_by_label("Twice").check()
    page.get_by_role("button", name="I will try this").tap()
    page.get_by_role("link", name="Say how it went").tap()
    page.get_by_label("Or anybody, by their e-mail").fill(f"ada.{crew.mark}@example.org")
    page.get_by_role("button", name="Ask them to watch").tap()
    expect(page.get_by_text("finds your question on Today")).to_be_visible()

    look_up(administrator, crew.number("Ada"))
    administrator.get_by_role("link", name=f"Ada {crew.mark}").click()
    administrator.get_by_role("button", name="Make a sign-in link").click()
    colleague = newcomer(**PHONE)
    choose_password(colleague, administrator.get_by_label("Sign-in link").input_value())
    colleague.get_by_role("link", name="Say what you saw").tap()
    colleague.get_by_label("Yes, I saw it").check()
    colleague.get_by_label("One line that helps").fill("You waited long enough.")
    colleague.get_by_role("button", name="Tell them").tap()
    expect(colleague.get_by_text("A colleague asks")).to_have_count(0)

    for outcome in ("As I expected", "Otherwise"):
        page.get_by_label(outcome).check()
        page.get_by_role("button", name="Keep it").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you know now")
    expect(page.get_by_text("You gave it 70 %. It was tried 2 times")).to_be_visible()
    expect(page.get_by_text("You waited long enough.")).to_be_visible()


def test_a_cycle_closes_and_the_next_begins_with_it(walk_in: WalkIn, newcomer: WalkIn) -> None:
    page = newcomer(**PHONE)
    choose_password(page, let_in(walk_in("administrator"), Crew(), "Gwen"))
    page.goto("/grow/profile/matters/")
    page.get_by_role("button", name="Go on").tap()
    page.locator("label").filter(has_text="Deciding").first.tap()
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_text("too little to add anything to your own order")).to_be_visible()
    page.get_by_label("Why this, and why now?").locator("visible=true").first.fill("It waits on my desk.")
    page.get_by_role("button", name="This is what I want to move").tap()
    page.get_by_label("60 %").check()
    page.get_by_role("button", name="I will try this").tap()
    expect(page.get_by_text("They do not count in the organisation's numbers.")).to_be_visible()
    page.get_by_role("link", name="Look back and close it").tap()
    expect(page.get_by_text("Planned, and not tried yet.")).to_be_visible()
    page.get_by_label("A little").check()
    page.get_by_label("I go on with this").check()
    page.get_by_label("Count my cycles in the organisation's numbers").check()
    page.get_by_label("What do you know now").fill("Two lines are enough.")
    page.get_by_role("button", name="Close it and begin the next").tap()
    expect(page.get_by_text("It waits on my desk.")).to_be_visible()
    expect(page.get_by_text("They count in the organisation's numbers, without your name.")).to_be_visible()
    page.get_by_role("button", name="Count them no longer").tap()
    expect(page.get_by_text("They do not count in the organisation's numbers.")).to_be_visible()
    page.get_by_role("link", name="Cycles of before").tap()
    expect(page.get_by_text("Two lines are enough.")).to_be_visible()


def test_what_was_typed_in_an_old_tab_is_neither_lost_nor_written_over(walk_in: WalkIn, newcomer: WalkIn) -> None:
    page = newcomer(**PHONE)
    choose_password(page, let_in(walk_in("administrator"), Crew(), "Gwen"))
    page.goto("/grow/profile/energy/")
    other = page.context.new_page()
    other.goto("/grow/profile/energy/")
    level(other, "Body", "Low").tap()
    other.get_by_role("button", name="Keep it and stop here").tap()
    expect(other.get_by_text("Kept. You can go on here")).to_be_visible()
    level(page, "Mind", "Good").tap()
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_text("Kept now: Low")).to_be_visible()
    expect(page.get_by_role("group", name="Mind").get_by_label("Good")).to_be_checked()
    level(page, "Body", "Low").tap()
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you stand on?")
    page.goto("/grow/profile/energy/")
    for question, name in (("Body", "Low"), ("Mind", "Good")):
        expect(page.get_by_role("group", name=question).get_by_label(name)).to_be_checked()


def test_the_organisation_sees_bands_of_many_as_they_were_at_the_end_of_a_quarter(walk_in: WalkIn) -> None:
    page = walk_in("administrator")
    page.goto("/grow/numbers/")
    expect(page.get_by_text("The next numbers come on")).to_be_visible()
    levels = page.get_by_role("table", name="Body: sleep, movement, food")
    expect(levels.get_by_role("rowheader")).to_have_text(["Empty", "Low", "So-so", "Good", "Full"])
    # This sample company is too small for any of its divisions.
    expect(page.get_by_text("In no division did 8 people close a cycle")).to_be_visible()


def test_a_leader_of_the_sample_company_has_a_cycle_to_look_back_on(walk_in: WalkIn) -> None:
    page = walk_in("leader", **PHONE)
    expect(page.get_by_text("What you try now")).to_be_visible()
    page.get_by_role("link", name="Grow", exact=True).tap()
    page.get_by_role("link", name="Cycles of before").tap()
    expect(page.get_by_text("It is quicker to wait than to answer.")).to_be_visible()
    expect(page.get_by_text("turned out so the first time. That is too early to tell")).to_be_visible()
    page.goto("/grow/work/")
    expect(page.get_by_role("link", name="Try something")).to_have_count(3)
    expect(page.get_by_text("At least 10 other people here met this.")).to_have_count(3)


def test_a_manager_reads_what_was_opened_and_says_what_they_expect(walk_in: WalkIn) -> None:
    leader = walk_in("leader", **PHONE)
    leader.goto("/grow/")
    leader.get_by_role("link", name="You and your manager").click()
    expect(leader.get_by_text("By spring the four teams decide")).to_be_visible()
    leader.get_by_text("Something that you told about yourself").click()
    leader.get_by_role("button", name=re.compile("Show it to Ingrid.*What drains you")).click()
    expect(leader.get_by_text("Ingrid Halvorsen can read it now.")).to_be_visible()
    leader.get_by_role("button", name=re.compile("Close it.*What drains you")).click()
    expect(leader.get_by_text("It is closed.")).to_be_visible()
    leader.goto("/grow/")
    leader.locator(".card", has_text="Who reports to you").get_by_role("link").first.click()
    question = leader.locator("blockquote")
    asked = question.inner_text()
    leader.get_by_role("link", name="Another one").click()
    expect(question).not_to_have_text(asked)
    expect(leader.get_by_text("Wants to move")).to_be_visible()
    leader.get_by_label("What would you like to see").fill("That you tell me when it is too much")
    leader.get_by_role("button", name="Tell ").click()
    expect(leader.get_by_text("finds it on Today.")).to_be_visible()
    expect(leader.get_by_text("has not answered yet")).to_be_visible()

    member = walk_in("member")
    expect(member.get_by_text("Tell me first what you would do, and then ask")).to_be_visible()
    member.get_by_role("button", name="Let us talk about it").click()
    expect(member.get_by_text("reads your answer.")).to_be_visible()
    expect(member.get_by_role("heading", name="Good to see you")).to_be_visible()
