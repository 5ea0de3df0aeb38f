"""What a convener changes: a list and wishes, the plan that is formed from them, and the circles that are published."""

from roost.gather.circles.actions.forming import (
    ask_to_form,
    forget_formings,
    form_circles,
    give_up_forming,
    stop_forming,
)
from roost.gather.circles.actions.moving import lock_seat, move_seat, undo_move
from roost.gather.circles.actions.publishing import publish_round, take_back_round
from roost.gather.circles.actions.starting import (
    choose_rules,
    close_round,
    delete_round,
    forget_rounds,
    start_round,
)
from roost.gather.circles.actions.verbs import CLOSED, CONVENED, FORMED, PUBLISHED, SEATED, TAKEN_BACK, WISHED

__all__ = [
    "CLOSED",
    "CONVENED",
    "FORMED",
    "PUBLISHED",
    "SEATED",
    "TAKEN_BACK",
    "WISHED",
    "ask_to_form",
    "choose_rules",
    "close_round",
    "delete_round",
    "forget_formings",
    "forget_rounds",
    "form_circles",
    "give_up_forming",
    "lock_seat",
    "move_seat",
    "publish_round",
    "start_round",
    "stop_forming",
    "take_back_round",
    "undo_move",
]
