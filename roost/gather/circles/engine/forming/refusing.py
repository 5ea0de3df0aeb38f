"""Find the smallest set of rules that cannot be kept together, and say so in plain words.

Source of the method: Junker, "QUICKXPLAIN: preferred explanations and relaxations for over-constrained problems", AAAI
2004. Whether rules can be kept is proved by counting, or else looked for by the search itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.exact import can_be_tried
from roost.gather.circles.engine.forming.first_plan import begin, numbers_to_try
from roost.gather.circles.engine.forming.proofs import why_impossible
from roost.gather.circles.engine.forming.stating import Ask, state
from roost.gather.circles.engine.rules import Apart, Columns, Hours, Locked, Past, Rules, Together
from roost.gather.circles.engine.sizes import CannotSeat, balanced
from roost.ground.kit.errors import Words as _

# One thing that a rule asks for: its key in the document, and the place or name within it.
Demand = tuple[str, int | str]


def refuse(ask: Ask, budget: Budget) -> CannotSeat:
    """Give the refusal of rules for which no plan was found."""

    def fails(demands: Sequence[Demand]) -> bool:
        return not _can_seat(_asking(ask, demands), budget)

    smallest = _smallest(demands_of(ask.rules), fails)
    asked = _asking(ask, smallest)
    numbers = numbers_to_try(ask)
    problems = [state(asked, balanced(len(ask.roster), circles)) for circles in numbers]
    reasons = [why_impossible(asked, problem) for problem in problems]
    told = "\n".join(f"- {in_words(ask.rules, one)}" for one in smallest)
    is_proved = all(reason or can_be_tried(problem) for reason, problem in zip(reasons, problems, strict=True))
    circles = str(numbers[0]) if len(numbers) == 1 else _("%(first)s to %(last)s", first=numbers[0], last=numbers[-1])
    intro = (
        _("No plan can keep these rules together in %(circles)s circles.", circles=circles)
        if is_proved
        else _(
            "No plan was found that keeps these rules together in %(circles)s circles; it is not proved that none is.",
            circles=circles,
        )
    )
    after = _("Without any one of them there is a plan for the others.") if len(smallest) > 1 else ""
    reason = reasons[-1] or ""
    message = "\n".join(part for part in (intro, told, reason, after) if part)
    return CannotSeat(message, tuple(_key(one) for one in smallest), is_proved=is_proved, reason=reason)


def _can_seat(ask: Ask, budget: Budget) -> bool:
    # As long a search as the one that found no plan, however little time it was given.
    unhurried = Budget(seed=budget.seed)
    return any(begin(ask, circles, unhurried)[1] is not None for circles in numbers_to_try(ask))


def _smallest(demands: Sequence[Demand], fails: Callable[[Sequence[Demand]], bool]) -> list[Demand]:
    """Give a smallest set that fails: it does, and without any one of its demands it does not."""

    def within(kept: list[Demand], changed: bool, rest: list[Demand]) -> list[Demand]:
        if changed and fails(kept):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        second = within([*kept, *rest[:half]], True, rest[half:])
        first = within([*kept, *second], bool(second), rest[:half])
        return [*first, *second]

    return within([], False, list(demands)) if demands else []


def demands_of(rules: Rules) -> list[Demand]:
    """List all that must hold, one thing at a time."""
    found: list[Demand] = []
    if not rules.apart.strength.soft:
        found += [("apart.managers", rules.apart.managers)] if rules.apart.managers != "none" else []
        found += [("apart.at_most", place) for place in range(len(rules.apart.at_most))]
        found += [("apart.pairs", place) for place in range(len(rules.apart.pairs))]
    if not rules.together.strength.soft:
        found += [("together.pairs", place) for place in range(len(rules.together.pairs))]
    if rules.hours is not None and not rules.hours.strength.soft:
        found.append(("hours", ""))
    for name in ("same", "not_alone", "spread", "balance"):
        if not getattr(rules, name).strength.soft:
            found += [(name, column) for column in getattr(rules, name).columns]
    if rules.roles is not None and not rules.roles.strength.soft:
        found.append(("roles", rules.roles.column))
    if rules.past.never_within and not rules.past.soft:
        found.append(("history.never_within_rounds", rules.past.never_within))
    if not rules.locked.strength.soft:
        found += [("locked.seats", one) for one in rules.locked.seats]
    return found


def _asking(ask: Ask, demands: Sequence[Demand]) -> Ask:
    """Give what is asked for with these demands alone; nothing soft, nothing mixed."""
    kept = set(demands)
    rules = ask.rules
    apart = Apart(
        managers=rules.apart.managers if ("apart.managers", rules.apart.managers) in kept else "none",
        at_most=tuple(one for place, one in enumerate(rules.apart.at_most) if ("apart.at_most", place) in kept),
        pairs=tuple(one for place, one in enumerate(rules.apart.pairs) if ("apart.pairs", place) in kept),
    )
    together = tuple(one for place, one in enumerate(rules.together.pairs) if ("together.pairs", place) in kept)
    seats = {one: circle for one, circle in rules.locked.seats.items() if ("locked.seats", one) in kept}

    def columns(name: str, of: Columns) -> tuple[str, ...]:
        return tuple(column for column in of.columns if (name, column) in kept)

    return replace(
        ask,
        kept=None,
        rules=Rules(
            apart=apart,
            together=Together(together),
            hours=rules.hours if ("hours", "") in kept else None,
            same=replace(rules.same, columns=columns("same", rules.same)),
            not_alone=replace(rules.not_alone, columns=columns("not_alone", rules.not_alone)),
            spread=replace(rules.spread, columns=tuple(c for c in rules.spread.columns if ("spread", c) in kept)),
            balance=replace(rules.balance, columns=tuple(c for c in rules.balance.columns if ("balance", c) in kept)),
            roles=rules.roles if rules.roles and ("roles", rules.roles.column) in kept else None,
            past=rules.past if any(name.startswith("history") for name, _place in kept) else Past(weight=0.0),
            locked=Locked(seats),
        ),
    )


def _key(demand: Demand) -> str:
    name, place = demand
    return (
        f"{name}[{place}]" if isinstance(place, int) and name.startswith(("apart", "together")) else f"{name}:{place}"
    )


def in_words(rules: Rules, demand: Demand) -> str:
    """Say in a plain sentence what a demand asks for."""
    name, place = demand
    if name == "apart.managers":
        return _("Nobody sits with their manager.") if place == "direct" else _("Nobody sits with anybody above them.")
    if name == "apart.at_most":
        limit = rules.apart.at_most[int(place)]
        return _("At most %(count)s with the same %(column)s sit together.", count=limit.count, column=limit.column)
    if name in ("apart.pairs", "together.pairs"):
        one, other = (rules.apart if name == "apart.pairs" else rules.together).pairs[int(place)]
        if name == "apart.pairs":
            return _("%(one)s and %(other)s sit apart.", one=one, other=other)
        return _("%(one)s and %(other)s sit together.", one=one, other=other)
    if name == "hours":
        return _hours_in_words(rules.hours) if rules.hours else ""
    if name == "locked.seats":
        return _("%(one)s sits in %(circle)s.", one=place, circle=rules.locked.seats[str(place)])
    if name == "roles":
        count = rules.roles.at_least if rules.roles else 0
        return _("Each circle has at least %(count)s with %(column)s.", count=count, column=place)
    if name.startswith("history"):
        return _("Nobody meets again who sat together in the last rounds (%(rounds)s).", rounds=place)
    return _columns_in_words(rules, name, str(place))


def _hours_in_words(hours: Hours) -> str:
    return _(
        "All of a circle share %(minutes)s minutes of their working day on %(day)s.",
        minutes=hours.overlap,
        day=hours.day.isoformat(),
    )


def _columns_in_words(rules: Rules, name: str, column: str) -> str:
    if name == "same":
        return _("All of a circle have the same %(column)s.", column=column)
    if name == "not_alone":
        return _("Nobody is the only one of their %(column)s in a circle.", column=column)
    if name == "spread":
        return _(
            "Each circle has its fair share of each %(column)s, give or take %(slack)s.",
            column=column,
            slack=rules.spread.slack,
        )
    return _(
        "The mean %(column)s of a circle lies within %(within)s standard deviations of the mean of all.",
        column=column,
        within=rules.balance.within,
    )
