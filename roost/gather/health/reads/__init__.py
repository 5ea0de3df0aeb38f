"""How a circle is, to who sits in it; and the little that leaves it, to who convened it."""

from roost.gather.health.reads.cards import circle_card, gather_card, today_card
from roost.gather.health.reads.checks import CheckPage, check_page
from roost.gather.health.reads.lights import LightsPage, lights_page
from roost.gather.health.reads.pages import HealthPage, health_page

__all__ = [
    "CheckPage",
    "HealthPage",
    "LightsPage",
    "check_page",
    "circle_card",
    "gather_card",
    "health_page",
    "lights_page",
    "today_card",
]
