"""Write wishes as the document, and lists and plans as the files, that `roost circles form` takes and gives."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from roost.gather.circles.engine.rules import Measure, Rules
from roost.gather.circles.engine.rules_document import rules_of
from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads.numbering import name_of
from roost.ground.kit.sheets import safe_cell
from roost.ground.kit.toml import quoted

# A number as the command reads one, which is no formula.
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
# So that spreadsheets read all letters.
_MARK = "\ufeff"


def rules_text(rules: Rules) -> str:
    """Write the wishes that pages offer as rules.toml; what is read from it is the same again."""
    return "\n".join(_lines(rules)) + "\n"


def rules_file(rules: Rules) -> str:
    """Write the wishes so that they name people and columns as `roster_file` does."""
    pairs = tuple((_cell(one), _cell(other)) for one, other in rules.apart.pairs)
    at_most = tuple(replace(one, column=safe_cell(one.column)) for one in rules.apart.at_most)
    filed = replace(
        rules,
        mix=tuple(replace(one, column=safe_cell(one.column)) for one in rules.mix),
        alike=tuple(replace(one, column=safe_cell(one.column)) for one in rules.alike),
        apart=replace(rules.apart, at_most=at_most, pairs=pairs),
        together=replace(
            rules.together, pairs=tuple((_cell(one), _cell(other)) for one, other in rules.together.pairs)
        ),
        same=replace(rules.same, columns=tuple(map(safe_cell, rules.same.columns))),
        not_alone=replace(rules.not_alone, columns=tuple(map(safe_cell, rules.not_alone.columns))),
        roles=replace(rules.roles, column=safe_cell(rules.roles.column)) if rules.roles else None,
    )
    return rules_text(filed)


def rules_in(round: Round) -> Rules:
    """Give the wishes of a round; nothing is wished where none were chosen yet."""
    return rules_of(round.rules) if round.rules else Rules()


def _lines(rules: Rules) -> Iterator[str]:
    yield from _measures("mix", rules.mix)
    yield from _measures("alike", rules.alike)
    yield from ("[apart]", f'managers = "{rules.apart.managers}"')
    if rules.apart.at_most:
        limits = ", ".join(f"{{ column = {quoted(one.column)}, count = {one.count} }}" for one in rules.apart.at_most)
        yield f"at_most = [{limits}]"
    if rules.apart.pairs:
        yield f"pairs = [{_pairs(rules.apart.pairs)}]"
    if rules.together.pairs:
        yield from ("[together]", f"pairs = [{_pairs(rules.together.pairs)}]")
    if rules.hours:
        # A float as it is written reads as the same one again; fewer digits may be no whole minutes.
        yield from ("[hours]", f"overlap_hours = {rules.hours.overlap / 60!r}", f"date = {rules.hours.day.isoformat()}")
    for name, columns in (("same", rules.same.columns), ("not_alone", rules.not_alone.columns)):
        if columns:
            yield from (f"[{name}]", f"columns = [{', '.join(map(quoted, columns))}]")
    if rules.roles:
        yield from ("[roles]", f"column = {quoted(rules.roles.column)}", f"at_least = {rules.roles.at_least}")
    yield from ("[history]", f"weight = {rules.past.weight:g}", f"never_within_rounds = {rules.past.never_within}")
    if rules.locked.seats:
        yield "[locked.seats]"
        yield from (f"{quoted(one)} = {quoted(circle)}" for one, circle in rules.locked.seats.items())
    yield from ("[blocs]", f"diversity_slack = {rules.diversity_slack:g}")


def _measures(name: str, measures: tuple[Measure, ...]) -> Iterator[str]:
    for one in measures:
        yield from (
            f"[[{name}]]",
            f"column = {quoted(one.column)}",
            f'kind = "{one.kind}"',
            f"weight = {one.weight:g}",
        )


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"[{quoted(one)}, {quoted(other)}]" for one, other in pairs)


def roster_file(round: Round, seats: list[Seat]) -> str:
    """Write the list of a round, every column of it; managers who are not on it, or not any more, are left out."""
    here = {seat.code for seat in seats}
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(["id", *map(safe_cell, round.columns)])
    for seat in seats:
        told = {name: str(seat.cells.get(name, "")) for name in round.columns}
        if told.get("manager") not in here:
            told |= {"manager": ""} if "manager" in told else {}
        writer.writerow([_cell(seat.code), *map(_cell, told.values())])
    return _MARK + made.getvalue()


def plan_file(seats: list[Seat]) -> str:
    """Write a plan, people in the list's order; names beside it, which the command leaves aside."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(["id", "circle", "name"])
    for seat in seats:
        writer.writerow([_cell(seat.code), name_of(seat.number) if seat.number else "", safe_cell(seat.label)])
    return _MARK + made.getvalue()


def _cell(text: str) -> str:
    """Give a cell that is no formula; a number below 0 is none, and the command must read it as one."""
    return text if _NUMBER.fullmatch(text) else safe_cell(text)
