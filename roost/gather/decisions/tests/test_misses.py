"""Somebody missed more than agreed: who is asked, who decides, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.attendance.actions import correct
from roost.gather.attendance.reads import attendance_page
from roost.gather.charters.actions import propose_charter, sign_charter
from roost.gather.charters.engine.choices import Choices
from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.models import Member
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.actions import answer, answer_about_misses, ask, ask_about_misses, settle_misses
from roost.gather.decisions.engine.deciding import OPEN_FOR
from roost.gather.decisions.engine.misses import Say, comes_of
from roost.gather.decisions.models import Misses, MissesAnswer
from roost.gather.decisions.reads import misses_card, misses_page, parted_today
from roost.gather.meetings.tests.holding import hold
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.notify.actions import deliver_due, offer
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person

FIRST = datetime(2024, 6, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NumQueries = Callable[[int], object]


@pytest.fixture
def charter(circle: SharedCircle, member: Person, founder: Person, third: Person) -> None:
    """Let the circle agree that more than one of six meetings is too many."""
    version = propose_charter(circle, by=member, choices=Choices(missed=1, of=6), after=0)
    for person in (founder, third):
        sign_charter(version, by=person)


def miss_twice(circle: SharedCircle, *there: Person) -> datetime:
    """Hold two meetings with these alone, and give a moment after them."""
    for week in (0, 3):
        hold(circle, FIRST + timedelta(weeks=week), *there)
    return FIRST + timedelta(weeks=3, days=1)


def test_literal_outcomes() -> None:
    others = frozenset({1, 2, 3})
    assert comes_of({}, others=others) is Say.TALK
    assert comes_of({1: Say.ANEW, 2: Say.ANEW, 3: Say.PART}, others=others) is Say.ANEW
    assert comes_of({1: Say.ANEW, 2: Say.PART}, others=others) is Say.TALK
    assert comes_of({1: Say.PART, 2: Say.PART}, others=others) is Say.TALK
    assert comes_of(dict.fromkeys(others, Say.PART), others=others) is Say.PART
    assert comes_of({1: Say.ANEW}, others=others) is Say.ANEW
    # Whoever is no longer one of the others counts no more.
    assert comes_of({4: Say.ANEW, 1: Say.TALK}, others=others) is Say.TALK


@given(st.dictionaries(st.integers(1, 6), st.sampled_from(Say)), st.integers(2, 6))
def test_nobody_is_parted_with_against_one_of_the_others(answers: dict[int, Say], size: int) -> None:
    others = frozenset(range(1, size + 1))
    outcome = comes_of(answers, others=others)
    assert (outcome is Say.PART) == all(answers.get(one) is Say.PART for one in others)
    if any(answers.get(one) is not Say.ANEW for one in others) and outcome is Say.ANEW:
        given = [answers[one] for one in others if one in answers]
        assert sum(one is Say.ANEW for one in given) > sum(one is not Say.ANEW for one in given)


def test_the_others_are_asked_once_where_a_charter_says_how_much_is_too_much(
    circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        assert not Misses.objects.exists()
    propose = propose_charter(circle, by=member, choices=Choices(missed=1, of=6), after=0)
    for person in (founder, third):
        sign_charter(propose, by=person)
    with clock.at(FIRST + timedelta(weeks=3, days=1)):
        ask_about_misses()
        ask_about_misses()
        assert Misses.objects.get().person == third
        deliver_due()
        asked = [one for one in mail.outbox if "asked something" in str(one.subject)]
        assert sorted(one.to[0] for one in asked) == sorted(str(one.email) for one in (member, founder))
        assert not any("Thea" in str(one.body) for one in asked)
        # That mails went out stays for weeks; who got none of it shall not be found by what they were about.
        assert not any("misses" in one.key for one in Outbox.objects.all())
        (about,) = misses_page(third, circle.number).asked
        assert (about.is_me, about.mine) == (True, "")


def test_it_is_decided_by_all_others_and_the_count_begins_anew(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person, administrator: Person
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        misses = Misses.objects.get()
        for person in (third, administrator):
            with pytest.raises(NotFound):
                answer_about_misses(misses, by=person, say="anew")
        with pytest.raises(InputError):
            answer_about_misses(misses, by=member, say="fine")
        answer_about_misses(misses, by=member, say="part")
        answer_about_misses(misses, by=member, say="talk")
        answer_about_misses(misses, by=founder, say="part")
        misses.refresh_from_db()
        assert misses.outcome == "talk"
        assert not MissesAnswer.objects.exists()
        with pytest.raises(Conflict):
            answer_about_misses(misses, by=founder, say="anew")
        ask_about_misses()
        assert Misses.objects.count() == 1
        mine = attendance_page(third, circle.number).mine
        assert mine is not None
        assert (mine.count.missed, mine.count.of, mine.count.is_too_much) == (0, 0, False)
        client = Client()
        client.force_login(third)
        assert "your count has just begun" in client.get(reverse("attendance:attendance", args=[circle.number])).text
        page = misses_page(third, circle.number)
        assert (page.asked, page.last) == ([], misses)
        others_page = misses_page(member, circle.number)
        assert others_page.last is None
        assert [(one.name, one.misses) for one in others_page.came_out] == [(circle.people[third.pk], misses)]
        assert page.came_out == []
        assert misses_card(member, circle) is not None
        client = Client()
        client.force_login(member)
        shown = client.get(reverse("decisions:misses", args=[circle.number])).content.decode()
        assert "You talk about it with them when you meet." in shown
        assert "Nothing is asked now" not in shown
    with clock.at(FIRST + timedelta(weeks=3, days=1) + OPEN_FOR):
        assert misses_page(member, circle.number).came_out == []
        assert misses_card(member, circle) is None


def test_every_one_of_them_parts_and_who_is_parted_with_is_told(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        for person in (member, founder):
            answer_about_misses(Misses.objects.get(), by=person, say="part")
        with pytest.raises(NotFound):
            circle_for(third, circle.number)
        assert set(shared_circle(circle_for(member, circle.number)).people) == {member.pk, founder.pk}
        settle_misses()
        deliver_due()
        told = [one for one in mail.outbox if "goes on without you" in str(one.subject)]
        assert [one.to for one in told] == [[third.email]]
        # The others read it as they read what else came out, and who was parted with finds it on Today as well.
        assert [one.name for one in misses_page(member, circle.number).came_out] == [circle.people[third.pk]]
        assert misses_card(member, shared_circle(circle_for(member, circle.number))) is not None
        assert parted_today(third, third) is not None
        assert (parted_today(member, member), parted_today(member, third)) == (None, None)
        for person, words in ((member, "You part ways."), (third, "The others decided to go on without you")):
            client = Client()
            client.force_login(person)
            page = reverse("decisions:misses", args=[circle.number]) if person is member else "/"
            assert words in client.get(page).text
    with clock.at(FIRST + timedelta(weeks=3, days=1) + OPEN_FOR):
        settle_misses()
        assert not Misses.objects.exists()


def test_who_is_parted_with_in_a_full_week_is_told_as_soon_as_there_is_room(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    after = miss_twice(circle, member, founder)
    with clock.at(after):
        for number in range(3):
            message = Message(circle.organisation, Kind.REGULAR, key=f"other:{number}", subject="Other", body="Other")
            offer(message, to=Recipient(third.pk, str(third.email), zone=third.time_zone), by=None)
        ask_about_misses()
        for person in (member, founder):
            answer_about_misses(Misses.objects.get(), by=person, say="part")
    for days, told in ((0, 0), (7, 1), (8, 1)):
        with clock.at(after + days * DAY):
            settle_misses()
            deliver_due()
            assert sum("goes on without you" in str(one.subject) for one in mail.outbox) == told


def test_who_comes_back_is_not_told_any_more_that_others_parted(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        for person in (member, founder):
            answer_about_misses(Misses.objects.get(), by=person, say="part")
        told = {"organisation_id": circle.organisation, "circle_id": circle.number}
        Member.objects.create(person=third, since=clock.now(), **told)
        assert misses_page(third, circle.number).last is None
        assert misses_page(member, circle.number).came_out == []
        settle_misses()
        assert not Misses.objects.exists()


def test_nobody_is_parted_with_for_what_was_corrected_meanwhile(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    second = FIRST + timedelta(weeks=3)
    hold(circle, FIRST, member, founder)
    number = hold(circle, second, member, founder).pk
    with clock.at(second + DAY):
        ask_about_misses()
        misses = Misses.objects.get()
        answer_about_misses(misses, by=member, say="part")
        correct(circle.number, number, by=founder, person=third.pk, mark="there")
        with pytest.raises(Conflict, match="not asked any more"):
            answer_about_misses(misses, by=founder, say="part")
        assert circle_for(third, circle.number) is not None


def test_a_circle_that_ends_is_asked_about_nobody_any_more(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        misses = Misses.objects.get()
        question = ask(circle, by=member)
        for person in (member, founder, third):
            answer(question, by=person, option="close")
        with pytest.raises(Conflict, match="not asked any more"):
            answer_about_misses(misses, by=founder, say="part")
        settle_misses()
        assert not Misses.objects.exists()


def test_time_decides_a_correction_takes_it_back_and_leaving_ends_it(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    after = miss_twice(circle, member, founder)
    with clock.at(after):
        ask_about_misses()
        answer_about_misses(Misses.objects.get(), by=member, say="part")
        last = hold(circle, after + DAY, member, founder).pk
    with clock.at(after + 2 * DAY):
        correct(circle.number, last, by=member, person=third.pk, mark="there")
        ask_about_misses()
        assert Misses.objects.exists()
    with clock.at(after + OPEN_FOR):
        settle_misses()
        assert Misses.objects.get().outcome == "talk"
        leave_circle(visible_memberships(third).get(circle=circle.number), by=third)
        settle_misses()
        assert not Misses.objects.exists()


def test_what_was_corrected_is_asked_about_no_more(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    second = FIRST + timedelta(weeks=3)
    hold(circle, FIRST, member, founder)
    number = hold(circle, second, member, founder).pk
    with clock.at(second + DAY):
        ask_about_misses()
        assert Misses.objects.exists()
        correct(circle.number, number, by=member, person=third.pk, mark="there")
        settle_misses()
        assert not Misses.objects.exists()


def test_pages_ask_and_take(
    charter: None,
    client: Client,
    circle: SharedCircle,
    member: Person,
    founder: Person,
    third: Person,
    django_assert_max_num_queries: NumQueries,
) -> None:
    page = reverse("decisions:misses", args=[circle.number])
    with clock.at(miss_twice(circle, member, founder)):
        client.force_login(member)
        assert "Nothing is asked now" in client.get(page).content.decode()
        ask_about_misses()
        assert "Your circle is asked something" in client.get("/").content.decode()
        assert "Somebody missed more" in client.get(reverse("meetings:circle", args=[circle.number])).content.decode()
        assert "Thea Third has missed more" in client.get(page).content.decode()
        address = reverse("decisions:answer-misses", args=[circle.number, Misses.objects.get().pk])
        assert "Choose one" in client.post(address, {}, follow=True).content.decode()
        assert "Change my answer" in client.post(address, {"option": "talk"}, follow=True).content.decode()
        with django_assert_max_num_queries(14):
            client.get(page)
        client.force_login(third)
        assert "The others are asked about what you missed" in client.get(page).content.decode()
        assert client.post(address, {"option": "anew"}).status_code == 404


def test_who_left_meanwhile_is_neither_asked_about_nor_told_that_others_parted(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        misses = Misses.objects.get()
        answer_about_misses(misses, by=member, say="part")
        leave_circle(visible_memberships(third).get(circle=circle.number), by=third)
        # Before the worker comes round.
        assert misses_page(member, circle.number).asked == []
        assert misses_card(member, shared_circle(circle_for(member, circle.number))) is None
        with pytest.raises(Conflict):
            answer_about_misses(misses, by=founder, say="part")
        settle_misses()
        assert not Misses.objects.exists()
        deliver_due()
        assert not any("goes on without you" in str(one.subject) for one in mail.outbox)


def test_where_only_one_other_is_left_nobody_is_asked_any_more(
    charter: None, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        misses = Misses.objects.get()
        answer_about_misses(misses, by=member, say="part")
        leave_circle(visible_memberships(founder).get(circle=circle.number), by=founder)
        with pytest.raises(Conflict):
            answer_about_misses(misses, by=member, say="part")
        settle_misses()
        assert not Misses.objects.exists()
        assert circle_for(third, circle.number) is not None


def test_what_came_out_before_somebody_came_is_not_theirs_to_read(
    charter: None,
    circle: SharedCircle,
    member: Person,
    founder: Person,
    make_person: Callable[..., Person],
) -> None:
    with clock.at(miss_twice(circle, member, founder)):
        ask_about_misses()
        for person in (member, founder):
            answer_about_misses(Misses.objects.get(), by=person, say="talk")
    with clock.at(FIRST + timedelta(weeks=3, days=2)):
        new = make_person("Dee Fourth")
        Member.objects.create(
            organisation_id=circle.organisation, circle_id=circle.number, person=new, since=clock.now()
        )
        grown = shared_circle(circle_for(new, circle.number))
        assert misses_page(new, circle.number).came_out == []
        assert misses_card(new, grown) is None
        assert misses_card(member, grown) is not None
