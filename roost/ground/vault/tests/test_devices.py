"""Devices that open somebody's keys: kept for them alone, forgotten with the keys, removed by their owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.actions import Keys, add_device, make_keys, remove_device, renew_keys, reseal_keys
from roost.ground.vault.models import Device
from roost.ground.vault.reads import own_keys

BrowserFor = Callable[[Person | None], Client]
BUNDLE = ".".join(["s" * 22, "n" * 32, "c" * 222])
TOLD = {"number": 1, "credential": "c" * 22, "label": "My phone", "sealed": BUNDLE}


@pytest.fixture
def keyed(in_scope: Organisation, member: Person) -> Person:
    cache.clear()
    member.set_unusable_password()
    member.save()
    make_keys(member, keys=Keys("b" * 43, "v" * 43, BUNDLE, BUNDLE))
    return member


def add(by: Person, credential: str = "c" * 22, number: int = 1) -> Device:
    return add_device(by, number=number, credential=credential, label="My phone", sealed=BUNDLE)


def test_a_device_is_kept_for_its_owner_alone(keyed: Person, founder: Person, client_for: BrowserFor) -> None:
    browser = client_for(keyed)
    answer = browser.post(reverse("vault:devices"), TOLD, content_type="application/json").json()
    (device,) = answer["devices"]
    assert {name: device[name] for name in ("credential", "label", "sealed")} == {
        name: TOLD[name] for name in ("credential", "label", "sealed")
    }
    assert client_for(founder).delete(reverse("vault:device", args=[device["id"]])).status_code == 404
    assert own_keys(founder)["devices"] == []
    with pytest.raises(Forbidden):
        remove_device(Device.objects.get(), by=founder)
    assert browser.delete(reverse("vault:device", args=[device["id"]])).json()["devices"] == []
    assert browser.delete(reverse("vault:device", args=[device["id"]])).status_code == 404


def test_replaced_keys_forget_the_devices_and_another_passphrase_does_not(keyed: Person) -> None:
    add(keyed)
    reseal_keys(keyed, number=1, version=1, sealed=BUNDLE)
    assert len(own_keys(keyed)["devices"]) == 1
    renew_keys(keyed, number=1, keys=Keys("x" * 43, "v" * 43, BUNDLE, BUNDLE))
    assert own_keys(keyed)["devices"] == []
    with pytest.raises(Conflict):
        add(keyed)
    add(keyed, number=2)


def test_a_device_is_added_once_and_no_more_than_twenty(keyed: Person, founder: Person) -> None:
    with pytest.raises(Conflict, match="no key yet"):
        add(founder)
    for number in range(20):
        add(keyed, f"c{number}")
    with pytest.raises(Conflict, match="already"):
        add(keyed, "c7")
    with pytest.raises(InputError, match="twenty"):
        add(keyed, "one more")


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": " "},
        {"label": "l" * 61},
        {"credential": ""},
        {"credential": "c" * 1365},
        {"credential": "not=these"},
        {"sealed": "two.parts"},
        {"output": "never"},
    ],
)
def test_what_does_not_have_the_shape_is_refused(wrong: dict[str, str], keyed: Person, client_for: BrowserFor) -> None:
    answer = client_for(keyed).post(reverse("vault:devices"), TOLD | wrong, content_type="application/json")
    assert answer.status_code == 422
    assert not Device.objects.exists()


@pytest.mark.parametrize("label", ["My\0phone", "\x1b[31mphone", "pho\x85ne"])
def test_what_no_table_can_keep_is_no_name_of_a_device(label: str, keyed: Person, client_for: BrowserFor) -> None:
    told = TOLD | {"label": label}
    answer = client_for(keyed).post(reverse("vault:devices"), told, content_type="application/json")
    assert answer.status_code == 422
    assert not Device.objects.exists()
