"""Start a program and change its rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions.cells import rebuild_cells
from roost.see.tracking.actions.verbs import LAUNCHED, RULED
from roost.see.tracking.engine import Rules, document_of, parse_rules
from roost.see.tracking.models import Metric, Program, Rule

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
) -> Program:
    """Start a program on the rules of `document`; `behaviours` maps metric keys to behaviour keys.

    With a `key`, doing the same again gives the first program: a form sent twice starts one.
    Raises InputError naming every key of the document that cannot be used, also when it has no title.
    """
    rules = parse_rules(document)
    values = {
        "organisation": organisation,
        "title": _title(rules),
        "purpose": purpose.strip(),
        "launched_at": clock.now(),
    }
    if key:
        # Also where the same form comes twice at once: who is second waits, and finds the first.
        program, is_new = Program.objects.get_or_create(founder=by, key=key, defaults=values)
        if not is_new:
            return program
    else:
        program = Program.objects.create(founder=by, **values)
    _decide(program, rules, by=by, version=1, behaviours=behaviours or {})
    _tell(LAUNCHED, program, by)
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
) -> Program:
    """Replace the rules; `version` is the one that the person had before them.

    Boards follow at once, because rules are applied when they are read. Raises Conflict when somebody else changed
    the rules meanwhile, InputError naming every key that cannot be used.
    """
    rules = parse_rules(document)
    program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    current = program.rules.latest("version")
    if current.version != version:
        raise Conflict(
            _("Somebody changed these rules while you were editing. Look at them and make your change again.")
        )
    moved_zone = parse_rules(current.document).time_zone != rules.time_zone
    program.title = _title(rules)
    if purpose is not None:
        program.purpose = purpose.strip()
    program.save(update_fields=["title", "purpose"])
    _decide(program, rules, by=by, version=version + 1, behaviours=behaviours or {})
    if moved_zone:
        rebuild_cells(program, rules)
    _tell(RULED, program, by)
    return program


def _title(rules: Rules) -> str:
    if not rules.title or not rules.title.strip():
        raise InputError(_("A program needs a title."))
    return rules.title.strip()[:120]


def _decide(program: Program, rules: Rules, *, by: Person, version: int, behaviours: Mapping[str, str]) -> None:
    Rule.objects.create(
        organisation_id=program.organisation_id,
        program=program,
        version=version,
        document=json.dumps(document_of(rules), ensure_ascii=False),
        decided_by=by,
        decided_at=clock.now(),
    )
    known = {metric.key: metric for metric in program.metrics.all()}
    for metric in rules.metrics:
        chosen = behaviours.get(metric.key, "")
        behaviour = chosen if behaviour_named(chosen) else ""
        if metric.key not in known:
            Metric.objects.create(
                organisation_id=program.organisation_id, program=program, key=metric.key, behaviour=behaviour
            )
        elif metric.key in behaviours and known[metric.key].behaviour != behaviour:
            known[metric.key].behaviour = behaviour
            known[metric.key].save(update_fields=["behaviour"])


def _tell(verb: Any, program: Program, by: Person) -> None:
    record(Told(verb, program.organisation_id, actor=by.pk, subject=f"program:{program.pk}"))
