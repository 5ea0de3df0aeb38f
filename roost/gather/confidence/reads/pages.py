"""The page on which somebody tells that confidence was broken, and a circle finds that it pauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.charters.reads import charter_in_force
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.confidence.access import circle_for, pause_in, report_of, reports_to
from roost.gather.confidence.reads.pausing import is_over
from roost.gather.decisions.access import ending_of, open_question_in
from roost.gather.meetings.access import open_meeting_in, past_meetings_in
from roost.gather.meetings.ports import ROTA
from roost.ground.people.models import Person


@dataclass(frozen=True)
class ConfidencePage:
    """What one of a circle finds.

    `since` is when it began to pause, None where it does not; `has_met` says whether it has met since, `meeting` is the
    number of the one under way, `is_asked` says that it is asked how it goes on, `was_asked_before` that it was before
    it paused, so that going on ends no pause, `is_ending` that it decided to end, which leaves no time to pause. Where
    it does not pause, `told` names whom the viewer told (empty where nobody), `asking` who told the viewer. `others`
    are those whom one can tell now, `proposed` the one whom the charter means, `tells_all` whether it means all;
    `is_agreed` that there is one.
    """

    circle: SharedCircle
    since: datetime | None
    has_met: bool
    meeting: int | None
    is_asked: bool
    was_asked_before: bool
    is_ending: bool
    told: str
    told_at: datetime | None
    asking: Sequence[str]
    others: Mapping[int, str]
    proposed: int | None
    is_agreed: bool
    tells_all: bool


def confidence_page(viewer: Person, number: int) -> ConfidencePage:
    """Give the page to who sits in the circle; raises NotFound for everybody else. Fifteen queries at most."""
    circle = shared_circle(circle_for(viewer, number))
    pause, charter = pause_in(number), charter_in_force(number)
    since = pause.since if pause is not None and not is_over(pause) else None
    report = report_of(viewer, number) if since is None else None
    asking = reports_to(viewer).filter(circle=number) if since is None else ()
    running, question = open_meeting_in(number), open_question_in(number)
    others = {who: name for who, name in circle.people.items() if who != viewer.pk}
    told = others.get(report.told_id, "") if report else ""
    return ConfidencePage(
        circle=circle,
        since=since,
        has_met=since is not None and past_meetings_in(number).filter(opened_at__gte=since).exists(),
        meeting=running.pk if running else None,
        is_asked=question is not None,
        was_asked_before=question is not None and since is not None and question.opened_at < since,
        is_ending=ending_of(number) is not None,
        told=told,
        told_at=report.told_at if report and told else None,
        asking=[others[one.person_id] for one in asking if one.person_id in others],
        others={who: name for who, name in others.items() if report is None or who != report.told_id},
        proposed=_moderating_next(number, others),
        is_agreed=charter is not None,
        tells_all=charter is not None and charter.choices.breach == "all",
    )


def _moderating_next(circle: int, others: Mapping[int, str]) -> int | None:
    coming = ROTA.coming(circle)
    who = ROTA.moderator(circle, coming.starts_at) if coming else None
    return who if who in others else None
