"""What decisions tells the rest of the house: that a circle was asked and decided; nothing of what, and no name."""

from __future__ import annotations

from roost.gather.decisions.models import Question
from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb

ASKED = Verb("decisions.asked", Purpose.DEVELOPMENT, "A circle was asked how it goes on.", names_people=False)
DECIDED = Verb("decisions.decided", Purpose.DEVELOPMENT, "A circle decided how it goes on.", names_people=False)


def tell(verb: Verb, question: Question) -> None:
    """Record once, by nobody in particular, what happened to a question."""
    key, subject = f"question:{question.pk}", f"circle:{question.circle_id}"
    record(Told(verb, question.organisation_id, subject=subject, key=key))
