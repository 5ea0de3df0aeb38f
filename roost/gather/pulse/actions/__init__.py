"""Ask a team, answer by a link, tell what came out, and answer as its leader."""

from roost.gather.pulse.actions.answering import answer, link_for
from roost.gather.pulse.actions.asking import begin_pulse, drop_pulse, remind
from roost.gather.pulse.actions.closing import close_due
from roost.gather.pulse.actions.replying import reply, tell_leaders
from roost.gather.pulse.actions.verbs import ASKED, REPLIED, TOLD

__all__ = [
    "ASKED",
    "REPLIED",
    "TOLD",
    "answer",
    "begin_pulse",
    "close_due",
    "drop_pulse",
    "link_for",
    "remind",
    "reply",
    "tell_leaders",
]
