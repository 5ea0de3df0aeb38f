"""A week's conversations by chance: drawn once for the whole earth, found on each one's Monday morning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.matching.access import place_for, visible_places
from roost.gather.matching.actions import (
    begin_agreed,
    draw_conversations,
    forget_what_was_said,
    keep_apart,
    say_met,
    stay_in_touch,
    tell_due,
)
from roost.gather.matching.models import Conversation, Met, Rhythm
from roost.gather.matching.reads import conversations_page
from roost.gather.matching.tests.seekers import Founder
from roost.gather.matching.tests.talkers import MONDAY, SUNDAY_EVENING, Taking, drawn_on, on_monday, partners, place_of
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.kit.privacy import erase_person
from roost.ground.notify.models import Outbox
from roost.ground.people.actions import end_affiliation
from roost.ground.people.models import Organisation, Person, ReportingLine

BrowserFor = Callable[[Person | None], Client]
TALKS = reverse("matching:conversations")


def test_a_week_is_drawn_once_and_not_before_sunday_evening(taking: Taking) -> None:
    for name in ("Ann", "Ben", "Cem"):
        taking(name)
    with clock.at(SUNDAY_EVENING - timedelta(minutes=1)):
        assert draw_conversations() == 0
    assert drawn_on(MONDAY) == 1
    assert partners(MONDAY) == [["Ann", "Ben", "Cem"]]
    taking("Late")
    with clock.at(on_monday()):
        assert draw_conversations() == 0


@pytest.mark.parametrize(
    ("zone", "at"), [("Pacific/Auckland", (16, 22)), ("UTC", (17, 10)), ("America/Los_Angeles", (17, 17))]
)
def test_each_finds_it_and_is_told_on_their_own_monday_at_ten(
    zone: str, at: tuple[int, int], taking: Taking, client_for: BrowserFor
) -> None:
    ann = taking("Ann", zone=zone)
    taking("Ben", zone=zone)
    drawn_on(MONDAY)
    ten = datetime(2024, 6, *at, tzinfo=UTC)
    with clock.at(ten - timedelta(minutes=1)):
        assert tell_due() == 0
        early = client_for(ann).get(TALKS).text
        assert "Ben" not in early
        assert "mailto:" not in early
    with clock.at(ten):
        assert (tell_due(), tell_due()) == (2, 0)
        told = client_for(ann).get(TALKS).text
        assert "Ben" in told
        assert "mailto:ben@example.org" in told
    letter = Outbox.objects.get(person=ann.pk)
    assert letter.not_before == ten
    assert "Ben" not in letter.subject + letter.body


def test_nobody_is_brought_to_their_manager_or_to_somebody_kept_apart(
    taking: Taking, in_scope: Organisation, client_for: BrowserFor
) -> None:
    ann, ben, cem = (taking(name) for name in ("Ann", "Ben", "Cem"))
    ReportingLine.objects.create(organisation=in_scope, person=ann, manager=ben, starts_on=date(2024, 1, 1))
    keep_apart(by=cem, other=ben)
    drawn_on(MONDAY)
    assert partners(MONDAY) == [["Ann", "Cem"]]
    with clock.at(on_monday()):
        assert conversations_page(ben, in_scope).was_left_out
        assert "Nobody was free this time" in client_for(ben).get(TALKS).text
    assert Rhythm.objects.get(person=ben).next_on <= MONDAY


def test_nobody_meets_again_before_everybody_new(taking: Taking) -> None:
    for name in ("Ann", "Ben", "Cem", "Dan"):
        taking(name)
    seen = set()
    for number in range(3):
        monday = MONDAY + timedelta(weeks=number)
        drawn_on(monday)
        seen |= {tuple(group) for group in partners(monday)}
    assert len(seen) == 6


def test_that_they_met_is_one_fact_that_names_nobody(talking: tuple[Person, Person]) -> None:
    for person in talking:
        say_met(place_of(person), by=person, met=Met.NOT_YET)
    assert not Fact.objects.filter(verb="matching.met").exists()
    for person in talking:
        say_met(place_of(person), by=person, met=Met.YES)
        say_met(place_of(person), by=person, met=Met.UNSAID)
        assert place_of(person).met == Met.YES
    told = Fact.objects.get(verb="matching.met")
    assert (told.actor, list(told.involved.all())) == (None, [])


def test_those_who_both_would_stay_in_touch_have_a_circle(
    talking: tuple[Person, Person], circles: Founder, in_scope: Organisation
) -> None:
    ann, ben = talking
    stay_in_touch(place_of(ann), by=ann, stays=True)
    stay_in_touch(place_of(ann), by=ann, stays=False)
    stay_in_touch(place_of(ben), by=ben, stays=True)
    assert circles.founded == []
    stay_in_touch(place_of(ann), by=ann, stays=True)
    assert circles.founded == [(in_scope.pk, (ann.pk, ben.pk), ann.pk)]
    stay_in_touch(place_of(ben), by=ben, stays=True)
    assert len(circles.founded) == 1


def test_of_three_all_have_to_say_so(taking: Taking, circles: Founder) -> None:
    three = [taking(name) for name in ("Ann", "Ben", "Cem")]
    drawn_on(MONDAY)
    for number, person in enumerate(three):
        assert len(circles.founded) == 0, number
        stay_in_touch(place_of(person), by=person, stays=True)
    assert [people for _where, people, _by in circles.founded] == [tuple(one.pk for one in three)]


@pytest.mark.parametrize(
    ("said", "shown"), [("not-yet", "Not yet, you said."), ("unsaid", "You need not say"), ("yes", "You met.")]
)
def test_each_answer_is_taken_up(said: str, shown: str, talking: tuple[Person, Person], client_for: BrowserFor) -> None:
    with clock.at(on_monday()):
        address = reverse("matching:met", args=[place_of(talking[0]).pk])
        assert shown in client_for(talking[0]).post(address, {"met": said}, follow=True).text
        assert client_for(talking[0]).post(address, {"met": "perhaps"}).status_code == 400


def test_what_one_says_the_other_does_not_see(talking: tuple[Person, Person], client_for: BrowserFor) -> None:
    ann, ben = talking
    with clock.at(on_monday()):
        before = conversations_page(ben, place_of(ben).organisation)
        say_met(place_of(ann), by=ann, met=Met.YES)
        stay_in_touch(place_of(ann), by=ann, stays=True)
        assert conversations_page(ben, place_of(ben).organisation) == before


def test_whom_one_is_kept_apart_from_goes_without_a_word(
    talking: tuple[Person, Person], in_scope: Organisation, circles: Founder
) -> None:
    ann, ben = talking
    stay_in_touch(place_of(ann), by=ann, stays=True)
    with clock.at(on_monday()):
        before = conversations_page(ben, in_scope)
        keep_apart(by=ann, other=ben)
        assert conversations_page(ann, in_scope).talks == []
        assert conversations_page(ben, in_scope) == before
        stay_in_touch(place_of(ben), by=ben, stays=True)
    assert circles.founded == []


def test_a_conversation_of_others_is_not_found(talking: tuple[Person, Person], member: Person) -> None:
    with clock.at(on_monday()), pytest.raises(NotFound):
        place_for(member, place_of(talking[0]).pk)
    with pytest.raises(NotFound):
        say_met(place_of(talking[0]), by=talking[1], met=Met.YES)


def test_after_an_erasure_the_other_finds_nobody_there(talking: tuple[Person, Person], in_scope: Organisation) -> None:
    ann, ben = talking
    erase_person(ann.pk)
    assert not Rhythm.objects.filter(person=ann).exists()
    with clock.at(on_monday()):
        (talk,) = conversations_page(ben, in_scope).talks
    assert talk.names == "Somebody whose login is gone"


def test_somebody_takes_part_talks_and_says_so(
    taking: Taking, make_person: Callable[..., Person], in_scope: Organisation, client_for: BrowserFor
) -> None:
    taking("Ben", zone="Europe/Berlin")
    ann = make_person("Ann")
    mine = client_for(ann)
    assert "Would you like to take part?" in mine.get(TALKS).text
    assert mine.post(TALKS, {"every": "3", "organisation": in_scope.pk}).status_code == 422
    page = mine.post(TALKS, {"every": "2", "by_mail": "on", "organisation": in_scope.pk}, follow=True).text
    rhythm = Rhythm.objects.get(person=ann).pk
    rest, stop = (reverse(f"matching:{name}", args=[rhythm]) for name in ("rest", "stop-talking"))
    assert "drawn for Monday, 17 June" in page
    drawn_on(MONDAY)
    with clock.at(on_monday()):
        page = mine.get(TALKS).text
        assert "Ben" in page
        assert "Monday, 17 June, 13:00" in page
        assert "drawn for Monday, 1 July" in page
        assert "By chance, you talk with" in mine.get("/").text
        place = place_of(ann).pk
        told = mine.post(reverse("matching:met", args=[place]), {"met": "yes"}, follow=True).text
        assert "You met. Would you like to stay in touch?" in told
        assert "By chance, you talk with" not in mine.get("/").text
        told = mine.post(reverse("matching:stay", args=[place]), {"stay": "stay"}, follow=True).text
        assert "Once all of you say so, you have a circle; until then nobody is told." in told
        assert "Choose a day to come" in mine.post(rest, {"until": "2024-06-01"}).text
        assert "No conversation before" in mine.post(rest, {"until": "2024-08-01"}, follow=True).text
    with clock.at(on_monday() + timedelta(weeks=3)):
        page = mine.get(TALKS).text
        assert "Whom you met before" in page
        assert "Thursday" not in page
        assert "drawn for Monday, 5 August" in page
        assert "Take part no more" in page
        assert "Would you like to take part?" in mine.post(stop, follow=True).text
        assert "done already" in mine.post(stop, follow=True).text
        older = {"every": "1", "organisation": in_scope.pk, "goes_on": "True"}
        assert "You had stopped meanwhile" in mine.post(TALKS, older, follow=True).text
        assert not Rhythm.objects.filter(person=ann).exists()


def test_hours_that_are_past_are_offered_no_more(talking: tuple[Person, Person], in_scope: Organisation) -> None:
    def days_offered_at(now: datetime) -> list[int]:
        with clock.at(now):
            (talk,) = conversations_page(talking[0], in_scope).talks
        return [one.day for one in talk.times]

    days = days_offered_at(on_monday())
    assert len(days) == 3
    thursday = on_monday(9) + timedelta(days=3)
    assert days_offered_at(thursday) == [day for day in days if day >= thursday.day] != []
    assert days_offered_at(thursday + timedelta(days=4)) == []


def test_a_circle_that_is_over_or_was_left_is_led_to_no_more(
    talking: tuple[Person, Person], circles: Founder, client_for: BrowserFor
) -> None:
    for person in talking:
        say_met(place_of(person), by=person, met=Met.YES)
        stay_in_touch(place_of(person), by=person, stays=True)
    mine = client_for(talking[0])
    for weeks, led in ((0, "You stay in touch"), (3, "Your circle")):
        circles.over.clear()
        with clock.at(on_monday() + timedelta(weeks=weeks)):
            page = mine.get(TALKS).text
            assert led in page
            assert 'href="/circle/1/"' in page
            circles.over.add(1)
            page = mine.get(TALKS).text
            assert led not in page
            assert "/circle/1/" not in page
            assert ("You had a circle, and sit in it no longer." in page) == (weeks == 0)


def test_the_page_is_read_in_few_queries(
    talking: tuple[Person, Person], in_scope: Organisation, django_assert_num_queries: Callable[..., object]
) -> None:
    with clock.at(on_monday()), django_assert_num_queries(8):
        conversations_page(talking[0], in_scope)


def test_today_tells_of_the_newest_alone_and_what_is_said_of_each_can_be_changed_for_two_weeks(
    taking: Taking, in_scope: Organisation, client_for: BrowserFor
) -> None:
    ann = taking("Ann")
    for name in ("Ben", "Cem", "Dan"):
        taking(name)
    for weeks in (0, 1):
        drawn_on(MONDAY + timedelta(weeks=weeks))
    mine = client_for(ann)
    with clock.at(on_monday() + timedelta(weeks=1)):
        newest, before = visible_places(ann)
        assert "By chance, you talk with" in mine.get("/").text
        say_met(newest, by=ann, met=Met.YES)
        assert "By chance, you talk with" not in mine.get("/").text
        stay_in_touch(before, by=ann, stays=True)
        page = mine.get(TALKS).text
        assert f"/conversations/{before.pk}/met/" in page
        assert not stay_in_touch(before, by=ann, stays=False).stays


def test_what_was_said_goes_after_two_weeks_unless_there_is_a_circle(
    taking: Taking, circles: Founder, client_for: BrowserFor
) -> None:
    ann, ben, cem, dan = (taking(name) for name in ("Ann", "Ben", "Cem", "Dan"))
    keep_apart(by=ann, other=cem)
    drawn_on(MONDAY)
    people = {one.pk: one for one in (ann, ben, cem, dan)}
    alone, both = Conversation.objects.order_by("pk")
    for place in (alone.places.first(), *both.places.all()):
        say_met(place, by=people[place.person_id], met=Met.YES)
        stay_in_touch(place, by=people[place.person_id], stays=True)
    with clock.at(on_monday(10) + timedelta(weeks=2)):
        late = alone.places.last()
        with pytest.raises(Conflict):
            stay_in_touch(late, by=people[late.person_id], stays=True)
        address = reverse("matching:stay", args=[late.pk])
        assert client_for(people[late.person_id]).post(address, {"stay": "stay"}).status_code == 409
        assert (forget_what_was_said(), forget_what_was_said()) == (1, 0)
    assert len(circles.founded) == 1
    assert set(alone.places.values_list("met", "stays")) == {("", False)}
    assert set(both.places.values_list("met", "stays")) == {("yes", True)}


def test_who_no_longer_wants_it_before_them_gets_no_mail_of_it(
    talking: tuple[Person, Person], in_scope: Organisation
) -> None:
    with clock.at(SUNDAY_EVENING):
        keep_apart(by=talking[0], other=talking[1])
    with clock.at(on_monday()):
        assert tell_due() == 2
    assert [letter.person for letter in Outbox.objects.all()] == [talking[1].pk]


def test_one_person_of_an_unknown_zone_keeps_no_mail_from_the_others(talking: tuple[Person, Person]) -> None:
    Person.objects.filter(pk=talking[0].pk).update(time_zone="Nowhere/Nix")
    with clock.at(on_monday()):
        assert tell_due() == 2
    assert [letter.person for letter in Outbox.objects.all()] == [talking[1].pk]


def test_the_date_of_the_next_one_does_not_tell_whom_chance_has_drawn(taking: Taking, in_scope: Organisation) -> None:
    ann, ben = taking("Ann"), taking("Ben")
    drawn_on(MONDAY)
    with clock.at(datetime(2024, 6, 16, 20, 0, tzinfo=UTC)):
        before = conversations_page(ann, in_scope).next_on
        keep_apart(by=ann, other=ben)
        assert conversations_page(ann, in_scope).next_on == before == MONDAY


def test_nobody_is_shown_the_address_of_who_left(talking: tuple[Person, Person], in_scope: Organisation) -> None:
    ann, ben = talking
    with clock.at(on_monday()):
        assert conversations_page(ann, in_scope).talks[0].mail
        end_affiliation(ben, organisation=in_scope, by=None, on=clock.today("UTC"))
        (talk,) = conversations_page(ann, in_scope).talks
        assert (talk.names, talk.mail) == ("Ben", "")


def test_two_of_three_have_a_circle_though_the_third_left(
    taking: Taking, in_scope: Organisation, circles: Founder
) -> None:
    people = [taking(name) for name in ("Ann", "Ben", "Cem")]
    drawn_on(MONDAY)
    with clock.at(on_monday()):
        end_affiliation(people[0], organisation=in_scope, by=None, on=clock.today("UTC"))
        for person in people[1:]:
            stay_in_touch(place_of(person), by=person, stays=True)
    assert [people for _where, people, _by in circles.founded] == [(people[1].pk, people[2].pk)]


def test_two_who_said_so_before_the_third_left_have_a_circle(
    taking: Taking, circles: Founder, in_scope: Organisation
) -> None:
    ann, ben, cem = three = [taking(name) for name in ("Ann", "Ben", "Cem")]
    drawn_on(MONDAY)
    with clock.at(on_monday()):
        for person in (ann, ben):
            stay_in_touch(place_of(person), by=person, stays=True)
        assert begin_agreed() == 0
    end_affiliation(cem, organisation=in_scope, by=None, on=MONDAY + timedelta(days=1))
    with clock.at(on_monday() + timedelta(days=2)):
        assert (begin_agreed(), begin_agreed()) == (1, 0)
    assert [people for _where, people, _by in circles.founded] == [tuple(one.pk for one in three[:2])]


def test_nobody_is_brought_together_by_who_left_where_one_is_kept_apart(
    taking: Taking, circles: Founder, in_scope: Organisation
) -> None:
    ann, ben, cem = (taking(name) for name in ("Ann", "Ben", "Cem"))
    drawn_on(MONDAY)
    with clock.at(on_monday()):
        for person in (ann, ben):
            stay_in_touch(place_of(person), by=person, stays=True)
        keep_apart(by=ben, other=ann)
    end_affiliation(cem, organisation=in_scope, by=None, on=MONDAY + timedelta(days=1))
    with clock.at(on_monday() + timedelta(days=2)):
        assert begin_agreed() == 0
    assert circles.founded == []
