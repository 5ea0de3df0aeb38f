"""A program's rules as a person would say them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.ground.ui.templatetags.ui import points as figures
from roost.see.tracking.engine import Metric, Rules

PER = {
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "month": gettext_lazy("a month"),
    "window": gettext_lazy("in the period shown"),
}
WEEKDAYS = {
    "monday": gettext_lazy("Monday"),
    "tuesday": gettext_lazy("Tuesday"),
    "wednesday": gettext_lazy("Wednesday"),
    "thursday": gettext_lazy("Thursday"),
    "friday": gettext_lazy("Friday"),
    "saturday": gettext_lazy("Saturday"),
    "sunday": gettext_lazy("Sunday"),
}
MANY = 100_000


@dataclass(frozen=True)
class MetricWords:
    """One metric, sentence by sentence."""

    key: str
    label: str
    sentences: tuple[str, ...]
    behaviour: Behaviour | None


@dataclass(frozen=True)
class RuleWords:
    """All of a program's rules in plain words."""

    metrics: tuple[MetricWords, ...]
    general: tuple[str | Promise, ...]


def label_of(metric: Metric) -> str:
    """Give the name that people read for a metric."""
    return metric.label or metric.key


def words_for(rules: Rules, behaviours: dict[str, str]) -> RuleWords:
    """Say the rules in plain words; `behaviours` maps metric keys to behaviour keys."""
    metrics = tuple(
        MetricWords(metric.key, label_of(metric), _sentences(metric), behaviour_named(behaviours.get(metric.key, "")))
        for metric in rules.metrics
    )
    return RuleWords(metrics, _general(rules))


def readable(thousandths: int) -> int:
    """Floor many points to whole ones, as people read them where nothing hangs on the rest."""
    return thousandths // 1000 * 1000 if abs(thousandths) >= MANY else thousandths


def places_for(figures: Iterable[int]) -> int:
    """Say how many decimals write all these thousandths alike, so that they can be compared at a glance: 0 to 3."""
    return max((len(f"{abs(one) % 1000:03}".rstrip("0")) for one in figures), default=0)


def points_in_words(thousandths: int) -> str:
    """Say how many points: one point, or another number of points."""
    words = ngettext("%(points)s point", "%(points)s points", 1 if thousandths == 1000 else 2)
    return words % {"points": figures(thousandths)}


def _sentences(metric: Metric) -> tuple[str, ...]:
    unit = metric.unit or _("one")
    worth = {"unit": unit, "points": points_in_words(metric.points_per_unit)}
    said = [_("Each %(unit)s is worth %(points)s.") % worth]
    if metric.team == "sum":
        said.append(_("A team gets the sum of its people's points."))
    elif metric.over == "roster":
        said.append(_("A team gets the average over everybody who was in it."))
    else:
        said.append(_("A team gets the average over those who entered something."))
    if metric.cap:
        most = {"points": points_in_words(metric.cap.points), "per": PER[metric.cap.per]}
        said.append(_("Nobody gets more than %(points)s %(per)s from it.") % most)
    for step in sorted(metric.bonus, key=lambda step: step.at):
        reached = {"at": figures(step.at), "points": points_in_words(step.points)}
        said.append(_("Whoever reaches %(at)s in the period shown gets %(points)s on top.") % reached)
    return tuple(said)


def _general(rules: Rules) -> tuple[str | Promise, ...]:
    ties = (
        _("Teams with equal points share a rank, and the next rank is skipped.")
        if rules.ties == "competition"
        else _("Teams with equal points share a rank, and no rank is skipped.")
    )
    said = [
        _("Every team is ranked within its division, most points first."),
        ties,
        _("Days begin and end in %(zone)s; weeks start on %(day)s.")
        % {"zone": rules.time_zone, "day": WEEKDAYS[rules.week_start]},
        _("A score counts for the team that the person was in on that day, also after a move."),
        _("Halves and smaller parts are rounded down to a thousandth of a point."),
    ]
    return tuple(said)
