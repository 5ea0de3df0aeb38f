"""Count something for oneself: a program of one person, with one metric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions.programs import change_rules, launch_program
from roost.see.tracking.actions.verbs import KEPT
from roost.see.tracking.engine import document_of, parse_rules
from roost.see.tracking.models import Aim, Program


@dataclass(frozen=True)
class Counted:
    """What somebody counts: its name, whether fewer are better, and which behaviour it is part of."""

    label: str
    is_less_better: bool = False
    behaviour: str = ""


def begin_measure(by: Person, *, organisation: Organisation, counted: Counted, key: str | None = None) -> Program:
    """Start to count something that nobody else sees; with a `key`, doing the same again gives the first.

    Raises InputError where it has no name.
    """
    metric = {"key": slugify(counted.label)[:50] or "metric"}
    return launch_program(
        by,
        organisation=organisation,
        document={"time_zone": by.time_zone} | _told(counted, metric),
        behaviours={metric["key"]: counted.behaviour},
        key=key,
        is_private=True,
    )


def change_measure(program: Program, *, by: Person, version: int, counted: Counted) -> Program:
    """Call what somebody counts for themselves otherwise, or turn round what is better.

    Raises Conflict where it was changed since `version`, InputError where it has no name.
    """
    rules = parse_rules(program.rules.latest("version").document)
    key = rules.metrics[0].key
    document = document_of(rules) | _told(counted, {"key": key})
    change_rules(program, by=by, document=document, version=version, behaviours={key: counted.behaviour})
    program.refresh_from_db()
    return program


def _told(counted: Counted, metric: dict[str, Any]) -> dict[str, Any]:
    label = counted.label.strip()
    if not label:
        raise InputError(_("Say what you count."))
    worth = {"points_per_unit": -1 if counted.is_less_better else 1, "team": "sum"}
    return {"title": label, "metrics": [metric | {"label": label} | worth]}


@transaction.atomic
def aim_for(program: Program, *, by: Person, points: int | None) -> None:
    """Say what a week shall come to, in thousandths of a point; None is no aim."""
    if points is None:
        Aim.objects.filter(program=program, person=by).delete()
    else:
        told = {"organisation_id": program.organisation_id, "points": points}
        Aim.objects.update_or_create(program=program, person=by, defaults=told)
    _tell(program, by)


@transaction.atomic
def put_away(program: Program, *, by: Person) -> None:
    """Lay aside what one counts for oneself: its numbers stay, and nobody else sees it until it is taken up again."""
    Program.objects.filter(pk=program.pk, put_away_at=None).update(put_away_at=clock.now())
    _tell(program, by)


@transaction.atomic
def take_up(program: Program, *, by: Person) -> None:
    """Go on with what was laid aside; who saw it sees it again."""
    Program.objects.filter(pk=program.pk).update(put_away_at=None)
    _tell(program, by)


def _tell(program: Program, by: Person) -> None:
    record(Told(KEPT, program.organisation_id, actor=by.pk, subject=f"program:{program.pk}"))
