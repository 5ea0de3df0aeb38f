"""Close a period: its bulletin is drafted, looked at and published, and stays so."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.see.tracking.actions.verbs import CLOSED
from roost.see.tracking.engine import Window, parse_window
from roost.see.tracking.models import Closing, Draft, Program, State
from roost.see.tracking.reads.bulletins import compose
from roost.see.tracking.reads.closings import closing_of
from roost.see.tracking.reads.running import Reader


def close_period(program: Program, *, by: Person, window: Window, foreword: str | None = None) -> Closing:
    """Publish the bulletin of a window that is over and return its closing; doing it twice gives the first.

    Without a `foreword` it has that of its draft, if any.

    Raises InputError for a window that is open or not over yet.
    """
    reader = Reader(program)
    if window.starts is None or window.ends is None:
        raise InputError(_("Only a week, a month, a year or the season can be closed."))
    if not window.is_over(clock.today(reader.rules.time_zone)):
        last = date_format(window.ends - timedelta(1), "j F Y")
        raise InputError(_("This period runs until %(last)s. It can be closed after that.") % {"last": last})
    with transaction.atomic():
        # No score comes in between the board that is read and the board that is kept.
        program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
        before = closing_of(program, window)
        if before is not None:
            return before
        reader = Reader(program)
        made = compose(reader, window)
        draft = Draft.objects.filter(program=program, starts_on=window.starts, ends_on=window.ends).first()
        said = foreword if foreword is not None else draft.foreword if draft else ""
        closing = Closing.objects.create(
            organisation_id=program.organisation_id,
            program=program,
            starts_on=window.starts,
            ends_on=window.ends,
            number=made.number,
            foreword=said.strip(),
            rule=reader.version_for(window).number,
            board=json.dumps([asdict(line) for line in made.lines], ensure_ascii=False),
            stories=[asdict(one) for one in made.stories],
            corrections=made.corrections,
            unplaced=reader.unplaced(window),
            upto=program.last_entry,
            closed_by=by,
            closed_at=clock.now(),
        )
        if draft:
            draft.delete()
        told = Told(CLOSED, program.organisation_id, actor=by.pk, subject=f"program:{program.pk}", quantity=closing.pk)
        record(told)
    return closing


@transaction.atomic
def write_draft(program: Program, *, window: Window, foreword: str) -> Draft:
    """Keep what is to be said first in the bulletin of a period; raises Conflict where it is published."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if window.starts is None or window.ends is None:
        raise InputError(_("Only a week, a month, a year or the season can be closed."))
    if closing_of(program, window) is not None:
        raise Conflict(_("This period is closed already."))
    draft, _is_new = Draft.objects.update_or_create(
        program=program,
        starts_on=window.starts,
        ends_on=window.ends,
        defaults={"foreword": foreword.strip(), "left_at": None},
        create_defaults={
            "foreword": foreword.strip(),
            "made_at": clock.now(),
            "organisation_id": program.organisation_id,
        },
    )
    return draft


@transaction.atomic
def leave_draft(program: Program, *, window: Window) -> bool:
    """Ask nobody about the bulletin of a period any more; say whether anybody was asked."""
    if window.starts is None or window.ends is None:
        return False
    waiting = Draft.objects.filter(program=program, starts_on=window.starts, ends_on=window.ends, left_at=None)
    return bool(waiting.update(left_at=clock.now()))


def draft_bulletins() -> int:
    """Draft last month's bulletin of every program in which something was entered for it; say how many are new."""
    with everywhere():
        programs = Program.objects.filter(is_private=False).exclude(state=State.RETIRED).select_related("founder")
        found = list(programs)
    drafted = 0
    for program in found:
        with touching(program.organisation_id):
            drafted += _draft_last_month(program)
    return drafted


def _draft_last_month(program: Program) -> int:
    reader = Reader(program)
    last = clock.today(reader.rules.time_zone).replace(day=1) - timedelta(1)
    window = parse_window(f"{last:%Y-%m}", reader.rules)
    if closing_of(program, window) is not None or not reader.has_entries(window):
        return 0
    given = {"organisation_id": program.organisation_id, "made_at": clock.now()}
    _draft, is_new = Draft.objects.get_or_create(
        program=program, starts_on=window.starts, ends_on=window.ends, defaults=given
    )
    return int(is_new)
