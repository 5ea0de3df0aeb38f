"""What tracking tells the rest of the house."""

from __future__ import annotations

from roost.ground.activity.ports import Purpose, Verb

LAUNCHED = Verb("tracking.launched", Purpose.WORK, "Somebody started a success-tracking program.")
RULED = Verb("tracking.ruled", Purpose.WORK, "The rules of a program were changed.")
SUBMITTED = Verb("tracking.submitted", Purpose.WORK, "Scores were entered; the quantity is how many.")
CORRECTED = Verb("tracking.corrected", Purpose.WORK, "Scores were taken back; the quantity is how many.")
CLOSED = Verb("tracking.closed", Purpose.WORK, "A period was closed and its boards were published.")
