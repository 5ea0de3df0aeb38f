"""The pattern page, for those who build pages: every token and component, with made-up values in English."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roost.ground.ui.frame import Link

COLOURS = (
    "paper surface raised sunk ink quiet line line-strong accent accent-strong accent-soft accent-text "
    "attend attend-soft good good-soft sun thinking developing inspiring delivering"
).split()
STEPS = (("4", "One thing first"), ("3", "A card that is first"), ("2", "A card"), ("1", "A lead"), ("0", "Text"))


class PatternForm(forms.Form):
    """Ask one question of every kind, and find fault with two answers."""

    topic = forms.CharField(label="Your topic", help_text="Half a page is enough, and stays among you.")
    words = forms.CharField(label="What happened so far", widget=forms.Textarea(attrs={"rows": 3}))
    when = forms.DateField(label="When did it happen?", widget=forms.DateInput(attrs={"type": "date"}))
    circle = forms.ChoiceField(label="Your circle", choices=[("1", "Thursday circle"), ("2", "First-year leads")])
    share = forms.ChoiceField(
        label="Who may read it?",
        help_text="You can change this later.",
        choices=[("me", "Only me"), ("circle", "The seven of my circle")],
        widget=forms.RadioSelect,
        initial="me",
    )
    level = forms.ChoiceField(
        label="How full are you?",
        choices=[(str(place), name) for place, name in enumerate(["Empty", "Low", "So-so", "Good", "Full"])],
        widget=forms.RadioSelect,
        initial="3",
    )
    feeds = forms.MultipleChoiceField(
        label="What feeds you?",
        choices=[(name, name) for name in ("Quiet", "Company", "New ideas", "Finishing something")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remind = forms.BooleanField(label="Remind me two days before", required=False)
    scores = forms.FileField(label="Scores of last week", help_text="A CSV file, at most 16 MB.", required=False)


def samples(window: str, page: str) -> dict[str, Any]:
    """Give values that show what each component is for."""
    answers = {
        "words": "Two former peers now report to me.",
        "when": "tomorrow",
        "circle": "1",
        "share": "me",
        "level": "3",
    }
    return {
        "colours": COLOURS,
        "steps": STEPS,
        "form": PatternForm(answers),
        "windows": [Link(name, f"?window={name}", current=name == window) for name in ("Week", "Month", "Season")],
        "above": [Link("See", "#"), Link("Helping customers early", "#")],
        "page_of_entries": Paginator(range(90), 30).get_page(page),
        "import_steps": ["Upload", "Check", "Apply"],
        "weeks": [212, 240, 231, None, 274, 301, 342],
        "teams": [
            (1, "Cleveland", 14, 5_208_000, 312_000, False),
            (2, "Detroit", 11, 4_312_500, -40_000, False),
            (3, "Chicago", 13, 4_120_000, 655_000, True),
            (4, "Columbus", 9, 3_977_250, 120_000, False),
        ],
        "best": 5_208_000,
        "entries": [
            ("Visit together with Columbus", "Tuesday", "good", "counted", 24_000),
            ("Three calls before lunch", "Wednesday", "good", "counted", 9_000),
            ("Customer rating", "today", "attend", "disputed", 8_500),
        ],
        "facts": [("Started by", "Noor, in September"), ("Counted", "calls and visits"), ("Adopted", "in January")],
    }


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Show the design system."""
    shown = samples(request.GET.get("window", "Month"), request.GET.get("page", "2"))
    return render(request, "ui/patterns.html", shown)
