"""Asking, answering by a link, and what is told afterwards and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.notify.actions import deliver_due
from roost.ground.notify.models import Outbox
from roost.ground.people.models import Affiliation, Person
from roost.ground.release.actions import destroy_forgotten
from roost.ground.release.models import Box, Ticket
from roost.grow.feedback import actions
from roost.grow.feedback.access import asking_behind
from roost.grow.feedback.actions import Said, answer, begin_loop, decline, end_loop, say_what_one_tries
from roost.grow.feedback.engine import CLOSES_AFTER, REMIND_AFTER, THANK_AFTER, Verdict
from roost.grow.feedback.models import Loop, Suggestion, Wave, Witness
from roost.grow.feedback.reads import asked_card, begin_page, loop_page, told_card
from roost.grow.feedback.tests.saying import answer_all, answer_by_mail, links

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)
CLOSED = NOW + CLOSES_AFTER


def test_five_answer_and_means_are_told_once_the_time_is_over(loop: Loop, member: Person, five: list[Person]) -> None:
    answer_all(five, 1, 1, 2, 2, 1)
    with clock.at(CLOSED - timedelta(minutes=1)):
        actions.close_due_waves()
        assert loop_page(member, loop.pk).told is None
        assert told_card(member, member) is None
    with clock.at(CLOSED):
        actions.close_due_waves()
        shown = loop_page(member, loop.pk).told
        assert shown is not None
        more, easier = shown.items
        assert (more.told, more.told and more.told.verdict) == (easier.told, Verdict.MORE)
        assert more.told is not None
        assert (more.told.least, more.told.band) == (1.4, 5)
        # Four without a name are fewer than five; Ann put hers.
        assert [(one.words, str(one.signed_by)) for one in Suggestion.objects.all()] == [("Try Ann", "Ann")]
        assert shown.lacks_unsigned
        assert told_card(member, member) is not None


def test_suggestions_without_a_name_are_shown_from_five_answers_on(
    member: Person, five: list[Person], make_person: Callable[..., Person]
) -> None:
    people = [*five[1:], make_person("Fay"), make_person("Gil")]
    begin_loop(member, behaviour="deciding", words="", people=people)
    answer_all(people[:5], 0, 0, 1, 1, -1)
    answer_by_mail(people[5], Said(None, None, suggestion="  Ask   first "))
    with clock.at(CLOSED):
        actions.close_due_waves()
    assert sorted(one.words for one in Suggestion.objects.all()) == sorted(
        ["Ask first", *(f"Try {one}" for one in people[:5])]
    )
    assert not Suggestion.objects.exclude(signed_by=None).exists()
    told = loop_page(member, Loop.objects.get().pk).told
    assert told is not None
    assert not told.lacks_unsigned


def test_of_two_answers_nothing_is_told(loop: Loop, member: Person, five: list[Person]) -> None:
    answer_all(five[1:3], 3, 3)
    with clock.at(CLOSED):
        actions.close_due_waves()
        shown = loop_page(member, loop.pk).told
    assert shown is not None
    assert [one.told for one in shown.items] == [None, None]
    assert shown.lacks_unsigned
    assert not Suggestion.objects.exists()


def test_a_link_answers_once_and_leads_nowhere_afterwards(loop: Loop, five: list[Person]) -> None:
    secret = links()[str(five[0].email)]
    asking = asking_behind(secret)
    assert asking is not None
    answer(secret, asking, Said(1, 2))
    with pytest.raises(Conflict):
        answer(secret, asking, Said(3, 3))
    assert asking_behind(secret) is None
    assert asking_behind("nothing") is None
    late = links()[str(five[1].email)]
    asking = asking_behind(late)
    assert asking is not None
    with clock.at(CLOSED), pytest.raises(Conflict):
        answer(late, asking, Said(0, 0))
    with clock.at(CLOSED):
        actions.close_due_waves()
        assert asking_behind(late) is None
        with pytest.raises(NotFound):
            answer(late, asking, Said(0, 0))
        assert not Box.objects.exists()
        assert not Ticket.objects.exists()


def test_what_is_no_answer_is_refused(loop: Loop, five: list[Person]) -> None:
    secret = links()[str(five[0].email)]
    asking = asking_behind(secret)
    assert asking is not None
    for said in (Said(4, 0), Said(None, None, " "), Said(0, 0, "x" * 301)):
        with pytest.raises(InputError):
            answer(secret, asking, said)
    assert asking_behind(secret) is not None


def test_whom_one_can_ask(
    member: Person, five: list[Person], outsider: Person, make_person: Callable[..., Person]
) -> None:
    def ask(people: list[Person], *, by: Person = member, behaviour: str = "deciding") -> Loop:
        return begin_loop(by, behaviour=behaviour, words="", people=people)

    nameless = make_person("Without address")
    nameless.email = None
    nameless.save()
    many = [make_person(f"Person {number}") for number in range(13)]
    for people in (five[:3], [*five, member], [*five, outsider], [*five, nameless], many):
        with pytest.raises(InputError):
            ask(people)
    with pytest.raises(InputError):
        ask(five, behaviour="juggling")
    ask(five)
    with pytest.raises(Conflict):
        ask(five)
    with pytest.raises(Conflict):
        ask(five, behaviour="compassion")
    for one in many[:4]:
        ask(five, by=one)
    with pytest.raises(InputError, match="Ann, Ben, Cem, Dee, Eli"):
        ask(five, by=many[4])
    # That somebody would rather not be asked is not to be seen by who can be asked again.
    Witness.objects.filter(loop__person=member, person=five[0]).update(is_asked=False)
    with pytest.raises(InputError, match="Ann"):
        ask([five[0], *many[5:8]], by=many[4])


def test_who_declines_is_asked_no_more_and_nobody_is_told(loop: Loop, member: Person, five: list[Person]) -> None:
    secret = links()[str(five[0].email)]
    asking = asking_behind(secret)
    assert asking is not None
    decline(asking)
    assert asking_behind(secret) is None
    assert asked_card(five[0], five[0]) is None
    assert len(loop_page(member, loop.pk).witnesses) == 5
    mail.outbox.clear()
    for moment in (NOW + REMIND_AFTER, CLOSED, CLOSED + THANK_AFTER, NOW + timedelta(weeks=6)):
        with clock.at(moment):
            run_worker()
            deliver_due()
    assert five[0].email not in {address for one in mail.outbox for address in one.to}
    assert five[1].email in {address for one in mail.outbox for address in one.to}


def run_worker() -> None:
    actions.close_due_waves()
    actions.open_due_waves()
    actions.remind()
    actions.send_thanks()


def test_who_has_not_answered_is_reminded_once_by_the_same_link(loop: Loop, five: list[Person]) -> None:
    before = links()
    answer_by_mail(five[0], Said(1, 1))
    with clock.at(NOW + REMIND_AFTER):
        run_worker()
        run_worker()
        after = links()
        assert len(mail.outbox) == 5 + 4
        # What stays of mails for weeks does not say who was reminded.
        assert not Outbox.objects.filter(key__contains="again").exists()
        assert before[str(five[1].email)] == after[str(five[1].email)]
        assert asking_behind(before[str(five[1].email)]) is not None


def test_all_are_thanked_with_what_is_tried_and_asked_again_after_six_and_twelve_weeks(
    loop: Loop, member: Person, five: list[Person]
) -> None:
    answer_all(five, 1, 1, 1, 1, 1)
    wave = Wave.objects.get()
    with pytest.raises(Conflict):
        say_what_one_tries(wave, by=member, words="I name a day")
    with clock.at(CLOSED):
        run_worker()
        with pytest.raises(InputError):
            say_what_one_tries(wave, by=member, words=" ")
        with pytest.raises(NotFound):
            say_what_one_tries(wave, by=five[0], words="I name a day")
        say_what_one_tries(wave, by=member, words="I name a day")
        assert told_card(member, member) is None
    mail.outbox.clear()
    with clock.at(CLOSED + THANK_AFTER):
        run_worker()
        run_worker()
        deliver_due()
        assert len(mail.outbox) == 5
        assert all("I name a day" in str(one.body) for one in mail.outbox)
        with pytest.raises(Conflict):
            say_what_one_tries(wave, by=member, words="Something else")
    for number, weeks in ((1, 6), (2, 12)):
        with clock.at(NOW + timedelta(weeks=weeks)):
            run_worker()
            assert Wave.objects.filter(number=number).exists()
            answer_all(five, 2, 2, 1, 1, 1)
        with clock.at(NOW + timedelta(weeks=weeks) + CLOSES_AFTER):
            run_worker()
    page = loop_page(member, loop.pk)
    assert page.loop.ended_at is not None
    assert [one.wave.number for one in page.waves] == [2, 1, 0]
    assert page.next_at is None
    assert all(one.items for one in page.waves)


def test_ending_destroys_what_nobody_read(loop: Loop, member: Person, five: list[Person]) -> None:
    secrets = links()
    answer_all(five[:2], 1, 1)
    with pytest.raises(NotFound):
        end_loop(loop, by=five[0])
    end_loop(loop, by=member)
    assert not Loop.objects.exists()
    assert not Box.objects.exists()
    assert asking_behind(secrets[str(five[4].email)]) is None


def test_ending_keeps_what_was_told(loop: Loop, member: Person, five: list[Person]) -> None:
    answer_all(five, 1, 1, 1, 1, 1)
    with clock.at(CLOSED):
        run_worker()
    with clock.at(NOW + timedelta(weeks=6)):
        run_worker()
        end_loop(loop, by=member)
        end_loop(loop, by=member)
        page = loop_page(member, loop.pk)
        # Wave two began now and was taken back unread; the first is six weeks old.
        begin_loop(member, behaviour="deciding", words="", people=five)
    assert [one.wave.number for one in page.waves] == [0]
    assert page.next_at is None


def test_whoever_was_told_waits_six_weeks_before_asking_anew(loop: Loop, member: Person, five: list[Person]) -> None:
    with clock.at(CLOSED):
        run_worker()
        end_loop(loop, by=member)
        with pytest.raises(Conflict, match="Ask again from 24 July on"):
            begin_loop(member, behaviour="compassion", words="", people=five)
        assert begin_page(member).rests_until == NOW + timedelta(weeks=6)
    with clock.at(NOW + timedelta(weeks=6)):
        assert begin_page(member).rests_until is None
        begin_loop(member, behaviour="compassion", words="", people=five)


def test_who_left_is_neither_reminded_nor_thanked(loop: Loop, five: list[Person]) -> None:
    links()
    Affiliation.objects.filter(person=five[0]).update(ends_on=NOW.date())
    mail.outbox.clear()
    for moment in (NOW + REMIND_AFTER, CLOSED, CLOSED + THANK_AFTER):
        with clock.at(moment):
            run_worker()
            deliver_due()
    assert [one.to[0] for one in mail.outbox].count(str(five[1].email)) == 2
    assert [one.to[0] for one in mail.outbox].count(str(five[0].email)) == 0


def test_who_left_asks_nobody_and_is_asked_by_nobody(loop: Loop, member: Person, five: list[Person]) -> None:
    with clock.at(CLOSED):
        run_worker()
    mail.outbox.clear()
    Affiliation.objects.filter(person=five[0]).update(ends_on=NOW + timedelta(weeks=2))
    with clock.at(NOW + timedelta(weeks=6)):
        run_worker()
        assert str(five[0].email) not in links()
        assert str(five[1].email) in links()
    Affiliation.objects.filter(person=member).update(ends_on=NOW + timedelta(weeks=7))
    with clock.at(NOW + timedelta(weeks=7, days=1)):
        run_worker()
        assert Loop.objects.get().ended_at is not None
        assert not Box.objects.exists()


def test_the_database_holds_no_word_of_an_answer(loop: Loop, five: list[Person]) -> None:
    answer_by_mail(five[1], Said(-2, 3, suggestion="harbourlights at dawn"))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "harbourlights" not in str(cursor.fetchall())


def test_answers_that_were_destroyed_before_anybody_came_for_them_hold_up_nobody(
    loop: Loop, member: Person, five: list[Person], founder: Person
) -> None:
    with clock.at(NOW + timedelta(days=40)):
        begin_loop(founder, behaviour="deciding", words="", people=five)
    with clock.at(NOW + timedelta(days=60)):
        destroy_forgotten()
        actions.close_due_waves()
    assert set(Wave.objects.values_list("closed_at", flat=True)) == {NOW + timedelta(days=60)}


def test_facts_name_nobody(loop: Loop, five: list[Person]) -> None:
    answer_all(five, 1, 1, 1, 1, 1)
    with clock.at(CLOSED):
        run_worker()
    found = list(Fact.objects.filter(verb__startswith="feedback.").order_by("pk").values_list("verb", "subject"))
    assert found == [
        ("feedback.asked", f"loop:{loop.pk}"),
        ("feedback.told", f"loop:{loop.pk}"),
    ]


def test_it_goes_with_who_asked_and_names_go_with_who_signed(loop: Loop, member: Person, five: list[Person]) -> None:
    answer_all(five, 1, 1, 1, 1, 1)
    with clock.at(CLOSED):
        run_worker()
    assert "Try Ann" in str(export_person(five[0].pk))
    assert "Try Ben" not in str(export_person(five[1].pk))
    erase_person(five[0].pk)
    assert Suggestion.objects.get().signed_by is None
    erase_person(member.pk)
    assert not Loop.objects.exists()
    assert not Suggestion.objects.exists()


def test_who_is_asked_enough_is_not_offered(
    member: Person, five: list[Person], make_person: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roost.grow.feedback.reads.pages.people_around", lambda *_: five)
    for number in range(5):
        begin_loop(make_person(f"Asker {number}"), behaviour="deciding", words="", people=five[:4])
    page = begin_page(member)
    assert [str(one) for one in page.busy] == ["Ann", "Ben", "Cem", "Dee"]
    assert page.near == five[4:]
