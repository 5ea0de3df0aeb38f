"""What answers come to: a mean for each subscale, with items turned round that are worded against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roost.ground.instruments.engine.documents import Instrument, Item, Scale
from roost.ground.kit.errors import InputError
from roost.ground.kit.errors import Words as _

ENOUGH = 0.75
"""The share of a subscale's items that must be answered for a mean."""


@dataclass(frozen=True)
class Score:
    """The mean of a subscale on the instrument's scale, None where fewer than `ENOUGH` of its items are answered."""

    subscale: str
    mean: float | None
    answered: int
    of: int


def keyed(item: Item, answer: int, scale: Scale) -> int:
    """Give an answer as it counts: turned round on its scale where the item is worded against its subscale."""
    return scale.least + scale.most - answer if item.reversed else answer


def score(instrument: Instrument, answers: Mapping[str, int | None]) -> list[Score]:
    """Score answers by item key, None for "cannot say"; in the order of the subscales.

    Raises InputError for an item that there is not and for an answer off the scale.
    """
    scale, items = instrument.scale, {one.key: one for one in instrument.items}
    points: dict[str, list[int]] = {one: [] for one in instrument.subscales}
    for key, answer in answers.items():
        if key not in items:
            raise InputError(_("There is no item %(key)s.", key=key))
        if answer is None:
            continue
        if not scale.least <= answer <= scale.most:
            told = {"key": key, "answer": answer, "least": scale.least, "most": scale.most}
            raise InputError(_("Item %(key)s: %(answer)d is not from %(least)d to %(most)d.", **told))
        points[items[key].subscale].append(keyed(items[key], answer, scale))
    sizes = dict.fromkeys(points, 0)
    for one in instrument.items:
        sizes[one.subscale] += 1
    return [_score(name, found, sizes[name]) for name, found in points.items()]


def _score(name: str, found: list[int], of: int) -> Score:
    mean = sum(found) / len(found) if len(found) >= ENOUGH * of else None
    return Score(name, mean, len(found), of)
