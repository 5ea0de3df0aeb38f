"""All answer a check at the same moment, on a database on which they really do."""

from __future__ import annotations

from contextlib import suppress

import pytest

from roost.gather.circles.reads import SharedCircle
from roost.gather.decisions.tests.test_at_once import at_once
from roost.gather.health.actions import answer_check, ask_now
from roost.gather.health.engine.check import ITEMS
from roost.gather.health.models import Taken
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_postgresql]


def test_no_answer_is_lost_and_the_last_closes_it(
    circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    check = ask_now(circle, by=member)

    def say(person: Person, value: int) -> None:
        # Who comes once it is closed finds none.
        with suppress(NotFound):
            answer_check(check, by=person, answers=dict.fromkeys(ITEMS, value))

    at_once(
        circle.organisation,
        lambda: say(member, 5),
        lambda: say(founder, 4),
        lambda: say(third, 3),
        lambda: say(third, 1),
    )
    check.refresh_from_db()
    assert (check.answered, check.ballots) == (3, [])
    assert check.outcome["open"][0] in (4.0, 10 / 3)
    assert not Taken.objects.exists()
