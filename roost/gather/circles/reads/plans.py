"""What a convener finds of a plan: circles as cards, what a move would break and cost, and how the search fares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.gather.circles.engine.rules import Rules, Sizes
from roost.gather.circles.engine.scoring.violations import Violation
from roost.gather.circles.engine.sizes import CannotSeat, choose_sizes
from roost.gather.circles.models import Circle, Member, Round, Seat
from roost.gather.circles.ports import HELD
from roost.gather.circles.reads.asking import ask_for, unseen_in
from roost.gather.circles.reads.documents import rules_in
from roost.gather.circles.reads.joining import changes_in
from roost.gather.circles.reads.measuring import Measured, measure_plan
from roost.gather.circles.reads.numbering import name_of
from roost.gather.circles.reads.sentences import Sentence, broken_in_words, sentences
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
    kinds: str
    is_weakest: bool


@dataclass(frozen=True)
class PlanPage:
    """A plan as its convener finds it."""

    round: Round
    cards: Sequence[CircleCard]
    names: Sequence[str]
    people: int
    band: str
    below: str
    above: str
    broken: Sequence[str]
    locks: int
    wishes: Sequence[Sentence]
    known: int
    changes: Sequence[str]

    @property
    def is_outdated(self) -> bool:
        """Say whether the wishes changed since these circles were formed."""
        return "random_median" not in self.round.measured

    @property
    def columns_told(self) -> str:
        """Name the columns of which members read in their reasons, or nothing."""
        rules = rules_in(self.round)
        told = [one.column for one in (*rules.mix, *rules.alike) if one.weight]
        told += [one.column for one in rules.apart.at_most] + ([rules.roles.column] if rules.roles else [])
        return ", ".join(dict.fromkeys(told))

    @property
    def is_settled(self) -> bool:
        """Say whether these circles are what is wished for, so that publishing comes next."""
        return not self.is_outdated and not self.broken

    @property
    def is_early(self) -> bool:
        """Say whether the search for these circles was stopped before its time."""
        return bool(self.round.measured.get("is_early"))

    @property
    def remarks(self) -> Sequence[str]:
        """Give what the search remarked on the list."""
        return [str(one) for one in self.round.measured.get("remarks", ())]


def people_of(round: Round) -> list[Seat]:
    """Give everybody on a round's list, whether they take part or not, in its order. One query."""
    return list(Seat.objects.filter(round=round).order_by("place"))


def seats_in(round: Round) -> list[Seat]:
    """Give who is to be seated, in the list's order. One query."""
    return list(Seat.objects.filter(round=round, takes_part=True).order_by("place"))


def names_by_code(seats: Sequence[Seat]) -> dict[str, str]:
    """Map the list's ids to what people are called."""
    return {seat.code: seat.label for seat in seats}


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Call people by their names, and with their ids where two have the same."""
    many = Counter(name.casefold() for name in names.values())
    return {code: f"{name} ({code})" if many[name.casefold()] > 1 else name for code, name in names.items()}


def called_apart(seats: Sequence[Seat]) -> dict[int, str]:
    """Call people by names that nobody else on the list has, by the keys of their seats."""
    names = told_apart(names_by_code(seats))
    return {seat.pk: names[seat.code] for seat in seats}


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
    broken = told_broken(measured.broken, ask.rules, names, unseen)[:MOST_BROKEN_SHOWN]
    return PlanPage(
        round=round,
        cards=_cards(seats, measured, _heaviest(ask.rules)),
        names=sorted(called_apart(seats).values(), key=str.lower),
        people=len(seats),
        band=_how_mixed(measured),
        below=below_the_best(measured),
        above=_above_chance(round, measured),
        broken=broken,
        locks=sum(seat.locked for seat in seats),
        wishes=sentences(ask.rules, names),
        known=sum(seat.person_id is not None for seat in seats),
        changes=changes_in(round, seats) if round.is_changed else (),
    )


def _heaviest(rules: Rules) -> list[str]:
    """Give the two columns of words that are mixed most."""
    mixed = sorted((one for one in rules.mix if one.kind == "category"), key=lambda one: -one.weight)
    return [one.column for one in mixed[:2]]


def _kinds(seats: Sequence[Seat], columns: Sequence[str]) -> str:
    """Say how many different values of some columns sit together."""
    found = []
    for column in columns:
        many = len({seat.cells.get(column) for seat in seats} - {None, ""})
        words = ngettext("%(many)s kind of %(column)s", "%(many)s kinds of %(column)s", many)
        found.append(words % {"many": many, "column": column})
    return " · ".join(found)


def _cards(seats: Sequence[Seat], measured: Measured, columns: Sequence[str]) -> list[CircleCard]:
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
                halves=halves_of(measured.faultlines.get(name)) if best else "",
                kinds=_kinds(sitting, columns),
                is_weakest=name == measured.weakest and here / mean < AS_MIXED,
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


def halves_of(faultline: float | None) -> str:
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


def told_broken(
    broken: Sequence[Violation], rules: Rules, names: Mapping[str, str], unseen: Sequence[str] = ()
) -> list[str]:
    """Say what is broken, each sentence once."""
    return list(dict.fromkeys(broken_in_words(one, rules, names, unseen) for one in broken))


def how_many_circles(round: Round, people: int) -> str:
    """Say how many circles there will be and how large, or why there cannot be any.

    Of circles that people sit in the number follows from who stays where, so only the bounds are said.
    """
    if round.is_changed:
        told = {"people": people, "least": round.least, "most": round.most}
        return _("%(people)s people, in circles of %(least)s to %(most)s.") % told
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


@dataclass(frozen=True)
class PublishedPage:
    """What a convener finds of published circles: who sits where, as far as the list or Roost still knows.

    `left` counts who left since they were published last, by themselves or as their circle decided.
    """

    round: Round
    circles: Sequence[tuple[Circle, Sequence[str]]]
    people: int
    known: int
    left: int


def have_met(round: Round) -> bool:
    """Say whether any circle of a round has met or is meeting."""
    return bool(HELD.among(list(Circle.objects.filter(round=round).values_list("pk", flat=True))))


def published_page(round: Round) -> PublishedPage:
    """Give the published circles of a round with their people by name. Three queries at most."""
    circles = list(Circle.objects.filter(round=round).order_by("number"))
    names: dict[int, list[str]] = {one.number: [] for one in circles}
    listed = [] if round.state == Round.State.CLOSED else list(Seat.objects.filter(round=round))
    seats = [seat for seat in listed if seat.sits is not None]
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
    left = sum(seat.left_at is not None for seat in listed)
    return PublishedPage(round, shown, len(known) + sum(one.unknown for one in circles), len(known), left)
