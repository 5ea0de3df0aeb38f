"""People with browsers who write notes, and who keeps the house that they write in."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.house import House
from tests.journeys.sealing import Holder, to_text
from tests.journeys.visitors import WalkIn

KEY_PAGE = "/me/vault/"
KEYS = "/me/vault/keys/"
OPENED = "sessionStorage.getItem('roost.vault.opened')"
CODE = "-".join(["0A1B2"] * 8)
# Has the shape of sealed keys and opens with nothing.
SHAPED = ".".join(["s" * 22, "n" * 32, "c" * 222])
# Does in the house what its keeper could, one script after the other; starting Django anew for each would take longer.
KEEPER = """
import contextlib, io, json, sys
import django
django.setup()
from django.core.management import call_command
from roost.doors.demo.access import person_of_part
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import organisation_for
from roost.ground.vault.actions import close_group, let_in, let_out, start_group
from roost.ground.vault.models import Device, EarlierKeyring, Epoch, Group, Keyring, Note, NoteVersion
def flip(text, place=-9):
    letter = "A" if text[place] != "A" else "B"
    return text[:place] + letter + text[place:][1:]
for line in sys.stdin:
    said = io.StringIO()
    with everywhere(), contextlib.redirect_stdout(said):
        exec(json.loads(line))
    print(json.dumps(said.getvalue()), flush=True)
"""
# Starts a group of these parts, who have these keys; whatever was there of such groups and keys before is gone.
START = """
Group.objects.filter(kind="journey").delete()
for rings in (Keyring, EarlierKeyring, Device):
    rings.objects.all().delete()
people = [person_of_part(part) for part in {parts!r}]
for person, keys in zip(people, {keys!r}):
    if keys:
        Keyring.objects.create(person=person, made_at=clock.now(), **keys)
group = start_group(organisation_for(people[0]), by=people[0], members=people, kind="journey")
print(json.dumps([str(group.pk), [person.pk for person in people]]))
"""
# Leaves the house as it was: no keys, and no group of these tests.
END = """
Group.objects.filter(kind="journey").delete()
for rings in (Keyring, EarlierKeyring, Device):
    rings.objects.all().delete()
"""
# Other keys for a part, as if they had lost theirs.
REPLACE = "Keyring.objects.filter(person=person_of_part({part!r})).update(**{keys!r})"

Keeper = Callable[[str], str]
Change = Callable[[str, str], None]


class Writer:
    """Somebody with a browser who writes; whatever the browser sends is kept, to be looked through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.passphrase = f"harbour lights {secrets.token_hex(6)}"
        self.code = CODE
        self.person = 0
        self.holder = Holder.new(0)
        self.sent: list[str] = []
        page.on("request", self._sends)

    def _sends(self, request: Request) -> None:
        self.sent.append(f"{request.url} {request.post_data or ''} {request.headers}")

    def ring(self, *, opens: bool) -> dict[str, str]:
        """Give the keys as the server keeps them; sealing them costs a while, and few tests open them again."""
        locks = {"sealed": ("passphrase", self.passphrase), "recovery": ("recovery", self.code)}
        bundles = {name: self.holder.sealed(*lock) if opens else SHAPED for name, lock in locks.items()}
        return self.holder.public | bundles

    def hold(self, holder: Holder) -> None:
        """Have these keys open in the tab, as if the passphrase had been typed."""
        self.holder = holder
        opened = holder.public | {"person": holder.person, "boxSecret": to_text(bytes(holder.box))}
        opened["signSecret"] = to_text(bytes(holder.sign) + bytes(holder.sign.verify_key))
        script = """keys => sessionStorage.setItem(
            "roost.vault.opened", JSON.stringify({...keys, until: Date.now() + 1800000}))"""
        self.page.evaluate(script, opened)

    def make_key(self) -> None:
        self.page.goto(KEY_PAGE)
        self.choose("make", "Make my key")
        self.write_code_down()

    def choose(self, prefix: str, button: str) -> None:
        self.page.locator(f"#{prefix}-secret").fill(self.passphrase)
        self.page.locator(f"#{prefix}-again").fill(self.passphrase)
        self.page.get_by_role("button", name=button).click()

    def write_code_down(self) -> None:
        shown = self.page.locator("[data-code]")
        expect(shown).to_have_text(re.compile(r"^([0-9A-Z]{5}-){7}[0-9A-Z]{5}$"))
        self.code = shown.inner_text()
        self.page.get_by_label("I wrote it down").check()
        self.page.get_by_role("button", name="Keep my key").click()
        expect(self.page.get_by_text("Your key is open in this tab")).to_be_visible()

    def open_key(self) -> None:
        self.page.get_by_label("Your passphrase for notes").fill(self.passphrase)
        self.page.get_by_role("button", name="Open", exact=True).click()

    def place(self, place: str) -> Any:
        """Give the part of a page that shows a place, with its texts and its form."""
        return self.page.locator(f"[data-place='{place}']")

    def put(self, place: str, text: str) -> None:
        """Write something in a place, and see it there."""
        self.place(place).get_by_label("Write here").fill(text)
        self.place(place).get_by_role("button", name="Keep it").click()
        self.reads(place, text)

    def reads(self, place: str, *texts: str) -> None:
        for text in texts:
            expect(self.place(place).get_by_text(text, exact=True)).to_be_visible()

    def write(self, title: str, text: str) -> None:
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("What do you want to keep?").fill(text)
        self.keep()
        expect(self.note(title)).to_contain_text(text)

    def keep(self) -> None:
        self.page.get_by_role("button", name="Keep it").first.click()

    def note(self, title: str) -> Any:
        return self.page.locator("article", has=self.page.get_by_role("heading", name=title, exact=True))

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def cannot_write(self) -> None:
        expect(self.page.get_by_role("button", name="Keep it")).to_have_count(0)

    def ask(self, path: str) -> Any:
        return self.page.request.get(path).json()

    def send(self, path: str, told: Any) -> int:
        """Send something as the page's scripts do, and give the status."""
        script = """([path, told]) => fetch(path, {method: "POST", body: JSON.stringify(told),
            headers: JSON.parse(document.body.getAttribute("hx-headers"))}).then(answer => answer.status)"""
        return int(self.page.evaluate(script, [path, told]))


@pytest.fixture(scope="module")
def keeper(house: House) -> Iterator[Keeper]:
    """Give who keeps the house: runs a script there and gives what it prints."""
    command = [sys.executable, "-c", KEEPER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, env=house.environ, cwd=house.folder, **pipes)  # type: ignore[call-overload]

    def run(script: str) -> str:
        process.stdin.write(f"{json.dumps(script)}\n")
        process.stdin.flush()
        return str(json.loads(process.stdout.readline())).strip()

    yield run
    run(END)
    process.stdin.close()
    process.wait()


@pytest.fixture
def gather(walk_in: WalkIn, keeper: Keeper) -> Callable[..., Any]:
    """Give a starter of groups: the path of their notes, and a writer for each part, with keys open in the tab.

    `unkeyed` have no keys yet, and who `opens` can type a passphrase or a code.
    """

    def gather(*parts: str, unkeyed: tuple[str, ...] = (), opens: tuple[str, ...] = ()) -> tuple[Any, ...]:
        writers = [Writer(walk_in(part)) for part in parts]
        for writer, part in zip(writers, parts, strict=True):
            writer.person = int(keeper(f"print(person_of_part({part!r}).pk)"))
            writer.holder = Holder.new(writer.person)
        rings = [
            None if part in unkeyed else writer.ring(opens=part in opens)
            for writer, part in zip(writers, parts, strict=True)
        ]
        group, _people = json.loads(keeper(START.format(parts=parts, keys=rings)))
        for writer, part in zip(writers, parts, strict=True):
            if part not in unkeyed:
                writer.hold(writer.holder)
        return (f"/notes/{group}/", *writers)

    return gather


@pytest.fixture
def change(keeper: Keeper) -> Change:
    """Give a changer of what the house keeps of a group."""

    def change(notes: str, act: str) -> None:
        keeper(f"group = Group.objects.get(pk={notes.split('/')[2]!r}); {act}")

    return change
