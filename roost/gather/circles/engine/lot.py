"""Draw seats by lot, evenly over groups of people, so that anybody can check it afterwards.

Everybody has the same chance: groups get their share of the places, rounded up or down by systematic sampling of what
is left over (W. G. Madow, On the theory of systematic sampling II, Annals of Mathematical Statistics 20, 1949), and
within a group the lowest numbers win. A person's number is the SHA-256 of seed and id, so that neither the order of a
list nor a machine's random numbers have a part in it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from roost.ground.kit.errors import InputError
from roost.ground.kit.errors import Words as _
from roost.ground.kit.sheets import safe_cell


@dataclass(frozen=True)
class Drawn:
    """Hold who was drawn, in the list's order, and for everybody else their turn among those who wait, from 1."""

    selected: tuple[bool, ...]
    turns: tuple[int | None, ...]
    places: Mapping[str, int]


def draw(people: Sequence[tuple[str, str]], places: int, seed: str) -> Drawn:
    """Draw so many of people given by id and group; the same ids, groups and seed always give the same.

    Each is drawn with the probability places / people. Raises InputError for places that are negative and for ids that
    come twice.
    """
    ids = [one for one, _group in people]
    if places < 0 or len(set(ids)) != len(ids):
        raise InputError(_("A lot needs ids that come once each, and no fewer than 0 places."))
    shares = _shares(Counter(group for _one, group in people), min(places, len(people)), seed)
    numbers = {one: number_of(one, seed) for one in ids}
    ranked = sorted(range(len(people)), key=lambda place: numbers[ids[place]])
    left = dict(shares)
    selected = [False] * len(people)
    for place in ranked:
        group = people[place][1]
        if left[group]:
            left[group] -= 1
            selected[place] = True
    waiting = (place for place in ranked if not selected[place])
    turn = {place: number for number, place in enumerate(waiting, start=1)}
    return Drawn(tuple(selected), tuple(turn.get(place) for place in range(len(people))), shares)


def number_of(one: str, seed: str) -> str:
    """Give somebody's number in the lot of that seed, in hexadecimal digits; the lowest win.

    It is that of the id as files hold it, where none can be taken for a formula.
    """
    return sha256(f"{seed}:{safe_cell(one)}".encode()).hexdigest()


def group_name(values: Sequence[str]) -> str:
    """Call a group by what its people have in common; where a value is missing, that is a group as well."""
    return safe_cell(" · ".join(value or "–" for value in values)) if values else ""


def lot_text(people: Iterable[tuple[str, str, int | None]], seed: str) -> str:
    """Write a lot as CSV: id, group, number, drawn (yes or no) and turn, empty for who was drawn.

    People are given by id, group and turn. Drawn again by group from this file and its seed, it is the same.
    """
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(["id", "group", "number", "drawn", "turn"])
    for one, group, turn in people:
        writer.writerow([safe_cell(one), group, number_of(one, seed), "no" if turn else "yes", turn or ""])
    return made.getvalue()


def fingerprint_of(seed: str) -> str:
    """Give what proves afterwards that a seed was fixed before, without telling it."""
    return sha256(seed.encode()).hexdigest()


def _shares(groups: Mapping[str, int], places: int, seed: str) -> dict[str, int]:
    """Give each group its share of the places, rounded so that the expected share is exact."""
    people = sum(groups.values())
    if not people:
        return {}
    shares, reached = {}, int(sha256(f"start:{seed}".encode()).hexdigest(), 16) % people
    # Whole places and what is left over, in one go: a group gets as many as multiples of `people` it passes.
    for group in sorted(groups, key=lambda name: number_of(f"group:{name}", seed)):
        before = reached
        reached += groups[group] * places
        shares[group] = reached // people - before // people
    return shares
