"""What ships: own sentences or such as belong to all, keyed as their sources say, and kept as they once shipped."""

from __future__ import annotations

import pytest

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.instruments.engine import fingerprint
from roost.ground.instruments.reads import instrument_named, instruments, name_of

# What shipped once is not changed under its number, and stays: people's answers are read by it.
SHIPPED = {
    ("ipip-50", "1.0.0"): "25b754b3ed1be64dd288a321c0bc0cbc9ebae5c2b8216bf16d75a1d3b118acaf",
    ("mini-ipip", "1.0.0"): "9c7f616f978c803ff8272c4e782fe03263730d159b8eb58b1e32ca4b15a076c4",
    ("roost-16", "1.0.0"): "e7841c8fb6a59adb6db47c6dc146c3083d0c33d0d65b55198ba584818296656a",
    ("roost-safety", "1.0.0"): "9d393a99f5960ad9e24ad093c85848243803293dcaf236c8a6a6576859fb4ae0",
}
# As https://ipip.ori.org/MiniIPIPKey.htm has them: + then -, by subscale.
MINI = {
    "extraversion": ({"m1", "m11"}, {"m6", "m16"}),
    "agreeableness": ({"m2", "m12"}, {"m7", "m17"}),
    "conscientiousness": ({"m3", "m13"}, {"m8", "m18"}),
    "neuroticism": ({"m4", "m14"}, {"m9", "m19"}),
    "intellect": ({"m5"}, {"m10", "m15", "m20"}),
}
# How many are + and - among Goldberg's fifty: https://ipip.ori.org/newBigFive5broadKey.htm.
FIFTY = {
    "extraversion": (5, 5),
    "agreeableness": (6, 4),
    "conscientiousness": (6, 4),
    "emotional-stability": (2, 8),
    "intellect": (7, 3),
}


def test_every_behaviour_has_two_sentences() -> None:
    found = instrument_named("roost-16")
    assert found is not None
    assert list(found.subscales) == [one.key for one in BEHAVIOURS]
    assert all(len(found.items_of(one.key)) == 2 for one in BEHAVIOURS)
    assert [name_of(one) for one in found.parts] == [str(one.name) for one in BEHAVIOURS]


def test_only_what_belongs_to_all_ships_and_nothing_of_it_is_for_rewards() -> None:
    assert {one.licence for one in instruments()} <= {"CC0-1.0", "public-domain"}
    assert not [one.key for one in instruments() if "reward" in one.uses or one.norms != "none"]


def test_who_is_asked_about_people_says_it_of_oneself_or_of_others() -> None:
    for one in instruments():
        if one.key != "roost-safety":
            assert all(item.own.startswith("I ") and item.others.startswith("They ") for item in one.items)


def test_what_shipped_once_is_as_it_was() -> None:
    assert {(one.key, one.version): fingerprint(one) for one in instruments()} | SHIPPED == SHIPPED
    for key, version in SHIPPED:
        found = instrument_named(key, version)
        assert found is not None
        assert fingerprint(found) == SHIPPED[key, version]


@pytest.mark.parametrize("subscale", MINI)
def test_the_short_form_is_keyed_as_its_authors_say(subscale: str) -> None:
    found = instrument_named("mini-ipip")
    assert found is not None
    items = found.items_of(subscale)
    turned = {one.key for one in items if one.reversed}
    assert ({one.key for one in items} - turned, turned) == MINI[subscale]


def test_the_fifty_are_keyed_as_goldberg_has_them() -> None:
    found = instrument_named("ipip-50")
    assert found is not None
    turned = {one: sum(item.reversed for item in found.items_of(one)) for one in found.subscales}
    assert {one: (10 - many, many) for one, many in turned.items()} == FIFTY


def test_the_twenty_are_among_the_fifty_keyed_alike() -> None:
    """The two were entered from two sources; only one trait is counted from its other end."""
    short, long = instrument_named("mini-ipip"), instrument_named("ipip-50")
    assert short is not None
    assert long is not None
    fifty = {one.own: one for one in long.items}
    for one in short.items:
        there, is_other_end = fifty[one.own], one.subscale == "neuroticism"
        assert there.subscale == ("emotional-stability" if is_other_end else one.subscale)
        assert (there.reversed != one.reversed) == is_other_end


def test_there_is_none_of_another_name() -> None:
    assert instrument_named("nothing") is None
    assert instrument_named("roost-16", "0.0.1") is None
