"""Start a program, read its rules and change them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound, RoostError
from roost.ground.people.access import holds_role, organisation_for
from roost.ground.people.models import Role
from roost.see.tracking.access import To, private_program_for, program_for
from roost.see.tracking.actions import change_rules, launch_program, leave_rezoning
from roost.see.tracking.engine import Rules, parse_rules
from roost.see.tracking.forms import RulesForm
from roost.see.tracking.models import Program, Rule
from roost.see.tracking.reads import Reader, counted_before, left_out, rule_of, rules_page, worked_example
from roost.see.tracking.reads.words import words_for


@never_cache
@require_safe
def rules(request: HttpRequest, program: int) -> HttpResponse:
    """Show the rules in plain words, with a worked example; htmx asks how far rules are that wait."""
    page = rules_page(program_for(request.user, program), request.user, version=asked_version(request))
    if "HX-Request" not in request.headers:
        return render(request, "tracking/rules.html", {"page": page})
    if page.waiting is None or page.waiting.is_over:
        # Nothing is under way any more, so the whole page around it is another one.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "tracking/rules_waiting.html#state", {"page": page})


def asked_version(request: HttpRequest) -> int | None:
    """Give the version of rules that an address names, if any; raises NotFound for what is no number."""
    asked = request.GET.get("version", "")
    if asked and not (asked.isdecimal() and len(asked) < 10):
        raise NotFound(_("There are no rules of that version."))
    return int(asked) if asked else None


@require_safe
def rules_file(request: HttpRequest, program: int) -> HttpResponse:
    """Give the rules as the document that the command line reads."""
    rule = rule_of(program_for(request.user, program), asked_version(request))
    answer = HttpResponse(rule.document, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="rules.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: HttpRequest) -> HttpResponse:
    """Start a program; anybody may."""
    organisation = organisation_for(request.user)
    zone = request.user.time_zone
    may_enrol = holds_role(request.user, organisation, Role.ADMINISTRATOR)
    if request.method == "POST":
        form = RulesForm(request.POST, may_enrol=may_enrol, is_new=True)
    else:
        form = RulesForm.empty(zone, clock.today(zone), may_enrol=may_enrol, like=_like(request))
    if request.method == "POST" and form.is_to_be_kept():
        try:
            told = form.told()
            program = launch_program(
                request.user,
                organisation=organisation,
                key=form.key,
                is_for_all=form.is_for_all,
                players_decide=form.players_decide,
                **told,
            )
        except RoostError as error:
            form.refuse(error)
        else:
            messages.success(request, _started(program))
            return redirect("tracking:board", program.pk)
    return _form_page(request, form, {"organisation": organisation})


def _like(request: HttpRequest) -> tuple[Program, Rules] | None:
    """Give what one counts for oneself, and from which a program for others begins; None where none is named."""
    asked = request.GET.get("from", "")
    if not asked:
        return None
    found = private_program_for(request.user, int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
    return found, Reader(found).rules


def _started(program: Program) -> str:
    """Say that a program runs, or from when."""
    rules = Reader(program).rules
    if rules.season and rules.season.starts > clock.today(rules.time_zone):
        first = date_format(rules.season.starts, "j F Y")
        return _("Your program is made. Its first day is %(first)s; until then you can put it on a screen.") % {
            "first": first
        }
    return _("Your program is running. Enter the first score, or put it on a screen.")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_rules(request: HttpRequest, program: int) -> HttpResponse:
    """Change the rules of a program that one runs."""
    found = program_for(request.user, program, to=To.RUN)
    current = rules_page(found, request.user)
    if request.method == "POST":
        decided = current.rules if found.players_decide else None
        form = RulesForm(request.POST, counted_before=counted_before(found), decided=decided)
    else:
        # Rules of before, to be used once more, or those in force.
        start = parse_rules(rule_of(found, asked_version(request)).document)
        form = RulesForm.of(found, start, current.version)
    keeps = request.method == "POST" and form.is_to_be_kept()
    lost = left_out(found, current.rules, form.keys()) if keeps else []
    without = [quote(metric.key) for metric in lost]
    if keeps and set(without) <= set(request.POST.get("without", "").split()):
        try:
            changed = change_rules(found, by=request.user, version=form.version, **form.told())
        except Conflict as error:
            form.refuse(error)
            # Who was told that others changed them may still prefer the own ones.
            form.version = rule_of(found, None).version
        except RoostError as error:
            form.refuse(error)
        else:
            # Of those that wait, the page says how far they are.
            if isinstance(changed, Rule):
                messages.success(request, _("The rules are changed. Every board follows them from now on."))
            return redirect("tracking:rules", found.pk)
    return _form_page(request, form, {"program": found, "page": current, "lost": lost, "without": " ".join(without)})


@require_POST
def leave_rules(request: HttpRequest, program: int) -> HttpResponse:
    """Keep the rules in force in place of those that wait; the page says that they did not come into force."""
    found = program_for(request.user, program, to=To.RUN)
    if not leave_rezoning(found, by=request.user):
        messages.info(request, _("No rules wait any more. These are in force."))
    return redirect("tracking:rules", found.pk)


def _form_page(request: HttpRequest, form: RulesForm, context: dict[str, Any]) -> HttpResponse:
    """Show the form with what its rules mean so far; a refused form answers 422 so that htmx shows it too."""
    context |= {"form": form}
    if form.is_bound and form.is_valid():
        try:
            told = parse_rules(form.told()["document"])
            context |= {"words": words_for(told, form.told()["behaviours"]), "example": worked_example(told)}
        except InputError as error:
            form.refuse(error)
    status = 422 if request.method == "POST" and (form.errors or context.get("lost")) else 200
    return render(request, "tracking/rules_form.html", context, status=status)
