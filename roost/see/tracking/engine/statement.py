"""Write a board, and the contributions behind it, as one SQL statement. Exact meaning: `board.md`.

Everything starts from two relations. *Cells* hold, per metric, person and local day, the sum of the values and the
number of entries; *memberships* hold who belonged to which team on which days. Nothing in a cell depends on the
rules, so rules, memberships and windows can change without a row being written.

Both statements share the steps of `chain.py`, so that a board and what lies behind it cannot disagree.
"""

from __future__ import annotations

from roost.see.tracking.engine.calendar import Window
from roost.see.tracking.engine.chain import Chain, Source, Statement, Wanted, named, of
from roost.see.tracking.engine.dialects import Dialect
from roost.see.tracking.engine.rules import Rules


def board_statement(
    rules: Rules, window: Window, source: Source, dialect: Dialect, *, divisions: Wanted = None
) -> Statement:
    """Write the statement of a board: rows of division, team, members, active, points, place, fits.

    One row per team with a member in the window. `active` counts the people with an entry placed in the team. `fits`
    is 0 where the row or a number behind it leaves 64 bits: such a board has to be refused. With `divisions` only
    the rows of these are calculated.
    """
    chain = Chain(window, source, dialect)
    exact, points = dialect.arithmetic, chain.points
    if exact.size is None:
        chain.add_contributions(rules, "division", divisions, detailed=False)
        chain.step(
            "tallied",
            f"""SELECT team, metric, MIN(fits) AS fits, SUM(CASE WHEN entries > 0 THEN 1 ELSE 0 END) AS active,
            {chain.summed(points)}
        FROM board_contribution GROUP BY team, metric""",
        )
    else:
        # Where the sizes of all parts add up within 64 bits, so do the parts of every person, in whatever order.
        chain.add_parts(rules, "division", divisions, detailed=False)
        asked = [place for place, metric in enumerate(rules.metrics) if metric.over == "active"]
        people = f"COUNT(DISTINCT CASE WHEN entries > 0 AND metric IN ({', '.join(map(str, asked))}) THEN person END)"
        chain.step(
            "tallied",
            f"""SELECT team, metric, CASE WHEN {exact.size.format(x=points[0])} >= 0 THEN 1 ELSE 0 END AS fits,
            {people if asked else "0"} AS active, {chain.summed(points)}
        FROM board_parts GROUP BY team, metric""",
        )
    chain.step(
        "divided",
        f"""SELECT t.team, t.fits, {named(exact.carried(of("t", points)), points)},
            CASE WHEN m.average = 0 THEN 1 WHEN m.among_active = 1 THEN t.active ELSE r.members END AS people
        FROM board_tallied t JOIN board_metric m ON m.id = t.metric JOIN board_roster r ON r.team = t.team""",
        materialized=True,
    )
    chain.step(
        "scored",
        f"""SELECT team, fits, {named(exact.shared(points, "people"), points)}
        FROM board_divided WHERE people > 0""",
        materialized=True,
    )
    chain.step(
        "added",
        f"""SELECT team, MIN(CASE WHEN {exact.fits(points)} THEN fits ELSE 0 END) AS fits, {chain.summed(points)}
        FROM board_scored GROUP BY team""",
    )
    chain.step(
        "total", f"SELECT team, fits, {named(exact.carried(points), points)} FROM board_added", materialized=True
    )
    chain.step(
        "busy",
        "SELECT team, COUNT(DISTINCT person) AS active FROM board_placed GROUP BY team",
    )
    of_team = of("t", points)
    chain.step(
        "standing",
        f"""SELECT r.division, r.team, r.members, COALESCE(b.active, 0) AS active,
            COALESCE({exact.number(of_team)}, 0) AS points,
            CASE WHEN t.team IS NULL OR (t.fits = 1 AND {exact.fits(of_team)}) THEN 1 ELSE 0 END AS fits
        FROM board_roster r LEFT JOIN board_total t ON t.team = r.team LEFT JOIN board_busy b ON b.team = r.team""",
    )
    rank = "RANK" if rules.ties == "competition" else "DENSE_RANK"
    return chain.closed(
        f"""SELECT division, team, members, active, points,
            {rank}() OVER (PARTITION BY division ORDER BY points DESC) AS place, fits
        FROM board_standing {chain.only("division", divisions)}ORDER BY division, place, team"""
    )


def contributions_statement(
    rules: Rules, window: Window, source: Source, dialect: Dialect, *, teams: Wanted = None
) -> Statement:
    """Write the statement of what lies behind a board: one row per team, person and metric that adds to it.

    Columns: team, person, metric, entries, fits, then the limbs (see `Arithmetic`) of the points that the team
    receives, of the summed value, of the points before cap and bonus, and of the bonus. With `teams` only the
    rows of these are calculated.
    """
    chain = Chain(window, source, dialect)
    chain.add_contributions(rules, "team", teams, detailed=True)
    limbs = [*chain.points, *chain.sums, *chain.before_cap, *chain.bonus]
    return chain.closed(
        f"""SELECT team, person, metric, entries, fits, {", ".join(limbs)}
        FROM board_contribution {chain.only("team", teams)}ORDER BY team, person, metric"""
    )


def unplaced_statement(window: Window, source: Source, dialect: Dialect) -> Statement:
    """Write the statement that counts the window's entries, of whatever metric, that have no team."""
    chain = Chain(window, source, dialect)
    return chain.closed(f"SELECT COALESCE(SUM(c.entries), 0) {_unplaced(chain)}")


def unplaced_days_statement(window: Window, source: Source, dialect: Dialect, first: int, end: int) -> Statement:
    """Write the statement of the days that hold the entries without a team from place `first` up to `end`.

    Columns: person, day, how many entries there are before these. The newest day comes first, and the first place is 0.
    """
    chain = Chain(window, source, dialect)
    days = f"SELECT c.person, c.day, SUM(c.entries) AS entries {_unplaced(chain)} GROUP BY c.person, c.day"
    return chain.closed(
        f"""SELECT person, day, upto - entries AS before FROM (
            SELECT person, day, entries, SUM(entries) OVER (ORDER BY day DESC, person) AS upto FROM ({days}) d
        ) u
        WHERE entries > 0 AND upto > {chain.whole(first)} AND upto - entries < {chain.whole(end)}
        ORDER BY day DESC, person"""
    )


def _unplaced(chain: Chain) -> str:
    """Write where entries without a team come from."""
    chain.add_members("team", None)
    cells, window = chain.include(chain.source.cells, chain.source.cells_params), chain.window
    return f"""FROM ({cells}) c
        LEFT JOIN board_member m ON m.person = c.person AND c.day >= m.starts AND c.day < m.ends
        WHERE m.person IS NULL AND c.day >= {chain.whole(window.first_day)} AND c.day < {chain.whole(window.end_day)}"""
