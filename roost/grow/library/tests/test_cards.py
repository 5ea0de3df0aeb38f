"""The cards that come with Roost, and files of cards that somebody else writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit.errors import InputError
from roost.grow.library.engine import SHIPPED, Card, Deck, parse_card, read_cards
from roost.grow.library.reads import card_for, deck

HEAD = 'title = "T"\nsummary = "S"\nminutes = 2\nmoments = ["m"]\nsources = ["s"]'


def test_there_is_one_card_for_each_behaviour_and_no_other() -> None:
    assert {path.stem for path in SHIPPED.iterdir()} == {one.key for one in BEHAVIOURS}
    assert all(card_for(one.key) for one in BEHAVIOURS)
    assert card_for("nothing") is None


@pytest.mark.parametrize("card", deck().cards.values(), ids=lambda card: card.key)
def test_each_card_has_a_whole_head_and_is_read_in_two_minutes(card: Card) -> None:
    assert 180 <= len(card.body.split()) <= 420
    assert 1 <= card.minutes <= 3
    assert len(card.moments) >= 3
    assert card.sources
    assert card.summary.endswith(".")
    assert not card.body.startswith("# ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("words alone", "must begin with a head"),
        (f"+++\n{HEAD}\nwords", "must begin with a head"),
        (f"before\n+++\n{HEAD}\n+++\nwords", "must begin with a head"),
        (f"+++\n{HEAD}\nbroken =\n+++\nwords", "The head is no TOML"),
        ("+++\n" + HEAD.replace("minutes = 2", 'minutes = "two"') + "\n+++\nwords", "column minutes"),
        ("+++\n" + HEAD.replace('summary = "S"', "") + "\n+++\nwords", "column summary"),
        ("+++\n" + HEAD.replace('["m"]', "[]") + "\n+++\nwords", "column moments"),
    ],
)
def test_a_file_that_is_no_card_says_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        parse_card("own", text)


def test_a_folder_of_own_cards_can_be_searched(tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text(f"+++\n{HEAD}\n+++\nHow bees decide where to live.", encoding="utf-8")
    (found,) = Deck(read_cards(tmp_path)).search("bee")
    assert (found.card.key, found.card.body) == ("own", "How bees decide where to live.")


def test_a_folder_without_cards_or_with_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no card in"):
        read_cards(tmp_path)
    (tmp_path / "own.md").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="no text in UTF-8"):
        read_cards(tmp_path)
