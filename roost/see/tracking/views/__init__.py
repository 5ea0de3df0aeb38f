"""Pages of tracking."""

from roost.see.tracking.views.boards import board, board_file, board_stream, line, programs, team, unplaced
from roost.see.tracking.views.closings import close_period
from roost.see.tracking.views.rules import edit_rules, launch, leave_rules, rules, rules_file
from roost.see.tracking.views.scores import enter, take_back
from roost.see.tracking.views.screens import close, screen, screen_latest, screen_stream, screens
from roost.see.tracking.views.uploads import delivery, upload, withdraw

__all__ = [
    "board",
    "board_file",
    "board_stream",
    "close",
    "close_period",
    "delivery",
    "edit_rules",
    "enter",
    "launch",
    "leave_rules",
    "line",
    "programs",
    "rules",
    "rules_file",
    "screen",
    "screen_latest",
    "screen_stream",
    "screens",
    "take_back",
    "team",
    "unplaced",
    "upload",
    "withdraw",
]
