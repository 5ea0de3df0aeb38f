"""Read a document of an instrument, and refuse a broken one by the name of what is wrong and where."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError

from roost.ground.instruments.engine.documents import Instrument
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

LARGEST = 1_000_000
"""Bytes of a document in UTF-8."""
MOST_PROBLEMS = 20
_ADAPTER: TypeAdapter[Instrument] = TypeAdapter(Instrument)
_SAID: Mapping[str, str] = {
    "missing": _("is missing"),
    "extra_forbidden": _("is not known to this format"),
    "unexpected_keyword_argument": _("is not known to this format"),
    "string_type": _("is to be text"),
    "int_type": _("is to be a whole number"),
    "float_type": _("is to be a number"),
    "bool_type": _("is to be true or false"),
    "tuple_type": _("is to be a list"),
    "dict_type": _("is to be an object"),
    "dataclass_type": _("is to be an object"),
    "too_short": _("has nothing in it that can be used"),
    "too_long": _("holds more than this format allows"),
    "string_too_long": _("is too long"),
}


def load_instrument(text: str, *, behaviours: Collection[str] | None = None) -> Instrument:
    """Read a document; `behaviours` are the keys that subscales may speak of, None for any.

    Raises InputError naming each thing that is wrong and where, the first twenty of them.
    """
    if len(text.encode()) > LARGEST:
        raise InputError(_("The document is larger than 1 MB."))
    try:
        told = json.loads(text)
        found = _ADAPTER.validate_json(text, strict=True)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno, "why": error.msg}
        raise InputError(_("This is not JSON: line %(line)d, column %(column)d: %(why)s.", **place)) from None
    except RecursionError:
        raise InputError(_("This is no instrument: lists lie in lists too deep to be read.")) from None
    except ValidationError as error:
        raise InputError([_of_shape(told, one) for one in error.errors()[:MOST_PROBLEMS]]) from None
    except ValueError:
        raise InputError(_("This is no instrument: a number in it is too long to be read.")) from None
    problems = list(_of_meaning(found, behaviours))
    if problems:
        raise InputError([Problem(one) for one in problems[:MOST_PROBLEMS]])
    return found


def schema() -> dict[str, Any]:
    """Give the format as JSON Schema 2020-12. What hangs together across places is checked by `load_instrument`."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Instrument"}
    return _ADAPTER.json_schema() | head


def fingerprint(instrument: Instrument) -> str:
    """Give the SHA-256 of what an answer means: sentences, order, keys and scale; licence and title aside."""
    meant = {
        "scale": asdict(instrument.scale),
        "items": [asdict(one) for one in instrument.items],
        "translations": {
            language: {"steps": one.steps, "items": {key: asdict(words) for key, words in one.items.items()}}
            for language, one in instrument.translations.items()
        },
    }
    return hashlib.sha256(json.dumps(meant, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _of_shape(told: Any, error: Any) -> Problem:
    """Say where a value is not what it ought to be; lists are counted as people count, items called by their keys."""
    said = _SAID.get(error["type"]) or _plain(error)
    place = _place(told, error["loc"])
    return Problem(_("%(place)s %(said)s", place=place or _("The document"), said=said))


def _plain(error: Any) -> str:
    if error["type"] == "string_pattern_mismatch" and not str(error["input"]).strip():
        return _("is empty")
    if error["type"] == "string_pattern_mismatch":
        return _("is “%(value)s”, which is not written as it ought to be", value=str(error["input"])[:60])
    words = str(error["msg"])
    return words[:1].lower() + words[1:]


def _place(told: Any, where: Sequence[int | str]) -> str:
    parts: list[str] = []
    for one in where:
        inside = told[one] if _has(told, one) else None
        if isinstance(one, int):
            key = inside.get("key") if isinstance(inside, dict) else None
            parts[-1:] = [f"{parts[-1].removesuffix('s')} {key or one + 1}"] if parts else [str(one + 1)]
        else:
            parts.append(one)
        told = inside
    return ": ".join(parts)


def _has(told: Any, where: int | str) -> bool:
    if isinstance(where, int):
        return isinstance(told, list) and where < len(told)
    return isinstance(told, dict) and where in told


def _of_meaning(found: Instrument, behaviours: Collection[str] | None) -> Iterator[str]:
    scale, subscales = found.scale, set(found.subscales)
    if scale.least >= scale.most:
        yield _("scale: least is to be below most")
    elif len(scale.steps) != scale.most - scale.least + 1:
        known = {"steps": scale.most - scale.least + 1, "words": len(scale.steps)}
        yield _("scale: has %(steps)d steps and words for %(words)d", **known)
    for kind, keys in (("subscale", found.subscales), ("item", [one.key for one in found.items])):
        for key, often in Counter(keys).items():
            if often > 1:
                yield _("%(kind)s %(key)s: is there %(often)d times", kind=kind, key=key, often=often)
    for item in found.items:
        if item.subscale not in subscales:
            known_item = {"key": item.key, "subscale": item.subscale}
            yield _("item %(key)s: is keyed to subscale “%(subscale)s”, which there is not", **known_item)
    spoken = {one.subscale for one in found.items}
    for part in found.parts:
        if part.key not in spoken:
            yield _("subscale %(key)s: no item speaks of it", key=part.key)
        if not part.name and not part.behaviour:
            yield _("subscale %(key)s: has neither a name nor a behaviour", key=part.key)
        if part.behaviour and behaviours is not None and part.behaviour not in behaviours:
            yield _("subscale %(key)s: “%(one)s” is none of the behaviours", key=part.key, one=part.behaviour)
    yield from _of_translations(found, subscales)


def _of_translations(found: Instrument, subscales: Collection[str]) -> Iterator[str]:
    items = {one.key for one in found.items}
    for language, told in found.translations.items():
        if told.steps and len(told.steps) != len(found.scale.steps):
            yield _("translation %(language)s: does not say each step of the scale", language=language)
        for kind, keys, known in (("item", told.items, items), ("subscale", told.subscales, subscales)):
            for key in keys:
                if key not in known:
                    words = {"language": language, "kind": kind, "key": key}
                    yield _("translation %(language)s: there is no %(kind)s %(key)s", **words)
