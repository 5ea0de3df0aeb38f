"""Who may do what in a meeting, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.models import Circle
from roost.gather.circles.ports import HELD
from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.access import is_inside, meeting_for, open_meeting_in, visible_meetings
from roost.gather.meetings.actions import (
    BEGAN,
    MET,
    call_off,
    choose_heaviest,
    come_in,
    count_guest_in,
    end_forgotten_meetings,
    end_meeting,
    move_meeting,
    note_present,
    open_meeting,
    rate_meeting,
    weigh_topics,
)
from roost.gather.meetings.engine.events import (
    Back,
    Bring,
    Choose,
    Come,
    Done,
    Event,
    Extend,
    Gone,
    GoOn,
    NextStep,
    NextTurn,
    Pause,
    TakeOver,
)
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.weighing import Weighed
from roost.gather.meetings.models import Arrival, Meeting, Rating, Weight
from roost.gather.meetings.reads import circle_page, own_part, stage_of, usual_plan
from roost.gather.meetings.reads.protocols import OCCASIONS
from roost.gather.meetings.tests.talks import PROTOCOL, end_now
from roost.ground.activity.models import Fact, Involved
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Organisation, Person

Begin = Callable[..., Meeting]


def do(meeting: Meeting, event: Event, by: Person) -> bool:
    meeting.refresh_from_db()
    return move_meeting(meeting, event, by=by, move=meeting.state["move"])


def to(kind: Kind, meeting: Meeting, by: Person) -> None:
    """Go on to a step; where a topic is chosen, to the moderator's own."""
    while True:
        meeting.refresh_from_db()
        here = PROTOCOL.steps[meeting.state["step"]].kind
        if here is kind:
            return
        if here is Kind.CHOOSE:
            do(meeting, Bring(by.pk), by)
            meeting.refresh_from_db()
            choose_heaviest(meeting, by=by, move=meeting.state["move"])
        do(meeting, NextStep(), by)


def test_two_who_open_a_meeting_at_once_open_the_same(begin: Begin, founder: Person, member: Person) -> None:
    assert begin(by=member) == begin(by=founder)
    assert Meeting.objects.get().state["moderator"] == member.pk


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_who_does_not_sit_in_the_circle_finds_nothing_and_does_nothing(
    who: str, begin: Begin, circle: SharedCircle, member: Person, founder: Person, request: pytest.FixtureRequest
) -> None:
    meeting, person = begin(member, founder), request.getfixturevalue(who)
    assert not visible_meetings(person)
    attempts: list[Callable[[], Any]] = [
        lambda: meeting_for(person, meeting.pk),
        lambda: open_meeting(circle, by=person, protocol="experience-share", minutes=90),
        lambda: come_in(meeting, by=person),
        lambda: note_present(meeting, by=person, person=person.pk),
        lambda: count_guest_in(meeting, by=person),
        lambda: move_meeting(meeting, TakeOver(person.pk), by=person, move=0),
        lambda: choose_heaviest(meeting, by=person, move=0),
        lambda: weigh_topics(meeting, by=person, weights=[]),
        lambda: rate_meeting(meeting, by=person, value=10, room=10),
        lambda: end_meeting(meeting, by=person, move=0),
        lambda: call_off(meeting, by=person),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_nothing_can_be_done_before_confidentiality_is_promised(begin: Begin, member: Person, third: Person) -> None:
    meeting = begin(member)
    assert not is_inside(meeting, third)
    attempts: list[Callable[[], Any]] = [
        lambda: move_meeting(meeting, TakeOver(third.pk), by=third, move=0),
        lambda: move_meeting(meeting, Come(third.pk), by=third, move=0),
        lambda: weigh_topics(meeting, by=third, weights=[]),
        lambda: rate_meeting(meeting, by=third, value=10, room=10),
        lambda: end_meeting(meeting, by=third, move=0),
        lambda: call_off(meeting, by=third),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()


def test_who_opened_a_meeting_moderates_only_once_they_are_in(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(founder)
    with pytest.raises(Forbidden):
        do(meeting, NextStep(), member)
    come_in(meeting, by=member)
    assert do(meeting, NextStep(), member)


def test_two_who_press_at_once_move_on_by_one(begin: Begin, member: Person, founder: Person, third: Person) -> None:
    meeting = begin(member, founder, third)
    do(meeting, NextStep(), member)
    meeting.refresh_from_db()
    move = meeting.state["move"]
    assert move_meeting(meeting, NextTurn(), by=member, move=move)
    assert not move_meeting(meeting, Done(member.pk), by=member, move=move)
    assert not move_meeting(meeting, NextTurn(), by=member, move=move)
    meeting.refresh_from_db()
    assert meeting.state["turn"] == founder.pk
    assert not move_meeting(meeting, Extend(1), by=member, move=None)


def test_anybody_takes_over_in_one_press(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(member, founder)
    with pytest.raises(Forbidden):
        do(meeting, NextStep(), founder)
    do(meeting, TakeOver(founder.pk), founder)
    do(meeting, NextStep(), founder)
    with pytest.raises(Forbidden):
        do(meeting, NextTurn(), member)


def test_who_has_gone_promises_again(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(member, founder)
    do(meeting, Gone(founder.pk), founder)
    meeting.refresh_from_db()
    assert not is_inside(meeting, founder)
    come_in(meeting, by=founder)
    come_in(meeting, by=founder)
    meeting.refresh_from_db()
    assert meeting.state["people"] == [member.pk, founder.pk]
    assert Arrival.objects.count() == 2


def test_who_left_the_circle_is_out_at_once(begin: Begin, member: Person, founder: Person, third: Person) -> None:
    meeting = begin(member, founder, third)
    leave_circle(visible_memberships(third).get(), by=third)
    with pytest.raises(NotFound):
        do(meeting, TakeOver(third.pk), third)


def test_what_weighs_most_is_talked_about_and_what_it_weighed_is_forgotten(
    begin: Begin, member: Person, founder: Person, third: Person
) -> None:
    meeting = begin(member, founder, third)
    to(Kind.CHOOSE, meeting, member)
    for person in (member, founder):
        do(meeting, Bring(person.pk), person)
    weigh_topics(
        meeting, by=third, weights=[Weighed(founder.pk, 5, 5), Weighed(member.pk, 1, 1), Weighed(third.pk, 5, 5)]
    )
    weigh_topics(meeting, by=member, weights=[Weighed(founder.pk, 3, 2)])
    assert Weight.objects.count() == 3
    with pytest.raises(InputError):
        weigh_topics(meeting, by=member, weights=[Weighed(founder.pk, 6, 1)])
    meeting.refresh_from_db()
    assert choose_heaviest(meeting, by=member, move=meeting.state["move"])
    meeting.refresh_from_db()
    assert meeting.state["presenter"] == founder.pk
    assert not Weight.objects.exists()
    with pytest.raises(Conflict, match="chosen already"):
        weigh_topics(meeting, by=member, weights=[Weighed(founder.pk, 3, 2)])
    do(meeting, NextStep(), member)
    do(meeting, NextStep(), member)
    assert list(Arrival.objects.filter(presented=True).values_list("person", flat=True)) == [founder.pk]


def test_whoever_presses_done_means_it_also_where_time_was_changed_meanwhile(
    begin: Begin, member: Person, founder: Person, third: Person
) -> None:
    meeting = begin(member, founder, third)
    do(meeting, NextStep(), member)
    do(meeting, NextTurn(), member)
    meeting.refresh_from_db()
    seen = meeting.state["move"]
    for event in (Extend(1), Pause(), GoOn()):
        assert do(meeting, event, member)
    assert move_meeting(meeting, Done(founder.pk), by=founder, move=seen)
    meeting.refresh_from_db()
    assert meeting.state["turn"] == third.pk
    # Their turn of the round before is none of this one.
    to(Kind.COMMIT, meeting, member)
    while meeting.state["turn"] != founder.pk:
        do(meeting, NextTurn(), member)
        meeting.refresh_from_db()
    assert not move_meeting(meeting, Done(founder.pk), by=founder, move=seen)
    assert not move_meeting(meeting, Done(founder.pk), by=founder, move=meeting.state["move"] + 1)
    assert not move_meeting(meeting, Done(founder.pk), by=founder)
    meeting.refresh_from_db()
    assert meeting.state["turn"] == founder.pk


def test_nobody_lifts_their_own_topic(begin: Begin, member: Person, founder: Person, third: Person) -> None:
    meeting = begin(member, founder, third)
    to(Kind.CHOOSE, meeting, member)
    for person in (member, founder):
        do(meeting, Bring(person.pk), person)
    weigh_topics(meeting, by=founder, weights=[Weighed(founder.pk, 5, 5)])
    weigh_topics(meeting, by=third, weights=[Weighed(member.pk, 3, 3)])
    assert [one.bringer_id for one in Weight.objects.all()] == [member.pk]
    meeting.refresh_from_db()
    choose_heaviest(meeting, by=member, move=meeting.state["move"])
    meeting.refresh_from_db()
    assert meeting.state["presenter"] == member.pk


def test_whose_topic_was_chosen_and_taken_back_has_not_presented(
    begin: Begin, member: Person, founder: Person, third: Person
) -> None:
    meeting = begin(member, founder, third)
    to(Kind.PRESENT, meeting, member)
    do(meeting, Back(), member)
    do(meeting, Bring(founder.pk), founder)
    do(meeting, Choose(founder.pk), member)
    do(meeting, NextStep(), member)
    end_now(meeting, member)
    assert [one.person for one in Arrival.objects.filter(presented=True)] == [founder]


def test_an_old_press_ends_nothing(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(member, founder)
    to(Kind.ROUND, meeting, member)
    old = meeting.state["move"]
    do(meeting, NextTurn(), member)
    assert not end_meeting(meeting, by=member, move=old)
    meeting.refresh_from_db()
    assert meeting.ended_at is None
    assert end_meeting(meeting, by=member, move=meeting.state["move"])


def test_who_joined_later_finds_the_meetings_since(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    meeting = begin(member, founder)
    to(Kind.ROUND, meeting, member)
    end_now(meeting, member)
    assert len(circle_page(third, circle.number).past) == 1
    joined = visible_memberships(third).get()
    joined.since = clock.now() + timedelta(minutes=1)
    joined.save()
    assert circle_page(third, circle.number).past == []
    assert len(circle_page(member, circle.number).past) == 1


def test_of_two_equal_topics_the_one_goes_first_whose_bringer_waited_longer(
    begin: Begin, member: Person, founder: Person
) -> None:
    first = begin(member, founder)
    to(Kind.PRESENT, first, member)
    end_now(first, member)
    second = begin(member, founder)
    to(Kind.CHOOSE, second, member)
    for person in (member, founder):
        do(second, Bring(person.pk), person)
    second.refresh_from_db()
    choose_heaviest(second, by=member, move=second.state["move"])
    second.refresh_from_db()
    assert second.state["presenter"] == founder.pk


def test_a_mean_is_kept_from_three_ratings_on_and_no_rating(
    begin: Begin, member: Person, founder: Person, third: Person
) -> None:
    for people, mean, room in (((member, founder), None, None), ((member, founder, third), 8.0, 13 / 3)):
        meeting = begin(*people)
        to(Kind.CLOSE, meeting, member)
        for person, value in zip(people, (3, 9, 7), strict=False):
            rate_meeting(meeting, by=person, value=value, room=10 - value)
        rate_meeting(meeting, by=member, value=8, room=9)
        with pytest.raises(InputError):
            rate_meeting(meeting, by=member, value=11, room=5)
        with pytest.raises(InputError):
            rate_meeting(meeting, by=member, value=8, room=0)
        end_now(meeting, member)
        meeting.refresh_from_db()
        assert (meeting.mean, meeting.room) == (mean, room)
        assert (meeting.ratings, meeting.came) == (len(people), len(people))
        assert not Rating.objects.exists()


def test_ratings_wait_for_the_end(begin: Begin, member: Person, founder: Person) -> None:
    with pytest.raises(Conflict):
        rate_meeting(begin(member, founder), by=member, value=8, room=9)


def test_an_ended_meeting_keeps_numbers_and_nothing_of_who_did_what(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    meeting = begin(member, founder, third)
    to(Kind.ROUND, meeting, member)
    do(meeting, Done(member.pk), member)
    end_now(meeting, member)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.reached, meeting.lapsed) == ({}, 1, False)
    facts = list(Fact.objects.filter(verb__startswith="meetings.").order_by("pk"))
    assert [(one.verb, one.actor, one.quantity) for one in facts] == [(BEGAN.name, None, None), (MET.name, None, 3)]
    assert not Involved.objects.filter(fact__in=facts).exists()
    assert open_meeting_in(circle.number) is None
    with pytest.raises(Conflict, match="over"):
        come_in(meeting, by=member)


def test_a_meeting_is_called_off_only_before_it_begins(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(member, founder)
    with pytest.raises(Conflict, match="called off"):
        end_now(meeting, member)
    with pytest.raises(Forbidden):
        call_off(meeting, by=founder)
    call_off(meeting, by=member)
    assert not Meeting.objects.exists()
    begun = begin(member, founder)
    to(Kind.ROUND, begun, member)
    with pytest.raises(Conflict, match="only be ended"):
        call_off(begun, by=member)


def test_what_nobody_ends_ends_by_itself(begin: Begin, member: Person, founder: Person, in_scope: Organisation) -> None:
    begun = begin(member, founder)
    to(Kind.ROUND, begun, member)
    with clock.at(clock.now() + timedelta(hours=11)):
        end_forgotten_meetings()
        begun.refresh_from_db()
        assert begun.ended_at is None
    with clock.at(clock.now() + timedelta(hours=12)):
        end_forgotten_meetings()
        begun.refresh_from_db()
        assert begun.lapsed
        told = Fact.objects.get(verb=MET.name)
        assert told.quantity == 2
        assert begun.began_at is not None
        assert told.happened_at == begun.began_at + timedelta(minutes=90)
        begin(member)
    with clock.at(clock.now() + timedelta(hours=24)):
        end_forgotten_meetings()
        assert Meeting.objects.get() == begun


def test_what_is_for_an_occasion_is_not_what_a_circle_usually_does(
    circle: SharedCircle, member: Person, founder: Person
) -> None:
    assert usual_plan(circle, minutes=90)[0] == "Experience share"
    for number, (key, usual) in enumerate((("decision-clinic", "Decision clinic"), *dict.fromkeys(OCCASIONS).items())):
        with clock.at(clock.now() + timedelta(days=number)):
            made = open_meeting(circle, by=member, protocol=key, minutes=90)
            for one in (member, founder):
                come_in(made, by=one)
            made.refresh_from_db()
            do(made, NextStep(), member)
            end_now(made, member)
            # Mails tell the plan of the next meeting, and shall not tell of such a talk.
            assert usual_plan(circle, minutes=90)[0] == (usual or "Decision clinic")


def test_twelve_hours_count_from_the_beginning(
    begin: Begin, member: Person, founder: Person, in_scope: Organisation
) -> None:
    meeting = begin(member, founder)
    with clock.at(clock.now() + timedelta(hours=11)):
        to(Kind.ROUND, meeting, member)
    with clock.at(clock.now() + timedelta(hours=13)):
        end_forgotten_meetings()
    meeting.refresh_from_db()
    assert meeting.ended_at is None


def test_circles_that_have_met_are_known(begin: Begin, circle: SharedCircle, member: Person) -> None:
    assert not HELD.among([circle.number])
    begin(member)
    assert HELD.among([circle.number]) == {circle.number}


def test_whoever_presses_in_a_meeting_that_was_called_off_finds_none(
    begin: Begin, member: Person, founder: Person
) -> None:
    meeting = begin(member, founder)
    call_off(Meeting.objects.get(), by=member)
    with pytest.raises(NotFound):
        rate_meeting(meeting, by=founder, value=8, room=9)


def test_on_one_screen_the_moderator_presses_for_all_who_are_of_the_circle(
    begin: Begin, member: Person, founder: Person, third: Person, administrator: Person
) -> None:
    meeting = begin(member, one_screen=True)
    note_present(meeting, by=member, person=founder.pk)
    with pytest.raises(InputError, match="do not sit"):
        note_present(meeting, by=member, person=administrator.pk)
    come_in(meeting, by=third)
    with pytest.raises(Forbidden):
        note_present(meeting, by=third, person=founder.pk)
    assert [one.affirmed_at is None for one in Arrival.objects.order_by("pk")] == [False, True, False]
    to(Kind.CHOOSE, meeting, member)
    do(meeting, Bring(founder.pk), member)
    weigh_topics(meeting, by=member, weights=[Weighed(founder.pk, 4, 4)])
    with pytest.raises(Forbidden):
        weigh_topics(meeting, by=third, weights=[Weighed(founder.pk, 4, 4)])
    to(Kind.CLOSE, meeting, member)
    with pytest.raises(Conflict, match="own screen"):
        rate_meeting(meeting, by=member, value=8, room=9)


def test_who_is_not_in_roost_is_counted_in_on_one_screen_and_has_turns(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person
) -> None:
    meeting = begin(member, one_screen=True)
    with pytest.raises(Conflict, match="who are not in Roost are here"):
        count_guest_in(meeting, by=member)
    Circle.objects.filter(pk=circle.number).update(unknown=2)
    for _guest in range(2):
        count_guest_in(meeting, by=member)
    with pytest.raises(Conflict, match="who are not in Roost are here"):
        count_guest_in(meeting, by=member)
    do(meeting, Gone(-1), member)
    count_guest_in(meeting, by=member)
    come_in(meeting, by=founder)
    with pytest.raises(Forbidden):
        count_guest_in(meeting, by=founder)
    to(Kind.ROUND, meeting, member)
    stage = stage_of(Meeting.objects.get())
    assert (stage.speaker, stage.then) == ("Mara Member", "Then Guest 2, Guest 1, Noor Founder")
    do(meeting, NextTurn(), member)
    meeting.refresh_from_db()
    assert meeting.state["turn"] == -2
    assert [name for _one, name in own_part(stage, member).silent] == ["Mara Member", "Noor Founder"]
    end_now(meeting, member)
    meeting.refresh_from_db()
    assert (meeting.came, meeting.sat, Arrival.objects.count()) == (4, 5, 2)


def test_guests_are_counted_in_nowhere_else(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person
) -> None:
    Circle.objects.filter(pk=circle.number).update(unknown=2)
    meeting = begin(member, founder)
    with pytest.raises(Forbidden, match="own screen"):
        count_guest_in(meeting, by=member)
    to(Kind.ROUND, meeting, member)
    end_now(meeting, member)
    meeting.refresh_from_db()
    # Whom it could not count is not missing from it.
    assert (meeting.came, meeting.sat) == (2, 3)


def test_each_comes_in_on_their_own_screen_elsewhere(begin: Begin, member: Person, founder: Person) -> None:
    with pytest.raises(Forbidden, match="own screen"):
        note_present(begin(member), by=member, person=founder.pk)
