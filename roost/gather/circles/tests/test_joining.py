"""Joining and leaving circles that people sit in: as few as possible change, and nothing before it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.circles.actions import (
    Offer,
    answer_invitation,
    change_people,
    choose_rules,
    close_answers,
    close_round,
    delete_round,
    drop_changes,
    forget_rounds,
    found_circle,
    invite_people,
    leave_circle,
    leave_waiting,
    let_leavers_go,
    note_answers,
    publish_round,
    start_circles,
    take_back_round,
)
from roost.gather.circles.engine.rules import Apart, Measure, Rules, Sizes, Together
from roost.gather.circles.models import Circle, Invitation, Member, Round, Seat, Waiting
from roost.gather.circles.reads import people_page
from roost.gather.circles.reads.lists import Listed
from roost.gather.circles.tests.rounds import formed
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person
from roost.ground.people.models import Affiliation, Organisation, Person

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]
MIXED = Rules(mix=(Measure("function"),), apart=Apart("none"), together=Together((("1", "2"),)))
SIZES = Sizes(3, 5)


@pytest.fixture
def published(start: StartRound, founder: Person) -> Round:
    """Give circles of twelve people, in which member and founder sit together."""
    round = formed(start(sizes=SIZES), MIXED)
    return publish_round(round, by=founder, version=round.version)


def changed(
    round: Round, *, leaving: Collection[str] = (), back: Collection[str] = (), joining: Collection[str] = ()
) -> Round:
    """Let people leave and join by name, and form anew what changes least."""
    assert round.convener is not None
    seats = Seat.objects.filter(round=round)
    now = change_people(
        round,
        by=round.convener,
        version=Round.objects.get(pk=round.pk).version,
        leaving=list(seats.filter(label__in=leaving)),
        back=list(seats.filter(label__in=back)),
        joining=[Listed(name, name, None, {"function": "Care"}) for name in joining],
    )
    return formed(now)


def sitting(round: Round, field: str = "sits") -> dict[str, int]:
    return dict(Seat.objects.filter(round=round, takes_part=True).values_list("label", field))


def test_who_joins_is_seated_and_nobody_else_moves(published: Round, founder: Person) -> None:
    before = sitting(published)
    round = changed(published, joining=["Kit", "Lea"])
    assert sitting(round) == before | {"Kit": None, "Lea": None}
    plan = sitting(round, "number")
    assert {name: number for name, number in plan.items() if name in before} == before
    assert Circle.objects.filter(round=round).count() == len(set(before.values()))
    round = publish_round(round, by=founder, version=round.version)
    assert sitting(round) == plan
    assert sum(Circle.objects.filter(round=round).values_list("unknown", flat=True)) == 12


def test_a_circle_that_became_too_small_is_filled_up_with_as_few_moves_as_possible(published: Round) -> None:
    before = sitting(published)
    largest = Counter(before.values())
    # All but one of a circle leave; it cannot stay, so the one who is left joins others, or two join them.
    circle = next(number for number in largest if "Mara Member" not in {n for n, c in before.items() if c == number})
    gone = [name for name, number in before.items() if number == circle][:-1]
    round = changed(published, leaving=gone)
    plan = sitting(round, "number")
    moved = [name for name, number in plan.items() if before[name] != number]
    assert len(moved) == 1
    assert all(SIZES.least <= many <= SIZES.most for many in Counter(plan.values()).values())
    assert set(Counter(plan.values())) == set(before.values()) - {circle}


def test_nothing_happens_before_it_is_published_and_it_can_be_left_as_it_was(
    published: Round, founder: Person, member: Person
) -> None:
    before = sitting(published)
    mine = Member.objects.get(person=member)
    round = changed(published, leaving=["Mara Member", "Abe"], joining=["Kit"])
    assert Member.objects.get(person=member).circle_id == mine.circle_id
    with pytest.raises(Conflict, match="sit in these circles"):
        delete_round(round, by=founder)
    round = drop_changes(round, by=founder)
    assert round.state == Round.State.PUBLISHED
    assert sitting(round) == sitting(round, "number") == before
    again = changed(round, leaving=["Mara Member", "Abe"], joining=["Lea"])
    publish_round(again, by=founder, version=again.version)
    assert not Member.objects.filter(person=member).exists()
    assert set(sitting(again)) == set(before) - {"Mara Member", "Abe"} | {"Lea"}
    back = changed(Round.objects.get(), back=["Mara Member"])
    publish_round(back, by=founder, version=back.version)
    assert Member.objects.filter(person=member).exists()


def test_a_circle_keeps_its_number_where_another_is_gone_and_new_ones_get_the_next(
    published: Round, founder: Person
) -> None:
    before = sitting(published)
    first = [name for name, number in before.items() if number == 1]
    round = changed(published, leaving=first[:-1])
    round = publish_round(round, by=founder, version=round.version)
    numbers = set(Circle.objects.filter(round=round).values_list("number", flat=True))
    assert numbers == {2, 3}
    rest = sitting(round)
    round = changed(round, joining=["Kit", "Lea", "Max", "Nia"])
    plan = sitting(round, "number")
    assert all(plan[name] == number for name, number in rest.items())
    assert set(plan.values()) in ({2, 3}, {2, 3, 4})


def test_locks_and_rules_hold_while_people_join(published: Round, founder: Person) -> None:
    joined = change_people(
        published,
        by=founder,
        version=published.version,
        leaving=[],
        back=[],
        joining=[Listed("k", "Kit", None, {}), Listed("l", "Lea", None, {})],
    )
    rules = Rules(mix=(Measure("function"),), apart=Apart("none", pairs=(("k", "l"),)), together=MIXED.together)
    joined = choose_rules(joined, by=founder, rules=rules, sizes=SIZES, version=joined.version)
    plan = sitting(formed(joined), "number")
    assert plan["Kit"] != plan["Lea"]


def test_changes_of_nobody_by_strangers_or_from_an_old_page_are_refused(
    published: Round, founder: Person, member: Person
) -> None:
    with pytest.raises(InputError, match="who leaves"):
        changed(published)
    with pytest.raises(InputError, match="Nobody would be left"):
        changed(published, leaving=list(sitting(published)))
    told = {"leaving": [], "back": [], "joining": [Listed("k", "Kit", None, {})]}
    with pytest.raises(NotFound):
        change_people(published, by=member, version=published.version, **told)
    with pytest.raises(Conflict, match="meanwhile"):
        change_people(published, by=founder, version=published.version - 1, **told)
    take_back_round(published, by=founder)
    now = Round.objects.get()
    with pytest.raises(Conflict, match="Publish them first"):
        change_people(now, by=founder, version=now.version, **told)


def test_somebody_leaves_without_a_reason_and_the_seat_is_free(
    published: Round, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    mine = Member.objects.get(person=member)
    with pytest.raises(NotFound):
        leave_circle(mine, by=founder)
    leave_circle(mine, by=member)
    leave_circle(mine, by=member)
    assert "Mara Member" not in sitting(published)
    assert Fact.objects.filter(verb="circles.left").count() == 1
    page = people_page(Round.objects.get())
    assert [one.label for one in page.aside] == [one.label for one in page.left] == ["Mara Member"]
    assert "one has left" in client_for(founder).get(reverse("circles:gather")).text
    assert "Mara Member left on" in client_for(founder).get(reverse("circles:people", args=[published.pk])).text
    back = changed(Round.objects.get(), back=["Mara Member"])
    publish_round(back, by=founder, version=back.version)
    assert "has left" not in client_for(founder).get(reverse("circles:gather")).text


def test_who_leaves_the_organisation_leaves_the_circle(
    published: Round, member: Person, organisation: Organisation
) -> None:
    let_leavers_go()
    assert Member.objects.filter(person=member).exists()
    Affiliation.objects.filter(person=member).update(ends_on=clock.now().date() - timedelta(days=1))
    let_leavers_go()
    assert not Member.objects.filter(person=member).exists()
    assert "Mara Member" not in sitting(published)


def test_who_sits_on_the_first_day_has_begun_and_who_joins_later_too(
    start: StartRound, founder: Person, member: Person
) -> None:
    def begun() -> list[int | None]:
        return list(Fact.objects.filter(verb="circles.started").order_by("pk").values_list("quantity", flat=True))

    round = formed(start(sizes=SIZES), MIXED)
    first = clock.now().date() + timedelta(days=5)
    round = publish_round(round, by=founder, version=round.version, starts_on=first)
    start_circles()
    assert begun() == []
    with clock.at(clock.now() + timedelta(days=6)):
        start_circles()
        start_circles()
        assert begun() == [2]
        leave_circle(Member.objects.get(person=member), by=member)
        back = changed(Round.objects.get(), back=["Mara Member"])
        publish_round(back, by=founder, version=back.version)
        assert begun() == [2, 1]
        take_back_round(Round.objects.get(), by=founder)
    assert Fact.objects.filter(verb="circles.eligible").count() == 1


def test_an_old_round_is_closed_though_it_was_being_changed(published: Round, founder: Person) -> None:
    before = sitting(published)
    changed(published, leaving=["Abe"], joining=["Kit"])
    with clock.at(clock.now() + timedelta(weeks=27)):
        forget_rounds()
    round = Round.objects.get()
    assert round.state == Round.State.CLOSED
    assert Circle.objects.filter(round=round).count() == len(set(before.values()))


def test_a_start_far_ahead_keeps_no_list_for_longer(start: StartRound, founder: Person) -> None:
    round = formed(start(sizes=SIZES), MIXED)
    far = clock.now().date() + timedelta(days=2_000)
    publish_round(round, by=founder, version=round.version, starts_on=far)
    with clock.at(clock.now() + timedelta(weeks=27)):
        forget_rounds()
    assert not Seat.objects.exists()
    with clock.at(clock.now() + timedelta(days=2_001)):
        start_circles()
    assert Fact.objects.filter(verb="circles.started").exists()


def test_circles_begin_today_wherever_their_convener_lives(start: StartRound, founder: Person) -> None:
    founder.time_zone = "Pacific/Honolulu"
    with clock.at(datetime(2026, 11, 10, 5, tzinfo=UTC)):
        round = formed(start(sizes=SIZES), MIXED)
        with pytest.raises(InputError, match="past"):
            publish_round(round, by=founder, version=round.version, starts_on=date(2026, 11, 8))
        round = publish_round(round, by=founder, version=round.version, starts_on=date(2026, 11, 9))
    assert round.starts_on == date(2026, 11, 9)


def test_who_is_recognised_late_was_eligible_too(
    published: Round, founder: Person, make_person: Callable[..., Person]
) -> None:
    late = make_person("Abe Late")
    Seat.objects.filter(label="Abe").update(cells={"email": late.email})
    round = changed(published, leaving=["Bea"])
    publish_round(round, by=founder, version=round.version)
    told = Fact.objects.filter(verb="circles.eligible").order_by("pk")
    assert [({one.person for one in fact.involved.all()}, fact.quantity) for fact in told][1:] == [({late.pk}, 0)]


def test_ids_that_are_taken_keep_nobody_out(
    published: Round, founder: Person, administrator: Person, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    fay = make_person("Fay Fourth")
    waiting = {"organisation": published.organisation, "code": "3", "promised_on": clock.now().date()}
    waiting |= {"since": clock.now()}
    lists = [Round.objects.create(**_copy(published, key)) for key in "ab"]
    for person, of in ((administrator, lists[0]), (fay, lists[1])):
        Waiting.objects.create(**waiting, round=of, label=person.name, person=person)
    Waiting.objects.create(**waiting, round=published, label="Somebody Else", person=None)
    ticked = list(Waiting.objects.values_list("pk", flat=True))
    people = reverse("circles:people", args=[published.pk])
    sent = {"version": published.version, "waiting": ticked}
    assert client_for(founder).post(people, sent).status_code == 302
    new = Seat.objects.filter(round=published, sits=None).order_by("place")
    assert [(one.label, one.code) for one in new] == [
        ("Ada Administrator", "3-2"),
        ("Fay Fourth", "3-3"),
        ("Somebody Else", "3-4"),
    ]


def _copy(round: Round, key: str) -> dict[str, object]:
    kept = ("organisation", "convener", "least", "most", "created_at", "changed_at")
    return {name: getattr(round, name) for name in kept} | {"key": key, "title": key}


def test_who_did_not_ask_for_a_seat_is_not_brought_in(start: StartRound, founder: Person) -> None:
    today = clock.now().date()
    offer = Offer(closes_on=today + timedelta(days=3), promised_on=today + timedelta(days=30))
    round = start(sizes=SIZES)
    enrolment = invite_people(round, by=founder, version=round.version, offer=offer)
    for one in Invitation.objects.filter(enrolment=enrolment).select_related("seat", "person"):
        said = "no" if one.seat.label == "Abe" else "yes"
        if one.person is None:
            note_answers(one.enrolment.round, by=founder, noted={one.pk: (one.answer, said)})
        else:
            answer_invitation(one, by=one.person, answer=said)
    round = close_answers(round, by=founder, version=Round.objects.get().version)
    round = formed(round, Rules(apart=Apart("none")))
    round = publish_round(round, by=founder, version=round.version)
    with pytest.raises(InputError, match="Abe was asked"):
        changed(round, back=["Abe"])


def test_a_circle_that_people_began_ends_with_the_last_but_one(
    in_scope: Organisation, founder: Person, member: Person, administrator: Person
) -> None:
    circle = found_circle(in_scope, people=[founder, member, administrator], by=None)
    leave_circle(Member.objects.get(circle=circle, person=member), by=member)
    assert Circle.objects.filter(pk=circle.pk).exists()
    leave_circle(Member.objects.get(circle=circle, person=founder), by=founder)
    assert not Circle.objects.exists()
    with pytest.raises(InputError):
        found_circle(in_scope, people=[founder], by=None)


def test_joining_and_leaving_on_pages(
    published: Round,
    founder: Person,
    member: Person,
    administrator: Person,
    outsider: Person,
    client_for: BrowserFor,
) -> None:
    mine, theirs = client_for(founder), client_for(member)
    people = reverse("circles:people", args=[published.pk])
    assert "Who joins, who leaves?" in mine.get(people).text
    assert theirs.get(people).status_code == 404
    sent = {"version": published.version}
    assert "Say who leaves or who joins" in mine.post(people, sent).text
    for line, words in (("Zoe", "Nobody here is called Zoe"), ("abe", "takes part already")):
        assert words in mine.post(people, sent | {"others": line}).text
    abe = Seat.objects.get(label="Abe")
    waiting = mine.post(people, sent | {"leaving": [abe.pk], "others": administrator.email}, follow=True)
    assert "Waiting for its turn" in waiting.text
    formed_now = Round.objects.get()
    stop = mine.post(reverse("circles:stop", args=[published.pk]), follow=True).text
    assert "People sit in these circles while you change them" in stop
    formed(formed_now)
    plan = mine.get(reverse("circles:plan", args=[published.pk])).text
    for words in ("Abe leaves circle", "Ada Administrator joins circle", "Nobody else changes circles."):
        assert words in plan
    round = Round.objects.get()
    assert "Nobody else changes circles." in mine.get(reverse("circles:publish", args=[round.pk])).text
    assert "Forget the changes" in mine.get(reverse("circles:end", args=[round.pk])).text
    mine.post(reverse("circles:publish", args=[round.pk]), {"version": round.version})
    assert Member.objects.filter(person=administrator).exists()
    leave = reverse("circles:leave", args=[Member.objects.get(person=member).circle_id])
    assert client_for(outsider).get(leave).status_code == 404
    assert "Leave this circle?" in theirs.get(leave).text
    plan = reverse("circles:plan", args=[published.pk])
    assert "has left" not in mine.get(plan).text
    assert "no longer" in theirs.post(leave, follow=True).text
    assert "One has left: see who" in mine.get(plan).text
    assert "You sit in no circle yet" in theirs.get(reverse("circles:gather")).text


def test_nobody_is_seated_against_their_word(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    round = start(sizes=SIZES)
    day = clock.now().date() + timedelta(days=3)
    offer = Offer(closes_on=day, promised_on=day + timedelta(days=1))
    enrolment = invite_people(round, by=founder, version=round.version, offer=offer)
    for one in Invitation.objects.filter(enrolment=enrolment).select_related("person", "seat", "enrolment__round"):
        if one.person == member:
            answer_invitation(one, by=member, answer="later")
        elif one.person is None and one.seat.label != "Abe":
            note_answers(one.enrolment.round, by=founder, noted={one.pk: (one.answer, "yes")})
    now = Round.objects.get()
    round = formed(close_answers(now, by=founder, version=now.version), Rules(apart=Apart("none")))
    round = publish_round(round, by=founder, version=round.version)
    people = reverse("circles:people", args=[round.pk])
    mine = client_for(founder)
    for line in ("Abe", founder.email):
        told = mine.post(people, {"version": round.version, "others": line}).text
        assert "did not ask for a seat" in told
    assert "Mara Member, who asked for a later round" in mine.get(people).text
    mine.post(people, {"version": round.version, "waiting": [Waiting.objects.get().pk]})
    changed_now = formed(Round.objects.get())
    assert "Mara Member" in sitting(changed_now, "number")
    leave_waiting(Waiting.objects.get(), by=member)
    assert "Mara Member" not in sitting(changed_now, "number")
    with pytest.raises(Conflict, match="meanwhile"):
        publish_round(changed_now, by=founder, version=changed_now.version)


def test_circles_do_not_begin_in_the_past(start: StartRound, founder: Person) -> None:
    round = formed(start(sizes=SIZES), MIXED)
    with pytest.raises(InputError, match="past"):
        publish_round(round, by=founder, version=round.version, starts_on=clock.now().date() - timedelta(days=3))


def test_who_is_erased_while_circles_are_changed_leaves_them_to_the_others(
    published: Round, founder: Person, member: Person
) -> None:
    changed(published, leaving=["Abe"])
    erase_person(founder.pk)
    assert Member.objects.filter(person=member).exists()


def test_a_change_can_be_dropped_on_its_page(published: Round, founder: Person, client_for: BrowserFor) -> None:
    changed(published, leaving=["Abe"])
    drop = reverse("circles:drop", args=[published.pk])
    assert "changed meanwhile" in client_for(founder).post(drop, {"version": published.version}, follow=True).text
    sent = {"version": Round.objects.get().version}
    told = client_for(founder).post(drop, sent, follow=True).text
    assert "Everybody sits where they sat." in told
    assert "Abe" in sitting(published)


def test_of_a_closed_round_people_can_still_leave(published: Round, founder: Person, member: Person) -> None:
    close_round(published, by=founder)
    leave_circle(Member.objects.get(person=member), by=member)
    assert not Member.objects.filter(person=member).exists()
