"""Close a period: its boards are published as they stand, and stay so."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.see.tracking.actions.verbs import CLOSED
from roost.see.tracking.engine import Window
from roost.see.tracking.models import Closing, Program
from roost.see.tracking.reads.closings import closing_of, published_lines
from roost.see.tracking.reads.running import Reader


def close_period(program: Program, *, by: Person, window: Window) -> Closing:
    """Publish the boards of a window that is over and return its closing; doing it twice gives the first.

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
        closing = Closing.objects.create(
            organisation_id=program.organisation_id,
            program=program,
            starts_on=window.starts,
            ends_on=window.ends,
            rule=reader.version_for(window).number,
            board=json.dumps([asdict(line) for line in published_lines(reader, window)], ensure_ascii=False),
            unplaced=reader.unplaced(window),
            upto=program.last_entry,
            closed_by=by,
            closed_at=clock.now(),
        )
        told = Told(CLOSED, program.organisation_id, actor=by.pk, subject=f"program:{program.pk}", quantity=closing.pk)
        record(told)
    return closing
