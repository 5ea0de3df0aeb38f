"""What a person told, what it points to, and what pages of growth show."""

from roost.grow.growth.reads.answers import latest_answers, told_of
from roost.grow.growth.reads.barriers import KNOWN, WORK, barrier_map, known_barrier
from roost.grow.growth.reads.cycles import guesses_of, past_cycles
from roost.grow.growth.reads.experiments import ExperimentPage, experiment_page, people_around, watching_card
from roost.grow.growth.reads.needle import NeedlePage, needle_page
from roost.grow.growth.reads.numbers import capacity_of, numbers_of
from roost.grow.growth.reads.overview import Overview, overview_of, today_card
from roost.grow.growth.reads.planning import PlanPage, plan_page
from roost.grow.growth.reads.suggestions import suggestion_named
from roost.grow.growth.reads.weights import weights

__all__ = [
    "KNOWN",
    "WORK",
    "ExperimentPage",
    "NeedlePage",
    "Overview",
    "PlanPage",
    "barrier_map",
    "capacity_of",
    "experiment_page",
    "guesses_of",
    "known_barrier",
    "latest_answers",
    "needle_page",
    "numbers_of",
    "overview_of",
    "past_cycles",
    "people_around",
    "plan_page",
    "suggestion_named",
    "today_card",
    "told_of",
    "watching_card",
    "weights",
]
