"""What pulses tell the rest of the house."""

from __future__ import annotations

from roost.gather.pulse.models import Pulse
from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb

ASKED = Verb("pulse.asked", Purpose.DEVELOPMENT, "Somebody asked their team how it is.", names_people=False)
TOLD = Verb("pulse.told", Purpose.DEVELOPMENT, "What a team answered was told to it.", names_people=False)
REPLIED = Verb("pulse.replied", Purpose.DEVELOPMENT, "A leader answered what a team had said.", names_people=False)


def tell(verb: Verb, pulse: Pulse, *, by: int | None) -> None:
    """Record one fact about a pulse; that somebody answered is no fact."""
    record(Told(verb, pulse.organisation_id, actor=by, subject=f"pulse:{pulse.pk}"))
