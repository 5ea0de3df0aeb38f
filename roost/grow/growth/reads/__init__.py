"""What a person told, what it points to, and what pages of growth show."""

from roost.grow.growth.reads.answers import COUNT_CYCLES, cycles_are_counted, latest_answers, told_of
from roost.grow.growth.reads.barriers import KNOWN, OWN_WORDS, WORK, barrier_map, known_barrier
from roost.grow.growth.reads.cards import card_of_needle
from roost.grow.growth.reads.cycles import guesses_of, past_cycles, review_of
from roost.grow.growth.reads.experiments import ExperimentPage, experiment_page
from roost.grow.growth.reads.managing import (
    expectation_card,
    lines_of,
    manager_page,
    report_page,
    reports_to,
    talk_card,
)
from roost.grow.growth.reads.needle import NeedlePage, needle_page
from roost.grow.growth.reads.numbers import numbers_of
from roost.grow.growth.reads.overview import Overview, overview_of, today_card
from roost.grow.growth.reads.planning import PlanPage, plan_page
from roost.grow.growth.reads.sharing import SHOW_NEEDLES, Shared, levels_counted, shared_with_companion, shows_needles
from roost.grow.growth.reads.suggestions import suggestion_named
from roost.grow.growth.reads.versions import seen_of, version_of_needles, version_of_order
from roost.grow.growth.reads.watching import watching_card, watching_page
from roost.grow.growth.reads.weights import weights

__all__ = [
    "COUNT_CYCLES",
    "KNOWN",
    "OWN_WORDS",
    "SHOW_NEEDLES",
    "WORK",
    "ExperimentPage",
    "NeedlePage",
    "Overview",
    "PlanPage",
    "Shared",
    "barrier_map",
    "card_of_needle",
    "cycles_are_counted",
    "expectation_card",
    "experiment_page",
    "guesses_of",
    "known_barrier",
    "latest_answers",
    "levels_counted",
    "lines_of",
    "manager_page",
    "needle_page",
    "numbers_of",
    "overview_of",
    "past_cycles",
    "plan_page",
    "report_page",
    "reports_to",
    "review_of",
    "seen_of",
    "shared_with_companion",
    "shows_needles",
    "suggestion_named",
    "talk_card",
    "today_card",
    "told_of",
    "version_of_needles",
    "version_of_order",
    "watching_card",
    "watching_page",
    "weights",
]
