"""A disk that loses power.

Simulated: everything SQLite writes to the database, its WAL or its journal stays in a cache until SQLite syncs that
file. When the power goes, each change that is still in the cache survives, vanishes, or survives in part: of a write,
any of its sectors may reach the disk, in any order and also after later ones. That includes the write or sync during
which the power went; so a sync that did not return may have done anything.

Not simulated: disks that claim to have synced and have not; bytes going bad on their own; a write that damages bytes
beside its own (SQLite assumes "powersafe overwrite", and so do we); a deletion or a new name in a folder that is lost
although nothing else is (SQLite's WAL mode deletes files only when it closes in good order, which never happens here).
Reads see the cache, as with any operating system, and locks and shared memory are those of SQLite's own VFS.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import apsw

SECTOR = 512


class PowerCut(apsw.IOError):
    """Say that there is no power."""


@dataclass(frozen=True)
class Write:
    """Bytes written at an offset."""

    offset: int
    data: bytes

    def survive(self, file: bytearray, chance: random.Random, luck: float) -> None:
        """Do to `file` what is left of the write."""
        if chance.random() < luck:
            self.apply(file)
            return
        for start in range(0, len(self.data), SECTOR):
            if chance.random() < luck:
                Write(self.offset + start, self.data[start : start + SECTOR]).apply(file)

    def apply(self, file: bytearray) -> None:
        file.extend(bytes(max(0, self.offset - len(file))))
        file[self.offset : self.offset + len(self.data)] = self.data


@dataclass(frozen=True)
class Truncation:
    """A file cut to a size."""

    size: int

    def survive(self, file: bytearray, chance: random.Random, luck: float) -> None:
        if chance.random() < luck:
            self.apply(file)

    def apply(self, file: bytearray) -> None:
        del file[self.size :]


class LossyDisk(apsw.VFS):
    """One folder on a disk whose power can be cut. Use it with `apsw.Connection(path, vfs=disk.name)`."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.name = f"lossy-{id(self)}"
        self.is_on = True
        self.safe: dict[str, bytearray] = defaultdict(bytearray)
        self.cached: dict[str, list[Write | Truncation]] = defaultdict(list)
        self._steps_left: int | None = None
        self._counted = ""
        super().__init__(self.name, base="")

    def put(self, file: str, content: bytes) -> None:
        """Make the disk hold this one file, safely, with the power on and no cut planned."""
        self.safe.clear()
        self.safe[file].extend(content)
        self.cached.clear()
        self.restore()

    def cut_after(self, steps: int, *, file: str = "") -> None:
        """Plan a cut during the given write, truncation or sync from now, counting those of `file` or of any."""
        self._steps_left, self._counted = steps, file

    def cut(self) -> None:
        """Cut the power now. What is left of the cache is decided when it comes back."""
        self.is_on = False

    def restore(self) -> None:
        """Let the power come back, with no cut planned: files are what reached the disk."""
        luck = self.chance.random()
        for file, changes in self.cached.items():
            for change in changes:
                change.survive(self.safe[file], self.chance, luck)
        self.cached.clear()
        for path in self.folder.iterdir():
            path.unlink()
        for file, content in self.safe.items():
            (self.folder / file).write_bytes(content)
        self.is_on, self._steps_left = True, None

    def change(self, file: str, change: Write | Truncation) -> None:
        """Hold a change in the cache; raises PowerCut when the power is off or goes during it."""
        if self.is_on:
            self.cached[file].append(change)
        self._step(file)

    def sync(self, file: str) -> None:
        """Bring a file's cache to the disk; raises PowerCut, having done nothing, as above."""
        self._step(file)
        for change in self.cached.pop(file, ()):
            change.apply(self.safe[file])

    def _step(self, file: str) -> None:
        if self._steps_left is not None and self._counted in ("", file):
            self._steps_left -= 1
            self.is_on = self.is_on and self._steps_left > 0
        if not self.is_on:
            raise PowerCut("There is no power.")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        if name is None:  # a temporary file, which no restart would look for
            return apsw.VFSFile("", name, flags)
        return LossyFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        if not self.is_on:
            raise PowerCut("There is no power.")
        self.safe.pop(Path(filename).name, None)
        self.cached.pop(Path(filename).name, None)
        super().xDelete(filename, syncdir)


class LossyFile(apsw.VFSFile):
    """An open file; the real one beneath it holds what a reader sees, the disk what would be left without power."""

    def __init__(self, disk: LossyDisk, name: str | apsw.URIFilename, flags: list[int]) -> None:
        self.disk = disk
        self.file = Path(name if isinstance(name, str) else name.filename()).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.change(self.file, Write(offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self.disk.change(self.file, Truncation(newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.sync(self.file)
