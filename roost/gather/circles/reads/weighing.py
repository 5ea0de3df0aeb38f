"""What moving somebody would break and cost, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roost.gather.circles.engine.scoring.violations import Violation
from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads.asking import ask_for, unseen_in
from roost.gather.circles.reads.measuring import Measured, measure_plan
from roost.gather.circles.reads.numbering import name_of, number_of
from roost.gather.circles.reads.plans import (
    called,
    called_apart,
    circles_of,
    halves_of,
    names_by_code,
    seats_in,
    told_broken,
)
from roost.ground.kit.errors import NotFound


@dataclass(frozen=True)
class MovePage:
    """What moving somebody would break and cost, before it is done; `there` is where to, None before that is chosen."""

    round: Round
    seat: Seat
    cells: Sequence[tuple[str, str]]
    other: Seat | None
    there: int | None
    breaks: Sequence[str]
    mends: Sequence[str]
    effects: Sequence[str]
    may: bool
    seats: Sequence[Seat]

    @property
    def is_asked(self) -> bool:
        """Say whether it is still to be chosen where to."""
        return self.there is None

    @property
    def title(self) -> str:
        """Say what is asked or weighed."""
        name = self.seat.label
        if self.other is not None:
            return _("Shall %(name)s and %(other)s change places?") % {"name": name, "other": self.other.label}
        if self.there is not None:
            return _("Shall %(name)s move to circle %(number)s?") % {"name": name, "number": self.there}
        return _("%(name)s sits in circle %(number)s") % {"name": name, "number": self.seat.number}

    @property
    def circles(self) -> list[tuple[int, str]]:
        """Give the other circles, by number."""
        numbers = {one.number for one in self.seats if one.number != self.seat.number}
        return [(number, called(number)) for number in sorted(one for one in numbers if one)]

    @property
    def others(self) -> list[str]:
        """Give everybody in another circle, by a name that nobody else has."""
        names = called_apart(self.seats)
        return sorted((names[one.pk] for one in self.seats if one.number != self.seat.number), key=str.lower)

    @property
    def beside(self) -> str:
        """Name with whom places would be exchanged; empty for a move to a circle."""
        return called_apart(self.seats)[self.other.pk] if self.other is not None else ""

    @property
    def to(self) -> str:
        """Write where to as forms send it."""
        return f"seat-{self.other.pk}" if self.other is not None else f"circle-{self.there}"


def move_page(round: Round, seat: Seat, *, other: Seat | None = None, there: int | None = None) -> MovePage:
    """Weigh an exchange with somebody, or a move to a circle, against the plan as it is. As many queries as a plan."""
    seats = seats_in(round)
    # A lock of who is moved by hand is moved along.
    ask = ask_for(round, seats, loose={seat.pk, other.pk if other else None})
    goal = other.number if other is not None else there
    names = names_by_code(seats)
    cells = [(name, str(seat.cells[name])) for name in round.columns if seat.cells.get(name)]
    # Managers are kept by the list's ids; one who is not on it any more is nobody.
    cells = [(name, names.get(cell, "") if name == "manager" else cell) for name, cell in cells]
    cells = [(name, cell) for name, cell in cells if cell]
    if there is not None and there not in {one.number for one in seats}:
        raise NotFound(_("There is no such circle."))
    if goal is None or goal == seat.number:
        return MovePage(round, seat, cells, None, None, (), (), (), may=False, seats=seats)
    before, after = circles_of(seats), circles_of(seats)
    place = {one.pk: number for number, one in enumerate(seats)}
    after[place[seat.pk]] = name_of(goal)
    if other is not None:
        after[place[other.pk]] = name_of(seat.number or 0)
    old, new = measure_plan(ask, before), measure_plan(ask, after)
    breaks, mends = _broken_anew(old, new), _broken_anew(new, old)
    unseen = unseen_in(round, seats)
    sizes = all(round.least <= after.count(name) <= round.most for name in {name_of(goal), name_of(seat.number or 0)})
    may = sizes or other is not None
    effects = _effects(old, new, [name_of(number) for number in sorted({seat.number or 0, goal})])
    return MovePage(
        round,
        seat,
        cells,
        other,
        goal,
        breaks=told_broken(breaks, ask.rules, names, unseen),
        mends=told_broken(mends, ask.rules, names, unseen),
        effects=effects,
        may=may,
        seats=seats,
    )


def _broken_anew(old: Measured, new: Measured) -> list[Violation]:
    """Give what one plan breaks and the other did not, where a rule is broken for more people of a circle."""
    before, after = _concerned(old), _concerned(new)
    keys = {key for key, many in after.items() if many > before[key]}
    return [one for one in new.broken if (one.rule, one.circle) in keys and one not in old.broken]


def _concerned(measured: Measured) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for one in measured.broken:
        found[one.rule, one.circle] += max(len(one.people), 1)
    return found


def _effects(old: Measured, new: Measured, circles: Sequence[str]) -> list[str]:
    found = []
    if old.diversity > 0:
        found.append(_change(_("The mix of all circles together"), new.diversity / old.diversity - 1))
        for name in circles:
            here, then = old.of_circles.get(name, 0.0), new.of_circles.get(name, 0.0)
            if here > 0:
                found.append(_change(_("The mix of %s") % called(number_of(name)), then / here - 1))
            halves = halves_of(old.faultlines.get(name)), halves_of(new.faultlines.get(name))
            if halves[0] != halves[1]:
                told = {"circle": called(number_of(name)), "before": halves[0], "after": halves[1]}
                found.append(_("%(circle)s: “%(after)s” instead of “%(before)s”.") % told)
    if old.likeness and new.likeness is not None:
        # What is kept close is measured as a distance, so less of it is better.
        found.append(_change(_("How close circles are in what you keep close"), 1 - new.likeness / old.likeness))
    return found


def _change(what: str, change: float) -> str:
    if abs(change) < 0.0005:
        return _("%(what)s stays the same.") % {"what": what}
    words = _("%(what)s gains %(share)s %%.") if change > 0 else _("%(what)s loses %(share)s %%.")
    return words % {"what": what, "share": f"{abs(change) * 100:.1f}"}
