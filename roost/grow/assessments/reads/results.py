"""What somebody's answers come to, and how that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roost.ground.behaviours.reads import Behaviour, Theme, behaviour_named
from roost.ground.instruments.engine import Instrument, Item, Score, Subscale, fingerprint, keyed, score
from roost.ground.instruments.reads import behaviour_of, name_of
from roost.ground.kit.errors import Words as _
from roost.ground.people.models import Person
from roost.grow.assessments.access import instrument_of, open_cycle_of, own_takings, taking_for
from roost.grow.assessments.engine import SURE, Change, change_between, ends, error_of
from roost.grow.assessments.models import Taking

CHANGES: Mapping[Change, str] = {
    Change.MORE: _("More than noise explains: it went up."),
    Change.LESS: _("More than noise explains: it went down."),
    Change.NOISE: _("No more than noise explains."),
    Change.UNKNOWN: _("Too uncertain to say."),
}


@dataclass(frozen=True)
class Row:
    """A subscale's mean, the step nearest to it, its standard error, and the mean before, where there is one."""

    part: Subscale
    name: str
    score: Score
    word: str
    error: float | None
    before: float | None
    change: str
    least: int
    most: int

    @property
    def theme(self) -> Theme | None:
        found = behaviour_of(self.part)
        return found.theme if found else None

    @property
    def low(self) -> float:
        return max(self.least, (self.score.mean or 0) - SURE * (self.error or 0))

    @property
    def high(self) -> float:
        return min(self.most, (self.score.mean or 0) + SURE * (self.error or 0))


@dataclass(frozen=True)
class Answered:
    """A sentence, what one answered, and what that counts."""

    item: Item
    word: str
    counts: int | None


@dataclass(frozen=True)
class ResultPage:
    """What somebody's answers come to; `before` is what they took the time before, if the sentences were the same."""

    taking: Taking
    instrument: Instrument
    rows: Sequence[Row]
    lowest: Sequence[Behaviour]
    highest: Sequence[Behaviour]
    answers: Sequence[Answered]
    before: Taking | None
    has_cycle: bool

    @property
    def is_of_behaviours(self) -> bool:
        return all(one.part.behaviour for one in self.rows)

    @property
    def is_sure(self) -> bool:
        return any(one.error is not None for one in self.rows)


def result_page(viewer: Person, number: int) -> ResultPage:
    """Give what somebody's answers come to, to themselves; raises NotFound for anybody else's. Four queries."""
    taking = taking_for(viewer, number)
    found, before = instrument_of(taking), _before(taking, viewer)
    then = {one.subscale: one.mean for one in score(found, before.answers)} if before else {}
    scores = zip(found.parts, score(found, taking.answers), strict=True)
    rows = [_row(found, part, one, then.get(part.key)) for part, one in scores]
    means = {one.part.behaviour: one.score.mean for one in rows if one.part.behaviour and one.score.mean is not None}
    lowest, highest = ends(means)
    return ResultPage(
        taking=taking,
        instrument=found,
        rows=rows,
        lowest=[it for one in lowest if (it := behaviour_named(one))],
        highest=[it for one in highest if (it := behaviour_named(one))],
        answers=[_answered(found, one, taking.answers.get(one.key)) for one in found.items],
        before=before,
        has_cycle=open_cycle_of(viewer, taking.organisation) is not None,
    )


def _before(taking: Taking, viewer: Person) -> Taking | None:
    """Give what was handed in before of the same instrument, if its sentences were the same."""
    earlier = own_takings(viewer).filter(instrument=taking.instrument, done_at__lt=taking.done_at)
    found = earlier.order_by("-done_at").first()
    if found is None or fingerprint(instrument_of(found)) != fingerprint(instrument_of(taking)):
        return None
    return found


def _row(instrument: Instrument, part: Subscale, found: Score, before: float | None) -> Row:
    scale, error = instrument.scale, error_of(part, instrument.scale)
    word, change = "", ""
    if found.mean is not None:
        word = scale.steps[min(int(found.mean - scale.least + 0.5), len(scale.steps) - 1)]
        if before is not None:
            change = CHANGES[change_between(before, found.mean, error)]
    return Row(part, name_of(part), found, word, error, before, str(change), scale.least, scale.most)


def _answered(instrument: Instrument, item: Item, answer: int | None) -> Answered:
    scale = instrument.scale
    if answer is None:
        return Answered(item, "", None)
    counts = keyed(item, answer, scale)
    return Answered(item, scale.steps[answer - scale.least], counts)
