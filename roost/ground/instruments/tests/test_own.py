"""Documents of this installation beside those that ship."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from roost.ground.instruments.reads import BUNDLE, instrument_named, instruments


@pytest.fixture
def put(tmp_path: Path, settings: Settings) -> Callable[..., Path]:
    """Give how a document is put into the folder: the shipped one about teams, with changes."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "instruments").mkdir()

    def write(name: str, **changes: Any) -> Path:
        path = tmp_path / "instruments" / f"{name}.json"
        path.write_text(json.dumps(json.loads((BUNDLE / "roost-safety.json").read_text()) | changes))
        return path

    return write


def test_own_documents_are_there_at_once_and_go_when_they_are_taken_away(put: Callable[..., Path]) -> None:
    shipped = [one.key for one in instruments()]
    path = put("a", key="ours", title="Ours")
    assert sorted(one.key for one in instruments()) == sorted([*shipped, "ours"])
    put("a", key="ours", title="Otherwise")
    os.utime(path, ns=(1, 1))
    assert instrument_named("ours") is not None
    assert getattr(instrument_named("ours"), "title", "") == "Otherwise"
    path.unlink()
    assert instrument_named("ours") is None


def test_none_stands_in_for_what_ships(put: Callable[..., Path]) -> None:
    put("a", title="Mine now")
    put("b", version="1.1.0", title="Mine later")
    assert getattr(instrument_named("roost-safety"), "title", "").startswith("Speaking up")
    assert instrument_named("roost-safety", "1.1.0") is None


def test_of_two_that_are_called_alike_the_first_stays_and_the_other_is_named(
    put: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    put("a", key="ours", title="First")
    put("b", key="ours", title="Second")
    put("c", key="ours", version="1.1.0", title="Newer")
    assert getattr(instrument_named("ours", "1.0.0"), "title", "") == "First"
    assert getattr(instrument_named("ours"), "title", "") == "Newer"
    assert "b.json is left out" in caplog.text


def test_what_an_editor_or_a_hand_leaves_in_the_folder_breaks_no_page(put: Callable[..., Path]) -> None:
    folder = put("whole", key="ours").parent
    (folder / ".#whole.json").symlink_to("nobody@nowhere.1234")
    (folder / "folder.json").mkdir()
    (folder / "digits.json").write_text(f'{{"format": {"1" * 5000}}}')
    assert instrument_named("ours") is not None


def test_a_broken_one_is_left_out_by_name(put: Callable[..., Path], caplog: pytest.LogCaptureFixture) -> None:
    put("broken", key="ours", licence="")
    put("whole", key="others")
    assert instrument_named("ours") is None
    assert instrument_named("others") is not None
    assert "broken.json is left out" in caplog.text
