"""No power cut takes an acknowledged entry, and the same cuts do take some where SQLite syncs less.

`power` says what is recorded and replayed, `lossy_disk` what a cut does.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.durability.conftest import World
from tests.durability.power import Recording, endure, record

SEED = 20240612
CUTS = 50


def pragmas() -> list[str]:
    """Give what the settings let every connection execute first."""
    return [part.strip() for part in settings.DATABASES["default"]["OPTIONS"]["init_command"].split(";") if part.strip()]


@pytest.fixture
def recording(world: World) -> Recording:
    print(f"Seed {SEED}")
    return record(world, seed=SEED, count=120)


def test_fifty_power_cuts_lose_no_acknowledged_entry(recording: Recording, tmp_path: Path) -> None:
    outcome = endure(recording, tmp_path, pragmas=pragmas(), seed=SEED, cuts=CUTS)
    print(outcome)
    assert outcome.faults == []
    assert outcome.lost == 0
    assert outcome.acknowledged > CUTS
    assert outcome.cuts_in_checkpoints > 0


def test_the_same_cuts_lose_acknowledged_entries_at_normal(recording: Recording, tmp_path: Path) -> None:
    outcome = endure(recording, tmp_path, pragmas=[*pragmas(), "PRAGMA synchronous=NORMAL"], seed=SEED, cuts=CUTS)
    print(outcome)
    assert outcome.lost > 0
    assert outcome.faults == []


def test_the_same_cuts_tear_a_database_that_never_syncs(recording: Recording, tmp_path: Path) -> None:
    outcome = endure(recording, tmp_path, pragmas=[*pragmas(), "PRAGMA synchronous=OFF"], seed=SEED, cuts=CUTS)
    print(outcome)
    assert outcome.faults != []
