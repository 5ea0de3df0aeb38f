"""What is told of a team, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from roost.gather.pulse.engine import Change, Line, Span, Stands, change_between, stands
from roost.gather.pulse.models import Pulse
from roost.ground.instruments.engine import Scale
from roost.ground.kit.errors import Words

STANDS: Mapping[Stands, str] = {
    Stands.AGREES: Words("Most agree"),
    Stands.DISAGREES: Words("Most disagree"),
    Stands.SPLIT: Words("People see it differently: a third or more agree, a third or more disagree"),
    Stands.BETWEEN: Words("Neither most agree nor most disagree"),
}
CHANGES: Mapping[Change, str] = {
    Change.MORE: Words("More than the last time."),
    Change.LESS: Words("Less than the last time."),
    Change.EARLY: Words("Too early to say whether it has moved since the last time."),
}


def said_of(line: Line | None) -> str:
    """Say what is told of a sentence; of what is withheld, why."""
    if line is None:
        return _("Not told: fewer than five could say, or it could be worked out what one of you said.")
    mean = _("between %(low)s and %(high)s on average") % {"low": line.mean[0], "high": line.mean[1]}
    where = stands(line)
    if where is None:
        return _("%s; how far apart you are is not told this time") % mean.capitalize()
    return f"{STANDS[where]}; {mean}"


def changed(now: Pulse, then: Pulse, span: Span, before: Span, scale: Scale) -> str:
    """Say what can be said of two pulses that asked the same."""
    bands = (_band(then), _band(now))
    return str(CHANGES[change_between(before, span, bands=bands, least=scale.least, most=scale.most)])


def _band(pulse: Pulse) -> int:
    return int(min(one["band"] for one in (pulse.told or {}).values() if one))
