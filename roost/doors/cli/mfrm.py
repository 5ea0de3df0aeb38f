"""`roost assess mfrm`: abilities with raters' severity taken out, by a many-facet Rasch model."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable

import numpy as np

from roost.doors.cli.writing import show
from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.rasch import Fit, collapse, fit, fit_collapsed
from roost.grow.assessments.engine.tables import read_table

MOST_LINES = 20


def run_mfrm(options: argparse.Namespace) -> int:
    """Print what was measured and give the exit status: 0, or 2 with one message on standard error."""
    try:
        found = _fit(options)
    except InputError as error:
        first, *others = error.problems
        show(f"{first} (and {len(others)} more)" if others else str(first), sys.stderr)
        return 2
    show(json.dumps(_as_json(found, options.model)) if options.json else "\n".join(_lines(found)))
    return 0


def _fit(options: argparse.Namespace) -> Fit:
    items = [name.strip() for name in options.items.split(",") if name.strip()]
    if not items or len(set(items)) < len(items):
        raise InputError("--items names columns, each once, with commas between them.")
    table = read_table(options.ratings)
    people, raters = table.names(options.person), table.names(options.rater)
    scores = np.stack([table.scores(item) for item in items], axis=1)
    is_shared = options.model == "rsm"
    ratings = collapse(people, raters, items, scores, is_shared=is_shared)
    return (fit_collapsed if options.fast else fit)(ratings, is_shared=is_shared, has_impressions=options.dyad)


def _as_json(found: Fit, model: str) -> dict[str, object]:
    thresholds = {item: [one.value for one in steps] for item, steps in found.thresholds.items()}
    return {
        "deviance": found.deviance,
        "variance": found.variance,
        "dyad_variance": found.impressions,
        "gradient": found.gradient,
        "raters": {who: {"severity": one.value, "se": one.error} for who, one in found.severities.items()},
        "items": {name: {"difficulty": one.value, "se": one.error} for name, one in found.difficulties.items()},
        "thresholds": thresholds[""] if model == "rsm" else thresholds,
        "persons": {
            who: {"ability": one.mean, "se": one.error, "lo": one.low, "hi": one.high}
            for who, one in found.people.items()
        },
        **({"left_out": list(found.left_out)} if found.left_out else {}),
    }


def _lines(found: Fit) -> Iterable[str]:
    yield f"{len(found.people)} people, {len(found.severities)} raters, {len(found.difficulties)} items, in logits."
    yield f"Deviance {found.deviance:.4f}; abilities vary by {found.variance:.4f}."
    if found.impressions is not None:
        yield f"Raters' overall impressions vary by {found.impressions:.4f}."
    if found.left_out:
        yield f"Left out, who gave everybody the lowest or everybody the highest: {', '.join(found.left_out)}"
    people = sorted(found.people.items(), key=lambda one: -one[1].mean)
    yield from _table("Ability", [f"{one.mean:7.2f}  {one.low:7.2f} to {one.high:.2f}  {who}" for who, one in people])
    severe = sorted(found.severities.items(), key=lambda one: -one[1].value)
    yield from _table("Severity", [f"{one.value:7.2f}  se {one.error:.2f}  {who}" for who, one in severe])
    hard = found.difficulties.items()
    yield from _table("Difficulty", [f"{one.value:7.2f}  se {one.error:.2f}  {item}" for item, one in hard])
    for item, steps in found.thresholds.items():
        yield f"Thresholds{f' of {item}' if item else ''}: {', '.join(f'{one.value:.2f}' for one in steps)}"


def _table(title: str, lines: list[str]) -> Iterable[str]:
    yield f"{title}:"
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"  and {len(lines) - MOST_LINES} more (--json gives all)"
