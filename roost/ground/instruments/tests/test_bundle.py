"""What ships: own sentences or such as belong to all, and every one of them speaks of something."""

from __future__ import annotations

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.instruments.reads import instrument_named, instruments


def test_every_behaviour_has_two_sentences() -> None:
    found = instrument_named("roost-16")
    assert found is not None
    assert list(found.subscales) == [one.key for one in BEHAVIOURS]
    assert all(len(found.items_of(one.key)) == 2 for one in BEHAVIOURS)
    assert len(found.scale.steps) == found.scale.most - found.scale.least + 1


def test_only_what_belongs_to_all_ships() -> None:
    assert {one.licence for one in instruments()} <= {"CC0-1.0", "public-domain"}


def test_each_sentence_has_a_key_of_its_own_and_speaks_of_oneself_or_of_others() -> None:
    for one in instruments():
        assert len({item.key for item in one.items}) == len(one.items)
        assert {item.subscale for item in one.items} == set(one.subscales)
        assert all(item.own.startswith("I ") and item.others.startswith("They ") for item in one.items)


def test_there_is_none_of_another_name() -> None:
    assert instrument_named("nothing") is None
