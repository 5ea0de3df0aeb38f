"""Pairs of people, as many as can be and of those the worthiest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b

import rustworkx

Pair = tuple[int, int]
_BITS_OF_LUCK = 40


def pair_of(one: int, other: int) -> Pair:
    """Name two people, the lower number first."""
    return (one, other) if one < other else (other, one)


def best_pairs(worths: Mapping[Pair, int], *, seed: int) -> list[Pair]:
    """Choose pairs so that nobody is in two: as many as can be, of those the most worth together, else by the seed.

    `worths` holds every pair that may be, the lower number first, with what it is worth: a whole number. Edmonds'
    blossom algorithm (1965) as in Galil, "Efficient algorithms for finding maximum matching in graphs" (1986). Each
    pair gets some luck of its own below the smallest difference in worth, so that one choice is best and its order of
    work does not show.
    """
    people = sorted({person for pair in worths for person in pair})
    places = {person: place for place, person in enumerate(people)}
    step = 1 << (_BITS_OF_LUCK + len(people).bit_length())
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(people)
    graph.add_edges_from(
        [
            (places[one], places[other], worth * step + _luck(seed, one, other))
            for (one, other), worth in sorted(worths.items())
        ]
    )
    # What is connected with nothing else is worked on by itself: the same pairs, in time that grows as people do.
    parts = (graph.subgraph(sorted(part)) for part in rustworkx.connected_components(graph))
    return sorted(pair for part in parts for pair in _pairs_of(part))


def _pairs_of(graph: rustworkx.PyGraph[int, int]) -> Iterator[Pair]:
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return (pair_of(graph[one], graph[other]) for one, other in found)


def _luck(seed: int, one: int, other: int) -> int:
    drawn = blake2b(f"{seed}:{one}:{other}".encode(), digest_size=_BITS_OF_LUCK // 8).digest()
    return int.from_bytes(drawn)
