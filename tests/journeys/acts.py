"""What is done on a page to bring it into a state worth looking at."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from playwright.sync_api import Page

from roost.doors.demo.engine import FOUNDER, email_of

STRANGER = ""
# Somebody who came by a sign-in link and so has a password, which in a demo nobody else has.
GUEST = "guest"
PASSWORD = "a long visit is a good visit"
PEOPLE = "Employee ID,Name,Work Email,Title,Department,Division,Hire Date"
# Another title each time, so that there is always something to apply.
GOOD_PEOPLE = f"""{PEOPLE}
T-1,Tilda Tour,tilda.tour@example.org,Visitor {secrets.token_hex(3)},Guests,South,2024-01-15
T-2,Theo Tour,theo.tour@example.org,Visitor,Guests,South,2024-01-15
"""
NEW_PEOPLE = f"""{PEOPLE}
T-1,Tilda Tour,,Host,Hosts,South,
T-3,Tessa Tour,tessa.tour@example.org,,Hosts,South,2026-01-15
"""
BAD_PEOPLE = f"""{PEOPLE}
T-4,Tim Tour,tim at example,,Guests,South,2024-01-15
T-5,Tom Tour,,,Guests,South,15.1.24
"""
BAD_SCORES = """person,metric,value,occurred_at
nobody,nothing,many,yesterday
"""
BAD_LIST = """id,name
1,Ada
1,Bo
"""
LIST = "id,name,function,years,moderator\n" + "".join(
    f"{number},{name} Tour,{('Sales', 'Care', 'Build')[number % 3]},{number * 7 % 11},{'yes' if number % 4 else ''}\n"
    for number, name in enumerate(
        "Abe Bea Cem Dot Eli Fay Gus Hal Ida Jon Kai Lea Mo Nia Oto Pia Rex Sue Tom Uma Vic Wim Yas Zoe".split()
    )
)

LOOK = "See what it would do"

Act = Callable[[Page], None]


def send(name: str) -> Act:
    """Press a button of the page's form as it is, and wait for what comes back."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()

    return act


def follow(name: str) -> Act:
    """Go where the first link of that name leads."""

    def act(page: Page) -> None:
        page.goto(address(page, name))

    return act


def to_session(page: Page) -> None:
    follow("Open it")(page)
    page.goto(str(page.locator("a[href*='/sessions/']").first.get_attribute("href")))


def to_reminder(page: Page) -> None:
    follow("Open it")(page)


def let_it_rest(page: Page) -> None:
    to_reminder(page)
    send("Let it rest")(page)


def to_change_of_reminder(page: Page) -> None:
    to_reminder(page)
    follow("Change it")(page)


def leave_half(page: Page) -> None:
    page.get_by_label("Quiet from").fill("")
    send("Keep it")(page)


def follow_team(page: Page) -> None:
    page.goto(str(page.locator("#boards td a").first.get_attribute("href")))


def choose_file(text: str, button: str) -> Act:
    def act(page: Page) -> None:
        file = {"name": "tour.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("input[type=file]").set_input_files(file)
        send(button)(page)

    return act


def hand_in(page: Page) -> None:
    """Hand in a score that nobody handed in before."""
    metric = page.locator("main code").first.inner_text()
    row = f"{email_of(FOUNDER)},{metric},1,2026-01-15,tour-{secrets.token_hex(6)}"
    choose_file(f"person,metric,value,occurred_at,id\n{row}\n", "Enter these scores")(page)


def ask_for_it_back(page: Page) -> None:
    hand_in(page)
    follow("Take all of it back")(page)


def give_it_back(page: Page) -> None:
    ask_for_it_back(page)
    send("Take it all back")(page)


def take_back(page: Page) -> None:
    """Take the first score back, and come to the same question once more."""
    question = address(page, "Take back")
    page.goto(question)
    send("Take it back")(page)
    page.goto(question)


def say_rules(page: Page) -> None:
    page.get_by_label("What is it called?").fill("A tour")
    page.get_by_label("What is counted?").fill("Visits")
    send("Say it in plain words")(page)


def check_oneself(page: Page) -> None:
    for answer in page.get_by_label("Seldom").all():
        answer.check()
    send("What does it say?")(page)


def tick_everything(page: Page) -> None:
    for box in page.get_by_role("checkbox").all():
        box.check()
    send("Go on")(page)


def answer_from_an_old_tab(page: Page) -> None:
    """Answer as if the page had been opened before anything was told."""
    page.locator("input[name=seen]").evaluate("input => { input.value = 0; }")
    page.get_by_role("group", name="Body").get_by_label("Full").check()
    send("Go on")(page)


def make_key(page: Page) -> None:
    page.get_by_label("What will use it?").fill("Tour")
    send("Make a key")(page)


def say_nothing_tried(page: Page) -> None:
    page.get_by_label("What did you try, and what came of it?").fill("")
    send("Keep it")(page)


def to_item(page: Page) -> None:
    page.goto(str(page.locator(".find h3 a").first.get_attribute("href")))


def change_nothing(page: Page) -> None:
    to_item(page)
    follow("Change it")(page)


def ask_to_delete(page: Page) -> None:
    to_item(page)
    follow("Delete it")(page)


def ask_to_remove(page: Page) -> None:
    to_item(page)
    follow("Remove it for everybody")(page)


def remove_without_a_reason(page: Page) -> None:
    ask_to_remove(page)
    send("Remove it for everybody")(page)


def open_somebody(page: Page) -> None:
    page.locator("main li a").first.click()
    page.get_by_role("heading", name="A good question for your next talk").wait_for()


def choose_passphrase(page: Page, form: str, button: str) -> None:
    """Type a new passphrase twice, and wait for the recovery code."""
    for name in ("secret", "again"):
        page.locator(f"#{form}-{name}").fill(PASSWORD)
    page.get_by_role("button", name=button).click()
    page.get_by_text("It is shown only now").wait_for()


def write_code_down(page: Page) -> None:
    page.get_by_label("I wrote it down").check()
    page.get_by_role("button", name="Keep my key").click()
    page.get_by_text("Your key is open in this tab").wait_for()


def part_is_there(page: Page) -> None:
    """Wait until the scripts of sealed notes show what there is."""
    page.locator(":is([data-state], [data-key]):visible").first.wait_for()


def see_code(page: Page) -> None:
    part_is_there(page)
    choose_passphrase(page, "make", "Make my key")


def press(*names: str) -> Act:
    """Press buttons that lead nowhere, one after the other."""

    def act(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=True).click()

    return act


def look_for(word: str) -> Act:
    """Look for a word in all that the demo keeps."""

    def act(page: Page) -> None:
        page.get_by_label("A word that you have just typed").fill(word)
        page.get_by_role("button", name="Look for it").click()
        page.locator("#searched", has_text=f"“{word}”").get_by_text("Looked through").wait_for()

    return act


def lose_key(page: Page) -> None:
    press("Lock it", "I lost passphrase and code")(page)
    page.get_by_label("I lost both, and I know").check()
    choose_passphrase(page, "lost", "Make a new key")
    write_code_down(page)


def lock(page: Page) -> None:
    part_is_there(page)
    if page.get_by_role("button", name="Lock", exact=True).is_visible():
        press("Lock")(page)
    page.get_by_role("heading", name="Open your key").wait_for()


def type_wrong_passphrase(page: Page) -> None:
    lock(page)
    page.get_by_label("Your passphrase for notes").fill("not this one")
    press("Open")(page)
    page.get_by_role("alert").wait_for()


def leave_alone(page: Page) -> None:
    """Come to the question that is asked two minutes before a key closes."""
    unlock(page)
    page.locator("#closing").evaluate("dialog => dialog.showModal()")


def unlock(page: Page) -> None:
    lock(page)
    page.get_by_label("Your passphrase for notes").fill(PASSWORD)
    press("Open")(page)
    page.get_by_role("heading", name="Who reads here").wait_for()


def address(page: Page, link: str) -> str:
    return str(page.get_by_role("link", name=link).first.get_attribute("href"))


def bring_list(page: Page) -> None:
    """Begin a round of circles from a spreadsheet's file."""
    page.get_by_label("What is this round called?").fill("A tour")
    choose_file(LIST, "Go on to the wishes")(page)


def ask_first(page: Page) -> None:
    """Begin a round and come to what people would be asked."""
    bring_list(page)
    page.get_by_role("link", name="Ask them first").click()
    page.wait_for_url("**/invite/")


def ask_too_late(page: Page) -> None:
    """Ask until a day that is over."""
    ask_first(page)
    page.get_by_label("Answers until").fill("2026-01-01")
    send("Look it over")(page)


def look_over(page: Page) -> None:
    """Come to what would go out, before anybody is asked."""
    ask_first(page)
    page.get_by_label("A few words from you").fill("Six of us, two hours a month. We begin in May.")
    send("Look it over")(page)


def bring_somebody_in(page: Page) -> None:
    """Come to whom one would like in a circle of one's own."""
    page.goto(address(page, "Bring somebody in"))


def leave_a_circle(page: Page) -> None:
    """Come to what leaving one's first circle means."""
    page.goto(address(page, "Leave this circle"))


def say_how_it_went(page: Page) -> None:
    """Open what one promised a circle, to say how it went, and what else one promised."""
    page.get_by_text("How did it go?").click()
    page.get_by_text("I promised something aloud").click()


def name_a_circle(page: Page) -> None:
    """Come to what one's first circle is called."""
    page.goto(str(page.locator("a[href^='/gather/circles/'][href$='/name/']").first.get_attribute("href")))


def find_by_name(page: Page) -> None:
    """Look for somebody by a word that several colleagues share."""
    bring_somebody_in(page)
    page.get_by_label("Name, team or e-mail").fill("an")
    send("Propose them")(page)


def see_own_lot(page: Page) -> None:
    """Come to how the lot came out for oneself."""
    page.goto(address(page, "How the lot was drawn"))


def pair_nobody(page: Page) -> None:
    """Wish for two to sit apart, one of whom is not on the list."""
    bring_list(page)
    page.get_by_label("Pair 1: first person").fill("Nobody")
    page.get_by_label("Pair 1: second person").fill("Abe Tour")
    send("Keep the wishes")(page)


def wish_too_much(page: Page) -> None:
    """Wish for three to sit together, two of whom sit apart, and wait for the refusal."""
    bring_list(page)
    pairs = (("Abe", "sit apart", "Bea"), ("Bea", "sit together", "Cem"), ("Cem", "sit together", "Abe"))
    for number, (one, how, other) in enumerate(pairs, start=1):
        if number == 3:
            send("Keep the wishes")(page)
        page.get_by_label(f"Pair {number}: first person").fill(f"{one} Tour")
        page.get_by_label(f"Pair {number}: how").select_option(label=how)
        page.get_by_label(f"Pair {number}: second person").fill(f"{other} Tour")
    send("Form the circles")(page)
    page.get_by_text("Nothing is lost").wait_for()


def follow_somebody(page: Page) -> None:
    """Open what moving the first person of a plan would mean."""
    page.goto(str(page.locator("[data-seat] a").first.get_attribute("href")))


def weigh_a_move(page: Page) -> None:
    """See what an exchange would change."""
    follow_somebody(page)
    page.get_by_label("Or move to a circle").select_option(index=1)
    send("See what it would change")(page)


def promise(page: Page) -> None:
    """Come into a meeting, if that has not been done."""
    if page.get_by_role("button", name="I promise this").is_visible():
        send("I promise this. Let me in")(page)
    page.get_by_text("Step 1 of 9").wait_for()


def moderate(page: Page) -> None:
    """Take a meeting over and begin it."""
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Moderate instead of").click()
    page.get_by_role("button", name="All are here: begin").click()
    page.get_by_text("Step 2 of 9").wait_for()


def choose_a_topic(page: Page) -> None:
    """Go on to where topics are chosen, and bring one."""
    page.get_by_role("button", name="Go on to").click()
    page.get_by_role("button", name="I bring a topic").click()
    page.get_by_role("button", name="Take the topic that weighs most").wait_for()
