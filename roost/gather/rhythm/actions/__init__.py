"""What people of a circle plan, and what follows by itself."""

from roost.gather.rhythm.actions.inviting import keep_calendars
from roost.gather.rhythm.actions.planning import add_date, choose_reading, drop_date, move_date, plan_term
from roost.gather.rhythm.actions.reminding import send_agendas
from roost.gather.rhythm.actions.saying_hours import forget_hours, say_hours, take_hours_back
from roost.gather.rhythm.actions.sharing_out import swap_roles, take_role
from roost.gather.rhythm.actions.verbs import PLANNED

__all__ = [
    "PLANNED",
    "add_date",
    "choose_reading",
    "drop_date",
    "forget_hours",
    "keep_calendars",
    "move_date",
    "plan_term",
    "say_hours",
    "send_agendas",
    "swap_roles",
    "take_hours_back",
    "take_role",
]
