"""One tap: did it, not now, not for me, or take it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from roost.ground.kit.errors import InputError
from roost.see.nudges.access import occasion_for
from roost.see.nudges.actions import answer_occasion
from roost.see.nudges.engine import Answer
from roost.see.nudges.forms import AnswerForm
from roost.see.nudges.reads import reminder_of


@require_POST
def answer(request: HttpRequest, occasion: int) -> HttpResponse:
    """Answer a reminder; back to where it was answered, or, within a page, to its card."""
    found = occasion_for(request.user, occasion)
    found = answer_occasion(found, by=request.user, answer=told_by(request))
    if request.headers.get("HX-Request"):
        return render(request, "nudges/today.html#one", {"reminder": reminder_of(found), "focus": True})
    return redirect(*(["nudges:plan", found.plan_id] if "plan" in request.POST else ["home:today"]))


def told_by(request: HttpRequest) -> Answer:
    """Give the answer that a form carries; raises InputError for any other."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise InputError(str(form.errors["answer"][0]))
    answer: Answer = form.cleaned_data["answer"]
    return answer
