"""Find what the sample company has to look at, and add what it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Locator, Page

from roost.doors.demo.engine import FOUNDER, email_of
from tests.journeys.acts import (
    GOOD_PEOPLE,
    GUEST,
    LOOK,
    PASSWORD,
    STRANGER,
    address,
    choose_file,
    part_is_there,
    press,
    see_code,
    send,
    write_code_down,
)
from tests.journeys.visitors import walk_in


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
    found |= _find_circles(visit("founder"))
    found |= _find_a_meeting(visit("member"))
    found |= _find_half_a_minute(visit("member"), visit("leader"))
    found |= _find_360s(visit("member"), visit("leader"), visit("founder"))
    found |= _find_pulses(visit("member"), visit("leader"))
    found |= _find_oneself(visit("member"), visit("leader"))
    visit(STRANGER).goto(_sign_in_link(visit("administrator"), found["person"]))
    _let_in(visit(GUEST), visit("administrator"))
    return found | {"welcome": visit(STRANGER).url}


def _survey_program(founder: Page, member: Page) -> dict[str, str]:
    founder.goto("/see/")
    places = founder.locator("main a").evaluate_all("links => links.map(link => link.pathname)")
    programs = [place for place in places if re.fullmatch(r"/see/\d+/", place)]
    own = next(place for place in programs if founder.request.get(f"{place}screens/").ok)
    # Of a program in which one takes part the name leads to the own weeks.
    learning, visits = (
        address(founder, title).removesuffix("own/") for title in ("Learning calls", "A day with another team")
    )
    founder.goto(f"{own}screens/")
    if not founder.get_by_role("link", name="Open it").count():
        founder.get_by_label("Where does it hang?").fill("Hall")
        send("Make a link")(founder)
    screen = address(founder, "Open it")
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
    member.goto("/see/")
    counted, shared = address(member, "Talks without a slide"), address(member, "One-to-ones with more questions")
    member.goto(f"{visits}proposals/")
    proposal = address(member, "See what it would have meant")
    accepted = str(member.locator("main li a[href*='/proposals/']").first.get_attribute("href"))
    member.goto(own)
    return {
        "learning": learning,
        "proposal": proposal,
        "accepted": accepted,
        "visits": visits,
        "own": counted,
        "shared": shared,
        "program": own,
        "closing": closing,
        "published": published,
        "founders": address(founder, "See what it is made of"),
        "screen": screen,
        "line": address(member, "See what it is made of"),
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
    ended = address(member, "Say how it went")
    member.goto(ended)
    send("End it here")(member)
    member.goto("/grow/review/")
    member.get_by_label("Clearly").check()
    member.get_by_label("I go on with this").check()
    send("Close it and begin the next")(member)
    member.goto("/grow/experiments/new/")
    member.get_by_label("70 %").check()
    send("I will try this")(member)
    tried = address(member, "Say how it went")
    member.goto(tried)
    member.get_by_label("Otherwise").check()
    send("Keep it")(member)
    member.goto("/grow/experiments/new/")
    member.get_by_label("60 %").check()
    send("I will try this")(member)
    experiment = address(member, "Say how it went")
    member.goto(experiment)
    member.get_by_label("Or anybody, by their e-mail").fill(email_of(FOUNDER))
    send("Ask them to watch")(member)
    founder.goto("/")
    watching = address(founder, "Say what you saw")
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
    notes = str(leader.locator("main [data-key=open] li a").first.get_attribute("href"))
    leader.goto(notes)
    leader.get_by_label("Title").fill("What I take from Tuesday")
    leader.get_by_label("What do you want to keep?").fill(
        "You asked, and waited.\nI noticed how long a silence can be."
    )
    leader.get_by_role("button", name="Keep it").first.click()
    leader.get_by_role("heading", name="What I take from Tuesday").first.wait_for()
    return {"notes": notes}


def _find_oneself(member: Page, leader: Page) -> dict[str, str]:
    found = {}
    for name, page, words in (("looked", member, "Read what it says"), ("myself", leader, "Go on with it")):
        page.goto("/grow/")
        found[name] = str(page.get_by_role("link", name=words).get_attribute("href"))
    return found | {"myself": f"{found['myself']}1/"}


def _find_half_a_minute(member: Page, leader: Page) -> dict[str, str]:
    loops = {}
    for name, page in (("asked", member), ("asking", leader)):
        page.goto("/grow/feedback/")
        loops[name] = str(page.locator("main li a").first.get_attribute("href"))
    return loops | {"half-minute": _follow_what_is_asked(member, "/feedback/asked/")}


def _find_360s(member: Page, leader: Page, founder: Page) -> dict[str, str]:
    found = {}
    for name, page in (("own-360", member), ("open-360", leader), ("asked-360", founder)):
        page.goto("/grow/360/")
        found[name] = str(page.locator("main li a").first.get_attribute("href"))
    leader.goto("/")
    found["proposed-360"] = address(leader, "Look over it")
    leader.goto("/grow/360/new/")
    leader.get_by_label("To find what to work on next").check()
    send("Go on: whom to ask")(leader)
    found["new-360"] = urlsplit(leader.url).path.removesuffix("raters/")
    return found | {"eight-minutes": _follow_what_is_asked(member, "/360/asked/")}


def _find_pulses(member: Page, leader: Page) -> dict[str, str]:
    found = {}
    for name, page in (("team-pulse", member), ("own-pulse", leader)):
        page.goto("/gather/pulse/")
        found[name] = str(page.get_by_role("link", name="The team of").first.get_attribute("href"))
    return found | {"two-minutes": _follow_what_is_asked(leader, "/pulse/asked/")}


def _follow_what_is_asked(page: Page, where: str) -> str:
    """Press the first button of Today that leads to such a question, and give the address of its link."""
    page.goto("/")
    with page.expect_navigation():
        page.locator(f"form[action*='{where}'] button").first.click()
    return urlsplit(page.url).path


def _wait_for(page: Page, there: Locator, seconds: int = 180) -> None:
    """Load a page again until the worker has done what is to be there."""
    for _second in range(seconds):
        if there.count():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    raise AssertionError(f"There is no {there} on {page.url} after {seconds} seconds.")


def _find_circles(founder: Page) -> dict[str, str]:
    founder.goto("/gather/")
    # The worker forms them once the house is open.
    _wait_for(founder, founder.get_by_role("link", name="Leading without a title"))
    # In the list of rounds; circles speak of them, too.
    rounds = founder.get_by_role("rowheader")
    names = {
        "round": "The next circles",
        "published_round": "Across the teams",
        "asked_round": "Leading without a title",
    }
    return {key: str(rounds.get_by_role("link", name=name).get_attribute("href")) for key, name in names.items()}


def _find_a_meeting(member: Page) -> dict[str, str]:
    member.goto("/gather/")
    # The worker lets the circle meet after all circles are formed.
    _wait_for(member, member.locator("main a[href^='/gather/meetings/']"))
    meeting = str(member.locator("main a[href^='/gather/meetings/']").first.get_attribute("href"))
    member.goto(meeting)
    circle = address(member, "Your circle")
    member.goto(f"{circle}rhythm/")
    planned = str(member.locator("main table a").first.get_attribute("href"))
    member.goto("/")
    proposed = address(member, "Read and sign it").removesuffix("charter/")
    member.goto("/gather/")
    links = member.locator("main a").evaluate_all("links => links.map(link => link.pathname)")
    every = {place for place in links if re.fullmatch(r"/gather/circles/\d+/", place)}
    # Of those begun since the house was made there may be more.
    pair = min(every - {circle, proposed}, key=lambda place: int(place.split("/")[3]))
    return {"meeting": meeting, "circle": circle, "proposed": proposed, "pair": pair, "planned": planned}


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
    return address(administrator, name)


def _sign_in_link(administrator: Page, person: str) -> str:
    administrator.goto(person)
    send("Make a sign-in link")(administrator)
    return administrator.locator("#link").input_value()
