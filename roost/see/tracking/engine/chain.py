"""Work out in SQL, step by step, what each person brought to each team. Exact meaning: `board.md`.

metric, step               the rules, as rows of bound numbers
membership, member         who belonged to which team, for at least one day
present, roster            who did so within the window
seniority, mover           the order in which a person became a member of teams; who was in several
placed                     what the window's entries add up to, by metric, person, team and cap period
running, normal            the same for each prefix of teams; people who never moved go their own, shorter way
floored, capped            the points of each prefix
whole, reached             bonuses, which go to the last team in the window
parts                      the points of a prefix, those of the one before it taken off again, and the bonuses
brought, carried           what each person brought to each team, by metric
contribution               the same, and whether it fits 64 bits
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine.arithmetic import Limbs
from roost.see.tracking.engine.calendar import AFTER_ALL_DAYS, BEFORE_ALL_DAYS, Window
from roost.see.tracking.engine.dialects import Dialect
from roost.see.tracking.engine.rules import PERIODS, WEEKDAYS, Metric, Rules

# SQLite binds at most 32766 parameters, seven of them a step.
MOST_STEPS = 4000
# No metric of any rules: a list of rows cannot be empty in SQL.
NO_METRIC = -1

Wanted = Sequence[int] | None
"""Ids of the teams or divisions that are asked for, at least one; None for all."""


@dataclass(frozen=True)
class Statement:
    """Hold SQL text with its bound parameters, in order."""

    sql: str
    params: tuple[object, ...]


@dataclass(frozen=True)
class Source:
    """Say where cells and memberships come from, as two SELECTs in the dialect's own spelling.

    `cells` gives the columns metric (the metric's place in the rules; any other number scores nothing), person, day
    (ordinal), total (thousandths) and entries (how many). A cell may come in several rows, which are added up: what
    was taken back may be a row of its own, with both numbers the other way round. Where no entry is left the total
    has to be 0. `memberships` gives person, team, division, starts (ordinal or NULL, inclusive) and ends (ordinal or
    NULL, exclusive). Persons are compared with =; teams and divisions are whole numbers, a division may be NULL, and
    a team has one division. Memberships of one person must not overlap. Tables may have any name that does not start
    with `board_`.
    """

    cells: str
    memberships: str
    cells_params: tuple[object, ...] = ()
    memberships_params: tuple[object, ...] = ()


@dataclass
class Chain:
    """Write the steps one after the other; parameters are bound in the order in which the text mentions them."""

    window: Window
    source: Source
    dialect: Dialect
    _steps: list[str] = field(default_factory=list)
    _params: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        exact = self.dialect.arithmetic
        self.sums = limbs("s", exact.sum_width)
        self.before_cap, self.points, self.bonus = (limbs(name, exact.points_width) for name in "upb")

    def step(self, name: str, sql: str, *, materialized: bool = False) -> None:
        """Add a named step; `materialized` where its expressions should not be worked out again at each use."""
        kept = materialized and self.dialect.repeats
        self._steps.append(f"board_{name} AS {'MATERIALIZED ' if kept else ''}(\n        {sql})")

    def closed(self, sql: str) -> Statement:
        """Give the statement that asks the steps so far."""
        steps = ",\n    ".join(self._steps)
        return Statement(f"WITH\n    {steps}\n{sql}", tuple(self._params))

    def whole(self, number: int) -> str:
        """Bind a number of at most 64 bits."""
        self._params.append(number)
        return self.dialect.whole.format(mark=self.dialect.placeholder)

    def exact(self, numbers: tuple[int | None, ...]) -> str:
        """Bind the limbs of a number, for exact arithmetic."""
        self._params += numbers
        return ", ".join([self.dialect.exact.format(mark=self.dialect.placeholder)] * len(numbers))

    def include(self, sql: str, params: tuple[object, ...]) -> str:
        """Bind what a given SELECT needs."""
        self._params += params
        return sql

    def summed(self, names: Limbs) -> str:
        """Write the sums of a number's columns, under the same names."""
        return named([self.dialect.arithmetic.added(name) for name in names], names)

    def only(self, column: str, wanted: Wanted) -> str:
        """Write the condition that leaves the rows of these teams or divisions, if any were asked for."""
        return "" if wanted is None else f"WHERE {column} IN ({', '.join(map(self.whole, wanted))}) "

    def add_members(self, column: str, wanted: Wanted) -> None:
        """Say who was in which team when; with teams or divisions, only of people who ever were there."""
        self.step("membership", self.include(self.source.memberships, self.source.memberships_params))
        starts, ends = f"COALESCE(starts, {BEFORE_ALL_DAYS})", f"COALESCE(ends, {AFTER_ALL_DAYS})"
        among = ""
        if wanted is not None:
            among = f" AND person IN (SELECT person FROM board_membership {self.only(column, wanted)})"
        self.step(
            "member",
            f"""SELECT person, team, division, {starts} AS starts, {ends} AS ends
        FROM board_membership WHERE {starts} < {ends}{among}""",
        )

    def add_parts(self, rules: Rules, column: str, wanted: Wanted, *, detailed: bool) -> None:
        """Add the steps up to what people brought, part by part: by cap period, and bonuses for themselves.

        `detailed` keeps summed values, points before the cap and bonuses apart from the points.
        """
        self._add_rules(rules)
        self.add_members(column, wanted)
        self._add_presence()
        self._add_placed(rules)
        self._add_running(detailed)
        for whose in ("alone", "moved"):
            self._add_capped(whose, detailed)
        self._add_reached()
        self._add_parts(detailed)

    def add_contributions(self, rules: Rules, column: str, wanted: Wanted, *, detailed: bool) -> None:
        """Add every step: parts, added up by person."""
        self.add_parts(rules, column, wanted, detailed=detailed)
        exact = self.dialect.arithmetic
        key = "metric, person, team"
        kept = [*self.sums, *self.before_cap, *self.bonus] if detailed else []
        values = [*self.points, *kept]
        self.step(
            "brought",
            f"""SELECT {key}, CAST(SUM(entries) AS BIGINT) AS entries, {self.summed(values)}
        FROM board_parts GROUP BY {key}""",
        )
        self.step(
            "carried",
            f"""SELECT {", ".join([key, "entries", *kept])}, {named(exact.carried(self.points), self.points)}
        FROM board_brought""",
            materialized=True,
        )
        self.step(
            "contribution",
            f"""SELECT {", ".join([key, "entries", *values])},
            CASE WHEN {exact.fits(self.points)} THEN 1 ELSE 0 END AS fits
        FROM board_carried""",
        )

    def _add_rules(self, rules: Rules) -> None:
        exact = self.dialect.arithmetic
        if sum(len(metric.bonus) for metric in rules.metrics) > MOST_STEPS:
            message = f"These rules have more than {MOST_STEPS} bonus steps, which is more than fits a query."
            raise InputError(Problem(message, column="metrics"))
        columns = ["id", "average", "among_active", *limbs("w", exact.sum_width), *limbs("k", exact.points_width)]
        rows = ", ".join(self._metric_row(place, metric) for place, metric in enumerate(rules.metrics))
        self.step(f"metric({', '.join(columns)})", f"VALUES {rows}")
        columns = ["metric", *limbs("a", exact.sum_width), *self.bonus]
        steps = [(place, step.at, step.points) for place, metric in enumerate(rules.metrics) for step in metric.bonus]
        rows = ", ".join(
            f"({self.whole(place)}, {self.exact(exact.split_sum(at))}, {self.exact(exact.split_points(points))})"
            for place, at, points in steps or [(NO_METRIC, 0, 0)]
        )
        self.step(f"step({', '.join(columns)})", f"VALUES {rows}")

    def _metric_row(self, place: int, metric: Metric) -> str:
        exact = self.dialect.arithmetic
        average, among_active = int(metric.team == "average"), int(metric.over == "active")
        cap = exact.split_points(metric.cap.points) if metric.cap else (None,) * exact.points_width
        return (
            f"({self.whole(place)}, {self.whole(average)}, {self.whole(among_active)}, "
            f"{self.exact(exact.split_sum(metric.points_per_unit))}, {self.exact(cap)})"
        )

    def _add_presence(self) -> None:
        self.step(
            "present",
            f"""SELECT person, team, division, ROW_NUMBER() OVER (PARTITION BY person ORDER BY starts DESC) AS latest
        FROM board_member
        WHERE starts < {self.whole(self.window.end_day)} AND ends > {self.whole(self.window.first_day)}""",
        )
        self.step(
            "roster",
            "SELECT division, team, COUNT(DISTINCT person) AS members FROM board_present GROUP BY division, team",
        )
        self.step("mover", "SELECT person FROM board_member GROUP BY person HAVING MIN(team) < MAX(team)")
        self.step(
            "seniority",
            """SELECT person, team, MIN(starts) AS joined FROM board_member
        WHERE person IN (SELECT person FROM board_mover) GROUP BY person, team""",
        )

    def _add_placed(self, rules: Rules) -> None:
        exact = self.dialect.arithmetic
        sums = zip(exact.parts("c.total"), self.sums, strict=True)
        self.step(
            "placed",
            f"""SELECT c.metric, c.person, m.team, {self._period(rules)} AS period,
            CAST(SUM(c.entries) AS BIGINT) AS entries,
            {", ".join(f"{exact.added(part)} AS {name}" for part, name in sums)}
        FROM ({self.include(self.source.cells, self.source.cells_params)}) c
        JOIN board_member m ON m.person = c.person AND c.day >= m.starts AND c.day < m.ends
        WHERE c.metric >= 0 AND c.metric < {self.whole(len(rules.metrics))}
            AND c.day >= {self.whole(self.window.first_day)} AND c.day < {self.whole(self.window.end_day)}
        GROUP BY 1, 2, 3, 4 HAVING SUM(c.entries) > 0""",
        )

    def _period(self, rules: Rules) -> str:
        """Write the number of the cap period in which a cell's day lies."""
        divide, modulo = self.dialect.divide, self.dialect.modulo
        # Days since 0000-03-01, so that a leap day is the last of its year: centuries have 146097 / 4 days, years
        # 1461 / 4, and five months from March on 153.
        since = "(c.day + 305)"
        in_century = f"((4 * {since} + 3) {modulo} 146097 {divide} 4)"
        in_year = f"((4 * {in_century} + 3) {modulo} 1461 {divide} 4)"
        years = f"((4 * {since} + 3) {divide} 146097 * 100 + (4 * {in_century} + 3) {divide} 1461)"
        spelled = {
            "day": "c.day",
            "week": f"(c.day + {6 - WEEKDAYS.index(rules.week_start)}) {divide} 7",
            "month": f"{years} * 12 + (5 * {in_year} + 2) {divide} 153",
        }
        caps = [metric.cap for metric in rules.metrics]
        cases = [
            f"WHEN c.metric IN ({', '.join(map(self.whole, places))}) THEN {spelled[period]}"
            for period in PERIODS
            if period in spelled
            if (places := [place for place, cap in enumerate(caps) if cap and cap.per == period])
        ]
        return f"CASE {' '.join(cases)} ELSE 0 END" if cases else "0"

    def _add_running(self, detailed: bool) -> None:
        exact = self.dialect.arithmetic
        so_far = limbs("r", exact.sum_width)
        row = ["metric", "person", "team", "entries", *(self.sums if detailed else [])]
        # Most people were in one team only: what they did is no prefix of anything, and needs no sorting.
        self.step(
            "running_alone",
            f"""SELECT {", ".join(row)}, {named(self.sums, so_far)}
        FROM board_placed WHERE person NOT IN (SELECT person FROM board_mover)""",
        )
        self.step(
            "running_moved",
            f"""SELECT {", ".join(of("p", row))},
            {named([exact.added(f"p.{one}", " OVER prefix") for one in self.sums], so_far)},
            LEAD(p.team) OVER prefix AS next_team
        FROM board_placed p JOIN board_seniority s ON s.person = p.person AND s.team = p.team
        WINDOW prefix AS (PARTITION BY p.metric, p.person, p.period ORDER BY s.joined ROWS UNBOUNDED PRECEDING)""",
        )

    def _add_capped(self, whose: str, detailed: bool) -> None:
        exact = self.dialect.arithmetic
        so_far, normal = limbs("r", exact.sum_width), limbs("n", exact.normal_width)
        weight, cap = limbs("w", exact.sum_width), limbs("k", exact.points_width)
        key = ["metric", "person", "team", "entries", *(self.sums if detailed else [])]
        key += ["next_team"] if whose == "moved" else []
        self.step(
            f"normal_{whose}",
            f"SELECT {', '.join(key)}, {named(exact.normalised(so_far), normal)} FROM board_running_{whose}",
            materialized=True,
        )
        self.step(
            f"floored_{whose}",
            f"""SELECT {", ".join(of("n", key))}, {", ".join(of("m", cap))},
            {named(exact.floored(of("n", normal), of("m", weight)), self.before_cap)}
        FROM board_normal_{whose} n JOIN board_metric m ON m.id = n.metric""",
            materialized=True,
        )
        above = exact.above(self.before_cap, cap)
        least = [f"CASE WHEN {above} THEN {k} ELSE {u} END" for k, u in zip(cap, self.before_cap, strict=True)]
        self.step(
            f"capped_{whose}",
            f"""SELECT {", ".join([*key, *(self.before_cap if detailed else [])])}, {named(least, self.points)}
        FROM board_floored_{whose}""",
            materialized=True,
        )

    def _add_reached(self) -> None:
        exact = self.dialect.arithmetic
        self.step(
            "whole",
            f"""SELECT metric, person, {self.summed(self.sums)}
        FROM board_placed WHERE metric IN (SELECT metric FROM board_step) GROUP BY metric, person""",
        )
        reached = exact.at_least(of("w", self.sums), of("t", limbs("a", exact.sum_width)))
        self.step(
            "reached",
            f"""SELECT w.metric, w.person, l.team, {", ".join(of("t", self.bonus))}
        FROM board_whole w JOIN board_step t ON t.metric = w.metric AND {reached}
        JOIN board_present l ON l.person = w.person AND l.latest = 1""",
        )

    def _add_parts(self, detailed: bool) -> None:
        exact = self.dialect.arithmetic
        key = "metric, person, team"
        kept = [*self.sums, *self.before_cap, *self.bonus] if detailed else []
        no_sum, none = ["0"] * exact.sum_width, ["0"] * exact.points_width
        forth = [*self.points, *([*self.sums, *self.before_cap, *none] if detailed else [])]
        back = [*minus(self.points), *([*no_sum, *minus(self.before_cap), *none] if detailed else [])]
        bonus = [*self.bonus, *([*no_sum, *none, *self.bonus] if detailed else [])]
        # A prefix counts for the team that ends it and against the team after it: the difference to the one before.
        self.step(
            "parts",
            f"""SELECT {key}, entries, {named(forth, [*self.points, *kept])} FROM board_capped_alone
        UNION ALL SELECT {key}, entries, {", ".join(forth)} FROM board_capped_moved
        UNION ALL SELECT metric, person, next_team, 0, {", ".join(back)}
        FROM board_capped_moved WHERE next_team IS NOT NULL
        UNION ALL SELECT {key}, 0, {", ".join(bonus)} FROM board_reached""",
        )


def limbs(name: str, count: int) -> Limbs:
    """Give the names of a number's columns."""
    return [f"{name}{place}" for place in range(count)]


def of(table: str, names: Limbs) -> Limbs:
    """Write columns of a table."""
    return [f"{table}.{name}" for name in names]


def minus(names: Limbs) -> Limbs:
    """Write a number's opposite."""
    return [f"-{name}" for name in names]


def named(expressions: Limbs, names: Limbs) -> str:
    """Write expressions under names."""
    return ", ".join(f"{expression} AS {name}" for expression, name in zip(expressions, names, strict=True))
