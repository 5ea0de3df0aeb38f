"""Start a program and change its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.access import may_answer_for
from roost.see.tracking.actions.adopting import refuse_without_founder
from roost.see.tracking.actions.recounting import recounting
from roost.see.tracking.actions.rezoning import ask_for_rezoning, has_many_entries, refuse_while_rezoning
from roost.see.tracking.actions.ruling import put_in_force, replace_rules, title_of
from roost.see.tracking.actions.verbs import LAUNCHED
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import Enrolment, Program, Rezoning, Rule, State

Document = Mapping[str, Any] | str


@transaction.atomic
def launch_program(
    by: Person,
    *,
    organisation: Organisation,
    document: Document,
    purpose: str = "",
    behaviours: Mapping[str, str] | None = None,
    key: str | None = None,
    is_private: bool = False,
    is_for_all: bool = False,
    players_decide: bool = False,
) -> Program:
    """Start a program on the rules of `document`; `behaviours` maps metric keys to behaviour keys.

    One that `is_private` is seen by nobody else. In one that `is_for_all` everybody of the teams takes part who does
    not leave, and it is official from its start; in others the founder does, and who joins. Where `players_decide`, how
    points are made changes by their votes alone.
    With a `key`, doing the same again gives the first program: a form sent twice starts one.
    Raises InputError naming every key of the document that cannot be used, also when it has no title.
    """
    rules = parse_rules(document)
    values = {
        "organisation": organisation,
        "title": title_of(rules),
        "purpose": purpose.strip(),
        "launched_at": clock.now(),
        "is_private": is_private,
        "is_for_all": is_for_all,
        "players_decide": players_decide and not is_private,
        "state": State.OFFICIAL if is_for_all else State.OPEN,
    }
    if key:
        # Also where the same form comes twice at once: who is second waits, and finds the first.
        program, is_new = Program.objects.get_or_create(founder=by, key=key, defaults=values)
        if not is_new:
            return program
    else:
        program = Program.objects.create(founder=by, **values)
    if not is_for_all:
        Enrolment.objects.create(organisation=organisation, program=program, person=by)
    put_in_force(program, rules, by=by, version=1, behaviours=behaviours or {}, verb=LAUNCHED)
    return program


@transaction.atomic
def change_rules(
    program: Program,
    *,
    by: Person,
    document: Document,
    version: int,
    purpose: str | None = None,
    behaviours: Mapping[str, str] | None = None,
) -> Rule | Rezoning:
    """Replace the rules; `version` is the one that the person had before them.

    Boards follow at once, because rules are applied when they are read: the rule is given. Only another time zone for
    a program of many entries has to wait, until the worker has added up its days: then that is given, and the earlier
    rules hold meanwhile.
    Raises Conflict when somebody else changed the rules meanwhile, other rules wait, the founder alone decides about
    them, or the players do about what these change; InputError naming every key that cannot be used.
    """
    rules = parse_rules(document)
    title_of(rules)
    program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    current = program.rules.latest("version")
    if current.version != version:
        raise Conflict(
            _(
                "Somebody changed these rules while you were editing. Look at them first: sent once more, yours take "
                "their place."
            )
        )
    refuse_while_rezoning(program)
    refuse_without_founder(program, by)
    if program.players_decide and not parse_rules(current.document).scores_as(rules):
        raise Conflict(_("The players decide how points are made here: propose it to them."))
    purpose = program.purpose if purpose is None else purpose.strip()
    behaviours = behaviours or {}
    moves_days = parse_rules(current.document).time_zone != rules.time_zone
    if moves_days and has_many_entries(program):
        return ask_for_rezoning(program, rules, by=by, version=version, purpose=purpose, behaviours=behaviours)
    if moves_days:
        with recounting(program, rules) as recount:
            recount.take_in(program.last_entry)
            recount.exchange()
    return replace_rules(program, rules, by=by, version=version + 1, purpose=purpose, behaviours=behaviours)


@transaction.atomic
def let_players_decide(program: Program, *, by: Person) -> bool:
    """Leave how points are made to the votes of those who take part, for good; say whether that is news.

    Raises Forbidden for anybody but the founder, or an administrator where the founder has left.
    """
    held = Program.objects.select_for_update(no_key=True, of=("self",)).select_related("founder").get(pk=program.pk)
    if held.is_private or not may_answer_for(by, held):
        raise Forbidden(
            _("%(founder)s, who started this program, leaves that to the players.") % {"founder": held.founder}
        )
    if held.players_decide:
        return False
    refuse_while_rezoning(held)
    Program.objects.filter(pk=held.pk).update(players_decide=True)
    return True
