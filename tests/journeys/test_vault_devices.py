"""A device opens one's key by one touch; another one, a refusal, a removed one and one without a secret do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.house import House
from tests.journeys.judging import judge
from tests.journeys.sealing import Holder, to_bytes
from tests.journeys.visitors import WalkIn, Watch
from tests.journeys.writers import KEY_PAGE, KEYS, OPENED, Writer

VECTOR: dict[str, Any] = json.loads(Path(__file__).with_name("device_vector.json").read_text())
ASK = """async (credential) => {
    const [bytes, passkeys] = await Promise.all(["bytes", "passkeys"].map(name => import(`/static/vault/${name}.js`)));
    await bytes.ready;
    return bytes.toText((await passkeys.askPasskey([credential])).output);
}"""
CANNOT = "This browser or device cannot keep a secret"


class Authenticator:
    """A device that the browser pretends to have; its owner is who they say they are until told otherwise."""

    def __init__(self, page: Page, *, prf: bool = True) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        has = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "hasPrf": prf}
        options = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", **has}
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def knows_owner(self, knows: bool) -> None:
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": knows})

    def credentials(self) -> int:
        return len(self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])

    def go(self) -> None:
        self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})


def use_device(writer: Writer, label: str) -> None:
    writer.page.get_by_label("What do you call this device?").fill(label)
    writer.page.get_by_role("button", name="Use this device").click()


def lock(writer: Writer) -> None:
    writer.page.get_by_role("button", name="Lock it").click()
    expect(writer.page.get_by_role("heading", name="Open your key")).to_be_visible()


def test_a_device_opens_the_key_until_it_is_removed(gather: Callable[..., Any], watches: list[Watch]) -> None:
    _notes, member, _founder = gather("member", "founder", opens=("member",))
    page = member.page
    device = Authenticator(page)
    page.goto(KEY_PAGE)
    use_device(member, "My laptop")
    expect(page.locator("[data-list=devices]")).to_contain_text("My laptop")
    assert judge(page, watches[0]) == []
    # What the server has of it opens in another library, and by the device's secret alone.
    mine = member.ask(KEYS)
    (kept,) = mine["devices"]
    output = to_bytes(page.evaluate(ASK, kept["credential"]))
    assert len(output) == 32
    opened = Holder.opened_by_device(mine, kept, output)
    assert (bytes(opened.box), bytes(opened.sign)) == (bytes(member.holder.box), bytes(member.holder.sign))
    with pytest.raises(Exception, match="Decryption failed"):
        Holder.opened_by_device(mine, kept, bytes(32))
    assert page.evaluate(ASK, kept["credential"]) not in "\n".join(member.sent)
    # The same device is not added twice.
    use_device(member, "Once more")
    member.sees("This device opens your key already.")
    # One touch opens.
    lock(member)
    page.get_by_role("button", name="Open with this device").click()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    assert json.loads(page.evaluate(OPENED))["box"] == member.holder.public["box"]
    # Who is not its owner is refused, and the passphrase still opens.
    lock(member)
    device.knows_owner(False)
    page.get_by_role("button", name="Open with this device").click()
    member.sees("The device did not open it")
    assert page.evaluate(OPENED) is None
    assert judge(page, watches[0]) == []
    member.open_key()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    device.knows_owner(True)
    page.get_by_role("button", name="Remove My laptop").click()
    expect(page.locator("[data-list=devices] li")).to_have_count(0)
    assert member.ask(KEYS)["devices"] == []
    lock(member)
    expect(page.get_by_role("button", name="Open with this device")).to_be_hidden()


def test_another_device_opens_nothing_and_neither_does_a_changed_bundle(
    gather: Callable[..., Any], change: Callable[[str, str], None]
) -> None:
    notes, member, _founder = gather("member", "founder", opens=("member",))
    page = member.page
    first = Authenticator(page)
    page.goto(KEY_PAGE)
    use_device(member, "My laptop")
    expect(page.locator("[data-list=devices]")).to_contain_text("My laptop")
    lock(member)
    flipped = (
        "from roost.ground.vault.models import Device; d = Device.objects.get(); d.sealed = flip(d.sealed); d.save()"
    )
    change(notes, flipped)
    page.reload()
    page.get_by_role("button", name="Open with this device").click()
    member.sees("What this device gave does not open your key")
    assert page.evaluate(OPENED) is None
    change(notes, flipped)
    first.go()
    Authenticator(page)
    page.reload()
    page.get_by_role("button", name="Open with this device").click()
    member.sees("The device did not open it")
    assert page.evaluate(OPENED) is None


def test_a_device_without_a_secret_is_said_plainly_and_keeps_nothing(gather: Callable[..., Any]) -> None:
    _notes, member, _founder = gather("member", "founder")
    device = Authenticator(member.page, prf=False)
    member.page.goto(KEY_PAGE)
    use_device(member, "An old stick")
    member.sees(CANNOT)
    assert member.ask(KEYS)["devices"] == []
    # The browser lets the device throw the useless passkey away, in its own time.
    for _tenth in range(50):
        if device.credentials():
            member.page.wait_for_timeout(100)
    assert device.credentials() == 0


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("PublicKeyCredential.getClientCapabilities = async () => ({'extension:prf': false})", CANNOT),
        ("delete window.PublicKeyCredential", CANNOT),
        ("Object.defineProperty(window, 'isSecureContext', {value: false})", "only on pages that came over https"),
    ],
)
def test_a_browser_that_cannot_says_why_and_offers_nothing(about: str, words: str, gather: Callable[..., Any]) -> None:
    _notes, member, _founder = gather("member", "founder")
    member.page.add_init_script(about)
    member.page.goto(KEY_PAGE)
    member.sees(words)
    expect(member.page.get_by_role("button", name="Use this device")).to_be_hidden()


def test_an_address_that_is_a_number_is_told_from_a_name(house: House, newcomer: WalkIn) -> None:
    page = newcomer(house.url.replace("localhost", "127.0.0.1"))
    page.goto("/welcome/")
    page.locator("form[action$='/enter/administrator/'] button").click()
    page.goto(KEY_PAGE)
    why = """async () => (await import("/static/vault/passkeys.js")).whyNot()"""
    assert page.evaluate(why) == "by-number"


def test_what_was_sealed_for_a_device_once_opens_for_ever(walk_in: WalkIn) -> None:
    told, output = VECTOR["told"], to_bytes(VECTOR["output"])
    holder = Holder.opened_by_device(told, told["devices"][0], output)
    assert {"box": bytes(holder.box).hex(), "sign": bytes(holder.sign).hex()} == VECTOR["inside"]
    page = walk_in("member")
    page.goto(KEY_PAGE)
    script = """async ([told, output]) => {
        const at = (name) => import(`/static/vault/${name}.js`);
        const [bytes, device] = await Promise.all(["bytes", "device"].map(at));
        await bytes.ready;
        const { keys, person, devices } = told;
        const opened = await device.openByDevice(devices[0], keys, person, bytes.toBytes(output));
        const hex = (text) => bytes.sodium.to_hex(bytes.toBytes(text).subarray(0, 32));
        return [hex(opened.boxSecret), hex(opened.signSecret)];
    }"""
    assert page.evaluate(script, [told, VECTOR["output"]]) == list(VECTOR["inside"].values())
