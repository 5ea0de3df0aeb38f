"""The mathematics of success tracking: rules, days, and boards as one SQL statement. Plain Python, no server."""

from roost.see.tracking.engine.board import (
    Board,
    Contribution,
    Row,
    Standing,
    compute_board,
    compute_contributions,
    compute_standings,
    compute_unplaced,
    digest,
)
from roost.see.tracking.engine.calendar import Window, instant, local_day, parse_date, parse_window
from roost.see.tracking.engine.chain import Source, Statement
from roost.see.tracking.engine.dialects import POSTGRESQL, SQLITE, SQLITE_FORMAT, Dialect
from roost.see.tracking.engine.files import Entry, Membership, Reversal, read_entries, read_people
from roost.see.tracking.engine.loading import LOADED, board_of_files, load
from roost.see.tracking.engine.numbers import show, thousandths
from roost.see.tracking.engine.rules import Cap, Metric, Rules, Season, Step
from roost.see.tracking.engine.rules_document import document_of, parse_rules
from roost.see.tracking.engine.statement import board_statement, contributions_statement, unplaced_statement

__all__ = [
    "LOADED",
    "POSTGRESQL",
    "SQLITE",
    "SQLITE_FORMAT",
    "Board",
    "Cap",
    "Contribution",
    "Dialect",
    "Entry",
    "Membership",
    "Metric",
    "Reversal",
    "Row",
    "Rules",
    "Season",
    "Source",
    "Standing",
    "Statement",
    "Step",
    "Window",
    "board_of_files",
    "board_statement",
    "compute_board",
    "compute_contributions",
    "compute_standings",
    "compute_unplaced",
    "contributions_statement",
    "digest",
    "document_of",
    "instant",
    "load",
    "local_day",
    "parse_date",
    "parse_rules",
    "parse_window",
    "read_entries",
    "read_people",
    "show",
    "thousandths",
    "unplaced_statement",
]
