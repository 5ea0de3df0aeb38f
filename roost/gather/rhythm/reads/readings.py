"""The readings that ship with Roost: one short text a meeting, ending in a question to bring along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from roost.gather.rhythm.engine.dates import PARTS
from roost.gather.rhythm.models import Part, PlannedMeeting
from roost.ground.kit.errors import NotFound

FOLDER = Path(__file__).resolve().parent.parent / "readings"


@dataclass(frozen=True)
class Reading:
    """A short text: its file's name is `key`, such as "trust-1"; the last paragraph is the question."""

    key: str
    title: str
    paragraphs: Sequence[str]
    question: str

    @property
    def part(self) -> Part:
        return Part(self.key.split("-")[0])


@cache
def readings() -> dict[str, Reading]:
    """Give all readings by their key, in the order of the arc."""
    found = [_read(path) for part in PARTS for path in sorted(FOLDER.glob(f"{part.value}-*.md"))]
    return {one.key: one for one in found}


def reading_for(key: str, turn: int | None = None) -> Reading:
    """Give a reading by its key, or the one of a part that is its turn's, counted from 0; raises NotFound."""
    if turn is not None:
        of_part = [one for one in readings().values() if one.part == key]
        return of_part[turn % len(of_part)]
    if key not in readings():
        raise NotFound(_("There is no such reading."))
    return readings()[key]


def what_to_read(meeting: PlannedMeeting) -> str:
    """Name what is read for a meeting: a title, or the link that somebody chose."""
    return meeting.link or reading_for(meeting.reading).title


def _read(path: Path) -> Reading:
    title, *paragraphs = (one.replace("\n", " ").strip() for one in path.read_text(encoding="utf-8").split("\n\n"))
    return Reading(path.stem, title.removeprefix("# "), tuple(paragraphs[:-1]), paragraphs[-1])
