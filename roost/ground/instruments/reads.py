"""Look up the instruments that ship with Roost."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from roost.ground.behaviours.reads import BEHAVIOURS, Behaviour, behaviour_named
from roost.ground.instruments.engine import Instrument, Subscale, load_instrument

BUNDLE = Path(__file__).with_name("bundle")
SCHEMA = Path(__file__).with_name("instrument.schema.json")


def check_document(text: str) -> Instrument:
    """Read a document whose subscales may speak of Roost's behaviours; raises InputError naming what is wrong."""
    return load_instrument(text, behaviours=[one.key for one in BEHAVIOURS])


def instrument_named(key: str, version: str = "") -> Instrument | None:
    """Give the instrument of that key, the newest where no version is named; None for none."""
    found = [one for one in _shipped() if one.key == key and version in ("", one.version)]
    return max(found, key=_age, default=None)


def instruments() -> tuple[Instrument, ...]:
    """Give all that ship, by key, each in its newest version."""
    return tuple(found for key in sorted({one.key for one in _shipped()}) if (found := instrument_named(key)))


def behaviour_of(part: Subscale) -> Behaviour | None:
    """Give the behaviour that a subscale speaks of; None where it speaks of something else."""
    return behaviour_named(part.behaviour)


def name_of(part: Subscale) -> str:
    """Give what a subscale is called, in the reader's language where it speaks of a behaviour."""
    found = behaviour_of(part)
    return str(found.name) if found else part.name


@cache
def _shipped() -> tuple[Instrument, ...]:
    return tuple(check_document(path.read_text()) for path in sorted(BUNDLE.glob("*.json")))


def _age(one: Instrument) -> tuple[int, ...]:
    return tuple(int(part) for part in one.version.split("."))
