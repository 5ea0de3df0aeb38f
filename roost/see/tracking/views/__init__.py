"""Pages of tracking."""

from roost.see.tracking.views.adopting import (
    adopt,
    answer_adoption,
    official,
    retire,
    revive,
    spread,
    withdraw_adoption,
)
from roost.see.tracking.views.boards import board, board_file, board_stream, line, team, unplaced
from roost.see.tracking.views.closings import close_period
from roost.see.tracking.views.joining import join, leave
from roost.see.tracking.views.mine import (
    aim,
    count,
    edit_own,
    enter_own,
    lay_aside,
    own,
    programs,
    share,
    shared,
    unshare,
)
from roost.see.tracking.views.proposing import (
    hand_over,
    proposal,
    proposals,
    propose,
    remark_on,
    stop,
    take_back_proposal,
    unsay,
    vote_on,
)
from roost.see.tracking.views.rules import edit_rules, launch, leave_rules, rules, rules_file
from roost.see.tracking.views.scores import enter, take_back
from roost.see.tracking.views.screens import close, screen, screen_latest, screen_stream, screens
from roost.see.tracking.views.uploads import delivery, upload, withdraw

__all__ = [
    "adopt",
    "aim",
    "answer_adoption",
    "board",
    "board_file",
    "board_stream",
    "close",
    "close_period",
    "count",
    "delivery",
    "edit_own",
    "edit_rules",
    "enter",
    "enter_own",
    "hand_over",
    "join",
    "launch",
    "lay_aside",
    "leave",
    "leave_rules",
    "line",
    "official",
    "own",
    "programs",
    "proposal",
    "proposals",
    "propose",
    "remark_on",
    "retire",
    "revive",
    "rules",
    "rules_file",
    "screen",
    "screen_latest",
    "screen_stream",
    "screens",
    "share",
    "shared",
    "spread",
    "stop",
    "take_back",
    "take_back_proposal",
    "team",
    "unplaced",
    "unsay",
    "unshare",
    "upload",
    "vote_on",
    "withdraw",
    "withdraw_adoption",
]
