"""Every page of the product and the states worth looking at, with who stands on it and how they come there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page

from roost.doors.demo.engine import FOUNDER, email_of
from tests.journeys.visitors import walk_in

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

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Stop:
    """A page: the name of its address, who looks at it, where it is, and what is done there to reach this state.

    `{}` in a place stands for what `survey` found.
    """

    name: str
    role: str
    place: str
    state: str = ""
    act: Act | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.state)))

    def reach(self, page: Page, found: dict[str, str]) -> None:
        page.goto(self.place.format(**found))
        if self.act:
            self.act(page)


def send(name: str) -> Act:
    """Press a button of the page's form as it is, and wait for what comes back."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()

    return act


def follow(name: str) -> Act:
    """Go where the first link of that name leads."""

    def act(page: Page) -> None:
        page.goto(_address(page, name))

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
    question = _address(page, "Take back")
    page.goto(question)
    send("Take it back")(page)
    page.goto(question)


def say_rules(page: Page) -> None:
    page.get_by_label("What is it called?").fill("A tour")
    page.get_by_label("What is counted?").fill("Visits")
    send("Say it in plain words")(page)


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
    page.locator("[data-state]:visible").first.wait_for()


def see_code(page: Page) -> None:
    part_is_there(page)
    choose_passphrase(page, "make", "Make my key")


def press(*names: str) -> Act:
    """Press buttons that lead nowhere, one after the other."""

    def act(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=True).click()

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


LOOK = "See what it would do"
STOPS = (
    Stop("home:welcome", STRANGER, "/welcome/"),
    Stop("account_login", STRANGER, "/sign-in/"),
    Stop("account_login", STRANGER, "/sign-in/", "refused", send("Sign in")),
    Stop("account_change_password", GUEST, "/account/password/"),
    Stop("account_set_password", "member", "/account/password/"),
    Stop("home:today", "member", "/"),
    Stop("home:today", "administrator", "/", "of somebody in no team"),
    Stop("home:me", "member", "/me/"),
    Stop("home:me", "member", "/me/", "with a new key", make_key),
    Stop("home:administer", "administrator", "/administer/"),
    Stop("ui:patterns", "member", "/patterns/"),
    Stop("tracking:programs", "member", "/see/"),
    Stop("tracking:launch", "member", "/see/new/"),
    Stop("tracking:launch", "member", "/see/new/", "refused", send("Start the program")),
    Stop("tracking:launch", "member", "/see/new/", "in plain words", say_rules),
    Stop("tracking:board", "member", "{program}"),
    Stop("tracking:board", "founder", "{program}?window=season", "for who runs it"),
    Stop("tracking:board", "member", "{program}?window=2001-01", "before anybody came"),
    Stop("tracking:board", "member", "{published}", "as it was published"),
    Stop("tracking:board", "founder", "{published}&division=*&live=1", "live after its closing"),
    Stop("tracking:team", "member", "{team}"),
    Stop("tracking:team", "member", "{published}", "as it was published", follow_team),
    Stop("tracking:line", "member", "{line}"),
    Stop("tracking:line", "founder", "{published}", "as it was published", follow("See what it is made of")),
    Stop("tracking:rules", "member", "{program}rules/"),
    Stop("tracking:unplaced", "founder", "{program}unplaced/?window=all"),
    Stop("tracking:edit-rules", "founder", "{program}rules/edit/"),
    Stop("tracking:enter", "member", "{program}enter/"),
    Stop("tracking:enter", "founder", "{program}enter/", "refused", send("Put it on the board")),
    Stop("tracking:upload", "founder", "{program}upload/"),
    Stop(
        "tracking:delivery",
        "founder",
        "{program}upload/",
        "refused",
        choose_file(BAD_SCORES, "Enter these scores"),
    ),
    Stop("tracking:delivery", "founder", "{program}upload/", "entered", hand_in),
    Stop("tracking:delivery", "founder", "{program}upload/", "taken back", give_it_back),
    Stop("tracking:withdraw", "founder", "{program}upload/", act=ask_for_it_back),
    Stop("tracking:close-period", "founder", "{closing}"),
    Stop("tracking:close-period", "founder", "{program}close/?window=month", "refused"),
    Stop("tracking:take-back", "founder", "{founders}", act=follow("Take back")),
    Stop("tracking:take-back", "founder", "{founders}", "once more", take_back),
    Stop("tracking:screens", "founder", "{program}screens/"),
    Stop("tracking:close-screen", "founder", "{program}screens/", act=follow("End this link")),
    Stop("tracking:screen", STRANGER, "{screen}"),
    Stop("people:list", "administrator", "/administer/people/"),
    Stop("people:list", "administrator", "/administer/people/?q=nobody+at+all", "nothing found"),
    Stop("people:person", "administrator", "{person}"),
    Stop("people:add", "administrator", "/administer/people/add/"),
    Stop("people:change", "administrator", "{person}change/"),
    Stop("people:leave", "administrator", "{person}leave/"),
    Stop("people:link", "administrator", "{person}", act=send("Make a sign-in link")),
    Stop("people:welcome", STRANGER, "/administer/people/welcome/none/none/"),
    Stop("people:choose", STRANGER, "{welcome}"),
    Stop("people:import", "administrator", "/administer/people/import/"),
    Stop("people:preview", "administrator", "/administer/people/import/", act=choose_file(NEW_PEOPLE, LOOK)),
    Stop("people:preview", "administrator", "/administer/people/import/", "known", choose_file(GOOD_PEOPLE, LOOK)),
    Stop("people:preview", "administrator", "/administer/people/import/", "refused", choose_file(BAD_PEOPLE, LOOK)),
    Stop("people:done", "administrator", "{done}"),
    Stop("growth:overview", "founder", "/grow/", "before the beginning"),
    Stop("growth:section", "founder", "/grow/profile/context/"),
    Stop("growth:section", "founder", "/grow/profile/energy/", "of energy"),
    Stop("growth:section", "founder", "/grow/profile/energy/", "refused", tick_everything),
    Stop("growth:section", "member", "/grow/profile/energy/", "answered elsewhere", answer_from_an_old_tab),
    Stop("growth:overview", "member", "/grow/"),
    Stop("growth:put-first", "member", "/grow/first/"),
    Stop("growth:needle", "member", "/grow/needle/"),
    Stop("growth:weights", "member", "/grow/needle/weights/"),
    Stop("growth:plan", "member", "/grow/experiments/new/"),
    Stop("growth:plan", "member", "/grow/experiments/new/", "refused", send("I will try this")),
    Stop("growth:work", "founder", "/grow/work/"),
    Stop("growth:work", "member", "/grow/work/", "with barriers"),
    Stop("growth:work", "member", "/grow/work/", "refused", send("Put it on my map")),
    Stop("growth:experiment", "member", "{experiment}"),
    Stop("growth:experiment", "member", "{experiment}", "refused", send("Keep it")),
    Stop("growth:experiment", "member", "{experiment}", "nobody asked", send("Ask them to watch")),
    Stop("growth:experiment", "member", "{ended}", "ended"),
    Stop("growth:experiment", "member", "{tried}", "tried"),
    Stop("growth:change-experiment", "member", "{experiment}change/"),
    Stop("growth:correct-try", "member", "{tried}latest/"),
    Stop("growth:asked", "founder", "/grow/watching/"),
    Stop("growth:asked", "administrator", "/grow/watching/", "nothing asked"),
    Stop("growth:watching", "founder", "{watching}"),
    Stop("growth:review", "member", "/grow/review/"),
    Stop("growth:review", "member", "/grow/review/", "refused", send("Close it and begin the next")),
    Stop("growth:past", "founder", "/grow/past/", "nothing yet"),
    Stop("growth:past", "member", "/grow/past/"),
    Stop("growth:numbers", "administrator", "/grow/numbers/"),
    Stop("nudges:list", "leader", "/grow/reminders/"),
    Stop("nudges:list", "administrator", "/grow/reminders/", "nothing yet"),
    Stop("nudges:new", "founder", "/grow/reminders/new/"),
    Stop("nudges:new", "founder", "/grow/reminders/new/", "refused", send("Remind me of it")),
    Stop("nudges:plan", "leader", "/grow/reminders/", act=to_reminder),
    Stop("nudges:plan", "leader", "/grow/reminders/", "refused", let_it_rest),
    Stop("nudges:change", "leader", "/grow/reminders/", act=to_change_of_reminder),
    Stop("nudges:settings", "founder", "/grow/reminders/settings/"),
    Stop("nudges:settings", "founder", "/grow/reminders/settings/", "refused", leave_half),
    Stop("nudges:reply", STRANGER, "/reminders/none/", "over"),
    Stop("nudges:stop", STRANGER, "/reminders/none/stop/", "over"),
    Stop("companions:list", "leader", "/grow/companions/"),
    Stop("companions:list", "administrator", "/grow/companions/", "nobody yet"),
    Stop("companions:ask", "founder", "/grow/companions/ask/"),
    Stop("companions:ask", "founder", "/grow/companions/ask/", "refused", send("Ask them")),
    Stop("companions:pair", "leader", "/grow/companions/", act=follow("Open it")),
    Stop("growth:manager", "leader", "/grow/manager/"),
    Stop("growth:reports", "leader", "/grow/people/"),
    Stop("growth:report", "leader", "/grow/people/", act=open_somebody),
    Stop("companions:pair", "founder", "/grow/companions/", "as companion", follow("Open it")),
    Stop("companions:session", "leader", "/grow/companions/", act=to_session),
    Stop("companions:counted", "administrator", "/administer/companions/"),
    Stop("vault:key", "administrator", "/me/vault/", "before there is one", part_is_there),
    Stop("vault:key", "administrator", "/me/vault/", "with its code", see_code),
    Stop("vault:key", "leader", "/me/vault/", act=part_is_there),
    Stop("vault:key", "leader", "/me/vault/", "with a new passphrase", press("Change the passphrase")),
    Stop("vault:key", "leader", "/me/vault/", "by its code", press("Lock it", "I forgot my passphrase")),
    Stop("404", "administrator", "{notes}", "of notes of others"),
    Stop("vault:notes", "leader", "{notes}", "locked", lock),
    Stop("vault:notes", "leader", "{notes}", act=unlock),
    Stop("vault:notes", "leader", "{notes}", "about to close", leave_alone),
    Stop("vault:notes", "leader", "{notes}", "refused", type_wrong_passphrase),
    Stop("vault:key", "founder", "/me/vault/", "lost", lose_key),
    Stop("vault:notes", "leader", "{notes}", "with a question", unlock),
    Stop("calendars:list", "leader", "/me/calendars/"),
    Stop("calendars:list", "administrator", "/me/calendars/", "nothing yet"),
    Stop("calendars:list", "founder", "/me/calendars/", "refused", send("Follow it")),
    Stop("calendars:calendar", "leader", "/me/calendars/", act=follow("Outlook")),
    Stop("library:search", "member", "/grow/library/"),
    Stop("library:search", "member", "/grow/library/?q=I+am+scard+of+my+boss", "asked"),
    Stop("library:search", "member", "/grow/library/?q=xyzzy", "nothing found"),
    Stop("library:card", "member", "/grow/library/cards/earning-trust/"),
    Stop("library:card", "member", "/grow/library/cards/deciding/", "refused", say_nothing_tried),
    Stop("library:item", "member", "/grow/library/?kind=note", act=to_item),
    Stop("library:item", "founder", "/grow/library/mine/", "of one's own", to_item),
    Stop("library:item", "leader", "/grow/library/?kind=link", "a link", to_item),
    Stop("library:mine", "founder", "/grow/library/mine/"),
    Stop("library:mine", "administrator", "/grow/library/mine/", "nothing yet"),
    Stop("library:add", "member", "/grow/library/add/note/"),
    Stop("library:add", "member", "/grow/library/add/document/", "a document"),
    Stop("library:add", "member", "/grow/library/add/link/", "refused", send("Put it into the library")),
    Stop("library:change", "founder", "/grow/library/mine/", act=change_nothing),
    Stop("library:delete", "founder", "/grow/library/mine/", act=ask_to_delete),
    Stop("library:remove", "administrator", "/grow/library/?kind=note", act=ask_to_remove),
    Stop("library:remove", "administrator", "/grow/library/?kind=note", "refused", remove_without_a_reason),
    Stop("404", "member", "/nowhere/"),
    Stop("404", STRANGER, "/nowhere/", "of a stranger"),
    Stop("403", "member", "/administer/"),
)

NO_PAGE = {
    "health": "answers monitors",
    "home:export": "a file",
    "home:choose-zone": "goes back to About me",
    "home:make-key": "shows About me again",
    "home:revoke-key": "goes back to About me",
    "account_logout": "goes on to the first page",
    "demo:enter": "goes on to Today",
    "growth:barriers": "shows the map again",
    "companions:agree": "goes to the page of the two",
    "companions:end": "goes back to the list",
    "companions:show-needles": "goes back to the page of the two",
    "companions:notes": "goes on to the notes of the two",
    "companions:energy": "shows the page of the two again",
    "companions:set-goal": "shows the page of the two again",
    "companions:plan-session": "shows the page of the two again",
    "companions:commit": "shows the page of the two again",
    "companions:end-goal": "goes back to the page of the two",
    "companions:end-commitment": "goes back to the page of the two",
    "companions:raise-point": "shows the session again",
    "companions:met": "goes back to the page of the two",
    "companions:call-off": "goes back to the page of the two",
    "companions:drop-point": "goes back to the session",
    "companions:end-counted": "goes back to what is counted",
    "calendars:add-file": "goes on to the calendar",
    "calendars:add-feed": "goes on to the calendar",
    "calendars:refresh": "goes back to the calendar",
    "calendars:delete": "goes back to the calendars",
    "nudges:answer": "goes back to Today or to the reminder",
    "nudges:rest": "shows the reminder again",
    "nudges:end": "goes back to the reminder",
    "nudges:wake": "goes back to the reminder",
    "nudges:delete": "goes back to the list",
    "library:file": "a file",
    "library:card-tried": "goes back to the card",
    "library:item-tried": "goes back to the item",
    "library:untried": "goes back to the card or the item",
    "library:withdraw": "goes back to the item",
    "library:return": "goes back to the item",
    "growth:read-card": "goes on to the card",
    "growth:leave-card": "goes back to Today",
    "growth:watch": "shows the experiment again",
    "growth:end-experiment": "goes back to the experiment",
    "growth:withdraw": "goes back to the experiment",
    "growth:decline": "goes on to Today",
    "growth:count-cycles": "goes back to Grow",
    "growth:share-barrier": "goes back to the map",
    "growth:open-to-manager": "goes back to what the manager reads",
    "growth:close-to-manager": "goes back to what the manager reads",
    "growth:answer-expectation": "goes back to what the manager reads",
    "growth:forget-barrier": "goes back to the map",
    "vault:keys": "answers the page of the key",
    "vault:renew": "answers the page of the key",
    "vault:reseal": "answers the page of the key",
    "vault:contents": "answers the page of the notes",
    "vault:epochs": "answers the page of the notes",
    "vault:written": "answers the page of the notes",
    "vault:note": "answers the page of the notes",
    "vault:handed": "answers the page of the notes",
    "vault:older": "answers the page of the notes",
    "vault:leave": "goes on to the page of the key",
    "tracking:board-stream": "a stream for the board's script",
    "tracking:board-file": "a file",
    "tracking:leave-rules": "goes back to the rules",
    "tracking:rules-file": "a file",
    "tracking:screen-stream": "a stream for the screen's script",
    "tracking:screen-latest": "a state for the screen's script",
    "people:export": "a file",
    "people:sample": "a file",
    "people:drop": "goes back to the first step",
    "people:return": "goes back to the person",
    "people:roles": "goes back to the person",
    "api:*": "answers programs",
}


def survey(visit: Callable[[str], Page]) -> dict[str, str]:
    """Let everybody in and find one of everything that has a page, as people do; `visit` gives a role's empty page.

    Makes a screen where there is none, and adds two people.
    """
    for role in ("member", "leader", "founder", "administrator"):
        walk_in(visit(role), role)
    found = _survey_program(visit("founder"), visit("member"))
    found |= _survey_people(visit("administrator"))
    found |= _begin_to_grow(visit("member"), visit("founder"))
    found |= _begin_to_write(visit("leader"), visit("founder"))
    visit(STRANGER).goto(_sign_in_link(visit("administrator"), found["person"]))
    _let_in(visit(GUEST), visit("administrator"))
    return found | {"welcome": visit(STRANGER).url}


def _survey_program(founder: Page, member: Page) -> dict[str, str]:
    founder.goto("/see/")
    places = founder.locator("main a").evaluate_all("links => links.map(link => link.pathname)")
    programs = [place for place in places if re.fullmatch(r"/see/\d+/", place)]
    own = next(place for place in programs if founder.request.get(f"{place}screens/").ok)
    founder.goto(f"{own}screens/")
    if not founder.get_by_role("link", name="Open it").count():
        founder.get_by_label("Where does it hang?").fill("Hall")
        send("Make a link")(founder)
    screen = _address(founder, "Open it")
    member.goto(own)
    founder.goto(own)
    # The sample founder closed a month lately, which has no such link any more.
    to_close, closed, published = founder.locator("a[href*='/close/']"), founder.get_by_text("closed this period"), ""
    while not to_close.count():
        earlier = str(founder.get_by_role("link", name="Earlier").get_attribute("href"))
        founder.goto(f"{own}{earlier}")
        published = published or (f"{own}{earlier}" if closed.count() else "")
    closing = str(to_close.get_attribute("href"))
    founder.goto(f"{own}?window=season")
    return {
        "program": own,
        "closing": closing,
        "published": published,
        "founders": _address(founder, "See what it is made of"),
        "screen": screen,
        "line": _address(member, "See what it is made of"),
        "team": str(member.locator("tr.mine a").first.get_attribute("href")),
    }


def _begin_to_grow(member: Page, founder: Page) -> dict[str, str]:
    member.goto("/grow/profile/context/")
    for words in ("I lead without having the title", "New answers"):
        member.get_by_label(words).check()
    send("Go on")(member)
    member.get_by_label("Politics").check()
    member.get_by_label("New ideas").check()
    send("Go on")(member)
    send("Go on")(member)
    member.get_by_label("Being proactive").first.check()
    send("Go on")(member)
    member.get_by_label("Why this, and why now?").first.fill("I wait too often.")
    send("This is what I want to move")(member)
    member.get_by_label("60 %").check()
    send("I will try this")(member)
    ended = _address(member, "Say how it went")
    member.goto(ended)
    send("End it here")(member)
    member.goto("/grow/review/")
    member.get_by_label("Clearly").check()
    member.get_by_label("I go on with this").check()
    send("Close it and begin the next")(member)
    member.goto("/grow/experiments/new/")
    member.get_by_label("70 %").check()
    send("I will try this")(member)
    tried = _address(member, "Say how it went")
    member.goto(tried)
    member.get_by_label("Otherwise").check()
    send("Keep it")(member)
    member.goto("/grow/experiments/new/")
    member.get_by_label("60 %").check()
    send("I will try this")(member)
    experiment = _address(member, "Say how it went")
    member.goto(experiment)
    member.get_by_label("Or anybody, by their e-mail").fill(email_of(FOUNDER))
    send("Ask them to watch")(member)
    founder.goto("/")
    watching = _address(founder, "Say what you saw")
    member.goto("/grow/work/")
    for words in ("My manager has no time for me", "Meetings decide nothing", "Things are decided where I am not"):
        member.get_by_label(words).check()
    send("Put it on my map")(member)
    return {"experiment": experiment, "ended": ended, "tried": tried, "watching": watching}


def _begin_to_write(leader: Page, founder: Page) -> dict[str, str]:
    for page in (leader, founder):
        page.goto("/me/vault/")
        part_is_there(page)
        if page.get_by_role("button", name="Make my key").is_visible():
            see_code(page)
            write_code_down(page)
        else:
            page.get_by_label("Your passphrase for notes").fill(PASSWORD)
            press("Open")(page)
    notes = str(leader.locator("main [data-state=open] li a").first.get_attribute("href"))
    leader.goto(notes)
    leader.get_by_label("Title").fill("What I take from Tuesday")
    leader.get_by_label("What do you want to keep?").fill(
        "You asked, and waited.\nI noticed how long a silence can be."
    )
    leader.get_by_role("button", name="Keep it").first.click()
    leader.get_by_role("heading", name="What I take from Tuesday").first.wait_for()
    return {"notes": notes}


def _survey_people(administrator: Page) -> dict[str, str]:
    administrator.goto("/administer/people/import/")
    choose_file(GOOD_PEOPLE, LOOK)(administrator)
    send("Apply it")(administrator)
    return {"done": administrator.url, "person": _place_of(administrator, "Tilda Tour")}


def _let_in(guest: Page, administrator: Page) -> None:
    guest.goto(_sign_in_link(administrator, _place_of(administrator, "Theo Tour")))
    for box in guest.locator("input[type=password]").all():
        box.fill(PASSWORD)
    send("Choose it and go in")(guest)


def _place_of(administrator: Page, name: str) -> str:
    administrator.goto(f"/administer/people/?{urlencode({'q': name})}")
    return _address(administrator, name)


def _sign_in_link(administrator: Page, person: str) -> str:
    administrator.goto(person)
    send("Make a sign-in link")(administrator)
    return administrator.locator("#link").input_value()


def _address(page: Page, link: str) -> str:
    return str(page.get_by_role("link", name=link).first.get_attribute("href"))
