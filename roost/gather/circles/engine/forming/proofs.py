"""Say why rules cannot be kept, where counting alone proves it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from roost.gather.circles.engine.forming.checks import ALWAYS
from roost.gather.circles.engine.forming.packing import circles_of_their_own
from roost.gather.circles.engine.forming.seats import name_of
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.forming.world import Ints, Problem
from roost.gather.circles.engine.recognised import flags_of
from roost.ground.kit.errors import Words as _


def why_impossible(ask: Ask, problem: Problem) -> str | None:
    """Give a sentence that proves that no plan of these sizes keeps all hard rules, None where counting does not."""
    return next(_reasons(ask, problem), None)


def _reasons(ask: Ask, problem: Problem) -> Iterator[str]:
    yield from _of_company(ask, problem)
    yield from _of_units(ask, problem)
    yield from _of_locks(ask, problem)
    yield from _of_columns(ask, problem)
    yield from _of_sameness(ask, problem)


def _of_company(ask: Ask, problem: Problem) -> Iterator[str]:
    foes = np.diff(problem.world.foe_starts)
    loneliest = int(np.argmax(foes))
    others = problem.people - 1 - int(foes[loneliest])
    smallest = problem.least if problem.free else min(problem.sizes)
    if others < smallest - 1:
        yield _(
            "%(one)s may sit with %(others)s others at most, and a circle holds %(size)s.",
            one=ask.roster.ids[loneliest],
            others=others,
            size=smallest,
        )


def _of_units(ask: Ask, problem: Problem) -> Iterator[str]:
    world, ids, largest = problem.world, ask.roster.ids, _largest(problem)
    units: dict[int, list[int]] = defaultdict(list)
    for one in np.flatnonzero(world.unit >= 0).tolist():
        units[int(world.unit[one])].append(one)
    for together in units.values():
        names = ", ".join(ids[one] for one in together)
        if len(together) > largest:
            yield _(
                "%(many)s people must sit together (%(names)s), and a circle holds %(largest)s.",
                many=len(together),
                names=names,
                largest=largest,
            )
        for one, other in _forbidden(problem, together):
            yield _(
                "%(one)s and %(other)s must sit together, through %(names)s, and must not.",
                one=ids[one],
                other=ids[other],
                names=names,
            )
        if len({int(world.fixed[one]) for one in together} - {-1}) > 1:
            yield _("%(names)s must sit together and are locked in different circles.", names=names)


def _of_locks(ask: Ask, problem: Problem) -> Iterator[str]:
    fixed = problem.world.fixed
    for circle, many in Counter(fixed[fixed >= 0].tolist()).items():
        locked = np.flatnonzero(fixed == circle).tolist()
        room = problem.most if problem.free else problem.sizes[circle]
        if many > room:
            yield _(
                "%(many)s people are locked in %(circle)s, which holds %(room)s.",
                many=many,
                circle=name_of(circle),
                room=room,
            )
        for one, other in _forbidden(problem, locked):
            yield _(
                "%(one)s and %(other)s are locked in %(circle)s and must not sit together.",
                one=ask.roster.ids[one],
                other=ask.roster.ids[other],
                circle=name_of(circle),
            )


def _of_columns(ask: Ask, problem: Problem) -> Iterator[str]:
    roster, rules, circles = ask.roster, ask.rules, len(problem.sizes)
    if problem.free:
        circles = len(roster) // problem.least
    for limit in rules.apart.at_most if not rules.apart.strength.soft else ():
        held = Counter(text for text in roster.texts(limit.column) if text)
        value, many = max(held.items(), key=lambda one: one[1], default=("", 0))
        if many > limit.count * circles:
            yield _(
                "%(many)s people have the %(column)s %(value)s, and %(circles)s circles hold at most %(count)s each.",
                many=many,
                column=limit.column,
                value=value,
                circles=circles,
                count=limit.count,
            )
    for column in rules.not_alone.columns if not rules.not_alone.strength.soft else ():
        alone = [value for value, many in Counter(text for text in roster.texts(column) if text).items() if many == 1]
        if alone:
            yield _(
                "Only one person has the %(column)s %(value)s, and must not be alone.", column=column, value=alone[0]
            )
    if rules.roles is not None and not rules.roles.strength.soft:
        able = int(flags_of(roster, rules.roles.column).sum())
        fewest = -(-len(roster) // problem.most) if problem.free else circles
        if able < rules.roles.at_least * fewest:
            yield _(
                "%(circles)s circles need %(count)s each with %(column)s, and there are %(able)s.",
                circles=fewest,
                count=rules.roles.at_least,
                column=rules.roles.column,
                able=able,
            )


def _of_sameness(ask: Ask, problem: Problem) -> Iterator[str]:
    if problem.free:
        return
    for column in ask.rules.same.columns if not ask.rules.same.strength.soft else ():
        groups = Counter(text for text in ask.roster.texts(column) if text)
        if circles_of_their_own(list(groups.values()), problem.sizes) is None:
            told = ", ".join(f"{value} {many}" for value, many in sorted(groups.items())[:8])
            yield _(
                "Circles of one %(column)s only cannot be made of these sizes: %(told)s people, circles of %(sizes)s.",
                column=column,
                told=told,
                sizes=_either(problem.sizes),
            )
    if ask.rules.hours is not None and not ask.rules.hours.strength.soft:
        days = _days_apart(problem.checks.hours)
        if circles_of_their_own(days, problem.sizes) is None:
            yield _(
                "People whose working days never meet cannot share circles: there are groups of %(groups)s people, "
                "circles of %(sizes)s.",
                groups=", ".join(str(many) for many in sorted(days, reverse=True)),
                sizes=_either(problem.sizes),
            )


def _either(sizes: Sequence[int]) -> str:
    return " or ".join(str(size) for size in sorted(set(sizes)))


def _days_apart(hours: Ints) -> list[int]:
    """Count the people of each group whose moments are linked, also through others; who can always is in none."""
    masks, many = np.unique(hours, axis=0, return_counts=True)
    free = (masks == ALWAYS).all(axis=1)
    groups: list[tuple[Ints, int]] = []
    for mask, people in zip(masks[~free], many[~free].tolist(), strict=True):
        linked = [group for group in groups if (group[0] & mask).any()]
        groups = [group for group in groups if not (group[0] & mask).any()]
        for moments, others in linked:
            mask, people = mask | moments, people + others
        groups.append((mask, people))
    return [people for _mask, people in groups]


def _largest(problem: Problem) -> int:
    return problem.most if problem.free else max(problem.sizes)


def _forbidden(problem: Problem, people: Sequence[int]) -> Iterator[tuple[int, int]]:
    world = problem.world
    for place, other in enumerate(people):
        foes = set(world.foes[world.foe_starts[other] : world.foe_starts[other + 1]].tolist())
        for one in people[:place]:
            crowd = (world.crowd[one] >= 0) & (world.crowd[one] == world.crowd[other])
            kin = (world.kin[one] >= 0) & (world.kin[other] >= 0) & (world.kin[one] != world.kin[other])
            if one in foes or crowd.any() or kin.any():
                yield one, other
