"""No power cut takes an acknowledged entry; and cuts of the same kind do, where SQLite syncs less.

`power` says what is recorded and replayed, `lossy_disk` what a cut does.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from roost.doors.site.settings import DATABASES
from tests.durability.power import Outcome, Recording, endure, record
from tests.durability.world import World

SEED = 20240612
CUTS = 50


@pytest.fixture
def recording(world: World) -> Recording:
    return record(world, seed=SEED, count=120)


def cut(recording: Recording, folder: Path, *further: str) -> Outcome:
    """Replay with what the settings let every connection execute first, and perhaps something that changes it."""
    folder.mkdir()
    settled = DATABASES["default"]["OPTIONS"]["init_command"].split(";")
    pragmas = [pragma.strip() for pragma in settled if pragma.strip()]
    outcome = endure(recording, folder, pragmas=[*pragmas, *further], seed=SEED, cuts=CUTS)
    print(f"Seed {SEED}, {further or 'as settled'}: {outcome}")
    return outcome


def test_a_delivery_is_one_transaction_and_fifty_power_cuts_lose_none(recording: Recording, tmp_path: Path) -> None:
    for statements in recording.statements:
        around = [one for one in statements if one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
        assert around == ["BEGIN IMMEDIATE", "COMMIT"]
        # What follows reads, or drops tables that only this connection sees: the file is left alone.
        after = statements[statements.index("COMMIT") + 1 :]
        assert all(one.startswith(("SELECT ", "DROP TABLE IF EXISTS tracking_")) for one in after)
    outcome = cut(recording, tmp_path / "full")
    assert outcome.faults == []
    assert outcome.lost == 0
    assert outcome.acknowledged > CUTS
    assert outcome.cuts_in_checkpoints > 0


def test_such_cuts_lose_entries_at_normal_and_tear_the_file_without_syncs(recording: Recording, tmp_path: Path) -> None:
    normal = cut(recording, tmp_path / "normal", "PRAGMA synchronous=NORMAL")
    assert normal.lost > 0
    assert normal.faults == []
    off = cut(recording, tmp_path / "off", "PRAGMA synchronous=OFF")
    assert off.faults != []
