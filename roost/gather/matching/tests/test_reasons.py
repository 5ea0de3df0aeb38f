"""The sentence that says to somebody why they are proposed to each other."""

from __future__ import annotations

import pytest

from roost.gather.matching.reads import peers_page
from roost.gather.matching.tests.seekers import Seek
from roost.ground.people.models import Organisation, Person, Team

NEW, MIDDLE, THROUGH = "new", "middle", "through"
IN_THE_MIDDLE = "Somebody who is in the middle of it"


def reason(person: Person, organisation: Organisation) -> str:
    question = peers_page(person, organisation).question
    assert question is not None
    return question.reason


@pytest.mark.parametrize(
    ("mine", "theirs", "seeks", "told"),
    [
        (NEW, NEW, "same", "Somebody to whom this is new as well"),
        (MIDDLE, MIDDLE, "same", IN_THE_MIDDLE),
        (THROUGH, NEW, "across", "Somebody to whom this is new"),
        (THROUGH, MIDDLE, "across", IN_THE_MIDDLE),
        (NEW, THROUGH, "across", "Somebody who has been through it"),
        (MIDDLE, NEW, "any", "Somebody to whom this is new"),
        (NEW, MIDDLE, "any", IN_THE_MIDDLE),
    ],
)
def test_it_says_where_the_other_stands(
    mine: str, theirs: str, seeks: str, told: str, seeker: Seek, in_scope: Organisation
) -> None:
    ann = seeker("Ann", stage=mine, seeks=seeks)
    seeker("Ben", stage=theirs, seeks=seeks)
    assert reason(ann, in_scope) == f"{told}; they share 8 of your working hours a day."


def test_it_speaks_of_a_team_to_who_has_one_and_says_nothing_of_the_others(
    seeker: Seek, in_scope: Organisation, team: Team
) -> None:
    ann, ben = seeker("Ann", team=team), seeker("Ben")
    outside = f"{IN_THE_MIDDLE}; they work outside your team and share 8 of your working hours a day."
    assert reason(ann, in_scope) == outside
    assert reason(ben, in_scope) == f"{IN_THE_MIDDLE}; they share 8 of your working hours a day."
