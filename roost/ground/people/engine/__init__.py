"""What a file of people says and what importing it would do; periods without overlap; circles in reporting."""

from roost.ground.people.engine.histories import history_after
from roost.ground.people.engine.periods import Period, ending_elsewhere, from_day, holding, interrupted, until_day
from roost.ground.people.engine.planning import plan_import
from roost.ground.people.engine.plans import Change, Entry, Kind, Known, Plan, Snapshot, Step, TeamName
from roost.ground.people.engine.reading import MAX_ROWS, Sheet, is_address, read_sheet
from roost.ground.people.engine.records import MAX_BYTES, refuse_other_kinds, refuse_workbooks, separator_of
from roost.ground.people.engine.reporting import cycles
from roost.ground.people.engine.staying import administrators_left
from roost.ground.people.engine.writing import COLUMNS, sample_sheet, write_sheet

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "MAX_ROWS",
    "Change",
    "Entry",
    "Kind",
    "Known",
    "Period",
    "Plan",
    "Sheet",
    "Snapshot",
    "Step",
    "TeamName",
    "administrators_left",
    "cycles",
    "ending_elsewhere",
    "from_day",
    "history_after",
    "holding",
    "interrupted",
    "is_address",
    "plan_import",
    "read_sheet",
    "refuse_other_kinds",
    "refuse_workbooks",
    "sample_sheet",
    "separator_of",
    "until_day",
    "write_sheet",
]
