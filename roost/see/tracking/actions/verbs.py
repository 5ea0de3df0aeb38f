"""What tracking tells the rest of the house."""

from __future__ import annotations

from roost.ground.activity.ports import Purpose, Verb
from roost.see.tracking.models import Program

LAUNCHED = Verb("tracking.launched", Purpose.WORK, "Somebody started a success-tracking program.")
RULED = Verb("tracking.ruled", Purpose.WORK, "The rules of a program were changed.")
PROPOSED = Verb("tracking.proposed", Purpose.WORK, "Somebody proposed other rules for a program.")
ACCEPTED = Verb("tracking.accepted", Purpose.WORK, "Players voted for rules that somebody proposed, and they hold.")
SUBMITTED = Verb("tracking.submitted", Purpose.WORK, "Scores were entered; the quantity is how many.")
CORRECTED = Verb("tracking.corrected", Purpose.WORK, "Scores were taken back; the quantity is how many.")
CLOSED = Verb("tracking.closed", Purpose.WORK, "A period was closed and its bulletin was published.")
JOINED = Verb("tracking.joined", Purpose.WORK, "Somebody takes part in a program from now on.")
LEFT = Verb("tracking.left", Purpose.WORK, "Somebody takes part in a program no more.")
ADOPTED = Verb("tracking.adopted", Purpose.WORK, "A sponsor signed for a program and its founder agreed.")
MADE_OFFICIAL = Verb("tracking.made_official", Purpose.WORK, "A program became an official one of the organisation.")
RETIRED = Verb("tracking.retired", Purpose.WORK, "A program was ended; its boards stay readable.")
BROUGHT_BACK = Verb("tracking.brought_back", Purpose.WORK, "A program that was ended goes on.")
KEPT = Verb(
    "tracking.kept",
    Purpose.DEVELOPMENT,
    "Somebody counted something for themselves, or changed what they count.",
    names_people=False,
)


def told_as(verb: Verb, program: Program) -> Verb:
    """Give the verb under which something of a program is told: of what is private, nobody hears what it was."""
    return KEPT if program.is_private else verb
