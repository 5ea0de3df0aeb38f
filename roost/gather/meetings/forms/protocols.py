"""A circle's own way of meeting, as a form: what it is for, and its steps, one below the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.meetings.engine.protocols import (
    LONGEST_LINE,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_BYTES,
    MOST_LINES,
    MOST_MINUTES,
    MOST_STEPS,
    Kind,
    Protocol,
    Step,
    read_protocol,
    write_protocol,
)
from roost.ground.kit.errors import InputError, Problem

KINDS = {
    Kind.AFFIRM: _("Arrive: each promises confidentiality"),
    Kind.ROUND: _("A round: each speaks in turn"),
    Kind.CHOOSE: _("Topics are brought, and one is chosen"),
    Kind.PRESENT: _("Whose topic it is tells"),
    Kind.CLARIFY: _("Questions and answers"),
    Kind.SHARE: _("All but who told speak in turn"),
    Kind.PLAY_BACK: _("Whoever told has the word"),
    Kind.COMMIT: _("Each says what they will do"),
    Kind.CLOSE: _("The end: a last word of each, and a rating"),
}
EMPTY = {"kind": Kind.ROUND.value, "minutes": 2}
MOST_TEXT = MOST_LINES * (LONGEST_LINE + 2)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HeadForm(forms.Form):
    """What a way of meeting is for."""

    title = forms.CharField(label=_("What do you call it?"), max_length=LONGEST_TITLE)
    words = forms.CharField(label=_("What is it for?"), max_length=LONGEST_WORDS, widget=_area(2))
    promise = forms.CharField(
        label=_("What does each of you promise before?"), max_length=LONGEST_WORDS, widget=_area(3)
    )
    questions = forms.CharField(
        label=_("What does whoever brings a topic think about before?"),
        help_text=_("One question a line."),
        required=False,
        max_length=MOST_TEXT,
        widget=_area(4),
    )


class StepForm(forms.Form):
    """One step of it."""

    kind = forms.ChoiceField(label=_("What happens?"), choices=list(KINDS.items()))
    title = forms.CharField(label=_("What is it called?"), max_length=LONGEST_TITLE)
    words = forms.CharField(label=_("What do all read?"), max_length=LONGEST_WORDS, widget=_area(2))
    minutes = forms.FloatField(
        label=_("Minutes, of each where they speak in turn"), min_value=0.25, max_value=MOST_MINUTES, step_size=0.25
    )
    presenter = forms.CharField(
        label=_("What does whoever tells read beside it?"), required=False, max_length=LONGEST_WORDS, widget=_area(2)
    )
    starters = forms.CharField(
        label=_("Ways to begin a sentence"),
        help_text=_("One a line."),
        required=False,
        max_length=MOST_TEXT,
        widget=_area(3),
    )
    waits = forms.CharField(label=_("What is not for now?"), required=False, max_length=LONGEST_LINE)


Steps = forms.formset_factory(
    StepForm, extra=0, min_num=1, max_num=MOST_STEPS, validate_max=True, absolute_max=MOST_STEPS + 1
)


class ProtocolForm:
    """The head and the steps, handled as one.

    Beside keeping it, a person may ask for a step more or less, for one further up or down, for how long it takes, or
    bring a file, without scripts: then what is typed so far is shown anew and nothing is kept.
    """

    def __init__(self, data: QueryDict | None = None, *, start: Protocol, version: int = 0) -> None:
        number = data.get("version", "") if data is not None else ""
        self.version = int(number) if number.isdecimal() and len(number) < 10 else version
        self.wish = data.get("wish", "keep") if data is not None else ""
        self.protocol = start
        # Whether what is shown is what `protocol` says.
        self.is_whole = data is None
        self.head = HeadForm(data, initial=_told_head(start))
        self.steps = Steps(data, initial=[_told_step(one) for one in start.steps], prefix="s")
        if data is not None and self.wish not in {"keep", "plan"}:
            rows = _moved([_raw(data, number) for number in range(self.steps.total_form_count())], self.wish)
            self.head = HeadForm(initial={name: data.get(name, "") for name in HeadForm.base_fields})
            self.steps = Steps(initial=rows, prefix="s")

    def take(self, text: str, file: str) -> None:
        """Show what a file says instead; raises InputError where it cannot be used."""
        self.protocol, self.is_whole = read_protocol(text, file=file), True
        self.head = HeadForm(initial=_told_head(self.protocol))
        self.steps = Steps(initial=[_told_step(one) for one in self.protocol.steps], prefix="s")

    def is_valid(self) -> bool:
        """Say whether it can be used; what the steps' order lacks is said beside the step."""
        if not self.head.is_bound or not all([self.head.is_valid(), self.steps.is_valid()]):
            return False
        told = self.head.cleaned_data
        steps = tuple(_step(form.cleaned_data) for form in self.steps)
        made = Protocol(told["title"], told["words"], told["promise"], _lines(told["questions"]), steps)
        try:
            self.protocol = read_protocol(write_protocol(made), file="")
        except InputError as error:
            for problem in error.problems:
                self.refuse(problem)
            return False
        self.is_whole = True
        return True

    def refuse(self, problem: Problem) -> None:
        """Say what is wrong beside what it is wrong with."""
        form: forms.Form = self.steps.forms[problem.row - 1] if problem.row else self.head
        form.add_error(problem.column if problem.column in form.fields else None, problem.message)

    @property
    def is_bound(self) -> bool:
        return self.head.is_bound

    @property
    def can_grow(self) -> bool:
        return self.steps.total_form_count() < MOST_STEPS


def text_in(upload: Any) -> str:
    """Read an uploaded protocol; raises InputError where it is too large or no UTF-8."""
    content = upload.read(MOST_BYTES + 1)
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # A file that was cut off in the middle of a letter is too large, and said to be so when it is read.
        if len(content) > MOST_BYTES:
            return "#" * len(content)
        raise InputError(Problem(gettext("Save the file as UTF-8."), file=upload.name)) from None


def _told_head(protocol: Protocol) -> dict[str, Any]:
    told = {name: getattr(protocol, name) for name in ("title", "words", "promise")}
    return told | {"questions": "\n".join(protocol.questions)}


def _told_step(step: Step) -> dict[str, Any]:
    told = {name: getattr(step, name) for name in ("title", "words", "presenter", "waits")}
    return told | {"kind": step.kind.value, "minutes": f"{step.minutes:g}", "starters": "\n".join(step.starters)}


def _raw(data: QueryDict, number: int) -> dict[str, Any]:
    return {name: data.get(f"s-{number}-{name}", "") for name in StepForm.base_fields}


def _moved(rows: list[dict[str, Any]], wish: str) -> list[dict[str, Any]]:
    """Do what a button beside a step says; anything else leaves the steps as they are."""
    what, _dash, told = wish.partition("-")
    at = int(told) if told.isdecimal() and len(told) < 3 else len(rows) - 1
    if not 0 <= at < len(rows):
        return rows
    if what == "add" and len(rows) < MOST_STEPS:
        return [*rows[: at + 1], dict(EMPTY), *rows[at + 1 :]]
    if what == "drop" and len(rows) > 1:
        return [*rows[:at], *rows[at + 1 :]]
    other = at + {"up": -1, "down": 1}.get(what, 0)
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def _step(told: Mapping[str, Any]) -> Step:
    named = {name: told[name] for name in ("title", "words", "minutes", "presenter", "waits")}
    return Step(kind=Kind(told["kind"]), starters=_lines(told["starters"]), **named)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
