"""What is told of a 360 once its time is over, what stays of it, and what holds it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.notify.actions import deliver_due
from roost.ground.notify.models import Outbox
from roost.ground.people.models import Organisation, Person, ReportingLine
from roost.ground.release.actions import destroy_forgotten
from roost.ground.release.models import Ticket
from roost.grow.threesixty import actions
from roost.grow.threesixty.access import own_reviews, rater_behind, to_debrief
from roost.grow.threesixty.actions import begin_review, nominate, propose
from roost.grow.threesixty.engine import Category, Mean
from roost.grow.threesixty.models import Rater, Remark, Review
from roost.grow.threesixty.reads import instrument_of, looking_card, report
from roost.grow.threesixty.tests.saying import answer, links

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)
CLOSED = NOW + timedelta(days=14)


def run_worker() -> None:
    actions.close_due()
    actions.remind()


def test_of_few_nothing_is_told_and_their_words_neither(review: Review, five: list[Person], boss: Person) -> None:
    for person in five[:2]:
        answer(person, 4, thinking="Some words")
    answer(boss, 3)
    with clock.at(CLOSED):
        run_worker()
    review.refresh_from_db()
    assert review.told is not None
    assert review.told["answered"] == {}
    assert {one["everybody"] for one in review.told["behaviours"].values()} == {None}
    assert not Remark.objects.exists()


def test_words_without_a_name_are_told_from_five_on(review: Review, five: list[Person]) -> None:
    for person in five[:4]:
        answer(person, 4, thinking="Some words")
    with clock.at(CLOSED):
        run_worker()
    assert not Remark.objects.exists()
    review.refresh_from_db()
    assert review.told is not None
    assert Mean(**review.told["behaviours"]["deciding"]["everybody"]) == Mean(4.0, 4.0, 3)


def test_what_a_manager_said_is_told_where_too_few_others_answered(
    review: Review, member: Person, founder: Person, boss: Person, five: list[Person]
) -> None:
    answer(boss, 5, thinking="From the boss")
    answer(five[0], 2)
    with clock.at(CLOSED):
        run_worker()
    review.refresh_from_db()
    found = report(review)
    assert not found.is_empty
    assert {one.manager for one in found.lines} == {5.0}
    assert [one.words for _theme, remarks in found.remarks for one in remarks] == ["From the boss"]
    assert "2.0" not in str([one.words for one in found.lines])


def test_the_database_holds_no_word_of_an_answer_and_of_who_answered_nothing_afterwards(
    review: Review, five: list[Person]
) -> None:
    for person in five:
        answer(person, 3, thinking="harbourlights at dawn")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "harbourlights" not in str(cursor.fetchall())
    with clock.at(CLOSED):
        run_worker()
    assert not Ticket.objects.exists()
    assert set(Rater.objects.values_list("ticket", flat=True)) == {None}


def test_once_it_is_told_nothing_says_who_was_reminded_or_declined(review: Review, five: list[Person]) -> None:
    answer(five[0], 3)
    declining = rater_behind(links()[str(five[1].email)])
    assert declining is not None
    actions.decline(declining)
    with clock.at(NOW + timedelta(days=5)):
        run_worker()
        deliver_due()
    assert not Outbox.objects.filter(key__contains="asked").exists()
    with clock.at(CLOSED):
        run_worker()
    aside = {"id", "person_id", "category"}
    left = [{key: value for key, value in one.items() if key not in aside} for one in Rater.objects.values()]
    assert left == left[:1] * 6


def test_one_more_answer_the_next_time_is_not_told(
    review: Review, member: Person, five: list[Person], make_person: Callable[..., Person], client: Client
) -> None:
    client.force_login(member)
    for person in five:
        answer(person, 4)
    with clock.at(CLOSED):
        run_worker()
        again = begin_review(member, purpose="again")
        choosing = client.get(reverse("threesixty:raters", args=[again.pk])).content.decode()
        assert "Ask the same people of each group as the last time" in choosing
        nominate(again, by=member, raters=dict.fromkeys([*five, make_person("Fay")], Category.PEER))
        propose(again, by=member)
    with clock.at(CLOSED + timedelta(days=1)):
        for person in (*five, Person.objects.get(name="Fay")):
            answer(person, 4)
    with clock.at(CLOSED + timedelta(days=14)):
        run_worker()
        actions.open_report(again, by=member)
        read = client.get(reverse("threesixty:report", args=[again.pk])).content.decode()
    again.refresh_from_db()
    assert again.told is not None
    assert {one["everybody"] for one in again.told["behaviours"].values()} == {None}
    # All of them answered, so the page does not say that too few did.
    assert "beside your last 360 it could be worked out" in read


def test_what_was_told_is_not_forgotten_where_the_next_is_planned(
    review: Review, member: Person, five: list[Person], make_person: Callable[..., Person]
) -> None:
    for person in five:
        answer(person, 4, thinking="Some words")
    with clock.at(CLOSED):
        run_worker()
        actions.drop(review, by=member)
        assert not own_reviews(member).exists()
        left = Review.objects.get()
        assert (left.told, left.own, left.raters.count(), left.remarks.count()) == (None, {}, 0, 0)
        again = begin_review(member, purpose="again")
        nominate(again, by=member, raters=dict.fromkeys([*five, make_person("Fay")], Category.PEER))
        propose(again, by=member)
    with clock.at(CLOSED + timedelta(days=1)):
        for person in (*five, Person.objects.get(name="Fay")):
            answer(person, 4)
    with clock.at(CLOSED + timedelta(days=14)):
        run_worker()
    again.refresh_from_db()
    assert again.told is not None
    assert {one["everybody"] for one in again.told["behaviours"].values()} == {None}


def test_answers_are_read_by_the_sentences_that_were_asked_and_by_no_newer_ones(review: Review) -> None:
    assert instrument_of(review).version == review.version
    review.version = "0.0.1"
    with pytest.raises(AssertionError):
        instrument_of(review)


def test_what_was_sealed_with_another_key_holds_up_nobody_else(
    review: Review, five: list[Person], founder: Person, settings: Settings, make_person: Callable[..., Person]
) -> None:
    answer(five[0], 3)
    settings.ANSWERS_KEY = "another"
    second = begin_review(founder, purpose="needle")
    nominate(second, by=founder, raters=dict.fromkeys(five, Category.PEER))
    propose(second, by=founder)
    with clock.at(CLOSED):
        run_worker()
    review.refresh_from_db()
    second.refresh_from_db()
    assert (review.closed_at, second.closed_at) == (None, CLOSED)


def test_answers_that_were_destroyed_before_anybody_came_for_them_hold_up_nobody(
    review: Review, member: Person, founder: Person, five: list[Person]
) -> None:
    second = begin_review(founder, purpose="needle")
    nominate(second, by=founder, raters=dict.fromkeys(five, Category.PEER))
    with clock.at(NOW + timedelta(days=40)):
        propose(second, by=founder)
    with clock.at(NOW + timedelta(days=60)):
        destroy_forgotten()
        run_worker()
        review.refresh_from_db()
        second.refresh_from_db()
        assert review.closed_at == second.closed_at == NOW + timedelta(days=60)
        assert report(review).is_empty
        assert begin_review(member, purpose="needle").pk != review.pk


def test_another_key_lets_others_be_told_of_though_earlier_spreads_cannot_be_read(
    review: Review, five: list[Person], founder: Person, settings: Settings
) -> None:
    answer(five[0], 3)
    with clock.at(CLOSED):
        run_worker()
        settings.ANSWERS_KEY = "another"
        second = begin_review(founder, purpose="needle")
        nominate(second, by=founder, raters=dict.fromkeys(five, Category.PEER))
        propose(second, by=founder)
    with clock.at(CLOSED + timedelta(days=14)):
        run_worker()
    second.refresh_from_db()
    assert second.closed_at is not None


def test_where_another_key_hides_what_was_told_before_no_group_is_told_of(
    review: Review, member: Person, boss: Person, five: list[Person], settings: Settings
) -> None:
    for person in five:
        answer(person, 3)
    with clock.at(CLOSED):
        run_worker()
        settings.ANSWERS_KEY = "another"
        again = begin_review(member, purpose="again")
        nominate(again, by=member, raters=dict.fromkeys(five, Category.PEER) | {boss: Category.MANAGER})
        propose(again, by=member)
    with clock.at(CLOSED + timedelta(days=1)):
        for person in (*five, boss):
            answer(person, 4, thinking="Some words")
    with clock.at(CLOSED + timedelta(days=14)):
        run_worker()
    again.refresh_from_db()
    assert again.closed_at is not None
    found = report(again)
    assert {(one.everybody, one.manager) for one in found.lines} == {(None, 4.0)}
    assert sum(len(remarks) for _theme, remarks in found.remarks) == 6


def test_who_has_become_their_manager_reads_it_with_nobody(
    review: Review, member: Person, founder: Person, in_scope: Organisation
) -> None:
    ReportingLine.objects.filter(person=member).update(ends_on=NOW.date())
    ReportingLine.objects.create(organisation=in_scope, person=member, manager=founder, starts_on=CLOSED.date())
    with clock.at(CLOSED):
        run_worker()
        assert not to_debrief(founder).exists()
        assert looking_card(founder, founder) is None
        # Nor need the person wait for a talk that does not come.
        review.refresh_from_db()
        actions.open_report(review, by=member)


def test_facts_name_nobody(review: Review, five: list[Person]) -> None:
    answer(five[0], 3)
    with clock.at(CLOSED):
        run_worker()
    found = Fact.objects.filter(verb__startswith="threesixty.").values_list("verb", "subject")
    subject = f"threesixty:{review.pk}"
    assert list(found) == [("threesixty.asked", subject), ("threesixty.closed", subject)]


def test_it_goes_with_whose_it_is_and_tells_in_no_export_who_answered(
    review: Review, member: Person, five: list[Person]
) -> None:
    for person in five:
        answer(person, 3)
    with clock.at(CLOSED):
        run_worker()
    taken = export_person(member.pk)
    assert "kept" not in str(taken["threesixty.Review"])
    assert "ticket" not in str(export_person(five[0].pk)["threesixty.Rater"])
    erase_person(five[0].pk)
    assert Rater.objects.count() == 5
    erase_person(member.pk)
    assert not Review.objects.exists()
