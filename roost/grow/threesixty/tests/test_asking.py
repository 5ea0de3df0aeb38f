"""A 360 from its purpose to its answers: who may be asked, who looks over it, and the way through it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.notify.actions import deliver_due, offer
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.actions import agree_to_companionship, ask_for_companion
from roost.ground.people.models import Affiliation, Companionship, Organisation, Person, ReportingLine
from roost.ground.release.models import Box, Ticket
from roost.grow.growth.access import open_cycle_of, own_needles
from roost.grow.threesixty import actions
from roost.grow.threesixty.access import rater_behind, to_approve, to_debrief
from roost.grow.threesixty.actions import Said, begin_review, nominate, propose, put_in, said_so_far, send_in
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.models import Rater, Review
from roost.grow.threesixty.reads import around, asked_card, instrument_of, looking_card, own_card, report
from roost.grow.threesixty.reads.people import MOST_AT_A_TIME, how_often_asked
from roost.grow.threesixty.tests.saying import answer, links

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)
CLOSED = NOW + timedelta(days=14)


def recipient(person: Person) -> Recipient:
    return Recipient(person.pk, str(person.email), zone=person.time_zone)


def run_worker() -> None:
    actions.close_due()
    actions.remind()


def test_the_whole_way_from_asking_to_a_needle(
    review: Review, member: Person, founder: Person, five: list[Person], boss: Person
) -> None:
    for person, point in zip(five, (2, 3, 3, 2, 3), strict=True):
        answer(person, point, thinking=f"From {person}")
    answer(boss, 5, thinking="From the boss")
    actions.answer_oneself(review, by=member, points={"deciding-1": 6, "deciding-2": 5})
    with clock.at(CLOSED - timedelta(minutes=1)):
        run_worker()
        assert not to_debrief(founder).exists()
    with clock.at(CLOSED):
        run_worker()
        review.refresh_from_db()
        assert looking_card(founder, founder) is not None
        assert own_card(member, member) is not None
        with pytest.raises(Conflict):
            actions.open_report(review, by=member)
        with pytest.raises(NotFound):
            actions.open_report(review, by=boss)
        actions.open_report(review, by=founder)
        found = report(to_debrief(founder).get())
        deciding = next(one for one in found.lines if one.behaviour.key == "deciding")
        assert deciding.everybody is not None
        assert (deciding.own, deciding.everybody.middle, deciding.manager, deciding.is_meant) == (5.5, 2.6, 5.0, True)
        assert deciding.verdict == "blind"
        assert found.answered == [("Manager", "answered"), ("Colleagues", "five to nine")]
        ((theme, remarks),) = found.remarks
        assert theme.key == "thinking"
        assert sorted(one.words for one in remarks) == sorted(["From the boss", *(f"From {one}" for one in five)])
        assert [str(one.attributed) for one in remarks if one.attributed] == ["Bo Boss"]
        review.refresh_from_db()
        with pytest.raises(InputError):
            actions.choose(review, by=member, keep=["deciding"], change=["deciding"])
        with pytest.raises(InputError):
            actions.choose(review, by=member, keep=[], change=["deciding", "compassion", "confidence"])
        actions.choose(review, by=member, keep=["compassion"], change=["deciding"])
        review.refresh_from_db()
        with pytest.raises(InputError):
            actions.begin_needle(review, by=member, behaviour="compassion")
        actions.begin_needle(review, by=member, behaviour="deciding")
        cycle = open_cycle_of(member, review.organisation)
        assert cycle is not None
        assert [one.behaviour for one in own_needles(cycle)] == ["deciding"]
        with pytest.raises(Conflict):
            actions.answer_oneself(review, by=member, points={"deciding-1": 3})


def test_after_a_week_and_with_nobody_beside_them_the_person_opens_it(review: Review, member: Person) -> None:
    with clock.at(CLOSED):
        run_worker()
    review.refresh_from_db()
    with clock.at(CLOSED + timedelta(days=7)):
        actions.open_report(review, by=member)
        review.refresh_from_db()
        assert report(review).is_empty
        assert report(review).answered == []


def test_what_was_put_in_is_found_again_and_sent_once(review: Review, five: list[Person]) -> None:
    secret = links()[str(five[0].email)]
    rater = rater_behind(secret)
    assert rater is not None
    put_in(secret, rater, Said({"deciding-1": 4, "deciding-2": None}, {"thinking": "  Half   a thought "}))
    put_in(secret, rater, Said({"deciding-1": 5}))
    assert said_so_far(secret) == Said({"deciding-1": 5, "deciding-2": None}, {"thinking": "Half a thought"})
    with pytest.raises(Conflict, match="30 sentences"):
        send_in(secret, rater)
    for said in (
        Said({"deciding-1": 7}),
        Said({"juggling": 3}),
        Said({}, {"juggling": "a"}),
        Said({}, {"thinking": "a" * 601}),
    ):
        with pytest.raises(InputError):
            put_in(secret, rater, said)
    answer(five[0], 3)
    assert rater_behind(secret) is None
    with pytest.raises(Conflict):
        put_in(secret, rater, Said({"deciding-1": 1}))


def test_who_has_not_answered_is_reminded_twice_and_finds_what_they_put_in(review: Review, five: list[Person]) -> None:
    before = links()
    rater = rater_behind(before[str(five[1].email)])
    assert rater is not None
    put_in(before[str(five[1].email)], rater, Said({"deciding-1": 4}))
    answer(five[0], 3)
    mail.outbox.clear()
    for day in (5, 6, 10, 12, 13):
        with clock.at(NOW + timedelta(days=day)):
            run_worker()
            run_worker()
            after = links()
    assert [one.to[0] for one in mail.outbox].count(str(five[1].email)) == 2
    assert five[0].email not in after
    assert said_so_far(after[str(five[1].email)]).points == {"deciding-1": 4}


def test_a_reminder_for_which_the_week_has_no_room_takes_no_link_away(review: Review, five: list[Person]) -> None:
    first = links()[str(five[0].email)]
    with clock.at(NOW + timedelta(days=5)):
        for key in "abc":
            offer(Message(review.organisation_id, Kind.REGULAR, key, "Else", "Else"), to=recipient(five[0]), by=None)
        run_worker()
        rater = rater_behind(first)
    assert rater is not None
    assert rater.person == five[0]


def test_who_left_is_not_reminded(review: Review, five: list[Person]) -> None:
    links()
    Affiliation.objects.filter(person=five[0]).update(ends_on=NOW.date())
    mail.outbox.clear()
    with clock.at(NOW + timedelta(days=5)):
        run_worker()
        deliver_due()
    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        str(one.person.email) for one in review.raters.exclude(person=five[0]).select_related("person")
    )


def test_who_declines_is_asked_no_more_and_nobody_is_told(review: Review, five: list[Person]) -> None:
    secret = links()[str(five[0].email)]
    rater = rater_behind(secret)
    assert rater is not None
    actions.decline(rater)
    assert rater_behind(secret) is None
    assert asked_card(five[0], five[0]) is None
    assert review.raters.count() == 6
    mail.outbox.clear()
    with clock.at(NOW + timedelta(days=5)):
        run_worker()
        assert str(five[0].email) not in links()


def test_whom_one_can_ask(
    member: Person, five: list[Person], boss: Person, outsider: Person, make_person: Callable[..., Person]
) -> None:
    with pytest.raises(InputError):
        begin_review(member, purpose="bonus")
    draft = begin_review(member, purpose="needle")
    with pytest.raises(Conflict):
        begin_review(member, purpose="needle")
    with pytest.raises(Conflict):
        propose(draft, by=member)
    peers = dict.fromkeys(five, Category.PEER)
    for raters in (
        dict.fromkeys(five[:4], Category.PEER) | {boss: Category.MANAGER},
        peers | {member: Category.PEER},
        peers | {outsider: Category.OTHER},
        # Only one's own manager is attributed: nobody is made one to read what they answer.
        dict.fromkeys(five[1:], Category.PEER) | {five[0]: Category.MANAGER, boss: Category.PEER},
        dict.fromkeys([make_person(f"Person {number}") for number in range(31)], Category.OTHER),
    ):
        with pytest.raises(InputError):
            nominate(draft, by=member, raters=raters)
    with pytest.raises(NotFound):
        nominate(draft, by=boss, raters=peers)
    nominate(draft, by=member, raters=peers)
    assert draft.raters.count() == 5


def test_who_is_asked_by_five_others_is_not_asked_by_a_sixth(
    member: Person, five: list[Person], boss: Person, make_person: Callable[..., Person]
) -> None:
    raters = dict.fromkeys(five, Category.PEER)
    for number in range(MOST_AT_A_TIME):
        other = make_person(f"Asker {number}")
        draft = begin_review(other, purpose="needle")
        nominate(draft, by=other, raters=raters)
        propose(draft, by=other)
    draft = begin_review(member, purpose="needle")
    with pytest.raises(InputError, match="Ann, Ben, Cem, Dee, Eli"):
        nominate(draft, by=member, raters=raters)
    with clock.at(CLOSED):
        run_worker()
        nominate(draft, by=member, raters=raters)


def test_that_somebody_declined_shows_in_no_number(review: Review, in_scope: Organisation, five: list[Person]) -> None:
    before = how_often_asked(in_scope.pk, [one.pk for one in five])
    declining = rater_behind(links()[str(five[0].email)])
    assert declining is not None
    actions.decline(declining)
    assert how_often_asked(in_scope.pk, [one.pk for one in five]) == before


def test_a_reminder_meets_somebody_who_declines_or_a_360_that_is_dropped_this_moment(
    review: Review, member: Person, five: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    links()
    mail.outbox.clear()

    def decline_and_see(tickets: Collection[int]) -> set[int]:
        Rater.objects.filter(person=five[0]).update(is_asked=False)
        Rater.objects.filter(person=five[1]).delete()
        return set(tickets)

    monkeypatch.setattr("roost.grow.threesixty.actions.asking.tickets_unused", decline_and_see)
    with clock.at(NOW + timedelta(days=5)):
        actions.remind()
        deliver_due()
    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        str(one.person.email) for one in Rater.objects.filter(is_asked=True).select_related("person")
    )


def test_somebody_looks_over_it_gives_it_back_and_lets_it_go(
    member: Person, boss: Person, chosen: dict[Person, Category], founder: Person
) -> None:
    with pytest.raises(InputError):
        begin_review(member, purpose="needle", approver=founder)
    with pytest.raises(InputError):
        begin_review(member, purpose="needle", debriefer=boss)
    draft = begin_review(member, purpose="needle", approver=boss)
    nominate(draft, by=member, raters=chosen)
    propose(draft, by=member)
    assert to_approve(boss).get() == draft
    with pytest.raises(Conflict):
        nominate(draft, by=member, raters=chosen)
    with pytest.raises(NotFound):
        actions.approve(draft, by=founder)
    with pytest.raises(InputError):
        actions.send_back(draft, by=boss, words=" ")
    actions.send_back(draft, by=boss, words="Ask somebody from sales")
    draft.refresh_from_db()
    assert draft.sent_back == "Ask somebody from sales"
    given_back = own_card(member, member)
    assert given_back is not None
    assert given_back.context["sent_back"]
    with pytest.raises(Conflict):
        actions.approve(draft, by=boss)
    propose(draft, by=member)
    actions.take_back(draft, by=member)
    propose(draft, by=member)
    deliver_due()
    assert any("look over" in str(one.body) for one in mail.outbox)
    actions.approve(draft, by=boss)
    draft.refresh_from_db()
    assert draft.asked_at == NOW
    lacking = own_card(member, member)
    assert lacking is not None
    assert lacking.context["lacks_own"]
    actions.answer_oneself(draft, by=member, points=dict.fromkeys((one.key for one in instrument_of(draft).items), 3))
    assert own_card(member, member) is None
    assert Ticket.objects.count() == 6
    with pytest.raises(Conflict):
        actions.take_back(draft, by=member)


def test_who_has_left_or_leads_no_more_is_not_asked_though_they_were_chosen_before(
    member: Person, boss: Person, five: list[Person], chosen: dict[Person, Category], make_person: Callable[..., Person]
) -> None:
    draft = begin_review(member, purpose="needle", approver=boss)
    nominate(draft, by=member, raters=chosen | {make_person("Fay"): Category.PEER})
    propose(draft, by=member)
    Affiliation.objects.filter(person=five[0]).update(ends_on=NOW.date() - timedelta(days=1))
    with pytest.raises(InputError, match="Ann"):
        actions.approve(draft, by=boss)
    actions.take_back(draft, by=member)
    nominate(draft, by=member, raters={one: kind for one, kind in chosen.items() if one != five[0]} | fay())
    propose(draft, by=member)
    ReportingLine.objects.filter(person=member).update(ends_on=NOW.date() - timedelta(days=1))
    with pytest.raises(InputError, match="Only your manager"):
        actions.approve(draft, by=boss)
    assert not Ticket.objects.exists()


def fay() -> dict[Person, Category]:
    return {Person.objects.get(name="Fay"): Category.PEER}


def test_taken_back_from_who_has_left_it_waits_for_nobody(
    member: Person, boss: Person, chosen: dict[Person, Category]
) -> None:
    draft = begin_review(member, purpose="needle", approver=boss)
    others = {one: kind for one, kind in chosen.items() if one != boss}
    nominate(draft, by=member, raters=others)
    propose(draft, by=member)
    Affiliation.objects.filter(person=boss).update(ends_on=NOW.date() - timedelta(days=1))
    actions.take_back(draft, by=member)
    assert propose(draft, by=member).asked_at == NOW


def test_who_looks_over_it_lets_go_what_they_saw_and_nothing_else(
    member: Person, boss: Person, chosen: dict[Person, Category]
) -> None:
    draft = begin_review(member, purpose="needle", approver=boss)
    nominate(draft, by=member, raters=chosen)
    seen = propose(draft, by=member).proposed_at
    with clock.at(NOW + timedelta(minutes=1)):
        actions.take_back(draft, by=member)
        again = propose(draft, by=member).proposed_at
        with pytest.raises(Conflict, match="once more"):
            actions.approve(draft, by=boss, seen=seen)
        actions.approve(draft, by=boss, seen=again)
    assert Ticket.objects.count() == 6


def test_who_accompanies_one_can_look_over_it_and_read_it(
    in_scope: Organisation, member: Person, founder: Person
) -> None:
    asked = ask_for_companion(in_scope, by=member, person=member, companion=founder, kind=Companionship.Kind.COACH)
    agree_to_companionship(asked, by=founder)
    found = begin_review(member, purpose="coaching", approver=founder, debriefer=founder)
    assert (found.approver, found.debriefer) == (founder, founder)


def test_dropping_destroys_what_nobody_read(review: Review, member: Person, five: list[Person]) -> None:
    secrets = links()
    answer(five[0], 3)
    with pytest.raises(NotFound):
        actions.drop(review, by=five[0])
    actions.drop(review, by=member)
    assert not Review.objects.exists()
    assert not Rater.objects.exists()
    assert not Box.objects.exists()
    assert rater_behind(secrets[str(five[1].email)]) is None


def test_who_reads_it_with_one_is_not_asked(member: Person, founder: Person, five: list[Person]) -> None:
    draft = begin_review(member, purpose="needle", debriefer=founder)
    with pytest.raises(InputError, match="reads it with you"):
        nominate(draft, by=member, raters=dict.fromkeys([*five, founder], Category.PEER))


def test_those_around_one_are_offered_from_where_they_see_one(
    in_scope: Organisation, member: Person, boss: Person, founder: Person
) -> None:
    found = around(member, in_scope)
    assert [(str(one.person), one.category) for one in found] == [
        ("Bo Boss", Category.MANAGER),
        (str(founder), Category.PEER),
    ]
