"""What a convener finds of a plan: circles as cards, what a move would break and cost, and how the search fares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roost.gather.circles.engine.rules import Rules, Sizes
from roost.gather.circles.engine.scoring.violations import Violation
from roost.gather.circles.engine.sizes import CannotSeat, choose_sizes
from roost.gather.circles.models import Circle, Forming, Member, Round, Seat
from roost.gather.circles.reads.asking import ask_for, unseen_in
from roost.gather.circles.reads.measuring import Measured, measure_plan
from roost.gather.circles.reads.numbering import name_of, number_of
from roost.gather.circles.reads.sentences import Sentence, broken_in_words, conflict_in_words, sentences
from roost.ground.people.reads import names_in

# From these faultlines on a circle leans to two halves, or may fall into them.
LEANS, FALLS = 0.45, 0.65
# From these shares of the mean of all on a circle is as mixed as the others, or nearly.
AS_MIXED, NEARLY = 0.99, 0.93
# No plan may reach the bound, so what is not farther below it is close to the best.
CLOSE = 0.1
MOST_BROKEN_SHOWN = 12


@dataclass(frozen=True)
class CircleCard:
    """A circle on the plan's page; `mix` is its diversity as a share of the best circle's, None without a mix."""

    number: int
    name: str
    seats: Sequence[Seat]
    mix: float | None
    band: str
    halves: str
    is_weakest: bool


@dataclass(frozen=True)
class PlanPage:
    """A plan as its convener finds it."""

    round: Round
    cards: Sequence[CircleCard]
    people: int
    band: str
    below: str
    above: str
    broken: Sequence[str]
    locks: int
    wishes: Sequence[Sentence]
    known: int

    @property
    def is_outdated(self) -> bool:
        """Say whether the wishes changed since these circles were formed."""
        return "random_median" not in self.round.measured

    @property
    def is_settled(self) -> bool:
        """Say whether these circles are what is wished for, so that publishing comes next."""
        return not self.is_outdated and not self.broken

    @property
    def remarks(self) -> Sequence[str]:
        """Give what the search remarked on the list."""
        return [str(one) for one in self.round.measured.get("remarks", ())]


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
    def others(self) -> list[Seat]:
        """Give everybody in another circle, by name."""
        elsewhere = [one for one in self.seats if one.number != self.seat.number]
        return sorted(elsewhere, key=lambda one: (one.label.lower(), one.place))


@dataclass(frozen=True)
class FormingPage:
    """How a search fares, or what became of it."""

    round: Round
    forming: Forming
    per_cent: int
    values: Sequence[float]
    better: str
    reason: str
    conflict: Sequence[Sentence]


def seats_in(round: Round) -> list[Seat]:
    """Give who is to be seated, in the list's order. One query."""
    return list(Seat.objects.filter(round=round, takes_part=True).order_by("place"))


def names_by_code(seats: Sequence[Seat]) -> dict[str, str]:
    """Map the list's ids to what people are called."""
    return {seat.code: seat.label for seat in seats}


def circles_of(seats: Sequence[Seat]) -> list[str]:
    """Name each seat's circle as the engine does."""
    return [name_of(seat.number or 0) for seat in seats]


def called(number: int) -> str:
    """Call a circle by its number, in the reader's language."""
    return _("Circle %(number)s") % {"number": number}


def plan_page(round: Round) -> PlanPage:
    """Measure the plan of a round and lay it out as cards. One query, and two where there was a round before."""
    seats = seats_in(round)
    ask = ask_for(round, seats)
    measured = measure_plan(ask, circles_of(seats))
    names, unseen = names_by_code(seats), unseen_in(round, seats)
    broken = _in_words(measured.broken, ask.rules, names, unseen)[:MOST_BROKEN_SHOWN]
    return PlanPage(
        round=round,
        cards=_cards(seats, measured),
        people=len(seats),
        band=_how_mixed(measured),
        below=below_the_best(measured),
        above=_above_chance(round, measured),
        broken=broken,
        locks=sum(seat.locked for seat in seats),
        wishes=sentences(ask.rules, names),
        known=sum(seat.person_id is not None for seat in seats),
    )


def _cards(seats: Sequence[Seat], measured: Measured) -> list[CircleCard]:
    found: dict[int, list[Seat]] = {}
    for seat in sorted(seats, key=lambda one: (one.number or 0, one.label.lower(), one.place)):
        found.setdefault(seat.number or 0, []).append(seat)
    best = max(measured.of_circles.values(), default=0.0)
    mean = measured.diversity
    cards = []
    for number, sitting in found.items():
        name = name_of(number)
        here = measured.of_circles.get(name, 0.0)
        cards.append(
            CircleCard(
                number=number,
                name=called(number),
                seats=sitting,
                mix=here / best if best else None,
                band=_band(here / mean) if mean else "",
                halves=_halves(measured.faultlines.get(name)) if best else "",
                is_weakest=name == measured.weakest,
            )
        )
    return cards


def _how_mixed(measured: Measured) -> str:
    if measured.gap is not None and measured.gap <= CLOSE:
        return _("Well mixed: close to the best possible.")
    return _("Mixed, as far as rules and sizes let them be.")


def _band(share: float) -> str:
    if share >= AS_MIXED:
        return _("Well mixed")
    return _("Mixed") if share >= NEARLY else _("Less mixed than the others")


def _halves(faultline: float | None) -> str:
    if faultline is None or faultline < LEANS:
        return _("No two halves")
    return _("Leans to two halves") if faultline < FALLS else _("May fall into two halves")


def below_the_best(measured: Measured) -> str:
    """Give how far below the best a plan may lie, in per cent, rounded up; empty where nothing is mixed."""
    if measured.gap is None:
        return ""
    per_cent = -(-max(measured.gap, 0.0) * 1000 // 1) / 10
    return f"{per_cent:.1f}"


def _above_chance(round: Round, measured: Measured) -> str:
    median = round.measured.get("random_median") or 0
    return f"{max(measured.diversity / median - 1, 0) * 100:.0f}" if median and measured.diversity > median else ""


def move_page(round: Round, seat: Seat, *, other: Seat | None = None, there: int | None = None) -> MovePage:
    """Weigh an exchange with somebody, or a move to a circle, against the plan as it is. As many queries as a plan."""
    seats = seats_in(round)
    # A lock of who is moved by hand is moved along.
    ask = ask_for(round, seats, loose={seat.pk, other.pk if other else None})
    goal = other.number if other is not None else there
    names = names_by_code(seats)
    cells = [(name, str(seat.cells[name])) for name in round.columns if seat.cells.get(name)]
    # Managers are kept by the list's ids.
    cells = [(name, names.get(cell, cell) if name == "manager" else cell) for name, cell in cells]
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
        breaks=_in_words(breaks, ask.rules, names, unseen),
        mends=_in_words(mends, ask.rules, names, unseen),
        effects=effects,
        may=may,
        seats=seats,
    )


def _in_words(broken: Sequence[Violation], rules: Rules, names: Mapping[str, str], unseen: Sequence[str]) -> list[str]:
    """Say what is broken, each sentence once."""
    return list(dict.fromkeys(broken_in_words(one, rules, names, unseen) for one in broken))


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
            halves = _halves(old.faultlines.get(name)), _halves(new.faultlines.get(name))
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


def forming_page(round: Round, forming: Forming) -> FormingPage:
    """Say how a search fares. One query where it was refused, none otherwise."""
    values = [float(one) for one in forming.values]
    first, last = (values[0], values[-1]) if values else (0.0, 0.0)
    better = _per_cent(last / first - 1) if first > 0 and last > first * 1.00005 else ""
    conflict: list[Sentence] = []
    told = {"pairs", "locks"}
    if forming.status == Forming.Status.REFUSED and forming.conflict:
        seats = seats_in(round)
        rules = ask_for(round, seats).rules
        conflict = conflict_in_words(forming.conflict, rules, names_by_code(seats))
        told |= {"managers", "hours"} if unseen_in(round, seats) else set()
    # A reason that is about certain people calls them by the list's ids, and the rules say the same by name.
    reason = "" if {one.anchor for one in conflict} & told else forming.message
    per_cent = int(min(max(forming.share, 0.0), 1.0) * 100)
    return FormingPage(round, forming, per_cent, values, better, reason, conflict)


def _per_cent(share: float) -> str:
    """Write a share in per cent, with two digits that count where it is small."""
    return f"{share * 100:.{2 if share < 0.01 else 1 if share < 0.1 else 0}f}"


def how_many_circles(round: Round, people: int) -> str:
    """Say how many circles there will be and how large, or why there cannot be any."""
    try:
        sizes = choose_sizes(people, sizes_in(round))
    except CannotSeat as error:
        return str(error)
    told = {"people": people, "circles": len(sizes), "least": sizes[-1], "most": sizes[0]}
    if len(sizes) == 1:
        return _("%(people)s people make one circle.") % told
    if sizes[0] == sizes[-1]:
        return _("%(people)s people make %(circles)s circles of %(most)s.") % told
    return _("%(people)s people make %(circles)s circles of %(least)s or %(most)s.") % told


def sizes_in(round: Round) -> Sizes:
    """Give how large a round's circles are to be."""
    return Sizes(round.least, round.most)


def newest_forming(round: Round) -> Forming | None:
    """Give the newest search for a round's circles, None where there was none. One query."""
    return Forming.objects.filter(round=round).order_by("-pk").first()


@dataclass(frozen=True)
class PublishedPage:
    """What a convener finds of published circles: who sits where, as far as the list is still there or has a login."""

    round: Round
    circles: Sequence[tuple[Circle, Sequence[str]]]
    people: int
    known: int


def published_page(round: Round) -> PublishedPage:
    """Give the published circles of a round with their people by name. Three queries at most."""
    circles = list(Circle.objects.filter(round=round).order_by("number"))
    names: dict[int, list[str]] = {one.number: [] for one in circles}
    seats = [] if round.state == Round.State.CLOSED else list(Seat.objects.filter(round=round).exclude(sits=None))
    known = {seat.person_id for seat in seats if seat.person_id is not None}
    for seat in seats:
        names.setdefault(seat.sits or 0, []).append(seat.label)
    if round.state == Round.State.CLOSED:
        members = list(Member.objects.filter(circle__round=round).values_list("circle__number", "person"))
        called_by = names_in(round.organisation_id, {person for _number, person in members})
        known = set(called_by)
        for number, person in members:
            names[number].append(called_by.get(person, ""))
    shown = [(one, sorted(names[one.number], key=str.lower)) for one in circles]
    return PublishedPage(round, shown, len(known) + sum(one.unknown for one in circles), len(known))
