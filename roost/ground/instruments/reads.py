"""Look up the instruments that ship with Roost, and those of this installation."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import BEHAVIOURS, Behaviour, behaviour_named
from roost.ground.instruments.engine import Instrument, Item, Subscale, fingerprint, load_instrument
from roost.ground.kit.errors import InputError, NotFound

BUNDLE = Path(__file__).with_name("bundle")
OWN = "instruments"
"""The folder of own documents, in the data folder."""
SCHEMA = Path(__file__).with_name("instrument.schema.json")

logger = logging.getLogger(__name__)


def check_document(text: str) -> Instrument:
    """Read a document whose subscales may speak of Roost's behaviours; raises InputError naming what is wrong."""
    return load_instrument(text, behaviours=[one.key for one in BEHAVIOURS])


def instrument_named(key: str, version: str = "") -> Instrument | None:
    """Give the instrument of that key, the newest where no version is named; None for none."""
    found = [one for one, _text in _documents().values() if one.key == key and version in ("", one.version)]
    return max(found, key=_age, default=None)


def instruments() -> tuple[Instrument, ...]:
    """Give all that there are, by key, each in its newest version."""
    return tuple(found for key in sorted({one for one, _version in _documents()}) if (found := instrument_named(key)))


def behaviour_of(part: Subscale) -> Behaviour | None:
    """Give the behaviour that a subscale speaks of; None where it speaks of something else."""
    return behaviour_named(part.behaviour)


def name_of(part: Subscale) -> str:
    """Give what a subscale is called, in the reader's language where it speaks of a behaviour."""
    found = behaviour_of(part)
    return str(found.name) if found else part.name


@dataclass(frozen=True)
class Part:
    """What some of the sentences speak of, by its name, and these sentences."""

    name: str
    part: Subscale
    items: Sequence[Item]


@dataclass(frozen=True)
class InstrumentPage:
    """All of an instrument: its sentences by what they speak of, its steps with their numbers, whose it is."""

    instrument: Instrument
    parts: Sequence[Part]
    steps: Sequence[tuple[int, str]]
    fingerprint: str

    @property
    def is_measured(self) -> bool:
        """Say whether a reliability was published for each of its parts."""
        return all(one.part.reliability for one in self.parts)


def instrument_page(key: str) -> InstrumentPage:
    """Give all of an instrument; raises NotFound for one that there is not. No query."""
    found = _insist(key)
    parts = [Part(name_of(one), one, found.items_of(one.key)) for one in found.parts]
    return InstrumentPage(found, parts, list(enumerate(found.scale.steps, found.scale.least)), fingerprint(found))


def document_of(key: str) -> str:
    """Give the document of an instrument as it ships; raises NotFound for one that there is not."""
    found = _insist(key)
    return _documents()[found.key, found.version][1]


def _insist(key: str) -> Instrument:
    found = instrument_named(key)
    if found is None:
        raise NotFound(_("There is no such instrument."))
    return found


def _documents() -> dict[tuple[str, str], tuple[Instrument, str]]:
    """Give all documents: those that ship, and those of this installation under keys of their own."""
    own, shipped = Path(settings.DATA_DIR) / OWN, _read(BUNDLE, ())
    taken = {key for key, _version in shipped}
    return shipped | {name: one for name, one in _read(own, _stamp(own)).items() if name[0] not in taken}


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        # Editors leave links to nowhere while somebody writes.
        with suppress(OSError):
            state = path.stat()
            found.append((path.name, state.st_mtime_ns, state.st_size))
    return tuple(found)


@lru_cache(maxsize=8)
def _read(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> dict[tuple[str, str], tuple[Instrument, str]]:
    """Read a folder as it stands by its stamp; what is broken is left out, and the log says why."""
    found: dict[tuple[str, str], tuple[Instrument, str]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            text = path.read_text()
            one = check_document(text)
        except (InputError, OSError, UnicodeDecodeError) as error:
            logger.error("%s is left out: %s", path, error)
        else:
            if (one.key, one.version) in found:
                logger.error("%s is left out: %s %s stands in another document.", path, one.key, one.version)
            found.setdefault((one.key, one.version), (one, text))
    return found


def _age(one: Instrument) -> tuple[int, ...]:
    return tuple(int(part) for part in one.version.split("."))
