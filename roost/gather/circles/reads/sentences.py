"""Say wishes, what breaks them and how good circles are in sentences that need no mathematics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roost.gather.circles.engine.rules import Measure, Rules
from roost.gather.circles.engine.scoring.violations import Violation

# What a rule reads of people, where that may be known to Roost alone.
USED_BY = {"apart.managers": "manager", "hours": "timezone"}


@dataclass(frozen=True)
class Sentence:
    """A wish in words, and the part of the page of wishes where it is changed."""

    words: str
    anchor: str


def sentences(rules: Rules, names: Mapping[str, str]) -> list[Sentence]:
    """Say all that is wished for; `names` calls people by their ids."""
    found = [Sentence(_mixed(one, _("Mix %(column)s")), "columns") for one in rules.mix]
    found += [Sentence(_mixed(one, _("Keep %(column)s close")), "columns") for one in rules.alike]
    found += [Sentence(_at_most(limit.column, limit.count), "columns") for limit in rules.apart.at_most]
    found += [Sentence(_same(column), "columns") for column in rules.same.columns]
    found += [Sentence(_not_alone(column), "columns") for column in rules.not_alone.columns]
    if rules.apart.managers != "none":
        found.append(Sentence(_managers(rules), "managers"))
    if rules.hours:
        found.append(Sentence(_hours(rules), "hours"))
    if rules.roles:
        found.append(Sentence(_roles(rules), "roles"))
    found += [Sentence(_pair(pair, names, apart=True), "pairs") for pair in rules.apart.pairs]
    found += [Sentence(_pair(pair, names, apart=False), "pairs") for pair in rules.together.pairs]
    if rules.past.never_within:
        found.append(Sentence(_met_before(), "history"))
    # Where nothing is mixed there is nothing to give up.
    if rules.diversity_slack and rules.mix:
        share = f"{rules.diversity_slack * 100:g}"
        words = _("Give up at most %(share)s %% of the mix so that no circle falls into two halves.")
        found.append(Sentence(words % {"share": share}, "halves"))
    return found


def conflict_in_words(keys: Sequence[str], rules: Rules, names: Mapping[str, str]) -> list[Sentence]:
    """Say which rules cannot be kept together, from the keys by which the engine names them; not what is gone since."""
    return [_of_key(key, rules, names) for key in keys if _is_there(key, rules)]


def broken_in_words(broken: Violation, rules: Rules, names: Mapping[str, str], unseen: Sequence[str] = ()) -> str:
    """Say what a plan breaks, in which circle, and whom that concerns, unless that tells what is used unseen."""
    name, _colon, column = broken.rule.partition(":")
    is_told = USED_BY.get(name) not in unseen
    who = ", ".join(names.get(one, one) for one in broken.people[:8]) if is_told else ""
    if name == "size":
        return _("%(circle)s has %(people)s people, which is not the size you chose.") % {
            "circle": broken.circle,
            "people": len(broken.people),
        }
    rule = _("Locked seats stay as they are.")
    if name in {"apart.pairs", "together.pairs"}:
        rule = _("Some people were to sit apart.") if name == "apart.pairs" else _("Some people were to sit together.")
    elif name == "apart.at_most":
        rule = _at_most(column, _count_of(rules, column))
    elif name != "locked.seats":
        rule = _of_key(broken.rule, rules, names).words
    return f"{broken.circle}: {rule} ({who})" if who else f"{broken.circle}: {rule}"


def _is_there(key: str, rules: Rules) -> bool:
    name, bracket, place = key.partition("[")
    lists = {
        "apart.at_most": rules.apart.at_most,
        "apart.pairs": rules.apart.pairs,
        "together.pairs": rules.together.pairs,
    }
    return not bracket or int(place.rstrip("]")) < len(lists[name])


def _of_key(key: str, rules: Rules, names: Mapping[str, str]) -> Sentence:
    name, _bracket, place = key.partition("[")
    if place:
        number = int(place.rstrip("]"))
        if name == "apart.at_most":
            limit = rules.apart.at_most[number]
            return Sentence(_at_most(limit.column, limit.count), "columns")
        pairs = rules.apart.pairs if name == "apart.pairs" else rules.together.pairs
        return Sentence(_pair(pairs[number], names, apart=name == "apart.pairs"), "pairs")
    name, _colon, column = key.partition(":")
    if name == "locked.seats":
        seat = {"name": names.get(column, column), "circle": rules.locked.seats.get(column, "")}
        return Sentence(_("%(name)s is locked in %(circle)s.") % seat, "locks")
    if name == "apart.managers":
        return Sentence(_managers(rules), "managers")
    if name == "hours":
        return Sentence(_hours(rules), "hours")
    if name == "roles":
        return Sentence(_roles(rules), "roles")
    if name == "history.never_within_rounds":
        return Sentence(_met_before(), "history")
    if name in {"same", "not_alone"}:
        return Sentence(_same(column) if name == "same" else _not_alone(column), "columns")
    return Sentence(_("The size of circles does not fit this many people."), "size")


def how_much(weight: float) -> str:
    """Say how much something counts beside the others."""
    return _("a little") if weight < 1 else _("much") if weight > 1 else ""


def _mixed(one: Measure, words: str) -> str:
    how = how_much(one.weight)
    told = words % {"column": one.column}
    return f"{told} ({how})." if how else f"{told}."


def _at_most(column: str, count: int) -> str:
    if count == 1:
        return _("At most one of each %s in a circle.") % column
    return _("At most %(count)s of each %(column)s in a circle.") % {"count": count, "column": column}


def _count_of(rules: Rules, column: str) -> int:
    return next((one.count for one in rules.apart.at_most if one.column == column), 1)


def _met_before() -> str:
    return _("Nobody meets again who sat together last time.")


def _same(column: str) -> str:
    return _("All of a circle have the same %s.") % column


def _not_alone(column: str) -> str:
    return _("Nobody is the only one of their %(column)s in a circle.") % {"column": column}


def _managers(rules: Rules) -> str:
    if rules.apart.managers == "chain":
        return _("Nobody sits with anybody above them.")
    return _("Nobody sits with their own manager.")


def _hours(rules: Rules) -> str:
    hours = f"{rules.hours.overlap / 60:g}" if rules.hours else ""
    return _("All of a circle share at least %(hours)s hours of their working day.") % {"hours": hours}


def _roles(rules: Rules) -> str:
    told = {"count": rules.roles.at_least if rules.roles else 0, "column": rules.roles.column if rules.roles else ""}
    if told["count"] == 1:
        return _("Each circle has somebody with “%(column)s”.") % told
    return _("Each circle has at least %(count)s with “%(column)s”.") % told


def _pair(pair: tuple[str, str], names: Mapping[str, str], *, apart: bool) -> str:
    words = _("%(one)s and %(other)s sit apart.") if apart else _("%(one)s and %(other)s sit together.")
    return words % {"one": names.get(pair[0], pair[0]), "other": names.get(pair[1], pair[1])}
