"""A program of the founder with a score of each of two."""

from __future__ import annotations

import pytest

from roost.ground.people.models import Organisation, Person, Team
from roost.see.tracking.actions import Score, launch_program, submit_scores
from roost.see.tracking.models import Program
from roost.see.tracking.tests.early_help import EARLY_HELP


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person, other_team: Team) -> Program:
    made = launch_program(
        founder, organisation=in_scope, document=EARLY_HELP, behaviours={"visits": "proactive"}, is_for_all=True
    )
    scores = [
        Score(member.pk, "visits", "3", "2024-06-10", key="one"),
        Score(founder.pk, "ratings", "9", "2024-06-11", key="two"),
    ]
    submit_scores(made, by=founder, scores=scores)
    return made
