"""Adopt what somebody started, make it official, retire it and bring it back: each step signed, with words."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden
from roost.ground.people.models import Person
from roost.see.tracking.access import founder_is_here, is_administrator, may_adopt, may_answer_for, may_retire
from roost.see.tracking.actions.verbs import ADOPTED, BROUGHT_BACK, MADE_OFFICIAL, RETIRED
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import Offer, Program, State, Step


@transaction.atomic
def offer_adoption(program: Program, *, by: Person, words: str) -> Offer:
    """Sign for a program with the reason, so that its founder may agree.

    Raises Forbidden for who is no sponsor or started it, Conflict where it is not open or somebody else signed.
    """
    held = _held(program)
    if not may_adopt(by, held):
        raise Forbidden(_("A program is adopted by a sponsor who did not start it."))
    if held.state != State.OPEN:
        raise Conflict(_("Only an open program can be adopted."))
    given = {"sponsor": by, "words": words.strip(), "offered_at": clock.now()}
    offer, is_new = Offer.objects.get_or_create(
        program=held, defaults=given | {"organisation_id": held.organisation_id}
    )
    if not is_new and offer.sponsor_id != by.pk:
        raise Conflict(_("%(sponsor)s signed already, and waits for the answer.") % {"sponsor": offer.sponsor})
    if not is_new:
        Offer.objects.filter(pk=offer.pk).update(**given)
    return offer


@transaction.atomic
def withdraw_offer(program: Program, *, by: Person) -> bool:
    """Take back what one signed before it is answered; say whether there was anything."""
    return bool(Offer.objects.filter(program=_held(program), sponsor=by).delete()[0])


@transaction.atomic
def answer_offer(program: Program, *, by: Person, agrees: bool, sponsor: int) -> bool:
    """Agree that this sponsor adopts a program, or not; nothing of a no is kept. Say whether it is adopted.

    Raises Forbidden for anybody but the founder, or an administrator where the founder has left; Conflict where
    there is no such offer any more.
    """
    held = _held(program)
    if not may_answer_for(by, held):
        raise Forbidden(_("%(founder)s, who started this program, answers.") % {"founder": held.founder})
    offer = Offer.objects.filter(program=held, sponsor=sponsor).select_related("sponsor").first()
    if offer is None:
        raise Conflict(_("What was offered was taken back meanwhile."))
    offer.delete()
    if not agrees:
        return False
    until = veto_ends(_today(held)) if founder_is_here(held) else None
    _step(held, State.ADOPTED, by=offer.sponsor, words=offer.words, verb=ADOPTED, founder_decides_until=until)
    return True


@transaction.atomic
def make_official(program: Program, *, by: Person, words: str = "", replaces: Program | None = None) -> None:
    """Make an adopted program an official one, in place of another if given, which is retired.

    Raises Forbidden for who is no administrator, Conflict for one that is not adopted, or where the other is not
    official.
    """
    held = _held(program)
    if not is_administrator(by, held):
        raise Forbidden(_("An administrator makes a program official."))
    if held.state != State.ADOPTED:
        raise Conflict(_("Only a program that was adopted becomes official."))
    if replaces is not None:
        other = _held(replaces)
        if other.state != State.OFFICIAL:
            raise Conflict(_("Only an official program can be replaced by this one."))
        _step(other, State.RETIRED, by=by, words=_("“%(title)s” takes its place.") % {"title": held}, verb=RETIRED)
    _step(held, State.OFFICIAL, by=by, words=words, verb=MADE_OFFICIAL)


@transaction.atomic
def retire_program(program: Program, *, by: Person, words: str = "") -> bool:
    """End a program: nobody joins it and no scores come in; boards stay. Say whether that is news.

    Raises Forbidden for whoever may not (`may_retire`).
    """
    held = _held(program)
    _refuse_to_retire(held, by)
    if held.state == State.RETIRED:
        return False
    Offer.objects.filter(program=held).delete()
    _step(held, State.RETIRED, by=by, words=words, verb=RETIRED)
    return True


@transaction.atomic
def bring_back(program: Program, *, by: Person) -> bool:
    """Let a retired program go on as it stood before; say whether that is news. Raises as `retire_program` does."""
    held = _held(program)
    _refuse_to_retire(held, by)
    if held.state != State.RETIRED:
        return False
    before = held.steps.exclude(state=State.RETIRED).order_by("pk").last()
    _step(held, State(before.state) if before else State.OPEN, by=by, words="", verb=BROUGHT_BACK)
    return True


def veto_ends(day: date) -> date:
    """Give the day from which others may change the rules of what was adopted on a day: after one whole month."""
    month = day.year * 12 + day.month - 1 + 2
    return date(month // 12, month % 12 + 1, 1)


def refuse_without_founder(program: Program, by: Person) -> None:
    """Raise Conflict where somebody else would change rules about which the founder alone decides for a period."""
    until = program.founder_decides_until
    if until is None or by.pk == program.founder_id or _today(program) >= until or not founder_is_here(program):
        return
    raise Conflict(
        _("Until %(day)s nobody changes these rules but %(founder)s, who started the program. Ask for it.")
        % {"day": f"{until:%d.%m.%Y}", "founder": program.founder}
    )


def _refuse_to_retire(program: Program, by: Person) -> None:
    if not may_retire(by, program):
        raise Forbidden(
            _("This is ended and brought back by an administrator, and before it is adopted by its founder.")
        )


def _held(program: Program) -> Program:
    """Let one step come after the other. Programs that are held together are held in the order given."""
    held = Program.objects.select_for_update(no_key=True, of=("self",)).select_related("founder")
    found = held.get(pk=program.pk)
    if found.is_private:
        raise Conflict(_("This is counted by one person for themselves."))
    return found


def _today(program: Program) -> date:
    return clock.today(parse_rules(program.rules.latest("version").document).time_zone)


def _step(program: Program, state: State, *, by: Person, words: str, verb: Verb, **changes: date | None) -> None:
    Step.objects.create(
        organisation_id=program.organisation_id,
        program=program,
        state=state,
        words=words.strip(),
        by=by,
        made_at=clock.now(),
    )
    Program.objects.filter(pk=program.pk).update(state=state, **changes)
    people = [by.pk, program.founder_id] if verb is ADOPTED else [by.pk]
    record(Told(verb, program.organisation_id, actor=by.pk, people=people, subject=f"program:{program.pk}"))
