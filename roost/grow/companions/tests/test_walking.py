"""Two who walk together: what they plan, aim at and commit to; who reads it; and what stays when it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.access import companionship_for
from roost.ground.people.actions import agree_to_companionship, ask_for_companion, end_companionship
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.companions.access import commitment_for, counted_for, goal_for, point_for, session_for
from roost.grow.companions.actions import (
    call_off_session,
    commit_to,
    drop_commitment,
    drop_point,
    keep_commitment,
    leave_goal,
    move_session,
    plan_session,
    raise_point,
    reach_goal,
    say_that_they_met,
    set_goal,
)
from roost.grow.companions.models import Commitment, Goal, Session
from roost.grow.companions.reads import companions_page, pair_page, pairs_counted, session_page
from roost.grow.growth.actions import (
    Audience,
    Given,
    answer_questions,
    check_in,
    choose_needles,
    plan_experiment,
    put_first,
    show_needles,
)
from roost.grow.growth.reads import shared_with_companion

LATER = datetime(2024, 6, 20, 9, 0, tzinfo=UTC)


def test_nothing_is_added_before_both_agree_nor_after_the_end(
    asked: Companionship, member: Person, founder: Person
) -> None:
    with pytest.raises(Conflict):
        set_goal(asked, by=member, words="Say no twice a week")
    running = agree_to_companionship(asked, by=founder)
    goal = set_goal(running, by=member, words="Say no twice a week")
    end_companionship(running, by=founder)
    for act in (lambda: plan_session(running, by=founder, starts_at=LATER), lambda: reach_goal(goal, by=member)):
        with pytest.raises(Conflict):
            act()
    assert [one.words for one in pair_page(Companionship.objects.get(), member).goals] == ["Say no twice a week"]


def test_a_goal_is_set_once_and_reached_or_let_go(pair: Companionship, member: Person, founder: Person) -> None:
    goal = set_goal(pair, by=founder, words="Lead without the title")
    assert set_goal(pair, by=member, words="Lead without the title") == goal
    other = set_goal(pair, by=member, words="Sleep")
    for _ in range(2):
        assert reach_goal(goal, by=member).reached_at is not None
        assert leave_goal(other, by=founder).left_at is not None
    assert leave_goal(goal, by=member).left_at is None
    page = pair_page(pair, member)
    assert (len(page.goals), len(page.goals_before)) == (0, 2)
    assert Fact.objects.filter(verb="companions.aimed").count() == 4


def test_a_session_is_planned_moved_and_held(pair: Companionship, member: Person, founder: Person) -> None:
    session = plan_session(pair, by=founder, starts_at=LATER)
    assert plan_session(pair, by=member, starts_at=LATER) == session
    moved = move_session(session, by=member, starts_at=LATER + timedelta(days=1), version=1)
    assert moved.version == 2
    with pytest.raises(Conflict, match="moved meanwhile"):
        move_session(session, by=founder, starts_at=LATER + timedelta(days=2), version=1)
    with pytest.raises(InputError):
        say_that_they_met(session, by=member)
    with clock.at(LATER + timedelta(days=1, hours=1)):
        for _ in range(2):
            assert say_that_they_met(session, by=founder).met_at is not None
        with pytest.raises(Conflict):
            call_off_session(session, by=member)
    assert Fact.objects.filter(verb="companions.met").count() == 1


def test_a_session_that_was_called_off_leaves_its_time_free(pair: Companionship, member: Person) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    for _ in range(2):
        assert call_off_session(session, by=member).called_off_at is not None
    assert plan_session(pair, by=member, starts_at=LATER) != session
    with pytest.raises(InputError):
        plan_session(pair, by=member, starts_at=clock.now() - timedelta(minutes=1))


def test_the_agenda_holds_points_of_both(pair: Companionship, member: Person, founder: Person) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    point = raise_point(session, by=member, words="The board meeting")
    assert raise_point(session, by=member, words="The board meeting") == point
    raise_point(session, by=founder, words="Holidays")
    with pytest.raises(Forbidden):
        drop_point(point, by=founder)
    with pytest.raises(NotFound):
        point_for(founder, point.pk)
    drop_point(point_for(member, point.pk), by=member)
    (line,) = pair_page(pair, founder).planned
    assert [one.words for one in line.points] == ["Holidays"]


def test_a_session_tells_of_whom_it_is_and_what_can_still_be_done(
    pair: Companionship, member: Person, founder: Person, django_assert_num_queries: Callable[[int], Any]
) -> None:
    session = plan_session(pair, by=member, starts_at=LATER)
    raise_point(session, by=founder, words="Holidays")
    held = session_for(member, session.pk)
    with django_assert_num_queries(1):
        page = session_page(held, member)
        assert [(one.words, one.by) for one in page.points] == [("Holidays", founder)]
    assert (page.other, page.is_open, page.has_begun) == (founder, True, False)
    with clock.at(LATER):
        assert session_page(held, founder).has_begun
    end_companionship(pair, by=founder)
    assert not session_page(session_for(member, session.pk), member).is_open


def test_a_commitment_is_made_kept_and_dropped_by_its_own(pair: Companionship, member: Person, founder: Person) -> None:
    mine = commit_to(pair, by=member, words="Ask Ines", due=LATER.date())
    assert commit_to(pair, by=member, words="Ask Ines") == mine
    theirs = commit_to(pair, by=founder, words="Send the book")
    with pytest.raises(Forbidden):
        keep_commitment(mine, by=founder)
    page = pair_page(pair, member)
    assert ([one.pk for one in page.mine], [one.pk for one in page.theirs]) == ([mine.pk], [theirs.pk])
    keep_commitment(mine, by=member)
    drop_commitment(theirs, by=founder)
    assert len(pair_page(pair, member).commitments_before) == 2


def test_nobody_else_holds_any_of_it(
    pair: Companionship, member: Person, administrator: Person, outsider: Person
) -> None:
    goal = set_goal(pair, by=member, words="Sleep")
    session = plan_session(pair, by=member, starts_at=LATER)
    commitment = commit_to(pair, by=member, words="Ask Ines")
    for other in (administrator, outsider):
        for hold, number in (
            (companionship_for, pair.pk),
            (goal_for, goal.pk),
            (session_for, session.pk),
            (commitment_for, commitment.pk),
        ):
            with pytest.raises(NotFound):
                hold(other, number)
        with pytest.raises(NotFound):
            set_goal(pair, by=other, words="Mine")
    with pytest.raises(NotFound):
        goal_for(member, 10**9)


def test_the_companion_reads_what_was_opened_and_nothing_else(
    in_scope: Organisation, pair: Companionship, member: Person
) -> None:
    given = {
        "body": Given("2", Audience.COMPANION),
        "mind": Given("4"),
        "drains": Given(["politics"], Audience.COUNTED),
        "feeds": Given(["learning"], Audience.COMPANION),
    }
    answer_questions(in_scope, by=member, given=given)
    shared = shared_with_companion(pair)
    assert [(list(one.values), one.latest) for one in shared.levels] == [([2], "Low")]
    assert len(shared.said) == 1
    check_in(in_scope, by=member, levels={"body": "4", "spirit": ""})
    check_in(in_scope, by=member, levels={"body": "4"})
    assert [list(one.values) for one in shared_with_companion(pair).levels] == [[2, 4]]
    answer_questions(in_scope, by=member, given={"body": Given("4", Audience.ME), "feeds": Given(["learning"])})
    assert not shared_with_companion(pair)


def test_needles_are_seen_only_while_the_person_says_so(
    in_scope: Organisation, pair: Companionship, member: Person, founder: Person
) -> None:
    cycle = answer_questions(in_scope, by=member, given={"body": Given("2")})
    put_first(cycle, by=member, behaviours=["deciding"])
    choose_needles(cycle, by=member, chosen={"deciding": "It is time"})
    assert not shared_with_companion(pair).needles
    show_needles(in_scope, by=member, shown=True)
    assert [one.needle.why for one in shared_with_companion(pair).needles] == ["It is time"]
    assert pair_page(pair, founder).shared
    show_needles(in_scope, by=member, shown=False)
    assert not shared_with_companion(pair).needles


def test_what_was_told_before_stays_closed_to_a_new_companion_until_it_is_told_again(
    in_scope: Organisation, pair: Companionship, member: Person, administrator: Person
) -> None:
    given = {"feeds": Given(["learning"], Audience.COMPANION)}
    cycle = answer_questions(in_scope, by=member, given=given)
    put_first(cycle, by=member, behaviours=["deciding"])
    choose_needles(cycle, by=member, chosen={"deciding": "It is time"})
    show_needles(in_scope, by=member, shown=True)
    check_in(in_scope, by=member, levels={"body": "2"})
    with clock.at(clock.now() + timedelta(days=300)):
        kind = Companionship.Kind.PEER
        asked = ask_for_companion(in_scope, by=member, person=member, companion=administrator, kind=kind)
        new = agree_to_companionship(asked, by=administrator)
        assert not shared_with_companion(new)
        assert not pair_page(new, member).shows_needles
        first = shared_with_companion(Companionship.objects.get(pk=pair.pk))
        assert (len(first.levels), len(first.said), len(first.needles)) == (1, 1, 1)
        answer_questions(in_scope, by=member, given=given)
        check_in(in_scope, by=member, levels={"body": "2"})
        check_in(in_scope, by=member, levels={"body": "2"})
        show_needles(in_scope, by=member, shown=True)
        told = shared_with_companion(new)
        assert [list(one.values) for one in told.levels] == [[2]]
        assert (len(told.said), [one.needle.why for one in told.needles]) == (1, ["It is time"])


def test_the_same_level_is_told_once_more_to_who_came_the_same_day(
    in_scope: Organisation, pair: Companionship, member: Person, administrator: Person
) -> None:
    check_in(in_scope, by=member, levels={"body": "2"})
    with clock.at(clock.now() + timedelta(hours=2)):
        kind = Companionship.Kind.PEER
        asked = ask_for_companion(in_scope, by=member, person=member, companion=administrator, kind=kind)
        new = agree_to_companionship(asked, by=administrator)
        check_in(in_scope, by=member, levels={"body": "2"})
        assert [list(one.values) for one in shared_with_companion(new).levels] == [[2]]


def test_experiments_alone_are_something_to_read(in_scope: Organisation, pair: Companionship, member: Person) -> None:
    cycle = answer_questions(in_scope, by=member, given={"body": Given("2")})
    words = {"cue": "we begin", "action": "ask", "expectation": "fewer questions"}
    plan_experiment(cycle, by=member, behaviour="deciding", **words, chance=60, key="0" * 32)
    show_needles(in_scope, by=member, shown=True)
    shared = shared_with_companion(pair)
    assert (len(shared.needles), len(shared.experiments), bool(shared)) == (0, 1, True)


def test_when_it_ends_nothing_is_read_any_more(
    in_scope: Organisation, pair: Companionship, member: Person, founder: Person
) -> None:
    answer_questions(in_scope, by=member, given={"body": Given("2", Audience.COMPANION)})
    over = end_companionship(pair, by=member)
    with pytest.raises(NotFound):
        shared_with_companion(over)
    assert pair_page(over, founder).shared is None


def test_the_organisation_sees_states_and_counts(
    in_scope: Organisation, pair: Companionship, member: Person, founder: Person
) -> None:
    held = plan_session(pair, by=member, starts_at=LATER)
    with clock.at(LATER + timedelta(hours=1)):
        say_that_they_met(held, by=member)
    next_one = plan_session(pair, by=member, starts_at=LATER + timedelta(days=7))
    call_off_session(plan_session(pair, by=member, starts_at=LATER + timedelta(days=3)), by=member)
    (line,) = pairs_counted(in_scope).shown
    assert (line.person, line.companion, line.met, line.next_at) == (
        str(member), str(founder), 1, next_one.starts_at,
    )  # fmt: skip
    assert set(vars(line)) == {"companionship", "person", "companion", "met", "next_at"}


def test_what_two_ask_each_other_is_no_business_of_the_organisation_until_both_agree(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    assert not pairs_counted(in_scope).shown
    with pytest.raises(NotFound):
        counted_for(administrator, asked.pk)
    agree_to_companionship(asked, by=founder)
    assert counted_for(administrator, asked.pk) == asked
    end_companionship(asked, by=member)
    kind = Companionship.Kind.PEER
    refused = ask_for_companion(in_scope, by=founder, person=founder, companion=member, kind=kind)
    end_companionship(refused, by=member)
    proposed = ask_for_companion(in_scope, by=administrator, person=member, companion=administrator, kind=kind)
    assert [one.companionship for one in pairs_counted(in_scope).shown] == [proposed, asked]


def test_a_time_that_has_passed_is_asked_about_and_is_not_the_next(
    in_scope: Organisation, pair: Companionship, member: Person
) -> None:
    forgotten = plan_session(pair, by=member, starts_at=LATER)
    following = plan_session(pair, by=member, starts_at=LATER + timedelta(days=14))
    with clock.at(LATER + timedelta(days=7)):
        (line,) = companions_page(member).running
        assert (line.next_session, line.unsaid) == (following, forgotten)
        assert pairs_counted(in_scope).shown[0].next_at == following.starts_at
        page = pair_page(pair, member)
        assert ([one.session for one in page.planned], [one.session for one in page.unsaid]) == (
            [following], [forgotten],
        )  # fmt: skip
        over = end_companionship(pair, by=member)
        assert pairs_counted(in_scope).shown[0].next_at is None
        (line,) = companions_page(member).over
        assert (line.next_session, line.unsaid) == (None, None)
        page = pair_page(over, member)
        assert (page.planned, page.unsaid) == ([], [])


def test_those_that_run_come_first_and_what_is_left_out_is_counted(
    in_scope: Organisation, pair: Companionship, administrator: Person, make_person: Callable[..., Person]
) -> None:
    later = [make_person(f"Later {number}") for number in range(3)]
    with clock.at(clock.now() + timedelta(days=1)):
        kind = Companionship.Kind.PEER
        for one in later:
            ask_for_companion(in_scope, by=administrator, person=one, companion=administrator, kind=kind)
    counted = pairs_counted(in_scope, most=2)
    assert counted.shown[0].companionship == pair
    assert (len(counted.shown), counted.more) == (2, 2)


def test_what_waits_stands_on_the_list(asked: Companionship, member: Person, founder: Person) -> None:
    assert [one.waits_for_me for one in companions_page(founder).asked] == [True]
    assert [one.waits_for_me for one in companions_page(member).asked] == [False]
    pair = agree_to_companionship(asked, by=founder)
    session = plan_session(pair, by=member, starts_at=LATER)
    (line,) = companions_page(member).running
    assert (line.other, line.next_session) == (founder, session)


def test_erasing_one_of_the_two_leaves_nothing_of_it(pair: Companionship, member: Person, founder: Person) -> None:
    set_goal(pair, by=founder, words="Sleep")
    plan_session(pair, by=founder, starts_at=LATER)
    commit_to(pair, by=member, words="Ask Ines")
    assert "Ask Ines" in str(export_person(member.pk))
    erase_person(member.pk)
    assert [model.objects.count() for model in (Companionship, Goal, Session, Commitment)] == [0, 0, 0, 0]
