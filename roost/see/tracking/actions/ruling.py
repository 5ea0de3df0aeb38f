"""Put rules in force: a version of its own, the metrics that it counts, and a fact."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Verb
from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.see.tracking.actions.verbs import RULED, told_as
from roost.see.tracking.engine import Rules, document_of, parse_rules
from roost.see.tracking.models import Metric, Program, Proposal, Rule


def title_of(rules: Rules) -> str:
    """Give the title that a program of these rules has; raises InputError where there is none."""
    if not rules.title or not rules.title.strip():
        raise InputError(_("A program needs a title."))
    return rules.title.strip()[:120]


def text_of(rules: Rules) -> str:
    """Give the document of rules as it is kept."""
    return json.dumps(document_of(rules), ensure_ascii=False)


def put_in_force(
    program: Program,
    rules: Rules,
    *,
    by: Person,
    version: int,
    behaviours: Mapping[str, str],
    verb: Verb,
    holds_from: date | None = None,
    proposal: Proposal | None = None,
) -> Rule:
    """Write rules as the version that holds from now on; `behaviours` maps metric keys to behaviour keys.

    Periods that ended before `holds_from` are counted by the version before it still. Belongs into a transaction that
    holds the program's lock, or that started the program.
    """
    rule = Rule.objects.create(
        organisation_id=program.organisation_id,
        program=program,
        version=version,
        document=text_of(rules),
        decided_by=by,
        decided_at=clock.now(),
        holds_from=holds_from,
        proposal=proposal,
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
    record(Told(told_as(verb, program), program.organisation_id, actor=by.pk, subject=f"program:{program.pk}"))
    return rule


def replace_rules(
    program: Program, rules: Rules, *, by: Person, version: int, purpose: str, behaviours: Mapping[str, str]
) -> Rule:
    """Put other rules in force, with the title and purpose that go with them, as that version.

    They hold for all days, unless points are made as by the rules before them: then for the days for which those did.
    """
    before = program.rules.latest("version")
    holds_from = before.holds_from if parse_rules(before.document).scores_as(rules) else None
    program.title, program.purpose = title_of(rules), purpose
    program.save(update_fields=["title", "purpose"])
    return put_in_force(
        program, rules, by=by, version=version, behaviours=behaviours, verb=RULED, holds_from=holds_from
    )
