"""The report: short and calm, with what is told beside what the person said of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from django.utils.formats import number_format

from roost.ground.behaviours.reads import BEHAVIOURS, THEMES, Behaviour, Theme
from roost.ground.kit.errors import Words as _
from roost.grow.threesixty.access import own_reviews
from roost.grow.threesixty.engine import BESIDE, Category, Estimate, Mean, Verdict, estimate, has_changed, judge
from roost.grow.threesixty.models import Remark, Review
from roost.grow.threesixty.reads.naming import instrument_of
from roost.grow.threesixty.reads.pages import NAMES

CELLS: Mapping[str, str] = {
    "report": NAMES[Category.REPORT],
    "peer": NAMES[Category.PEER],
    BESIDE: _("Colleagues and from elsewhere"),
    "other": NAMES[Category.OTHER],
}
BANDS = {3: _("three or four"), 5: _("five to nine"), 10: _("ten to nineteen"), 20: _("twenty or more")}
SECTIONS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.HIDDEN: (_("More than you think"), _("Others see this more often than you do.")),
    Verdict.BLIND: (
        _("Less than you think"),
        _("You see this more often than others do."),
    ),
    Verdict.SEEN: (_("What carries you"), _("You and others see this more than the rest.")),
    Verdict.KNOWN: (_("What is seldom seen"), _("You and others see this less than the rest.")),
}


@dataclass(frozen=True)
class Line:
    """One behaviour: what others say with how sure that is, by where they stand, and what one says oneself."""

    behaviour: Behaviour
    own: float | None
    everybody: Estimate | None
    cells: Sequence[tuple[str, Estimate]]
    manager: float | None
    verdict: Verdict | None
    is_meant: bool
    change: str

    @property
    def words(self) -> str:
        """Give all numbers of the line in words."""
        told = [str(_("too few could say, or one could be worked out"))]
        if self.everybody is not None:
            told = [str(_("others %s, between %s and %s")) % tuple(map(_point, self.everybody.ends))]
        if self.own is not None:
            told.append(str(_("you %s")) % _point(self.own))
        if self.manager is not None:
            told.append(str(_("manager %s")) % _point(self.manager))
        if len(self.cells) > 1:
            told += [f"{name.lower()} {_point(one.middle)}" for name, one in self.cells]
        return "; ".join(told)


def _point(value: float) -> str:
    return number_format(value, 1)


@dataclass(frozen=True)
class Report:
    """A 360 as it is read: how many answered from where in bands, behaviours by theme, gaps, remarks."""

    review: Review
    answered: Sequence[tuple[str, str]]
    least: int
    most: int
    steps: Sequence[str]
    lines: Sequence[Line]
    remarks: Sequence[tuple[Theme, Sequence[Remark]]]

    @property
    def themes(self) -> list[tuple[Theme, list[Line]]]:
        return [(one, [line for line in self.lines if line.behaviour.theme == one]) for one in THEMES]

    @property
    def meant(self) -> list[Line]:
        return [one for one in self.lines if one.is_meant]

    @property
    def sections(self) -> list[tuple[str, str, list[Line]]]:
        """Give what evidence carries, each with its name and what that means."""
        found = [
            (str(name), str(words), [one for one in self.lines if one.verdict is verdict])
            for verdict, (name, words) in SECTIONS.items()
        ]
        return [one for one in found if one[2]]

    @property
    def uncertain(self) -> list[Line]:
        return [one for one in self.lines if one.verdict in {Verdict.UNCERTAIN, None}]

    @property
    def kept(self) -> list[Behaviour]:
        return [one.behaviour for one in self.lines if one.behaviour.key in self.review.keep]

    @property
    def changed(self) -> list[Behaviour]:
        return [one.behaviour for one in self.lines if one.behaviour.key in self.review.change]

    @property
    def spread(self) -> float:
        """Give the spread between raters that intervals take as known, in points."""
        return float((self.review.told or {})["spread"])

    @property
    def strictness(self) -> float | None:
        """Give how far apart in points people mark, where that was taken out; None where means are as they came."""
        found = (self.review.told or {}).get("strictness")
        return None if found is None else float(found)

    @property
    def is_empty(self) -> bool:
        return not self.remarks and all(one.everybody is None and one.manager is None for one in self.lines)


def report(review: Review) -> Report:
    """Give the report of a 360 that has closed; changes are said against the one before. Three queries."""
    before = own_reviews(review.person).filter(closed_at__lt=review.closed_at).order_by("-closed_at").first()
    scale = instrument_of(review).scale
    told: Mapping[str, Any] = review.told or {}
    own, means = own_means(review), _means(review)
    verdicts = judge(own, means, spread=told["spread"])
    lines = [
        Line(
            behaviour=one,
            own=own.get(one.key),
            everybody=_estimate(means.get(one.key), review),
            cells=_cells(review, one.key),
            manager=told["behaviours"].get(one.key, {}).get("manager"),
            verdict=verdicts.get(one.key),
            is_meant=one.key in review.intents,
            change=_change(review, before, one.key),
        )
        for one in BEHAVIOURS
    ]
    remarks = list(review.remarks.select_related("attributed").order_by("pk"))
    by_theme = [(theme, [one for one in remarks if one.theme == theme.key]) for theme in THEMES]
    return Report(
        review=review,
        answered=_answered(told),
        least=scale.least,
        most=scale.most,
        steps=scale.steps,
        lines=lines,
        remarks=[one for one in by_theme if one[1]],
    )


def own_means(review: Review) -> dict[str, float]:
    """Give what somebody said of themselves, by behaviour, to a tenth."""
    instrument = instrument_of(review)
    given = {
        key: [point for one in instrument.items_of(key) if (point := review.own.get(one.key)) is not None]
        for key in instrument.subscales
    }
    return {key: round(fmean(points), 1) for key, points in given.items() if points}


def _answered(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    bands = [
        (str(name), str(BANDS[told["answered"][cell]])) for cell, name in CELLS.items() if cell in told["answered"]
    ]
    manager = [(str(NAMES[Category.MANAGER]), str(_("answered")))] if told["manager"] else []
    return manager + bands


def _means(review: Review) -> dict[str, Mean]:
    told: Mapping[str, Any] = review.told or {}
    return {key: Mean(**one["everybody"]) for key, one in told["behaviours"].items() if one["everybody"]}


def _estimate(mean: Mean | None, review: Review) -> Estimate | None:
    if mean is None or review.told is None:
        return None
    scale = instrument_of(review).scale
    return estimate(mean, spread=review.told["spread"], least=scale.least, most=scale.most)


def _cells(review: Review, behaviour: str) -> list[tuple[str, Estimate]]:
    told: Mapping[str, Any] = review.told or {}
    cells = told["behaviours"].get(behaviour, {}).get("cells", {})
    found = [(str(name), _estimate(Mean(**cells[cell]), review)) for cell, name in CELLS.items() if cell in cells]
    return [(name, one) for name, one in found if one is not None]


def _change(review: Review, before: Review | None, behaviour: str) -> str:
    """Say how it went since the 360 before, where both tell of it and the change is beyond chance."""
    if before is None or before.told is None or review.told is None:
        return ""
    if (before.told.get("strictness") is None) != (review.told.get("strictness") is None):
        # One is as raters gave it, the other is not: what lies between them is the raters.
        return ""
    then, now = (_estimate(_means(one).get(behaviour), one) for one in (before, review))
    if then is None or now is None or not has_changed(then, now):
        return ""
    return str(_("seen more than the last time") if now.middle > then.middle else _("seen less than the last time"))
