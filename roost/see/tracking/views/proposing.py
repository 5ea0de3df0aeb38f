"""Proposed rules: all of them, one with what it would have meant, and the vote."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, RoostError
from roost.see.tracking.access import may_answer_for, may_stop, proposal_for, public_program_for
from roost.see.tracking.actions import (
    let_players_decide,
    propose_rules,
    remark,
    stop_proposal,
    take_back_remark,
    vote,
    withdraw_proposal,
)
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.forms import ProposalForm, RemarkForm, StopForm, VoteForm
from roost.see.tracking.models import Program, State
from roost.see.tracking.reads import (
    Reader,
    changes_in_words,
    counted_before,
    proposal_page,
    proposals_page,
    rule_of,
    today_of,
    tried_or_why,
    worked_example,
)
from roost.see.tracking.reads.words import words_for
from roost.see.tracking.views.rules import asked_version


@require_safe
def proposals(request: HttpRequest, program: int) -> HttpResponse:
    """Show what was proposed, and what became of it."""
    page = proposals_page(public_program_for(request.user, program))
    return render(request, "tracking/proposals.html", {"page": page, "program": page.program})


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, program: int) -> HttpResponse:
    """Propose other rules; anybody may who sees the program."""
    found = public_program_for(request.user, program)
    if found.state == State.RETIRED:
        raise Conflict(_("This program is retired, so its rules stay as they are."))
    reader = Reader(found)
    if request.method == "POST":
        form = ProposalForm(request.POST, counted_before=counted_before(found))
    else:
        # Rules of before, to be proposed once more, or those in force.
        start = parse_rules(rule_of(found, asked_version(request)).document)
        form = ProposalForm.of(found, start, reader.version.number)
    if request.method == "POST" and form.is_to_be_kept():
        try:
            made = propose_rules(
                found,
                by=request.user,
                reason=form.reason,
                rules=form.rules(reader.rules),
                behaviours=form.behaviours(),
            )
        except RoostError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is up for the vote. Tell others why, in the conversation below it."))
            return redirect("tracking:proposal", found.pk, made.pk)
    return _form_page(request, found, reader, form)


def _form_page(request: HttpRequest, program: Program, reader: Reader, form: ProposalForm) -> HttpResponse:
    """Show the form, with what the rules mean so far and what they would have meant."""
    context = {"program": program, "form": form}
    if form.is_bound and form.wish != "add" and form.is_valid():
        try:
            rules = form.rules(reader.rules)
            context |= {
                "words": words_for(rules, form.behaviours()),
                "example": worked_example(rules),
                "changes": changes_in_words(reader.rules, rules),
            }
            context["tried"], context["not_tried"] = tried_or_why(program, rules, request.user, today_of(reader.rules))
        except InputError as error:
            form.refuse(error)
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "tracking/propose.html", context, status=status)


@require_safe
def proposal(request: HttpRequest, program: int, proposal: int) -> HttpResponse:
    """Show a proposal: what it changes, what it would have meant, and the vote."""
    return _shown(request, program, proposal)


def _shown(request: HttpRequest, program: int, proposal: int, form: RemarkForm | None = None) -> HttpResponse:
    page = proposal_page(proposal_for(request.user, program, proposal), request.user)
    context = {"page": page, "program": page.program, "form": form or RemarkForm()}
    return render(request, "tracking/proposal.html", context, status=422 if form else 200)


@require_POST
def vote_on(request: HttpRequest, program: int, proposal: int) -> HttpResponse:
    """Vote, change one's vote, or take it back."""
    found = proposal_for(request.user, program, proposal)
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise NotFound(_("There is no such vote."))
    vote(found, by=request.user, is_for=form.is_for())
    said = {"yes": _("You voted yes."), "no": _("You voted no."), "none": _("You took your vote back.")}
    messages.success(request, said[form.cleaned_data["vote"]])
    return redirect("tracking:proposal", program, found.pk)


@require_POST
def remark_on(request: HttpRequest, program: int, proposal: int) -> HttpResponse:
    """Say something to a proposal."""
    found = proposal_for(request.user, program, proposal)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _shown(request, program, proposal, form)
    remark(found, by=request.user, words=form.cleaned_data["words"])
    return redirect(f"{reverse('tracking:proposal', args=[program, found.pk])}#said")


@require_POST
def unsay(request: HttpRequest, program: int, proposal: int, remark: int) -> HttpResponse:
    """Take back what one said."""
    found = proposal_for(request.user, program, proposal)
    if take_back_remark(found, by=request.user, number=remark):
        messages.success(request, _("You took it back."))
    return redirect(f"{reverse('tracking:proposal', args=[program, found.pk])}#said")


@require_POST
def take_back_proposal(request: HttpRequest, program: int, proposal: int) -> HttpResponse:
    """Take back what one proposed."""
    found = proposal_for(request.user, program, proposal)
    withdraw_proposal(found, by=request.user)
    messages.success(request, _("Your proposal is taken back."))
    return redirect("tracking:proposals", program)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, program: int, proposal: int) -> HttpResponse:
    """Stop a proposal as the founder, with the reason."""
    found = proposal_for(request.user, program, proposal)
    held = found.program
    if not may_stop(request.user, held, today_of(Reader(held).rules)):
        raise Forbidden(_("Only the founder stops a proposal, until the end of the month after a program is adopted."))
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        stop_proposal(found, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("The proposal is stopped."))
        return redirect("tracking:proposal", held.pk, found.pk)
    context = {
        "program": held,
        "form": form,
        "title": _("Stop this proposal"),
        "lead": _("The votes are thrown away, and the rules stay as they are. Your reason stands beside your name."),
        "yes": _("Stop it"),
        "back": reverse("tracking:proposal", args=[held.pk, found.pk]),
    }
    return render(request, "tracking/step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, program: int) -> HttpResponse:
    """Leave it to the players how points are made, after asking."""
    found = public_program_for(request.user, program)
    back = reverse("tracking:rules", args=[found.pk])
    if request.method == "POST":
        if let_players_decide(found, by=request.user):
            messages.success(request, _("From now on the players decide how points are made."))
        return redirect(back)
    if not may_answer_for(request.user, found):
        words = _("%(founder)s, who started this program, leaves that to the players.")
        raise Forbidden(words % {"founder": found.founder})
    asked = {
        "question": _("Leave the rules to those who take part?"),
        "consequence": _(
            "From then on nobody changes how points are made but by their vote, you neither. This cannot be taken "
            "back. Name, purpose, dates and time zone stay with you."
        ),
        "yes": _("Leave them to those who take part"),
    }
    return render(request, "tracking/ask.html", {"program": found, "back": back} | asked)
