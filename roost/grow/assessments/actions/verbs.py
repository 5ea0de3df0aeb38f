"""What assessments tell the rest of the house."""

from __future__ import annotations

from roost.ground.activity.ports import Purpose, Verb

TOOK = Verb(
    "assessments.took", Purpose.DEVELOPMENT, "Somebody answered questions about themselves.", names_people=False
)
