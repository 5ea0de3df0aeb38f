"""What differs between SQL engines: placeholders, whole division and exact numbers. All else is one text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from roost.see.tracking.engine.arithmetic import Arithmetic, LimbColumns, NarrowColumn, WideColumn


@dataclass(frozen=True)
class Dialect:
    """Hold one engine's spellings.

    `placeholder` is the driver's mark of a bound parameter, `divide` the operator that divides non-negative whole
    numbers and drops the rest, `modulo` that of the rest, `whole` and `exact` templates that give a bound number
    its type. `repeats` says that an expression is worked out again wherever a step that holds it is used. `wider` is
    what to turn to where a statement fails with OverflowError.
    """

    name: str
    placeholder: str
    arithmetic: Arithmetic
    divide: str = "/"
    modulo: str = "%"
    whole: str = "{mark}"
    exact: str = "{mark}"
    repeats: bool = True
    wider: Dialect | None = None


SQLITE = Dialect(name="sqlite", placeholder="?", arithmetic=LimbColumns())
# Drivers that mark parameters as %s, as Django's do on every engine, take a doubled % for the remainder.
SQLITE_FORMAT = Dialect(name="sqlite", placeholder="%s", arithmetic=LimbColumns(modulo="%%"), modulo="%%")
POSTGRESQL = Dialect(
    name="postgresql",
    placeholder="%s",
    arithmetic=WideColumn("NUMERIC", "(DIV({x}, {n}) - CASE WHEN MOD({x}, {n}) < 0 THEN 1 ELSE 0 END)"),
    modulo="%%",
    whole="CAST({mark} AS BIGINT)",
    exact="CAST({mark} AS NUMERIC)",
)
_FLOOR = "({x} // {n} - CASE WHEN {x} % {n} < 0 THEN 1 ELSE 0 END)"
_DUCKDB_WIDE = Dialect(
    name="duckdb",
    placeholder="?",
    arithmetic=WideColumn("HUGEINT", _FLOOR),
    divide="//",
    whole="CAST({mark} AS BIGINT)",
    exact="CAST({mark} AS HUGEINT)",
    repeats=False,
)
# Numbers of 128 bits take several times as long, and hardly any board needs them.
DUCKDB = replace(
    _DUCKDB_WIDE, arithmetic=NarrowColumn("BIGINT", _FLOOR), exact="CAST({mark} AS BIGINT)", wider=_DUCKDB_WIDE
)
