"""The mathematics of success tracking: rules, days, and a board as one exact SQL statement. Plain Python, no server.

    board = board_of_files("people.csv", "entries.csv", "rules.json", window="2024-06")

People count things; a value is a whole number of thousandths. An entry belongs to the team of which the person was a
member on that day in the program's time zone. Entries are added up in cells by metric, person and day; memberships
and rules are applied only when a board is asked for, so that changing either needs no recalculation. How:

1. Within the window, each person's values of a metric are summed by cap period and team.
2. A period's sum is turned into points, floored to thousandths and capped. A person who changed team has one cap:
   teams receive what they add to it in the order in which the person first joined them.
3. Bonuses are earned on the person's sum in the window, and go to the last team in it.
4. A team adds its people up, or takes the floored average over its roster or its active people, metric by metric.
5. Teams are ranked within their division.

The format of the files and the exact meaning of each rule is `board.md`. Where to find what: `rules` and
`rules_document` (what rules say), `numbers` and `calendar` (how texts are read), `files`, `loading` and `stores`
(boards without a server), `columnar` (the same on DuckDB), `chain` and `statement` (the method itself, in SQL),
`arithmetic` and `dialects` (how it stays exact on each database engine), `board` (asking over a connection), `alone`
(one person's weeks, beside nobody else's), `spread` (how far a program reaches), `voting` (whether other rules are
accepted), `stories` (what went well in a period).
"""

from roost.see.tracking.engine.alone import DaySum, Progress, Week, first_day_of_week, progress_of, weeks_of
from roost.see.tracking.engine.board import (
    Board,
    Contribution,
    Row,
    Standing,
    UnplacedDay,
    board_of,
    compute_board,
    compute_contributions,
    compute_standings,
    compute_unplaced,
    compute_unplaced_days,
    digest,
)
from roost.see.tracking.engine.calendar import Window, instant, local_day, parse_date, parse_window
from roost.see.tracking.engine.chain import Source, Statement
from roost.see.tracking.engine.dialects import DUCKDB, POSTGRESQL, SQLITE, SQLITE_FORMAT, Dialect
from roost.see.tracking.engine.files import ENTRY_COLUMNS, Entry, Membership, Reversal, read_entries, read_people
from roost.see.tracking.engine.loading import LOADED, board_of_files, load
from roost.see.tracking.engine.numbers import show, thousandths, with_point
from roost.see.tracking.engine.rules import Cap, Metric, Rules, Season, Step
from roost.see.tracking.engine.rules_document import document_of, parse_rules
from roost.see.tracking.engine.spread import Shares, Stay, months_up_to, overtaken_since, reach_on, shares_of
from roost.see.tracking.engine.statement import (
    board_statement,
    contributions_statement,
    unplaced_days_statement,
    unplaced_statement,
)
from roost.see.tracking.engine.stores import Store, sqlite_store
from roost.see.tracking.engine.stories import Story, Told, stories_of
from roost.see.tracking.engine.voting import Ballot, holds_from, verdicts, votes_needed

__all__ = [
    "DUCKDB",
    "ENTRY_COLUMNS",
    "LOADED",
    "POSTGRESQL",
    "SQLITE",
    "SQLITE_FORMAT",
    "Ballot",
    "Board",
    "Cap",
    "Contribution",
    "DaySum",
    "Dialect",
    "Entry",
    "Membership",
    "Metric",
    "Progress",
    "Reversal",
    "Row",
    "Rules",
    "Season",
    "Shares",
    "Source",
    "Standing",
    "Statement",
    "Stay",
    "Step",
    "Store",
    "Story",
    "Told",
    "UnplacedDay",
    "Week",
    "Window",
    "board_of",
    "board_of_files",
    "board_statement",
    "compute_board",
    "compute_contributions",
    "compute_standings",
    "compute_unplaced",
    "compute_unplaced_days",
    "contributions_statement",
    "digest",
    "document_of",
    "first_day_of_week",
    "holds_from",
    "instant",
    "load",
    "local_day",
    "months_up_to",
    "overtaken_since",
    "parse_date",
    "parse_rules",
    "parse_window",
    "progress_of",
    "reach_on",
    "read_entries",
    "read_people",
    "shares_of",
    "show",
    "sqlite_store",
    "stories_of",
    "thousandths",
    "unplaced_days_statement",
    "unplaced_statement",
    "verdicts",
    "votes_needed",
    "weeks_of",
    "with_point",
]
