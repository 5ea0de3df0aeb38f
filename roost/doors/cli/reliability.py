"""`roost assess reliability`: whether items, raters and groups agree, from a plain file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from roost.doors.cli.writing import show
from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability import (
    OBJECT,
    Coefficient,
    Study,
    agreement,
    alpha,
    between,
    complete,
    design_of,
    icc,
    kappas,
    krippendorff,
    members,
    omega_total,
    one_way,
    study,
    turned,
)
from roost.grow.assessments.engine.tables import Table, read_table

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
MISSING = -1
GOALS = (0.7, 0.8)


def run_reliability(options: argparse.Namespace) -> int:
    """Print coefficients and give the exit status: 0, or 2 with one message on standard error."""
    try:
        _refuse_mixed(options)
        table = read_table(options.ratings)
        found: Sequence[Coefficient]
        apart: Study | None = None
        if options.facets:
            apart = _study(table, options)
            found = apart.told()
        else:
            found = _wide(table, options) if options.wide else _long(table, options)
    except InputError as error:
        first, *others = error.problems
        show(f"{first} (and {len(others)} more)" if others else str(first), sys.stderr)
        return 2
    if options.json:
        told = [
            {"name": one.name, "form": one.form, "value": one.value, "lo": one.low, "hi": one.high} for one in found
        ]
        show(json.dumps({"coefficients": told}))
    else:
        show("\n".join([*_lines(found), *(_enough(apart) if apart else [])]))
    return 0


def _refuse_mixed(options: argparse.Namespace) -> None:
    long, wide = ("targets", "raters", "score"), ("items",)
    missing = [f"--{one}" for one in (wide if options.wide else long) if not getattr(options, one)]
    if options.facets:
        missing = [one for one in missing if one != "--raters"]
    if missing:
        how = "With --wide" if options.wide else "Without --wide"
        raise InputError(f"{how}, {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} needed.")
    if options.wide and options.facets:
        raise InputError("--facets takes a row for each score: leave out --wide, and name --targets and --score.")
    if not options.wide and (options.group or options.reverse or options.items):
        raise InputError("--items, --reverse and --group go with --wide.")
    if options.reverse and not options.range:
        raise InputError("--reverse needs --range, as 1-6: an item is turned round on its scale.")


def _wide(table: Table, options: argparse.Namespace) -> Sequence[Coefficient]:
    items = _listed(options.items, "--items")
    if _are_categories(table, items) and not options.reverse:
        if options.group:
            raise InputError("--group needs numbers in all items.")
        return _categories([table.texts(item) for item in items])
    answers = np.stack([table.numbers(item) for item in items], axis=1)
    if not np.isfinite(answers).any():
        raise InputError("There is not one answer.")
    ends = _ends(options.range, answers)
    reverse = _listed(options.reverse, "--reverse") if options.reverse else []
    if options.range:
        answers = turned(answers, items, reverse, ends)
    found: list[Coefficient] = []
    said: list[InputError] = []
    if options.group:
        groups = members(table.texts(options.group), answers)
        for step in (lambda: agreement(groups, items, ends), lambda: between(groups)):
            found += _tried(step, said)
    if len(items) > 1:
        for step in (lambda: _consistency(answers, options.missing), lambda: _agreed(answers)):
            found += _tried(step, said)
    elif not options.group:
        raise InputError("One item alone can be compared with nothing: name more, or a --group.")
    if not found:
        raise said[0]
    return found


def _long(table: Table, options: argparse.Namespace) -> Sequence[Coefficient]:
    targets, raters = table.names(options.targets), table.names(options.raters)
    texts = table.texts(options.score)
    seen: dict[tuple[str, str], int] = {}
    for at, pair in enumerate(zip(targets, raters, strict=True)):
        if pair in seen and texts[at] and texts[seen[pair]]:
            raise InputError(
                f"{pair[1]} scored {pair[0]} twice, in rows {table.rows[seen[pair]]} and {table.rows[at]}."
            )
        if texts[at]:
            seen[pair] = at
    rows, columns = (sorted({pair[one] for pair in seen}) for one in (0, 1))
    if not rows:
        raise InputError("There is not one score.")
    filled = [[texts[seen[row, column]] if (row, column) in seen else "" for row in rows] for column in columns]
    if _are_categories(table, [options.score]):
        return _categories(filled)
    table.numbers(options.score)
    return _agreed(np.array([[float(text) if text else np.nan for text in column] for column in filled]).T)


def _are_categories(table: Table, columns: Sequence[str]) -> bool:
    """Say whether answers are categories, most of them being no numbers: a slip among numbers is no category."""
    told = [_is_number(text) for column in columns for text in table.texts(column) if text]
    return 2 * told.count(False) >= len(told) > 0


def _categories(columns: Sequence[Sequence[str]]) -> Sequence[Coefficient]:
    """Give what can be said of categories without an order."""
    known = sorted({text for column in columns for text in column} - {""})
    if not known:
        raise InputError("There is not one answer.")
    place = {text: at for at, text in enumerate(known)} | {"": MISSING}
    codes = np.array([[place[text] for text in column] for column in columns], dtype=np.int64).T
    return _beyond_chance(codes, None)


def _agreed(answers: Floats) -> Sequence[Coefficient]:
    """Give how raters (K) agree about targets (N): from complete rows, and Krippendorff's alpha from all."""
    rows = answers[np.isfinite(answers).all(axis=1)]
    said: list[InputError] = []
    if len(rows) > 1:
        found = _tried(lambda: icc(rows), said)
    else:
        found = _tried(lambda: one_way([told for row in answers if len(told := row[np.isfinite(row)])]), said)
    values = np.unique(answers[np.isfinite(answers)])
    codes = np.where(np.isfinite(answers), np.searchsorted(values, answers), MISSING)
    found += _tried(lambda: _beyond_chance(codes, values), said)
    if not found:
        raise said[0]
    return found


def _beyond_chance(codes: Codes, values: Floats | None) -> list[Coefficient]:
    rows = codes[(codes != MISSING).all(axis=1)]
    found: list[Coefficient] = []
    said: list[InputError] = []
    if len(rows) > 1:
        found += _tried(lambda: kappas(rows, has_order=values is not None), said)
    found += _tried(lambda: krippendorff(codes, values), said)
    if not found:
        raise said[0] if said else InputError("Every answer is the same: nothing tells anything apart.")
    return found


def _consistency(answers: Floats, missing: str) -> Sequence[Coefficient]:
    kept = complete(answers) if missing == "listwise" else answers
    return [one for one in (alpha(kept), omega_total(kept)) if one is not None]


def _study(table: Table, options: argparse.Namespace) -> Study:
    design = design_of(options.facets)
    scores = table.numbers(options.score)
    has = np.isfinite(scores)
    if not has.any():
        raise InputError("There is not one score.")
    columns = {OBJECT: options.targets} | {one: _column(table, one, options) for one in design.facets}
    codes = {
        facet: np.unique(np.asarray(table.names(column))[has], return_inverse=True)[1]
        for facet, column in columns.items()
    }
    return study(design, codes, scores[has])


def _column(table: Table, facet: str, options: argparse.Namespace) -> str:
    """Give the column of a facet: that of its name, else the only one that begins with it, the raters' first."""
    others = [one for one in table.columns if one not in {options.targets, options.score}]
    if facet in others:
        return facet
    begin = [one for one in others if one.casefold().startswith(facet.casefold())]
    if options.raters in begin:
        return str(options.raters)
    if len(begin) == 1:
        return begin[0]
    raise InputError(f"--facets: {facet} is no column, and {len(begin) or 'no'} columns begin with it.")


def _ends(text: str | None, answers: Floats) -> tuple[float, float]:
    """Give the ends of the scale: those that are named, or else the whole numbers around what was answered."""
    if text is None:
        return float(floor(np.nanmin(answers))), float(ceil(np.nanmax(answers)))
    low, dash, high = text.strip().partition("-")
    if not (dash and low.isascii() and high.isascii() and low.isdigit() and high.isdigit() and int(low) < int(high)):
        raise InputError("--range is two whole numbers, the lower first: 1-6.")
    return float(low), float(high)


def _listed(text: str, option: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or len(set(names)) < len(names):
        raise InputError(f"{option} names columns, each once, with commas between them.")
    return names


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text))) and "_" not in text
    except ValueError:
        return False


def _tried(step: Callable[[], Sequence[Coefficient]], said: list[InputError]) -> list[Coefficient]:
    """Give what a step finds, and nothing where these data do not allow it, keeping why."""
    try:
        return list(step())
    except InputError as error:
        said.append(error)
        return []


def _lines(found: Iterable[Coefficient]) -> Iterable[str]:
    for one in found:
        interval = "" if one.low is None or one.high is None else f"  {one.low:.4f} to {one.high:.4f}"
        yield f"{one.value:9.4f}{interval:22}  {one.name}{f', {one.form}' if one.form else ''}"


def _enough(apart: Study) -> Iterable[str]:
    """Say how many levels of each facet would be enough for where somebody stands."""
    for facet in apart.design.facets:
        for goal in GOALS:
            many = apart.enough(facet, goal)
            told = f"{many} of {facet}" if many else f"no number of {facet}"
            yield f"phi of {goal}: {told} {'is' if many in {1, None} else 'are'} enough, the rest staying as it is"
