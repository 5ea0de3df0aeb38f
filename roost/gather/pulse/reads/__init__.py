"""What a team and its leader find."""

from roost.gather.pulse.reads.cards import asked_card, gather_card, leader_card, told_card
from roost.gather.pulse.reads.naming import box_of, instrument_of, instruments_for_teams
from roost.gather.pulse.reads.pages import (
    AskedPage,
    BeginPage,
    OverviewPage,
    PulsePage,
    asked_page,
    begin_page,
    overview_page,
    pulse_page,
)

__all__ = [
    "AskedPage",
    "BeginPage",
    "OverviewPage",
    "PulsePage",
    "asked_card",
    "asked_page",
    "begin_page",
    "box_of",
    "gather_card",
    "instrument_of",
    "instruments_for_teams",
    "leader_card",
    "overview_page",
    "pulse_page",
    "told_card",
]
