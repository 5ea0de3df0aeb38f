"""Add up a program's days by another zone, beside the ledger, and exchange its cells for what that gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial

from django.db import connection

from roost.ground.kit.errors import InputError
from roost.see.tracking.actions.aside import LIMB, Aside, give_room, make_sums, take_room_back
from roost.see.tracking.actions.cells import TOO_LARGE, add_sums_to_cells
from roost.see.tracking.engine import Rules, local_day
from roost.see.tracking.models import LIMIT, Program

_SCORES = """
    SELECT e.id, e.metric_id, e.person_id, e.value, e.occurred,
        EXISTS (SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = e.key AND r.id <= {upto})
    FROM {entry} e
    WHERE e.program_id = {program} AND e.reverses IS NULL AND e.id > {after} AND e.id <= {upto}
    ORDER BY e.id LIMIT {chunk}"""
# Only scores have a value. Asked for `reverses`, or without the sign, SQLite would go through all scores or reversals
# of the program by an index.
_TAKEN_BACK = """
    SELECT e.metric_id, e.person_id, e.value, e.occurred FROM {entry} e
    WHERE e.program_id = {program} AND e.value IS NOT NULL AND e.id <= {after}
      AND e.key IN (
        SELECT r.reverses FROM {entry} r
        WHERE r.id > {after} AND r.id <= {upto} AND +r.program_id = {program} AND r.reverses IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = e.key AND r.id <= {after})"""
# Most days stay as they are, and are not written again while others wait.
_DELETE_OTHERS = """
    DELETE FROM {cell} WHERE metric_id IN (SELECT m.id FROM {metric} m WHERE m.program_id = {program}) AND NOT EXISTS (
        SELECT 1 FROM tracking_recount n
        WHERE n.metric = {cell}.metric_id AND n.person = {cell}.person_id AND n.day = {cell}.day
          AND n.high * {limb} + n.low = {cell}.total AND n.entries = {cell}.entries)"""
_MISSING = """
    SELECT n.metric, n.person, n.day, n.high * {limb} + n.low AS total, n.entries FROM tracking_recount n
    WHERE NOT EXISTS (
        SELECT 1 FROM {cell} c WHERE c.metric_id = n.metric AND c.person_id = n.person AND c.day = n.day)"""


@contextmanager
def recounting(program: Program, rules: Rules) -> Iterator[Recount]:
    """Make a table that only this connection sees, and drop it afterwards."""
    make_sums("tracking_recount")
    give_room()
    recount = Recount(program, rules)
    try:
        yield recount
    finally:
        recount.run("DROP TABLE IF EXISTS tracking_recount")
        take_room_back()


class Recount(Aside):
    """The days of a program by the zone of `rules`, as of the ledger's entry `upto`.

    Call `take_in` as often as entries come, which keeps nobody waiting, and at last, under the program's lock, once
    more and then `exchange`.
    """

    def __init__(self, program: Program, rules: Rules) -> None:
        super().__init__(program)
        self.upto = 0
        self._day_of = lru_cache(2**16)(partial(local_day, zone=rules.zone))

    def take_in(self, upto: int, came_to: Callable[[int], None] | None = None) -> None:
        """Take in the entries that follow, to the one of that id; `came_to` hears how many scores were read.

        All entries to that id must be committed, as they are to `Program.last_entry`.
        Raises InputError where the zone puts a score outside the years that can be counted.
        """
        if upto <= self.upto:
            return
        after, read = self.upto, 0
        while rows := self.rows(_SCORES, after=after, upto=upto):
            self._add((row[1:5] for row in rows if not row[5]), 1)
            after, read = rows[-1][0], read + len(rows)
            if came_to is not None:
                came_to(read)
        if self.upto:
            self._add(self.rows(_TAKEN_BACK, after=self.upto, upto=upto), -1)
        self.upto = upto
        if connection.vendor == "postgresql":
            self.run("ANALYZE tracking_recount")

    def exchange(self) -> None:
        """Make the program's cells what was added up; raises InputError where a total would not stay exact."""
        if self.rows("SELECT 1 FROM tracking_recount WHERE ABS(high) > {most} LIMIT 1", most=LIMIT // LIMB):
            raise InputError(str(TOO_LARGE))
        self.run(_DELETE_OTHERS)
        add_sums_to_cells(self.program, self.filled(_MISSING))

    def _add(self, scores: Iterable[tuple[int, int, int, str]], sign: int) -> None:
        self.add_sums("tracking_recount", scores, self._day_of, sign)
