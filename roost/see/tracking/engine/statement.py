"""Write a board, and the contributions behind it, as one SQL statement. Exact meaning: `board.md`.

Everything starts from two relations. *Cells* hold, per metric, person and local day, the sum of the values and the
number of entries; *memberships* hold who belonged to which team on which days. Nothing in a cell depends on the
rules, so rules, memberships and windows can change without a row being written.

The statement is a chain of named steps. Up to `contribution` it is the same text for the board and for what lies
behind it, so the two cannot disagree:

    metric, step             the rules, as rows of bound numbers
    membership, member       who belonged to which team, for at least one day
    present, roster          who did so within the window
    seniority                the order in which a person became a member of teams
    placed                   what the window's entries add up to, by metric, person, team and cap period
    running, floored, capped the points of each prefix of teams, floored and capped
    reached                  bonuses, which go to the last team in the window
    contribution             what each person brought to each team, by metric
"""

from __future__ import annotations

from dataclasses import dataclass, field

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine.arithmetic import Limbs
from roost.see.tracking.engine.calendar import AFTER_ALL_DAYS, BEFORE_ALL_DAYS, Window
from roost.see.tracking.engine.dialects import Dialect
from roost.see.tracking.engine.rules import PERIODS, WEEKDAYS, Metric, Rules

MOST_STEPS = 4000
# No metric of any rules: a list of rows cannot be empty in SQL.
NO_METRIC = -1


@dataclass(frozen=True)
class Statement:
    """Hold SQL text with its bound parameters, in order."""

    sql: str
    params: tuple[object, ...]


@dataclass(frozen=True)
class Source:
    """Say where cells and memberships come from, as two SELECTs in the dialect's own spelling.

    `cells` gives the columns metric (the metric's place in the rules; any other number scores nothing), person, day
    (ordinal), total (thousandths) and entries (how many; a cell without any does not count). A cell may come in
    several rows, which are added up. `memberships` gives person, team, division, starts (ordinal or NULL, inclusive)
    and ends (ordinal or NULL, exclusive). Persons are compared with =; teams and divisions are whole numbers, a
    division may be NULL, and a team has one division. Memberships of one person must not overlap. Tables may have
    any name that does not start with `board_`.
    """

    cells: str
    memberships: str
    cells_params: tuple[object, ...] = ()
    memberships_params: tuple[object, ...] = ()


def board_statement(
    rules: Rules, window: Window, source: Source, dialect: Dialect, *, division: int | None = None
) -> Statement:
    """Write the statement of a board: rows of division, team, members, active, points, place, fits.

    One row per team with a member in the window. `active` counts the people with an entry placed in the team. `fits`
    is 0 where the row or a number behind it leaves 64 bits: such a board has to be refused. With `division` only
    that division's rows are calculated.
    """
    chain = _Chain(rules, window, source, dialect)
    chain.add_contributions("division", division)
    exact, points = dialect.arithmetic, chain.points
    chain.step(
        "tallied",
        f"""SELECT team, metric, MIN(fits) AS fits, SUM(CASE WHEN entries > 0 THEN 1 ELSE 0 END) AS active,
            {_sums(points)}
        FROM board_contribution GROUP BY team, metric""",
    )
    chain.step(
        "divided",
        f"""SELECT t.team, t.fits, {_named(exact.carried(_of("t", points)), points)},
            CASE WHEN m.average = 0 THEN 1 WHEN m.among_active = 1 THEN t.active ELSE r.members END AS people
        FROM board_tallied t JOIN board_metric m ON m.id = t.metric JOIN board_roster r ON r.team = t.team""",
        materialized=True,
    )
    chain.step(
        "scored",
        f"""SELECT team, fits, {_named(exact.shared(points, "people"), points)}
        FROM board_divided WHERE people > 0""",
        materialized=True,
    )
    chain.step(
        "added",
        f"""SELECT team, MIN(CASE WHEN {exact.fits(points)} THEN fits ELSE 0 END) AS fits, {_sums(points)}
        FROM board_scored GROUP BY team""",
    )
    chain.step(
        "carried", f"SELECT team, fits, {_named(exact.carried(points), points)} FROM board_added", materialized=True
    )
    chain.step(
        "busy",
        "SELECT team, COUNT(DISTINCT person) AS active FROM board_contribution WHERE entries > 0 GROUP BY team",
    )
    chain.step(
        "standing",
        f"""SELECT r.division, r.team, r.members, COALESCE(b.active, 0) AS active,
            COALESCE({exact.number(_of("c", points))}, 0) AS points,
            CASE WHEN c.team IS NULL OR (c.fits = 1 AND {exact.fits(_of("c", points))}) THEN 1 ELSE 0 END AS fits
        FROM board_roster r LEFT JOIN board_carried c ON c.team = r.team LEFT JOIN board_busy b ON b.team = r.team""",
    )
    rank = "RANK" if rules.ties == "competition" else "DENSE_RANK"
    return chain.closed(
        f"""SELECT division, team, members, active, points,
            {rank}() OVER (PARTITION BY division ORDER BY points DESC) AS place, fits
        FROM board_standing {chain.only("division", division)}ORDER BY division, place, team"""
    )


def contributions_statement(
    rules: Rules, window: Window, source: Source, dialect: Dialect, *, team: int | None = None
) -> Statement:
    """Write the statement of what lies behind a board: one row per team, person and metric that adds to it.

    Columns: team, person, metric, entries, fits, then the limbs (see `Arithmetic`) of the summed value, of the points
    before the cap, of the points and of the bonus. A team receives the points and the bonus. With `team` only that
    team's rows are calculated.
    """
    chain = _Chain(rules, window, source, dialect)
    chain.add_contributions("team", team)
    limbs = [*chain.sums, *chain.before_cap, *chain.earned, *chain.bonus]
    return chain.closed(
        f"""SELECT team, person, metric, entries, fits, {", ".join(limbs)}
        FROM board_contribution {chain.only("team", team)}ORDER BY team, person, metric"""
    )


def unplaced_statement(window: Window, source: Source, dialect: Dialect) -> Statement:
    """Write the statement that counts the window's entries, of whatever metric, that have no team."""
    chain = _Chain(None, window, source, dialect)
    chain.add_members("team", None)
    return chain.closed(
        f"""SELECT COALESCE(SUM(c.entries), 0) FROM ({chain.include(source.cells, source.cells_params)}) c
        LEFT JOIN board_member m ON m.person = c.person AND c.day >= m.starts AND c.day < m.ends
        WHERE m.person IS NULL AND c.day >= {chain.whole(window.first_day)} AND c.day < {chain.whole(window.end_day)}"""
    )


@dataclass
class _Chain:
    """Write the steps one after the other; parameters are bound in the order in which the text mentions them."""

    rules: Rules | None
    window: Window
    source: Source
    dialect: Dialect
    _steps: list[str] = field(default_factory=list)
    _params: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        width = self.dialect.arithmetic.points_width
        self.sums = _limbs("s", self.dialect.arithmetic.sum_width)
        self.before_cap = _limbs("u", width)
        self.earned = _limbs("e", width)
        self.bonus = _limbs("b", width)
        self.points = _limbs("p", width)

    def step(self, name: str, sql: str, *, materialized: bool = False) -> None:
        """Add a named step; SQLite repeats the expressions of one that is not materialized wherever it is used."""
        self._steps.append(f"board_{name} AS {'MATERIALIZED ' if materialized else ''}(\n        {sql})")

    def closed(self, sql: str) -> Statement:
        steps = ",\n    ".join(self._steps)
        return Statement(f"WITH\n    {steps}\n{sql}", tuple(self._params))

    def whole(self, number: int) -> str:
        self._params.append(number)
        return self.dialect.whole.format(mark=self.dialect.placeholder)

    def exact(self, numbers: tuple[int | None, ...]) -> str:
        self._params += numbers
        return ", ".join([self.dialect.exact.format(mark=self.dialect.placeholder)] * len(numbers))

    def include(self, sql: str, params: tuple[object, ...]) -> str:
        self._params += params
        return sql

    def only(self, column: str, number: int | None) -> str:
        return "" if number is None else f"WHERE {column} = {self.whole(number)} "

    def add_members(self, column: str, number: int | None) -> None:
        """Say who was in which team when; with a team or division, only of people who ever were there."""
        self.step("membership", self.include(self.source.memberships, self.source.memberships_params))
        starts, ends = f"COALESCE(starts, {BEFORE_ALL_DAYS})", f"COALESCE(ends, {AFTER_ALL_DAYS})"
        among = ""
        if number is not None:
            among = f" AND person IN (SELECT person FROM board_membership WHERE {column} = {self.whole(number)})"
        self.step(
            "member",
            f"""SELECT person, team, division, {starts} AS starts, {ends} AS ends
        FROM board_membership WHERE {starts} < {ends}{among}""",
        )

    def add_contributions(self, column: str, number: int | None) -> None:
        """Add every step up to what each person brought to each team, by metric."""
        assert self.rules is not None
        exact, window = self.dialect.arithmetic, self.window
        self._add_rules(self.rules)
        self.add_members(column, number)
        self.step(
            "present",
            f"""SELECT person, team, division, ROW_NUMBER() OVER (PARTITION BY person ORDER BY starts DESC) AS latest
        FROM board_member WHERE starts < {self.whole(window.end_day)} AND ends > {self.whole(window.first_day)}""",
        )
        self.step(
            "roster",
            "SELECT division, team, COUNT(DISTINCT person) AS members FROM board_present GROUP BY division, team",
        )
        self.step("seniority", "SELECT person, team, MIN(starts) AS joined FROM board_member GROUP BY person, team")
        self.step(
            "placed",
            f"""SELECT c.metric, c.person, m.team, {self._period(self.rules)} AS period, SUM(c.entries) AS entries,
            {", ".join(f"SUM({part}) AS {name}" for part, name in zip(exact.parts("c.total"), self.sums, strict=True))}
        FROM ({self.include(self.source.cells, self.source.cells_params)}) c
        JOIN board_metric r ON r.id = c.metric
        JOIN board_member m ON m.person = c.person AND c.day >= m.starts AND c.day < m.ends
        WHERE c.entries > 0 AND c.day >= {self.whole(window.first_day)} AND c.day < {self.whole(window.end_day)}
        GROUP BY 1, 2, 3, 4""",
        )
        so_far = _limbs("r", exact.sum_width)
        self.step(
            "running",
            f"""SELECT p.metric, p.person, p.team, p.entries, {", ".join(_of("p", self.sums))},
            {", ".join(f"SUM(p.{own}) OVER prefix AS {name}" for own, name in zip(self.sums, so_far, strict=True))},
            LEAD(p.team) OVER prefix AS next_team
        FROM board_placed p JOIN board_seniority s ON s.person = p.person AND s.team = p.team
        WINDOW prefix AS (PARTITION BY p.metric, p.person, p.period ORDER BY s.joined ROWS UNBOUNDED PRECEDING)""",
        )
        weight, cap = _limbs("w", exact.sum_width), _limbs("k", exact.points_width)
        self.step(
            "floored",
            f"""SELECT r.metric, r.person, r.team, r.next_team, r.entries, {", ".join(_of("r", self.sums))},
            {_named(exact.floored(_of("r", so_far), _of("m", weight)), self.before_cap)}, {", ".join(_of("m", cap))}
        FROM board_running r JOIN board_metric m ON m.id = r.metric""",
            materialized=True,
        )
        above = exact.above(self.before_cap, cap)
        least = [f"CASE WHEN {above} THEN {k} ELSE {u} END" for k, u in zip(cap, self.before_cap, strict=True)]
        self.step(
            "capped",
            f"""SELECT metric, person, team, next_team, entries, {", ".join([*self.sums, *self.before_cap])},
            {_named(least, self.earned)}
        FROM board_floored""",
            materialized=True,
        )
        self._add_reached()
        self._add_contribution()

    def _add_rules(self, rules: Rules) -> None:
        exact = self.dialect.arithmetic
        if sum(len(metric.bonus) for metric in rules.metrics) > MOST_STEPS:
            message = f"These rules have more than {MOST_STEPS} bonus steps, which is more than fits a query."
            raise InputError(Problem(message, column="metrics"))
        columns = ["id", "average", "among_active", *_limbs("w", exact.sum_width), *_limbs("k", exact.points_width)]
        rows = ", ".join(self._metric_row(place, metric) for place, metric in enumerate(rules.metrics))
        self.step(f"metric({', '.join(columns)})", f"VALUES {rows}")
        columns = ["metric", *_limbs("a", exact.sum_width), *self.bonus]
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

    def _add_reached(self) -> None:
        exact = self.dialect.arithmetic
        self.step(
            "whole",
            f"""SELECT metric, person, {_sums(self.sums)}
        FROM board_placed WHERE metric IN (SELECT metric FROM board_step) GROUP BY metric, person""",
        )
        reached = exact.at_least(_of("w", self.sums), _of("t", _limbs("a", exact.sum_width)))
        self.step(
            "reached",
            f"""SELECT w.metric, w.person, l.team, {", ".join(_of("t", self.bonus))}
        FROM board_whole w JOIN board_step t ON t.metric = w.metric AND {reached}
        JOIN board_present l ON l.person = w.person AND l.latest = 1""",
        )

    def _add_contribution(self) -> None:
        exact = self.dialect.arithmetic
        no_sum, none = ["0"] * exact.sum_width, ["0"] * exact.points_width
        key, values = "metric, person, team", [*self.sums, *self.before_cap, *self.earned, *self.bonus]
        # A prefix counts for the team that ends it and against the team after it: the difference to the one before.
        back = [f"-{limb}" for limb in [*self.before_cap, *self.earned]]
        self.step(
            "parts",
            f"""SELECT {key}, entries, {", ".join([*self.sums, *self.before_cap, *self.earned])},
            {_named(none, self.bonus)} FROM board_capped
        UNION ALL SELECT metric, person, next_team, 0, {", ".join(no_sum + back + none)}
            FROM board_capped WHERE next_team IS NOT NULL
        UNION ALL SELECT {key}, 0, {", ".join(no_sum + none + none + self.bonus)} FROM board_reached""",
        )
        self.step("brought", f"SELECT {key}, SUM(entries) AS entries, {_sums(values)} FROM board_parts GROUP BY {key}")
        together = [f"({earned} + {bonus})" for earned, bonus in zip(self.earned, self.bonus, strict=True)]
        self.step(
            "whole_points",
            f"""SELECT {key}, entries, {", ".join(values)}, {_named(exact.carried(together), self.points)}
        FROM board_brought""",
            materialized=True,
        )
        self.step(
            "contribution",
            f"""SELECT {key}, entries, {", ".join([*values, *self.points])},
            CASE WHEN {exact.fits(self.points)} THEN 1 ELSE 0 END AS fits
        FROM board_whole_points""",
        )


def _limbs(name: str, count: int) -> Limbs:
    return [f"{name}{place}" for place in range(count)]


def _of(table: str, names: Limbs) -> Limbs:
    return [f"{table}.{name}" for name in names]


def _named(expressions: Limbs, names: Limbs) -> str:
    return ", ".join(f"{expression} AS {name}" for expression, name in zip(expressions, names, strict=True))


def _sums(names: Limbs) -> str:
    return ", ".join(f"SUM({name}) AS {name}" for name in names)
