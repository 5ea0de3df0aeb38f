"""A companion is asked for, both agree, either ends it, and nobody else learns more than that it is so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.access import companionship_for, visible_companionships
from roost.ground.people.actions import (
    agree_to_companionship,
    apply_import,
    ask_for_companion,
    end_affiliation,
    end_companionship,
    part_whose_day_came,
    resume_affiliation,
)
from roost.ground.people.models import Affiliation, Companionship, Organisation, Person

TODAY = date(2024, 6, 12)
COACH = Companionship.Kind.COACH


@pytest.fixture
def asked(in_scope: Organisation, member: Person, founder: Person) -> Companionship:
    return ask_for_companion(in_scope, by=member, person=member, companion=founder, kind=COACH)


def facts() -> list[str]:
    return list(
        Fact.objects.filter(verb__in=["people.accompanied", "people.parted"])
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_it_begins_when_the_one_who_was_asked_agrees(asked: Companionship, member: Person, founder: Person) -> None:
    assert (asked.state, asked.has_agreed(member), asked.has_agreed(founder)) == ("asked", True, False)
    for _ in range(2):
        running = agree_to_companionship(asked, by=founder)
        assert running.state == "running"
    assert (asked.other(member), asked.other(founder)) == (founder, member)
    assert facts() == ["people.accompanied"]


def test_where_an_administrator_brings_two_together_both_have_to_agree(
    in_scope: Organisation, administrator: Person, member: Person, founder: Person
) -> None:
    made = ask_for_companion(in_scope, by=administrator, person=member, companion=founder, kind=COACH)
    assert agree_to_companionship(made, by=founder).state == "asked"
    assert agree_to_companionship(made, by=member).state == "running"


def test_asking_again_gives_the_same_until_it_is_over(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person
) -> None:
    again: dict[str, Any] = {"by": member, "person": member, "companion": founder, "kind": COACH}
    assert ask_for_companion(in_scope, **again) == asked
    assert end_companionship(asked, by=founder).state == "over"
    with pytest.raises(Conflict):
        agree_to_companionship(asked, by=founder)
    assert facts() == []
    with pytest.raises(InputError, match="not long ago"):
        ask_for_companion(in_scope, **again)
    with clock.at(clock.now() + timedelta(days=31)):
        assert ask_for_companion(in_scope, **again) != asked


def test_a_question_taken_back_is_no_refusal_and_leaves_nothing(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person
) -> None:
    assert end_companionship(asked, by=member).state == "over"
    assert not visible_companionships(founder).exists()
    for late in (agree_to_companionship, end_companionship):
        with pytest.raises(NotFound):
            late(asked, by=founder)
    again = ask_for_companion(in_scope, by=member, person=member, companion=founder, kind=COACH)
    assert again.state == "asked"


def test_who_said_no_to_a_proposal_may_ask_and_nobody_proposes_it_again_at_once(
    in_scope: Organisation, administrator: Person, member: Person, founder: Person
) -> None:
    two: dict[str, Any] = {"person": member, "companion": founder, "kind": COACH}
    made = ask_for_companion(in_scope, by=administrator, **two)
    agree_to_companionship(made, by=founder)
    end_companionship(made, by=member)
    with pytest.raises(InputError, match="not long ago"):
        ask_for_companion(in_scope, by=administrator, **two)
    assert ask_for_companion(in_scope, by=member, **two).has_agreed(member)


def test_who_asks_for_what_was_proposed_agrees_to_it(
    in_scope: Organisation, administrator: Person, member: Person, founder: Person
) -> None:
    two: dict[str, Any] = {"person": member, "companion": founder, "kind": COACH}
    made = ask_for_companion(in_scope, by=administrator, **two)
    agree_to_companionship(made, by=founder)
    assert ask_for_companion(in_scope, by=administrator, **two).state == "asked"
    running = ask_for_companion(in_scope, by=member, **two)
    assert (running, running.state) == (made, "running")


def test_either_ends_it_and_so_does_an_administrator(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    agree_to_companionship(asked, by=founder)
    for by in (administrator, member, founder):
        assert end_companionship(asked, by=by).state == "over"
    assert facts() == ["people.accompanied", "people.parted"]


def test_nobody_asks_agrees_or_ends_for_others(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    with pytest.raises(Forbidden):
        ask_for_companion(in_scope, by=founder, person=member, companion=founder, kind=COACH)
    with pytest.raises(Forbidden):
        agree_to_companionship(asked, by=administrator)
    third = Person.objects.create_user("third@example.org", name="Third")
    with pytest.raises(Forbidden):
        end_companionship(asked, by=third)


def test_both_belong_and_are_two(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, outsider: Person
) -> None:
    for companion in (member, outsider):
        with pytest.raises(InputError):
            ask_for_companion(in_scope, by=member, person=member, companion=companion, kind=COACH)
    agree_to_companionship(asked, by=founder)
    end_affiliation(founder, organisation=in_scope, by=None, on=TODAY)
    assert not visible_companionships(founder).exists()


def leave_today(here: Organisation, who: Person) -> None:
    end_affiliation(who, organisation=here, by=None, on=TODAY)


def leave_by_file(here: Organisation, who: Person) -> None:
    number = Affiliation.objects.get(organisation=here, person=who).employee_id
    apply_import(here, content=f"employee_id,end_date\n{number},2024-06-12\n".encode(), by=None)


def stand_in_no_file(here: Organisation, who: Person) -> None:
    others = Affiliation.objects.filter(organisation=here).exclude(person=who)
    lines = ["employee_id", *(str(one.employee_id) for one in others)]
    apply_import(here, content="\n".join(lines).encode(), leavers=True, by=None)


@pytest.mark.parametrize("leave", [leave_today, leave_by_file, stand_in_no_file])
@pytest.mark.parametrize("who", [0, 1])
def test_it_ends_when_one_of_the_two_leaves_and_nothing_revives(
    leave: Callable[[Organisation, Person], None],
    who: int,
    in_scope: Organisation,
    asked: Companionship,
    member: Person,
    founder: Person,
    make_person: Callable[..., Person],
) -> None:
    for number in range(9):  # A file in which more than a tenth are missing is refused.
        make_person(f"Other {number}")
    agree_to_companionship(asked, by=founder)
    gone, remains = (member, founder)[who], (founder, member)[who]
    leave(in_scope, gone)
    over = companionship_for(remains, asked.pk)
    assert (over.state, over.other(remains)) == ("over", gone)
    with clock.at(clock.now() + timedelta(days=40)):
        resume_affiliation(gone, organisation=in_scope, by=None)
        assert companionship_for(gone, asked.pk).state == "over"
    assert facts() == ["people.accompanied", "people.parted"]


def test_a_last_day_set_before_ends_it_when_it_comes(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person
) -> None:
    agree_to_companionship(asked, by=founder)
    end_affiliation(founder, organisation=in_scope, by=None, on=TODAY + timedelta(days=3))
    part_whose_day_came()
    assert companionship_for(member, asked.pk).state == "running"
    with clock.at(clock.now() + timedelta(days=3)):
        part_whose_day_came()
        part_whose_day_came()
        assert companionship_for(member, asked.pk).state == "over"
    assert facts() == ["people.accompanied", "people.parted"]


def test_who_left_unnoticed_and_comes_back_finds_it_over(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person
) -> None:
    agree_to_companionship(asked, by=founder)
    end_affiliation(founder, organisation=in_scope, by=None, on=TODAY + timedelta(days=3))
    with clock.at(clock.now() + timedelta(days=9)):
        resume_affiliation(founder, organisation=in_scope, by=None)
        assert companionship_for(founder, asked.pk).state == "over"


def test_others_walk_on_when_somebody_leaves(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    agree_to_companionship(asked, by=founder)
    other = ask_for_companion(in_scope, by=member, person=member, companion=administrator, kind=COACH)
    end_affiliation(founder, organisation=in_scope, by=None, on=TODAY)
    assert companionship_for(administrator, other.pk).state == "asked"


def test_only_the_two_hold_it(
    asked: Companionship, member: Person, founder: Person, administrator: Person, outsider: Person
) -> None:
    assert companionship_for(member, asked.pk) == companionship_for(founder, asked.pk) == asked
    for other in (administrator, outsider):
        with pytest.raises(NotFound):
            companionship_for(other, asked.pk)
