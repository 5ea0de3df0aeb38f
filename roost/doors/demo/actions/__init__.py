"""Make the sample company, let it live, and make it anew."""

from roost.doors.demo.actions.gathering import gather_circles
from roost.doors.demo.actions.seeding import SECONDS_A_TURN, enter_live_score, seed_demo, start_afresh

__all__ = ["SECONDS_A_TURN", "enter_live_score", "gather_circles", "seed_demo", "start_afresh"]
