"""What tracking shows: own weeks, boards, the lines behind them, rules in words, and screens."""

from roost.see.tracking.reads.boards import (
    BoardPage,
    ProgramCard,
    board_page,
    division_boards,
    program_cards,
)
from roost.see.tracking.reads.bulletins import (
    BulletinPage,
    BulletinsPage,
    bulletin_page,
    bulletins_page,
    draft_page,
)
from roost.see.tracking.reads.closings import is_closed_on, named_board, published_board
from roost.see.tracking.reads.deliveries import deliveries_page, delivery_page
from roost.see.tracking.reads.example import ExampleLine, worked_example
from roost.see.tracking.reads.lines import LinePage, TeamPage, line_page, team_page
from roost.see.tracking.reads.mine import MinePage, Own, OwnPage, mine_page, own_page, own_weeks, shared_weeks
from roost.see.tracking.reads.proposals import (
    ProposalPage,
    ProposalsPage,
    changes_in_words,
    proposal_page,
    proposals_page,
    to_vote_on,
)
from roost.see.tracking.reads.rules import RulesPage, counted_before, left_out, metric_keys, rule_of, rules_page
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.screens import screen_state
from roost.see.tracking.reads.spreading import SpreadPage, spread_page
from roost.see.tracking.reads.standing import decides_until, steps_of
from roost.see.tracking.reads.taking_part import players_of, takes_part, taking_part_in
from roost.see.tracking.reads.today import drafts_card, today_card, votes_card
from roost.see.tracking.reads.trying import Tried, tried, tried_or_why
from roost.see.tracking.reads.unplaced import unplaced_page
from roost.see.tracking.reads.windows import shown_window, today_of

__all__ = [
    "BoardPage",
    "BulletinPage",
    "BulletinsPage",
    "ExampleLine",
    "LinePage",
    "MinePage",
    "Own",
    "OwnPage",
    "ProgramCard",
    "ProposalPage",
    "ProposalsPage",
    "Reader",
    "RulesPage",
    "SpreadPage",
    "TeamPage",
    "Tried",
    "board_page",
    "bulletin_page",
    "bulletins_page",
    "changes_in_words",
    "counted_before",
    "decides_until",
    "deliveries_page",
    "delivery_page",
    "division_boards",
    "draft_page",
    "drafts_card",
    "is_closed_on",
    "left_out",
    "line_page",
    "metric_keys",
    "mine_page",
    "named_board",
    "own_page",
    "own_weeks",
    "players_of",
    "program_cards",
    "proposal_page",
    "proposals_page",
    "published_board",
    "rule_of",
    "rules_page",
    "screen_state",
    "shared_weeks",
    "shown_window",
    "spread_page",
    "steps_of",
    "takes_part",
    "taking_part_in",
    "team_page",
    "to_vote_on",
    "today_card",
    "today_of",
    "tried",
    "tried_or_why",
    "unplaced_page",
    "votes_card",
    "worked_example",
]
