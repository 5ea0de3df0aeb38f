"""Refuse rules that a roster cannot answer to, before anything is looked for or scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from roost.gather.circles.engine.recognised import flags_of, managers_of, zones_of
from roost.gather.circles.engine.roster import LONGEST_SHOWN, MOST_PROBLEMS, Roster
from roost.gather.circles.engine.rules import Rules
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _


def check_against(roster: Roster, rules: Rules) -> None:
    """Refuse columns that the roster lacks, ids that are not in it, and cells that cannot be read as what they are.

    Numbers, time zones, managers who lead round in a circle, and what should be true or false. Raises InputError with
    everything found, the rows of each.
    """
    problems: list[Problem] = []
    for look in _looks(roster, rules):
        try:
            look()
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    problems += _unknown_ids(roster, rules)
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])


def _looks(roster: Roster, rules: Rules) -> Iterator[Callable[[], object]]:
    texts = [limit.column for limit in rules.apart.at_most]
    texts += [*rules.same.columns, *rules.not_alone.columns, *rules.spread.columns]
    texts += [one.column for one in (*rules.mix, *rules.alike) if one.kind == "category"]
    numbers = [one.column for one in (*rules.mix, *rules.alike) if one.kind != "category"]
    for column in dict.fromkeys(texts):
        yield partial(roster.texts, column)
    for column in dict.fromkeys([*numbers, *rules.balance.columns]):
        yield partial(roster.numbers, column)
    if rules.roles is not None:
        yield partial(flags_of, roster, rules.roles.column)
    if rules.hours is not None or "timezone" in roster.columns:
        yield partial(zones_of, roster)
    yield partial(managers_of, roster)


def _unknown_ids(roster: Roster, rules: Rules) -> Iterator[Problem]:
    named = [(f"apart.pairs[{place}]", one) for place, pair in enumerate(rules.apart.pairs) for one in pair]
    named += [(f"together.pairs[{place}]", one) for place, pair in enumerate(rules.together.pairs) for one in pair]
    named += [("locked.seats", one) for one in rules.locked.seats]
    for key, one in named:
        if one not in roster.place_of:
            words = _("The roster has no id %(id)s, which the rules name here.", id=one[:LONGEST_SHOWN])
            yield Problem(words, column=key, value=one[:LONGEST_SHOWN], file=roster.file)
