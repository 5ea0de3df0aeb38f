"""One's own key for notes: forgotten, locked, closed by itself, replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.journeys.visitors import walk_in as come_in
from tests.journeys.writers import KEY_PAGE, KEYS, OPENED, Writer


def test_a_forgotten_passphrase_is_replaced_by_the_code(gather: Callable[..., Any]) -> None:
    _notes, member, _founder = gather("member", "founder", opens=("member",))
    page = member.page
    page.goto(KEY_PAGE)
    before = member.ask(KEYS)["keys"]
    page.get_by_role("button", name="Lock it").click()
    page.get_by_role("button", name="I forgot my passphrase").click()
    page.get_by_label("Recovery code").fill("99999 " + member.code[6:])
    member.passphrase += " anew"
    member.choose("recover", "Open and change the passphrase")
    expect(page.get_by_text("This code does not open your key")).to_be_visible()
    page.get_by_label("Recovery code").fill(member.code.lower().replace("-", " ").replace("1", "l"))
    page.get_by_role("button", name="Open and change the passphrase").click()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    after = member.ask(KEYS)["keys"]
    assert (after["box"], after["number"], after["version"]) == (before["box"], 1, 2)
    page.get_by_role("button", name="Change the passphrase").click()
    page.get_by_label("Your present passphrase").fill(member.passphrase)
    member.passphrase += " again"
    member.choose("change", "Change it")
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    page.get_by_role("button", name="Lock it").click()
    member.open_key()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()


def test_an_opened_key_closes_after_half_an_hour_wherever_one_is_and_what_was_typed_comes_back(
    gather: Callable[..., Any],
) -> None:
    notes, member, _founder = gather("member", "founder", opens=("member",))
    page = member.page
    page.clock.install()
    page.goto(notes)
    expect(page.get_by_label("What do you want to keep?")).to_be_visible()
    page.get_by_label("What do you want to keep?").fill("Half a thought")
    page.clock.fast_forward("27:00")
    page.get_by_label("What do you want to keep?").press_sequentially(", and more")
    page.clock.fast_forward("27:00")
    expect(page.get_by_role("heading", name="Your key closes in two minutes")).to_have_count(0)
    page.clock.fast_forward("01:00")
    stay = page.get_by_role("button", name="Stay open")
    expect(stay).to_be_focused()
    stay.click()
    expect(stay).to_be_hidden()
    page.clock.fast_forward("28:30")
    expect(stay).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("heading", name="Open your key")).to_be_visible()
    assert page.evaluate(OPENED) is None
    assert "Half a thought" not in page.content()
    member.open_key()
    expect(page.get_by_label("What do you want to keep?")).to_have_value("Half a thought, and more")
    # Other pages let it close as well.
    page.goto("/grow/")
    assert page.evaluate(OPENED) is not None
    page.clock.fast_forward("31:00")
    assert page.evaluate(OPENED) is None


def test_signing_out_in_one_tab_closes_the_key_in_all(gather: Callable[..., Any]) -> None:
    notes, member, _founder = gather("member", "founder")
    page = member.page
    page.goto(notes)
    member.write("Kept", "Whatever is remembered stays.")
    second = page.context.new_page()
    second.goto("/see/")
    Writer(second).hold(member.holder)
    second.get_by_label("Your account").click()
    second.get_by_role("button", name="Sign out").click()
    second.wait_for_url("**/welcome/")
    assert second.evaluate(OPENED) is None
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate(OPENED) is None
    assert page.evaluate("Object.keys(localStorage).some(name => name.startsWith('roost.vault.seen.'))")
    # Whoever comes next finds nothing of it either.
    member.hold(member.holder)
    come_in(second, "founder")
    page.goto("/")
    assert page.evaluate(OPENED) is None


def test_a_new_key_is_used_only_once_it_was_compared_and_the_old_one_opens_what_was_before(
    gather: Callable[..., Any],
) -> None:
    notes, member, founder = gather("member", "founder", unkeyed=("founder",), opens=("founder",))
    founder.page.goto(notes)
    founder.sees("First make your key")
    member.page.goto(notes)
    member.sees("has no key yet. Writing begins when")
    member.cannot_write()
    founder.page.goto(KEY_PAGE)
    assert founder.send(KEYS, founder.ring(opens=True)) == 200
    member.page.reload()
    member.write("Before", "Written under the first keys.")
    # The founder loses everything.
    founder.page.reload()
    founder.page.get_by_role("button", name="I lost passphrase and code").click()
    founder.page.get_by_label("I lost both, and I know").check()
    remembered, founder.passphrase = founder.passphrase, "another one altogether"
    founder.choose("lost", "Make a new key")
    founder.write_code_down()
    figures = founder.page.locator("[data-figures]").inner_text()
    assert re.fullmatch(r"(\d{5} ){11}\d{5}", figures)
    founder.page.goto(notes)
    founder.sees("You are not yet among those who read")
    founder.sees("under a key that you no longer have")
    member.page.reload()
    member.sees("has a new key")
    member.cannot_write()
    assert len(member.ask(f"{notes}contents/")["epochs"]) == 1
    expect(member.page.locator(".notice:visible .figures")).to_have_text(figures)
    member.page.get_by_role("button", name="We compared: they are the same").click()
    expect(member.page.get_by_role("heading", name="Write a note")).to_be_focused()
    member.write("After", "Written under the new ones.")
    founder.page.reload()
    expect(founder.note("After")).to_be_visible()
    expect(founder.note("Before")).to_have_count(0)
    # The old passphrase comes to mind, and the new key keeps what it opened.
    founder.page.goto(KEY_PAGE)
    founder.page.get_by_label("Your earlier passphrase or code").fill(remembered)
    founder.page.get_by_role("button", name="Open them").click()
    expect(founder.page.get_by_label("Your earlier passphrase or code")).to_be_hidden()
    founder.page.goto(notes)
    expect(founder.note("Before")).to_contain_text("Written under the first keys.")
    opened = json.loads(founder.page.evaluate(OPENED))
    founder.page.evaluate(
        "kept => sessionStorage.setItem('roost.vault.opened', kept)", json.dumps(opened | {"earlier": []})
    )
    founder.page.reload()
    expect(founder.note("Before")).to_be_visible()
