"""The quarterly check: who may answer, what remains, when it opens and closes; and who sees what of a circle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse

from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.models import Member
from roost.gather.circles.reads import SharedCircle
from roost.gather.health.access import check_for
from roost.gather.health.actions import answer_check, ask_now, keep_checks
from roost.gather.health.engine.check import EVERY, ITEMS, outcome, read_answers
from roost.gather.health.models import Check, Taken
from roost.gather.health.reads import check_page, health_page
from roost.gather.meetings.tests.holding import hold
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Person
from roost.ground.release.actions import take_out

FIRST = datetime(2024, 6, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NumQueries = Callable[[int], object]


def all_of(value: int) -> dict[str, int]:
    return dict.fromkeys(ITEMS, value)


def test_means_remain_from_three_on_with_where_people_see_it_differently() -> None:
    assert outcome([all_of(4), all_of(5)]) is None
    found = outcome([all_of(5), all_of(4), {**all_of(3), "open": 1}])
    assert found is not None
    assert found["room"] == (4.0, False)
    assert found["open"] == (pytest.approx(10 / 3), True)


@pytest.mark.parametrize("odd", ["", "0", "6", "2.5", "٣", "x"])
def test_answers_are_whole_numbers_from_1_to_5(odd: str) -> None:
    told = {item: "3" for item in ITEMS}
    assert read_answers(told) == all_of(3)
    with pytest.raises(InputError):
        read_answers({**told, "kept": odd})
    with pytest.raises(InputError):
        read_answers({item: "3" for item in ITEMS[1:]})


def test_the_last_answer_closes_it_and_nothing_says_who_answered_what(
    circle: SharedCircle, member: Person, founder: Person, third: Person, administrator: Person
) -> None:
    check = ask_now(circle, by=member)
    with pytest.raises(NotFound):
        answer_check(check, by=administrator, answers=all_of(1))
    for person, value in ((member, 5), (founder, 4)):
        answer_check(check, by=person, answers=all_of(value))
        with pytest.raises(Conflict, match="already"):
            answer_check(check, by=person, answers=all_of(1))
    assert check_page(member, circle.number).has_answered
    assert not check_page(third, circle.number).has_answered
    check.refresh_from_db()
    assert sorted(take_out(one)["open"] for one in check.ballots) == [4, 5]
    answer_check(check, by=third, answers=all_of(3))
    check.refresh_from_db()
    assert (check.answered, check.outcome["open"], check.ballots) == (3, [4.0, False], [])
    assert not Taken.objects.exists()
    with pytest.raises(NotFound):
        check_for(member, circle.number)
    found = health_page(member, circle.number).outcome
    assert found is not None
    assert next((one.mean, one.before) for one in found.items) == (4.0, None)


def test_no_order_of_what_was_answered_is_that_of_who_answered(
    circle: SharedCircle, member: Person, make_person: Callable[..., Person]
) -> None:
    people = [make_person(f"Person {number}") for number in range(8)]
    for one in people:
        told = {"organisation_id": circle.organisation, "circle_id": circle.number, "since": clock.now()}
        Member.objects.create(person=one, **told)
    check, orders = ask_now(circle, by=member), set()
    for number, one in enumerate(people):
        answer_check(check, by=one, answers={**all_of(3), "open": number})
        check.refresh_from_db()
        # Each is as long as any other, and none can be read without the key that is not in the database.
        assert len({len(one) for one in check.ballots}) == 1
        assert not any("open" in one for one in check.ballots)
        orders.add(tuple(take_out(one)["open"] for one in check.ballots))
    assert orders != {tuple(range(end)) for end in range(1, 9)}


def test_answers_that_nobody_can_read_any_more_leave_no_check_open_for_ever(
    circle: SharedCircle, member: Person, settings: LazySettings
) -> None:
    check = ask_now(circle, by=member)
    answer_check(check, by=member, answers=all_of(4))
    settings.ANSWERS_KEY = "another"
    with clock.at(check.closes_at):
        keep_checks()
    check.refresh_from_db()
    assert (check.answered, check.outcome, check.ballots) == (0, {}, [])
    assert check.closed_at is not None


def test_who_leaves_without_an_answer_is_not_awaited(
    circle: SharedCircle, make_person: Callable[..., Person], member: Person, founder: Person, third: Person
) -> None:
    last = make_person("Dee Fourth")
    told = {"organisation_id": circle.organisation, "circle_id": circle.number, "since": clock.now()}
    sitting = Member.objects.create(person=last, **told)
    check = ask_now(circle, by=member)
    for person in (member, founder, third):
        answer_check(check, by=person, answers=all_of(4))
    keep_checks()
    check.refresh_from_db()
    assert check.closed_at is None
    leave_circle(sitting, by=last)
    keep_checks()
    check.refresh_from_db()
    assert (check.answered, check.outcome["open"]) == (3, [4.0, False])


def test_of_two_answers_nothing_is_kept(circle: SharedCircle, member: Person, founder: Person) -> None:
    check = ask_now(circle, by=member)
    for person in (member, founder):
        answer_check(check, by=person, answers=all_of(2))
    with clock.at(check.closes_at):
        with pytest.raises(NotFound):
            check_for(member, circle.number)
        keep_checks()
        check.refresh_from_db()
        assert (check.answered, check.outcome, check.ballots) == (2, {}, [])
        assert "Fewer than three" in _shown(member, circle)


def _shown(person: Person, circle: SharedCircle) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("health:health", args=[circle.number])).content.decode()


def test_a_circle_is_asked_once_a_quarter_by_one_mail_each(
    circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    keep_checks()
    hold(circle, FIRST, member, founder)
    with clock.at(FIRST + 2 * DAY):
        keep_checks()
        assert not Check.objects.exists()
    hold(circle, FIRST + EVERY - DAY, member, founder)
    with clock.at(FIRST + EVERY + DAY):
        keep_checks()
        keep_checks()
        deliver_due()
        told = [(one.to[0], str(one.subject)) for one in mail.outbox if "Eight sentences" in str(one.subject)]
        assert sorted(told) == sorted(
            (one.email, "How is your circle? Eight sentences") for one in (member, founder, third)
        )
        check = Check.objects.get()
        assert check.closes_at == FIRST + EVERY + 15 * DAY
        assert "Eight sentences" in _today(member)
    with clock.at(FIRST + EVERY + 20 * DAY):
        keep_checks()
        check.refresh_from_db()
        assert check.closed_at is not None
        with pytest.raises(Conflict, match="four weeks"):
            ask_now(circle, by=member)
    # Who has not met for a quarter has nothing new to say of it.
    with clock.at(FIRST + 2 * EVERY + 2 * DAY):
        keep_checks()
        assert Check.objects.count() == 1
    hold(circle, FIRST + 2 * EVERY + 3 * DAY, member, founder)
    with clock.at(FIRST + 2 * EVERY + 4 * DAY):
        keep_checks()
        assert Check.objects.count() == 2


def test_of_two_a_circle_is_not_asked_by_itself(
    circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    for moment in (FIRST, FIRST + EVERY):
        hold(circle, moment, member, founder)
    leave_circle(visible_memberships(third).get(circle=circle.number), by=third)
    with clock.at(FIRST + EVERY + DAY):
        keep_checks()
        assert not Check.objects.exists()
        deliver_due()
        assert mail.outbox == []


def _today(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.get("/").content.decode()


def test_pages_ask_take_and_show(
    client: Client,
    circle: SharedCircle,
    member: Person,
    founder: Person,
    third: Person,
    administrator: Person,
    django_assert_max_num_queries: NumQueries,
) -> None:
    hold(circle, FIRST, member, founder, third, given=(8, 9))
    health, check = (reverse(f"health:{name}", args=[circle.number]) for name in ("health", "check"))
    with clock.at(FIRST + DAY):
        client.force_login(member)
        assert "not asked anything now" in client.get(check, follow=True).text
        shown = client.get(health).content.decode()
        assert "3 of 3" in shown
        assert "too early to say" in shown
        assert client.post(reverse("health:ask", args=[circle.number])).headers["Location"] == check
        assert client.post(check, {"open": "3"}).status_code == 422
        assert client.post(check, all_of(4), follow=True).status_code == 200
        assert "You have answered" in client.get(check).content.decode()
        with django_assert_max_num_queries(32):
            client.get(health)
        client.force_login(administrator)
        assert {client.get(address).status_code for address in (health, check)} == {404}


def test_who_answers_last_reads_at_once_what_came_out_and_who_comes_later_is_led_there(
    circle: SharedCircle, member: Person, founder: Person, third: Person, client_for: Callable[[Person | None], Client]
) -> None:
    health, check = (reverse(f"health:{name}", args=[circle.number]) for name in ("health", "check"))
    ask_now(circle, by=member)
    first = client_for(member)
    assert "Eight sentences wait for you" in first.get(health).text
    assert "once all of you have answered" in first.post(check, all_of(3), follow=True).text
    assert "Eight sentences wait for you" not in first.get(health).text
    client_for(founder).post(check, all_of(4))
    last = client_for(third)
    answered = last.post(check, all_of(5), follow=True)
    assert answered.redirect_chain == [(f"{health}#answered", 302)]
    assert "this is what came out" in answered.text
    late = first.post(check, all_of(1), follow=True)
    assert late.redirect_chain == [(health, 302)]
    assert "not asked anything now" in late.text
    # At the first check there is nothing to compare with.
    assert ">Before<" not in answered.text


def test_nobody_is_offered_to_ask_who_would_be_refused(
    circle: SharedCircle, member: Person, founder: Person, third: Person, client_for: Callable[[Person | None], Client]
) -> None:
    health, browser = reverse("health:health", args=[circle.number]), client_for(member)
    assert "Ask all of us now" in browser.get(health).text
    check = ask_now(circle, by=member)
    for person in (member, founder, third):
        answer_check(check, by=person, answers=all_of(4))
    with clock.at(check.opened_at + 27 * DAY):
        shown = browser.get(health).text
        assert "Ask all of us now" not in shown
        assert "on, you can ask each other before that" in shown
    with clock.at(check.opened_at + 28 * DAY):
        assert "Ask all of us now" in browser.get(health).text
    leave_circle(visible_memberships(third).get(circle=circle.number), by=third)
    assert "Once a quarter" not in browser.get(health).text
