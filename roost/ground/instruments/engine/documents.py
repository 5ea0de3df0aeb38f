"""An instrument: sentences, a scale, and which sentences speak of what, as a document of JSON says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scale:
    """Answers from `least` to `most`, a word for each; `unobserved` is what one says instead, or empty."""

    least: int
    most: int
    steps: Sequence[str]
    unobserved: str


@dataclass(frozen=True)
class Item:
    """A sentence, in words for oneself and for others, that speaks of a subscale."""

    key: str
    subscale: str
    own: str
    others: str


@dataclass(frozen=True)
class Instrument:
    """Sentences with a scale; `subscales` are keys, those of behaviours where it speaks of these."""

    key: str
    version: str
    title: str
    licence: str
    scale: Scale
    subscales: Sequence[str]
    items: Sequence[Item]

    def items_of(self, subscale: str) -> list[Item]:
        """Give the sentences of a subscale, in order."""
        return [one for one in self.items if one.subscale == subscale]


def read_instrument(text: str) -> Instrument:
    """Read a document of the bundle."""
    told: dict[str, Any] = json.loads(text)
    scale = told["scale"]
    return Instrument(
        told["key"],
        told["version"],
        told["title"],
        told["licence"],
        Scale(scale["least"], scale["most"], scale["steps"], scale["unobserved"]),
        [one["key"] for one in told["subscales"]],
        [Item(one["key"], one["subscale"], one["own"], one["others"]) for one in told["items"]],
    )
