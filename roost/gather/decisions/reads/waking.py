"""Whether a circle is to be asked by itself, from what other rooms know of it."""

from __future__ import annotations

from datetime import datetime

from roost.gather.charters.engine.choices import Choices
from roost.gather.charters.reads import charter_in_force
from roost.gather.decisions.access import last_decided_in
from roost.gather.decisions.engine.asking import Due, Life, Why, why_ask
from roost.gather.decisions.reads.standing import rests_until
from roost.gather.meetings.access import open_meeting_in, past_meetings_in
from roost.gather.rhythm.reads import planned_meetings
from roost.ground.kit import clock


def why_of(circle: int, begun_at: datetime) -> Why | None:
    """Give why a circle that began then is to be asked now; None where it is not, or rests. Eight queries at most."""
    decided = last_decided_in(circle)
    if rests_until(decided) is not None or open_meeting_in(circle) is not None:
        return None
    met, charter = past_meetings_in(circle).first(), charter_in_force(circle)
    life = Life(
        begun=begun_at,
        met=met.opened_at if met else None,
        decided=decided.decided_at if decided else None,
        weeks=(charter.choices if charter else Choices()).weeks,
    )
    planned = [Due(one.starts_at, one.was_held) for one in planned_meetings(circle)]
    return why_ask(life, planned, now=clock.now())
