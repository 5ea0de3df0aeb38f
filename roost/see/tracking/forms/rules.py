"""A program and its rules, typed by people who never saw the document that they make."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import choices_by_theme
from roost.ground.kit.errors import InputError, RoostError
from roost.ground.kit.zones import ZoneField
from roost.see.tracking.engine import Metric, Rules, document_of, parse_rules, show
from roost.see.tracking.models import Program

WEEKDAYS = [
    ("monday", _("Monday")),
    ("tuesday", _("Tuesday")),
    ("wednesday", _("Wednesday")),
    ("thursday", _("Thursday")),
    ("friday", _("Friday")),
    ("saturday", _("Saturday")),
    ("sunday", _("Sunday")),
]
NUMBER: dict[str, Any] = {"max_digits": 16, "decimal_places": 3, "localize": False}
QUARTER = timedelta(90)
LAST_DAY = date(8999, 12, 31)
AMOUNT = r"(-?[0-9]{1,13}(?:[.][0-9]{1,3})?)"
STEP = re.compile(rf"\s*{AMOUNT}\s*[:=]\s*{AMOUNT}\s*")


class WeeksForm(forms.Form):
    """The part of how points are made that is not about one metric."""

    week_start = forms.ChoiceField(label=_("A week starts on"), choices=WEEKDAYS, initial="monday")
    ties = forms.ChoiceField(
        label=_("Teams with equal points"),
        choices=[
            ("competition", _("share a rank, and the next is skipped (1, 1, 3)")),
            ("dense", _("share a rank, and none is skipped (1, 1, 2)")),
        ],
        initial="competition",
    )


class ReasonForm(WeeksForm):
    """Why points should be made otherwise."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What gets better for whom? Everybody who sees the program reads this beside your name."),
    )


class ProgramForm(WeeksForm):
    """The part of a program that is not about one metric."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=120, help_text=_("For example: Helping customers early")
    )
    purpose = forms.CharField(
        label=_("What do you want more of?"),
        max_length=300,
        required=False,
        help_text=_("One sentence that everybody sees above the board."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Scores of other days are kept, and shown under “All”."),
    )
    time_zone = ZoneField(help_text=_("Decides on which day a score counts. For example: Europe/Paris"))
    everybody = forms.BooleanField(
        label=_("Everybody in our teams takes part from the start"),
        required=False,
        help_text=_(
            "It is an official program then, and each may leave on any day. Without it, those take part who join."
        ),
    )
    players = forms.BooleanField(
        label=_("Who takes part votes on how points are made"),
        required=False,
        help_text=_(
            "Anybody proposes a change, everybody sees what it would have meant last month, and more yes than no put "
            "it in force from the next month on. Without this you may change the rules yourself as well."
        ),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("ends") and told["ends"] > LAST_DAY:
            self.add_error("ends", gettext("Choose a day before the year 9000."))
        if told.get("starts") and told.get("ends") and told["ends"] < told["starts"]:
            self.add_error("ends", gettext("The last day lies before the first."))
        return told


class MetricForm(forms.Form):
    """One thing that is counted, and what it is worth."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    label = forms.CharField(label=_("What is counted?"), max_length=60, help_text=_("For example: Visits"))
    unit = forms.CharField(label=_("One of it"), max_length=30, required=False, help_text=_("For example: visit"))
    points_per_unit = forms.DecimalField(label=_("Points for each"), initial=1, **NUMBER)
    team = forms.ChoiceField(
        label=_("A team gets"),
        choices=[
            ("sum", _("the sum of its people")),
            ("roster", _("the average over everyone in it")),
            ("active", _("the average over those who entered something")),
        ],
    )
    cap_points = forms.DecimalField(label=_("At most (points)"), required=False, min_value=0, **NUMBER)
    cap_per = forms.ChoiceField(
        label=_("per"),
        required=False,
        choices=[("day", _("day")), ("week", _("week")), ("month", _("month")), ("window", _("whole period"))],
    )
    bonus = forms.CharField(
        label=_("Extra points on reaching"),
        required=False,
        max_length=200,
        help_text=_("For example 100: 10, 200: 15 gives 10 points at 100, and 15 more at 200."),
    )
    behaviour = forms.ChoiceField(label=_("Which behaviour does it encourage?"), required=False)
    DELETE = forms.BooleanField(label=_("Leave this out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["behaviour"].choices = [("", _("None in particular")), *choices_by_theme()]

    def clean_bonus(self) -> list[dict[str, Decimal]]:
        steps = []
        for part in filter(str.strip, self.cleaned_data["bonus"].replace(";", ",").split(",")):
            found = STEP.fullmatch(part)
            if not found:
                raise forms.ValidationError(
                    gettext("Write each step as amount: points, with commas between: 100: 10, 200: 15")
                )
            steps.append({"at": Decimal(found[1]), "points": Decimal(found[2])})
        amounts = [step["at"] for step in steps]
        for amount in amounts:
            if amounts.count(amount) > 1:
                words = gettext("%(amount)s stands here twice. Write one step for it, with all the points it gives.")
                raise forms.ValidationError(words % {"amount": amount})
        return steps

    def document(self) -> dict[str, Any]:
        """Give the metric as rules.json knows it."""
        told = self.cleaned_data
        metric: dict[str, Any] = {
            "key": told["key"],
            "label": told["label"],
            "points_per_unit": told["points_per_unit"],
            "team": "sum" if told["team"] == "sum" else "average",
        }
        if told["unit"]:
            metric["unit"] = told["unit"]
        if told["team"] != "sum":
            metric["over"] = told["team"]
        if told["cap_points"] is not None:
            metric["cap"] = {"points": told["cap_points"], "per": told["cap_per"] or "window"}
        if told["bonus"]:
            metric["bonus"] = told["bonus"]
        return metric


class MetricFormSet(forms.BaseFormSet):
    """All metrics of a program; each gets a key of its own that never changes afterwards.

    One of the name of a metric that was `counted_before` is that metric again, and counts what was entered for it.
    """

    counted_before: Mapping[str, str] = {}
    """Keys by name, of all metrics that any rules of the program counted."""

    def clean(self) -> None:
        if any(self.errors):
            return
        kept = self.kept()
        given = {form.cleaned_data["key"] for form in kept}
        taken = given | set(self.counted_before.values())
        for number, form in enumerate(kept, start=1):
            if not form.cleaned_data.get("key"):
                label = form.cleaned_data["label"]
                again = self.counted_before.get(label.casefold())
                key = again if again and again not in given else _free_key(label, number, taken)
                form.cleaned_data["key"] = key
                given.add(key)
                taken.add(key)
        if not kept:
            raise forms.ValidationError(gettext("A program counts at least one thing."))

    def kept(self) -> list[MetricForm]:
        """Give the metrics that were filled in and not struck out."""
        return [form for form in self.forms if form.cleaned_data.get("label") and not form.cleaned_data.get("DELETE")]


def _free_key(label: str, number: int, taken: set[str]) -> str:
    key = slugify(label)[:50] or f"metric-{number}"
    free, count = key, 2
    while free in taken:
        free, count = f"{key}-{count}", count + 1
    return free


Metrics = forms.formset_factory(
    MetricForm, formset=MetricFormSet, extra=0, min_num=1, max_num=32, validate_max=True, absolute_max=33
)


class RulesForm:
    """A program's form and its metrics' forms, handled as one; `decided` are the rules of which only the rest changes.

    Beside keeping, a person may ask for one more metric or for what the rules mean so far, without scripts.
    """

    about: type[WeeksForm] = ProgramForm

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: dict[str, Any] | None = None,
        version: int = 0,
        counted_before: Mapping[str, str] | None = None,
        may_enrol: bool = False,
        is_new: bool = False,
        decided: Rules | None = None,
    ) -> None:
        asked = data or QueryDict()
        number = asked.get("version", "")
        self.version = int(number) if number.isdecimal() and len(number) < 10 else version
        self.wish = asked.get("wish", "keep")
        self.key = asked.get("key", "")[:40] or uuid.uuid4().hex
        told = initial or {"program": {}, "metrics": [{}]}
        self.program = self.about(data, initial=told["program"])
        self.decided, self.is_new = decided, is_new
        self.may_enrol = may_enrol
        leave = {"everybody"} if not may_enrol else set()
        leave |= {"players"} if not is_new else set()
        leave |= {"week_start", "ties"} if decided else set()
        for name in leave & self.program.fields.keys():
            del self.program.fields[name]
        self.metrics = Metrics(
            _with_one_more(data) if data and self.wish == "add" else data, initial=told["metrics"], prefix="m"
        )
        self.metrics.counted_before = counted_before or {}
        self.is_bound = data is not None
        self.refusals: list[str] = []

    @classmethod
    def empty(
        cls, time_zone: str, today: date, *, may_enrol: bool = False, like: tuple[Program, Rules] | None = None
    ) -> RulesForm:
        """Give a form for a new program that runs for a quarter from today, perhaps with the metrics of another."""
        told: dict[str, Any] = {
            "time_zone": time_zone,
            "starts": today,
            "ends": today + QUARTER,
            "players": True,
        }
        metrics: list[dict[str, Any]] = [{}]
        if like is not None:
            program, rules = like
            behaviours = dict(program.metrics.values_list("key", "behaviour"))
            metrics = [_told_metric(one, behaviours.get(one.key, "")) for one in rules.metrics]
            told |= {"title": program.title, "week_start": rules.week_start}
        return cls(initial={"program": told, "metrics": metrics}, may_enrol=may_enrol, is_new=True)

    @classmethod
    def of(cls, program: Program, rules: Rules, version: int) -> Self:
        """Give a form that says what the rules say now."""
        season = {"starts": rules.season.starts, "ends": rules.season.ends - timedelta(1)} if rules.season else {}
        told = {
            "title": program.title,
            "purpose": program.purpose,
            "time_zone": rules.time_zone,
            "week_start": rules.week_start,
            "ties": rules.ties,
            **season,
        }
        behaviours = dict(program.metrics.values_list("key", "behaviour"))
        metrics = [_told_metric(metric, behaviours.get(metric.key, "")) for metric in rules.metrics]
        decided = rules if program.players_decide and cls is RulesForm else None
        return cls(initial={"program": told, "metrics": metrics}, version=version, decided=decided)

    @property
    def is_for_all(self) -> bool:
        """Say whether everybody takes part from the start; only who may say so is asked."""
        return bool(self.program.cleaned_data.get("everybody"))

    @property
    def players_decide(self) -> bool:
        """Say whether those who take part vote on how points are made."""
        return bool(self.program.cleaned_data.get("players"))

    def is_valid(self) -> bool:
        told = self.is_bound and self.program.is_valid() and not self.refusals
        return told and (self.decided is not None or self.metrics.is_valid())

    def keys(self) -> set[str]:
        """Give the keys of the metrics that these rules count."""
        if self.decided is not None:
            return set(self.decided.metric_index)
        return {form.cleaned_data["key"] for form in self.metrics.kept()}

    def is_to_be_kept(self) -> bool:
        return self.wish == "keep" and self.is_valid()

    @property
    def errors(self) -> bool:
        return self.is_bound and self.wish != "add" and not self.is_valid()

    def refuse(self, error: RoostError) -> None:
        """Show what the action or the engine said no to."""
        problems = error.problems if isinstance(error, InputError) else ()
        self.refusals += [f"{one.column}: {one.message}" if one.column else one.message for one in problems] or [
            str(error)
        ]

    def told(self) -> dict[str, Any]:
        """Give document, purpose and behaviours as `launch_program` and `change_rules` take them."""
        told = self.program.cleaned_data
        document: dict[str, Any] = {"title": told["title"], "time_zone": told["time_zone"], **self.scoring()}
        if told["starts"]:
            document["season"] = {"from": told["starts"].isoformat(), "to": (told["ends"] + timedelta(1)).isoformat()}
        return {"document": document, "purpose": told["purpose"], "behaviours": self.behaviours()}

    def scoring(self) -> dict[str, Any]:
        """Give those members of the document that make points."""
        if self.decided is not None:
            document = document_of(self.decided)
            return {name: document[name] for name in ("week_start", "metrics", "rank")}
        told = self.program.cleaned_data
        return {
            "week_start": told["week_start"],
            "metrics": [form.document() for form in self.metrics.kept()],
            "rank": {"ties": told["ties"]},
        }

    def behaviours(self) -> dict[str, str]:
        """Give the behaviours that metrics encourage, by the metrics' keys."""
        kept = [] if self.decided is not None else self.metrics.kept()
        return {form.cleaned_data["key"]: form.cleaned_data["behaviour"] for form in kept}


class ProposalForm(RulesForm):
    """Other ways to make points, and why."""

    about = ReasonForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who only looks at what it would have meant needs no reason yet.
        self.program.fields["reason"].required = self.wish == "keep"

    @property
    def reason(self) -> str:
        return str(self.program.cleaned_data["reason"])

    def rules(self, current: Rules) -> Rules:
        """Give rules with what is proposed; raises InputError for what cannot be used."""
        return parse_rules(document_of(current) | self.scoring())


def _with_one_more(data: QueryDict) -> QueryDict:
    more = data.copy()
    count = more.get("m-TOTAL_FORMS", "")
    total = min(int(count) + 1 if count.isdecimal() and len(count) < 4 else 1, 32)
    more["m-TOTAL_FORMS"] = str(total)
    more.setdefault(f"m-{total - 1}-points_per_unit", "1")
    return more


def _told_metric(metric: Metric, behaviour: str) -> dict[str, Any]:
    return {
        "key": metric.key,
        "label": metric.label or metric.key,
        "unit": metric.unit,
        "points_per_unit": show(metric.points_per_unit),
        "team": "sum" if metric.team == "sum" else metric.over,
        "cap_points": show(metric.cap.points) if metric.cap else None,
        "cap_per": metric.cap.per if metric.cap else "window",
        "bonus": ", ".join(f"{show(step.at)}: {show(step.points)}" for step in metric.bonus),
        "behaviour": behaviour,
    }
