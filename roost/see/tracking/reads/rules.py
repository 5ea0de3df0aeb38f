"""A program's rules, readable by everybody whom they rule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.utils.translation import gettext as _

from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person
from roost.see.tracking.access import may_answer_for, may_run
from roost.see.tracking.engine import Rules, parse_rules
from roost.see.tracking.models import Cell, Program, Proposal, Rezoning, Rule
from roost.see.tracking.reads.example import ExampleLine, worked_example
from roost.see.tracking.reads.lines import MetricLine, metric_lines
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.windows import shown_window, today_of
from roost.see.tracking.reads.words import RuleWords, label_of, words_for


@dataclass(frozen=True)
class Waiting:
    """Rules of another time zone that wait until the days are added up by it, or that did not come into force."""

    zone: str
    asked_by: str
    status: str
    scores: int
    scores_read: int
    problem: str

    @property
    def is_over(self) -> bool:
        return bool(self.problem)

    @property
    def so_far(self) -> int | None:
        """Give how many scores are read while the reading goes on; before and after it nobody can say how far it is."""
        return self.scores_read if self.status == "reading" else None


@dataclass(frozen=True)
class RulesPage:
    """The rules in words, worked on one's own line or on an example, and the versions there were.

    They are `replaced` where others are in force. `own` is the viewer's own line of the period called `own_period`,
    `proposals` on how many changes people vote.
    """

    program: Program
    rules: Rules
    words: RuleWords
    example: tuple[ExampleLine, ...]
    version: int
    decided_by: str
    decided_at: datetime
    voted: bool
    versions: tuple[Rule, ...]
    last_day: date | None
    replaced: bool
    waiting: Waiting | None
    may_run: bool
    may_hand_over: bool
    own: tuple[MetricLine, ...]
    own_period: str
    proposals: int


def rules_page(program: Program, viewer: Person, *, version: int | None = None) -> RulesPage:
    """Give the rules in force, or those of an earlier version. Twelve queries at most.

    Raises NotFound for a version that never was.
    """
    versions = tuple(program.rules.select_related("decided_by", "proposal").order_by("-version"))
    shown = versions[0] if version is None else next((one for one in versions if one.version == version), None)
    if shown is None:
        raise _no_such_version()
    rules = parse_rules(shown.document)
    words = words_for(rules, dict(program.metrics.values_list("key", "behaviour")))
    replaced = shown != versions[0]
    own, period = ((), "") if replaced else _own(program, viewer, words)
    return RulesPage(
        program=program,
        rules=rules,
        words=words,
        example=worked_example(rules),
        version=shown.version,
        decided_by=str(shown.decided_by),
        decided_at=shown.decided_at,
        voted=shown.proposal_id is not None,
        versions=versions,
        last_day=rules.season.ends - timedelta(1) if rules.season else None,
        replaced=replaced,
        waiting=waiting_rules(program, versions[0].version),
        may_run=may_run(viewer, program),
        may_hand_over=not (program.is_private or program.players_decide) and may_answer_for(viewer, program),
        own=own,
        own_period=period,
        proposals=Proposal.objects.filter(program=program, outcome="").count(),
    )


def _own(program: Program, viewer: Person, words: RuleWords) -> tuple[tuple[MetricLine, ...], str]:
    """Work the rules in force on somebody's own line of this month, or of the last, and say which."""
    reader = Reader(program, person=viewer.pk)
    today = today_of(reader.rules)
    for day in (today, today.replace(day=1) - timedelta(1)):
        shown = shown_window(f"{day:%Y-%m}", reader.rules, today)
        if reader.rules_for(shown.window) == reader.rules:
            brought = [one for one in reader.contributions(shown.window) if one.entries]
            if brought:
                return metric_lines(reader.rules, words.metrics, brought), shown.label
    return (), ""


def waiting_rules(program: Program, version: int) -> Waiting | None:
    """Give what was last asked to replace the rules in force, which are of this version, by another zone. One query."""
    last = Rezoning.objects.filter(program=program, version=version).select_related("asked_by").order_by("pk").last()
    if last is None:
        return None
    return Waiting(
        zone=parse_rules(last.document).time_zone,
        asked_by=str(last.asked_by),
        status=last.status,
        scores=last.scores,
        scores_read=last.scores_read,
        problem=last.problem,
    )


def counted_before(program: Program) -> dict[str, str]:
    """Give the keys of all metrics that any rules of a program counted, by their names in small letters. One query."""
    documents = program.rules.order_by("version").values_list("document", flat=True)
    metrics = [metric for document in documents for metric in parse_rules(document).metrics]
    return {label_of(metric).casefold(): metric.key for metric in metrics}


@dataclass(frozen=True)
class LeftOut:
    """A metric that rules would count no more, and how many scores it has."""

    key: str
    label: str
    scores: int


def left_out(program: Program, rules: Rules, keys: Collection[str]) -> list[LeftOut]:
    """Give the metrics of these rules that are not among the keys, and for which something was entered. One query."""
    labels = {metric.key: label_of(metric) for metric in rules.metrics if metric.key not in keys}
    counted = Cell.objects.filter(metric__program=program, metric__key__in=labels).values_list("metric__key")
    scores = dict(counted.annotate(Sum("entries")).order_by())
    return [LeftOut(key, label, scores[key]) for key, label in labels.items() if scores.get(key)]


def rule_of(program: Program, version: int | None) -> Rule:
    """Give the rules of a version, or those in force; raises NotFound for a version that never was. One query."""
    found = program.rules.all() if version is None else program.rules.filter(version=version)
    rule = found.order_by("version").last()
    if rule is None:
        raise _no_such_version()
    return rule


def _no_such_version() -> NotFound:
    return NotFound(_("There are no rules of that version."))


def metric_keys(programs: Sequence[Program]) -> dict[int, list[str]]:
    """Give the keys of the metrics that each program counts now. One query."""
    rules = Rule.objects.filter(program__in=programs).order_by("version")
    newest = dict(rules.values_list("program", "document"))
    return {number: [metric.key for metric in parse_rules(document).metrics] for number, document in newest.items()}
