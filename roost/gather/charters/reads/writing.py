"""The places in which a circle keeps what it adds in own words, and what each wants to learn. All of it is sealed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.charters.engine.choices import GOALS, PLACE
from roost.gather.meetings.ports import KEPT, KeptPlace

CHARTER_PLACE = KeptPlace(PLACE)
GOALS_PLACE = KeptPlace(
    GOALS,
    _("What each of us wants to learn this term"),
    _("One sentence, if you like; change it whenever it changes. Nobody counts these; your organisation sees none."),
)


def charter_place(circle: int) -> str:
    """Name the place of a circle's own words."""
    return KEPT.place_of(circle, PLACE)
