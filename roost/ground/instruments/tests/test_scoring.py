"""Means of subscales: by hand, as properties, and against the reliabilities that R gives for real answers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.instruments.engine import Instrument, Score, keyed, load_instrument, score
from roost.ground.instruments.reads import instruments
from roost.ground.kit.errors import InputError

HEAD = {
    "format": 1,
    "version": "1.0.0",
    "title": "T",
    "purpose": "P",
    "licence": "CC0-1.0",
    "source": "S",
    "permission": "P",
    "uses": ["research"],
}
# Of the twenty-five items of R's psych::bfi; its help page names the same.
TURNED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")
ALPHAS = {"A": 0.7030184461, "C": 0.7267349729, "E": 0.7617328203, "N": 0.8139629499, "O": 0.6001725148}


def made(key: str, names: dict[str, list[str]], turned: tuple[str, ...] = (), most: int = 5) -> Instrument:
    told = HEAD | {
        "key": key,
        "scale": {"least": 1, "most": most, "steps": ["x"] * most},
        "subscales": [{"key": one, "name": one} for one in names],
        "items": [
            {"key": name.lower(), "subscale": part, "own": "I am.", "reversed": name in turned}
            for part, found in names.items()
            for name in found
        ],
    }
    return load_instrument(json.dumps(told))


def test_means_by_hand() -> None:
    four = made("four", {"w": ["a", "b", "c", "d"], "v": ["e", "f"]}, turned=("b",))
    found = score(four, {"a": 5, "b": 1, "c": 4, "d": None, "e": 3})
    assert found == [Score("w", (5 + 5 + 4) / 3, 3, 4), Score("v", None, 1, 2)]
    assert score(four, {}) == [Score("w", None, 0, 4), Score("v", None, 0, 2)]


@pytest.mark.parametrize(
    ("answers", "said"), [({"z": 1}, "There is no item z."), ({"a": 6}, "Item a: 6 is not from 1 to 5.")]
)
def test_answers_that_cannot_be_are_refused(answers: dict[str, int | None], said: str) -> None:
    with pytest.raises(InputError, match=said):
        score(made("one", {"w": ["a"]}), answers)


@given(st.data())
def test_answering_all_the_other_way_round_turns_each_mean_round(data: st.DataObject) -> None:
    found = data.draw(st.sampled_from(instruments()))
    scale, answer = found.scale, st.none() | st.integers(found.scale.least, found.scale.most)
    answers: dict[str, Any] = {one.key: data.draw(answer) for one in found.items}
    other = {key: None if one is None else scale.least + scale.most - one for key, one in answers.items()}
    for here, there in zip(score(found, answers), score(found, other), strict=True):
        assert (here.mean is None) == (there.mean is None)
        if here.mean is not None and there.mean is not None:
            assert scale.least <= here.mean <= scale.most
            assert here.mean + there.mean == pytest.approx(scale.least + scale.most)


def test_real_answers_agree_as_in_r_when_turned_round_by_key(reference_data: Path) -> None:
    with (reference_data / "psychometrics" / "psych_bfi.csv").open() as file:
        rows = list(csv.DictReader(file))
    bfi = made("bfi", {part.lower(): [f"{part}{n}" for n in range(1, 6)] for part in ALPHAS}, TURNED, most=6)
    for part, expected in ALPHAS.items():
        columns = [
            [keyed(item, int(row[item.key.upper()]), bfi.scale) if row[item.key.upper()] not in ("", "NA") else np.nan
             for row in rows]
            for item in bfi.items_of(part.lower())
        ]  # fmt: skip
        assert alpha(np.array(columns)) == pytest.approx(expected, abs=1e-9)


def alpha(columns: Any) -> float:
    """Give Cronbach's alpha from covariances of pairs that were both answered."""
    both = ~np.isnan(columns)
    pairs = [[np.cov(one[seen & there], two[seen & there])[0, 1] for two, there in zip(columns, both, strict=True)]
             for one, seen in zip(columns, both, strict=True)]  # fmt: skip
    covariances = np.array(pairs)
    many = len(columns)
    return float(many / (many - 1) * (1 - covariances.trace() / covariances.sum()))
