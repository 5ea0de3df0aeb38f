"""Enter scores by hand, and take them back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.ui.templatetags.ui import points
from roost.see.tracking.access import entry_for, may_run, program_for
from roost.see.tracking.actions import reverse_score, submit_scores
from roost.see.tracking.forms import ScoresForm
from roost.see.tracking.reads import Reader, is_closed_on, takes_part
from roost.see.tracking.reads.entries import EntryLine, entry_line


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, program: int) -> HttpResponse:
    """Enter a day's scores on one page."""
    found = program_for(request.user, program)
    if not may_run(request.user, found) and not takes_part(found, request.user):
        messages.info(request, _("Take part first: then you can enter scores of your own."))
        return redirect("tracking:board", found.pk)
    looking = request.GET if "who" in request.GET else None
    form = ScoresForm(request.POST or None, reader=Reader(found), by=request.user, looking=looking)
    if request.method == "POST" and form.is_valid():
        try:
            done = submit_scores(found, by=request.user, scores=form.scores())
        except InputError as error:
            form.refuse(error)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            _say_where_it_counts(request, form, done.added)
            line = reverse("tracking:line", args=[found.pk, form.subject.pk])
            # Where it shows: the line opens on the present month, and on what was published of a closed one.
            day = form.cleaned_data["day"]
            live = "&live=1" if is_closed_on(found, day) else ""
            return redirect(f"{line}?window={day:%Y-%m}{live}")
    status = 422 if request.method == "POST" else 200
    return render(request, "tracking/enter.html", {"program": found, "form": form}, status=status)


def _say_where_it_counts(request: HttpRequest, form: ScoresForm, added: int) -> None:
    if not added:
        messages.success(request, _("These were entered before."))
        return
    say = messages.warning
    if form.program.is_private:
        say, words = messages.success, ngettext("%(count)s score is entered.", "%(count)s scores are entered.", added)
    elif form.subject_team() is None:
        words = ngettext(
            "%(count)s score is entered. It counts for no team, because the person was in none on that day.",
            "%(count)s scores are entered. They count for no team, because the person was in none on that day.",
            added,
        )
    elif is_closed_on(form.program, form.cleaned_data["day"]):
        words = ngettext(
            "%(count)s score is on the live board. That period was closed, so the published board stays as it was.",
            "%(count)s scores are on the live board. That period was closed, so the published board stays as it was.",
            added,
        )
    else:
        say = messages.success
        words = ngettext("%(count)s score is on the board.", "%(count)s scores are on the board.", added)
    say(request, words % {"count": added})


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, program: int) -> HttpResponse:
    """Take a score back, after asking; the ledger keeps both rows."""
    found = program_for(request.user, program)
    asked = request.POST if request.method == "POST" else request.GET
    entry = entry_for(request.user, found, asked.get("key", ""))
    line = reverse("tracking:line", args=[found.pk, entry.person_id])
    back = f"{line}?{urlencode({'window': asked['window']})}" if asked.get("window") else line
    told = entry_line(found, Reader(found).rules, entry)
    page = {"program": found, "back": back}
    if not told.may_take_back:
        words = _("%(value)s for %(metric)s on %(day)s stays in the list, and counts no more.")
        return render(request, "tracking/taken_back.html", page | {"told": words % _in_words(told)})
    if request.method == "POST":
        reverse_score(found, by=request.user, key=entry.key)
        messages.success(request, _("The score was taken back. It stays in the list, and counts no more."))
        return redirect(back)
    return render(request, "tracking/ask.html", page | _asked(told, window=asked.get("window", "")))


def _asked(told: EntryLine, *, window: str) -> dict[str, Any]:
    return {
        "question": _("Take back %(value)s for %(metric)s on %(day)s?") % _in_words(told),
        "consequence": _(
            "It stays in the list, and its points go from every board. Entered again, it needs another id."
        ),
        "yes": _("Take it back"),
        "hidden": {"key": told.key, "window": window},
    }


def _in_words(told: EntryLine) -> dict[str, str]:
    return {"value": points(told.value), "metric": told.metric, "day": date_format(told.day, "j F Y")}
