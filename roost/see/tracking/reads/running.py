"""Ask the engine about a program as it stands in the server's own database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from roost.see.tracking.engine import (
    Board,
    Contribution,
    Rules,
    Source,
    Standing,
    Window,
    compute_board,
    compute_contributions,
    compute_standings,
    compute_unplaced,
    parse_rules,
)
from roost.see.tracking.models import Program
from roost.see.tracking.reads.source import dialect, source_for, team_names


@dataclass(frozen=True)
class Reader:
    """A program with its present rules, ready for several questions: two queries before the first, then one each.

    Every answer raises InputError where points leave the range that stays exact.
    """

    program: Program
    person: int | None = None
    """With a person, only their scores are read: for lines of their own, never for a team's standing."""

    @cached_property
    def rule(self) -> tuple[int, str]:
        """Give version and document of the rules in force."""
        rule = self.program.rules.latest("version")
        return rule.version, rule.document

    @cached_property
    def rules(self) -> Rules:
        return parse_rules(self.rule[1])

    @cached_property
    def source(self) -> Source:
        return source_for(self.program, self.rules, person=self.person)

    def standings(self, window: Window, division: int | None = None) -> list[Standing]:
        """Give the line of every team that had a member in the window, by division and rank; or of one division."""
        return compute_standings(connection, self.rules, window, self.source, dialect=dialect(), division=division)

    def contributions(self, window: Window, team: int | None = None) -> list[Contribution]:
        """Give what each person brought to each team, or to one, by metric."""
        return compute_contributions(connection, self.rules, window, self.source, dialect=dialect(), team=team)

    def unplaced(self, window: Window) -> int:
        """Count the window's entries whose person was in no team on that day."""
        return compute_unplaced(connection, window, self.source, dialect=dialect())

    def board(self, window: Window) -> Board:
        """Give the whole board by names, as files and the API know it; one query more for the names."""
        return compute_board(connection, self.rules, window, self.source, team_names(self.program), dialect=dialect())
