"""Maximally diverse grouping of what has a distance between any two. Plain Python, usable from a notebook."""

from roost.gather.circles.engine.grouping.instances import Distances, Instance, read_instance
from roost.gather.circles.engine.grouping.search import Grouping, prepare, solve
from roost.gather.circles.engine.grouping.sizes import Bounds, evenest_sizes, widest_sizes

__all__ = [
    "Bounds",
    "Distances",
    "Grouping",
    "Instance",
    "evenest_sizes",
    "prepare",
    "read_instance",
    "solve",
    "widest_sizes",
]
