"""Say to each person why they sit where they sit, without a word about anybody else.

What is told of a circle is told in bands, and only of columns that were mixed or kept close; of rules, that they hold;
of the seat itself, whether an exchange was found that would make the whole better, not with whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roost.gather.circles.engine.forming.exchanges import best_exchanges
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Measure
from roost.ground.kit.errors import Words as _

# Of fewer people, and of columns with fewer values, what is said of the circle would say it of each of the others.
FEWEST_PEOPLE, FEWEST_VALUES = 5, 3
# From this share of the whole roster's spread on, a circle is told to be spread as widely.
_WIDE = 0.95
_NOTHING = 5e-7


@dataclass(frozen=True)
class Seat:
    """Tell a person, by id, in which circle they sit and why, in sentences."""

    id: str
    circle: str
    why: tuple[str, ...]


def explain(ask: Ask, circles: Sequence[str], *, by_hand: bool = False) -> tuple[Seat, ...]:
    """Explain each seat of a plan that keeps the rules, in the roster's order.

    Of a plan that was changed `by_hand` nothing is said on exchanges, which nobody looked for any more.
    """
    members: dict[str, list[int]] = {}
    for place, circle in enumerate(circles):
        members.setdefault(circle, []).append(place)
    of_circle = {circle: _of_circle(ask, people) for circle, people in members.items()}
    smallest = min(len(people) for people in members.values())
    bound = tuple(_of_rules(ask, smallest))
    if by_hand:
        last: list[str] = [_("Some seats were changed by hand after the circles were formed.")] * len(circles)
    else:
        last = [_of_seat(ask, float(change)) for change in best_exchanges(ask, circles)]
    return tuple(
        Seat(one, circle, (*of_circle[circle], *bound, told))
        for one, circle, told in zip(ask.roster.ids, circles, last, strict=True)
    )


def _of_circle(ask: Ask, people: Sequence[int]) -> list[str]:
    if len(people) < FEWEST_PEOPLE:
        return []
    told = [_mixed(ask.roster, measure, people) for measure in ask.rules.mix if measure.weight]
    close = [one.column for one in ask.rules.alike if one.weight and _has_many_values(ask.roster, one.column)]
    found = [one for one in told if one]
    if close:
        found.append(_("Its people were chosen to be close in: %(columns)s.", columns=", ".join(close)))
    return found


def _mixed(roster: Roster, measure: Measure, people: Sequence[int]) -> str:
    if measure.kind != "category":
        numbers = roster.numbers(measure.column)
        # Divided first, because the square of a number that can be read may be none.
        numbers = numbers / max(float(np.nanmax(np.abs(numbers), initial=0.0)), 1e-300)
        here, everywhere = numbers[list(people)], numbers[~np.isnan(numbers)]
        here = here[~np.isnan(here)]
        if len(here) < 2 or everywhere.min() == everywhere.max():
            return ""
        share = float(here.std() / everywhere.std())
        widely = _("as widely as in the whole roster") if share >= _WIDE else _("less widely than in the whole roster")
        return _("In %(column)s your circle is spread %(widely)s.", column=measure.column, widely=widely)
    texts = roster.texts(measure.column)
    values = {texts[one] for one in people} - {""}
    possible = min(len(set(texts) - {""}), len(people))
    if possible < FEWEST_VALUES:
        # Whoever knows the own value would know those of the others.
        return ""
    if len(values) == possible:
        return _("Your circle holds as many different values of %(column)s as it can.", column=measure.column)
    return _("Your circle was mixed by %(column)s, as far as all circles together allow.", column=measure.column)


def _has_many_values(roster: Roster, column: str) -> bool:
    return len(set(roster.texts(column)) - {""}) >= FEWEST_VALUES


def _of_rules(ask: Ask, smallest: int) -> list[str]:
    """Say which rules hold for everybody, and of rules about certain people only that there are some.

    What a rule says of a column is left out where it would say it of each of the others: of small circles, and of a
    column with few values.
    """
    rules, roster = ask.rules, ask.roster
    found: list[str] = []

    if rules.apart.managers != "none" and not rules.apart.strength.soft and "manager" in roster.columns:
        found.append(_("Nobody sits with their own manager."))
    for limit in rules.apart.at_most if not rules.apart.strength.soft else ():
        if smallest >= FEWEST_PEOPLE and _has_many_values(roster, limit.column):
            words = _(
                "At most %(count)s with the same %(column)s sit together.", count=limit.count, column=limit.column
            )
            found.append(words)
    # In a small circle whoever knows their own day would know those of the others.
    if rules.hours is not None and not rules.hours.strength.soft and smallest >= FEWEST_PEOPLE:
        found.append(_("All of your circle share %(minutes)s minutes of the working day.", minutes=rules.hours.overlap))
    # A role is had or not, so in a small circle whoever lacks it could guess who has it.
    if rules.roles is not None and not rules.roles.strength.soft and smallest >= FEWEST_PEOPLE:
        count, column = rules.roles.at_least, rules.roles.column
        found.append(_("Each circle has at least %(count)s with %(column)s.", count=count, column=column))
    if rules.apart.pairs or rules.together.pairs or rules.locked.seats:
        found.append(_("Some seats were wished for or ruled out by those who form the circles."))
    return found


def _of_seat(ask: Ask, change: float) -> str:
    """Say what exchanges of a seat would bring; the same whether there are any, because who is locked has none."""
    if change > _NOTHING and (ask.rules.diversity_slack or ask.kept):
        return _("Some exchanges of your seat would mix more; they were left so that circles hold together.")
    return _("No exchange of your seat with somebody else was found that would make the whole better.")
