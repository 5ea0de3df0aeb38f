"""The simulated disk keeps what was synced, and is as unkind as it claims to what was not."""

from __future__ import annotations

import random
from pathlib import Path

import apsw
import pytest

from tests.durability.lossy_disk import SECTOR, LossyDisk, PowerCut

FLAGS = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_READWRITE


def sectors_after_a_cut(folder: Path, seed: int, *, synced: bool) -> str:
    """Write eight sectors of `a` safely, `b` over them, and give each sector's letter after the power was cut."""
    disk = LossyDisk(folder, random.Random(seed))
    disk.put("file", b"a" * SECTOR * 8)
    file = disk.xOpen(str(folder / "file"), [FLAGS, 0])
    file.xWrite(b"b" * SECTOR * 8, 0)
    if synced:
        file.xSync(apsw.SQLITE_SYNC_NORMAL)
    disk.cut()
    file.xClose()
    disk.restore()
    content = (folder / "file").read_bytes().decode()
    return "".join(content[start] for start in range(0, len(content), SECTOR))


def test_what_was_synced_survives(tmp_path: Path) -> None:
    assert {sectors_after_a_cut(tmp_path, seed, synced=True) for seed in range(100)} == {"b" * 8}


def test_what_was_not_synced_survives_vanishes_or_tears(tmp_path: Path) -> None:
    found = [sectors_after_a_cut(tmp_path, seed, synced=False) for seed in range(100)]
    assert {"a" * 8, "b" * 8} < set(found)
    assert any(0 < content.count("a") < 8 for content in found)


def test_without_power_nothing_is_written(tmp_path: Path) -> None:
    disk = LossyDisk(tmp_path, random.Random(1))
    disk.put("file", b"a" * SECTOR)
    file = disk.xOpen(str(tmp_path / "file"), [FLAGS, 0])
    disk.cut_after(2, file="file")
    file.xWrite(b"b" * SECTOR, 0)
    for attempt in (lambda: file.xSync(apsw.SQLITE_SYNC_NORMAL), lambda: file.xWrite(b"c" * SECTOR, 0)):
        with pytest.raises(PowerCut):
            attempt()
    file.xClose()
    disk.restore()
    assert "c" not in (tmp_path / "file").read_text()
