"""What stays of proposals that came to nothing: that they were, and nothing of what anybody wished."""

from __future__ import annotations

from datetime import datetime, timedelta

from roost.gather.matching.actions import answer_proposal, end_overdue, propose_peers, stop_seeking
from roost.gather.matching.models import Proposal, Side, Wish
from roost.gather.matching.tests.seekers import Seek, side_of
from roost.ground.kit import clock
from roost.ground.people.models import Person

Two = tuple[Person, Person]
NOTHING = {("", "", 0)}
TOLD = {("conflict", "same", 8)}


def kept() -> set[tuple[str, str, int]]:
    return set(Proposal.objects.values_list("topic", "relation", "hours"))


def stages() -> set[str]:
    return set(Side.objects.values_list("stage", flat=True))


def after(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


def test_once_its_day_is_past_nothing_of_a_wish_stays_but_that_two_were_proposed(two: Two) -> None:
    stop_seeking(Wish.objects.get(person=two[0]), by=two[0])
    with clock.at(after(9)):
        end_overdue()
        assert (kept(), stages()) == (TOLD, {"middle"})
    with clock.at(after(10)):
        assert (end_overdue(), end_overdue()) == (2, 0)
        assert (kept(), stages()) == (NOTHING, {""})
        assert Side.objects.count() == 2


def test_what_ended_before_the_worker_came_is_forgotten_as_well(two: Two, seeker: Seek) -> None:
    with clock.at(after(11)):
        seeker("Cem", topic="deciding")
        assert propose_peers() == 0
        end_overdue()
        assert (kept(), stages()) == (NOTHING, {""})


def test_a_pair_keeps_its_topic_alone(two: Two) -> None:
    for person in two:
        answer_proposal(side_of(person), by=person, yes=True)
    with clock.at(after(11)):
        end_overdue()
        assert (kept(), stages()) == ({("conflict", "", 0)}, {""})
