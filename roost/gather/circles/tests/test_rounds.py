"""Rounds of circles: formed, changed by hand, published, taken back, closed and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import (
    ask_to_form,
    choose_rules,
    close_round,
    delete_round,
    forget_formings,
    forget_rounds,
    form_circles,
    lock_seat,
    move_seat,
    publish_round,
    stop_forming,
    take_back_round,
    take_best,
    undo_move,
)
from roost.gather.circles.engine.rules import Apart, AtMost, Columns, Measure, Past, Rules, Sizes, Together
from roost.gather.circles.models import Circle, Forming, Member, Round, Seat
from roost.gather.circles.reads import forming_page, move_page, my_circles, plan_page, seats_in
from roost.gather.circles.tests.rounds import CSV, FEW, formed
from roost.ground.activity.models import Fact, Involved
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person

StartRound = Callable[..., Round]
MIXED = Rules(mix=(Measure("function"), Measure("years", "rank")))


def seat(round: Round, label: str) -> Seat:
    return Seat.objects.select_related("round").get(round=round, label=label)


def in_another_circle(one: Seat) -> Seat:
    others = Seat.objects.select_related("round").filter(round=one.round).exclude(number=one.number)
    return others.exclude(code__in=["1", "2"]).order_by("place").first() or pytest.fail("all sit together")


def test_a_form_sent_twice_starts_one_round(start: StartRound) -> None:
    assert start().pk == start().pk
    assert Seat.objects.count() == 12
    assert Fact.objects.filter(verb="circles.convened").count() == 1


def test_sizes_that_do_not_fit_are_refused(start: StartRound) -> None:
    with pytest.raises(InputError, match="cannot be seated"):
        start(sizes=Sizes(5, 5))
    assert not Round.objects.exists()


def test_circles_are_formed_and_everybody_is_told_why(start: StartRound) -> None:
    round = formed(start(), MIXED)
    seats = seats_in(round)
    assert sorted({one.number for one in seats}) == [1, 2, 3]
    assert all(one.why for one in seats)
    page = plan_page(round)
    assert [len(card.seats) for card in page.cards] == [4, 4, 4]
    assert page.broken == []
    assert float(page.below) < 10
    assert Forming.objects.get().status == Forming.Status.DONE
    assert [Fact.objects.filter(verb=f"circles.{verb}").count() for verb in ("wished", "formed")] == [1, 1]


def test_nothing_mixed_is_a_plan_as_well(start: StartRound) -> None:
    page = plan_page(formed(start(), Rules()))
    assert (page.below, page.above) == ("", "")


def test_wishes_that_do_not_go_together_are_named_and_nothing_is_lost(start: StartRound) -> None:
    rules = Rules(apart=Apart("direct", pairs=(("3", "4"),)), together=Together((("3", "4"),)))
    round = formed(start(), rules)
    forming = Forming.objects.get()
    assert forming.status == Forming.Status.REFUSED
    assert round.state == Round.State.DRAFT
    told = {one.words: one.anchor for one in forming_page(round, forming).conflict}
    assert told == {"Abe and Bea sit apart.": "pairs", "Abe and Bea sit together.": "pairs"}
    assert Seat.objects.filter(round=round).count() == 12


def test_a_conflict_of_columns_and_locks_leads_to_where_it_is_changed(start: StartRound, founder: Person) -> None:
    round = formed(start(), MIXED)
    first = seat(round, "Abe")
    here = next(one for one in seats_in(round) if one.number == first.number and one.pk != first.pk)
    round = lock_seat(first, by=founder, locked=True, version=round.version)
    here.round = round
    round = lock_seat(here, by=founder, locked=True, version=round.version)
    round = formed(round, Rules(apart=Apart("none", pairs=(("3", here.code),))))
    found = forming_page(round, Forming.objects.get())
    assert {one.anchor for one in found.conflict} == {"pairs", "locks"}
    round = formed(round, Rules(apart=Apart("none", at_most=(AtMost("function", 1),)), same=Columns(("function",))))
    assert {one.anchor for one in forming_page(round, Forming.objects.get()).conflict} == {"columns"}


def test_rules_that_the_list_cannot_answer_to_are_refused(start: StartRound, founder: Person) -> None:
    round = start()
    with pytest.raises(InputError, match="no column of this name"):
        choose_rules(round, by=founder, rules=Rules(mix=(Measure("shoes"),)), sizes=Sizes(4, 4), version=1)
    with pytest.raises(InputError, match="cannot be seated"):
        choose_rules(round, by=founder, rules=MIXED, sizes=Sizes(5, 5), version=1)


def test_a_change_from_an_old_page_is_refused(start: StartRound, founder: Person) -> None:
    round = formed(start(), MIXED)
    old = round.version
    lock_seat(seat(round, "Abe"), by=founder, locked=True, version=old)
    for change in (
        lambda: move_seat(seat(round, "Abe"), by=founder, version=old, other=in_another_circle(seat(round, "Abe"))),
        lambda: publish_round(round, by=founder, version=old),
        lambda: choose_rules(round, by=founder, rules=Rules(), sizes=Sizes(4, 4), version=old),
        lambda: ask_to_form(round, by=founder, version=old),
    ):
        with pytest.raises(Conflict, match="changed meanwhile"):
            change()


def test_nobody_but_the_convener_changes_anything(start: StartRound, member: Person) -> None:
    round = formed(start(), MIXED)
    with pytest.raises(NotFound):
        lock_seat(seat(round, "Abe"), by=member, locked=True, version=round.version)
    with pytest.raises(NotFound):
        publish_round(round, by=member, version=round.version)
    with pytest.raises(NotFound):
        delete_round(round, by=member)


def test_locks_hold_when_circles_are_formed_again(start: StartRound, founder: Person) -> None:
    round = formed(start(), MIXED)
    abe = seat(round, "Abe")
    other = in_another_circle(abe)
    round = move_seat(abe, by=founder, version=round.version, other=other)
    round = lock_seat(seat(round, "Abe"), by=founder, locked=True, version=round.version)
    round = formed(round)
    assert seat(round, "Abe").number == other.number
    assert "Some seats were wished for" in " ".join(seat(round, "Abe").why)


def test_an_exchange_is_weighed_done_and_taken_back(start: StartRound, founder: Person) -> None:
    round = formed(start(), MIXED)
    abe = seat(round, "Abe")
    other = in_another_circle(abe)
    weighed = move_page(round, abe, other=other)
    assert weighed.may
    assert any("The mix of all circles together" in words for words in weighed.effects)
    moved = move_seat(abe, by=founder, version=round.version, other=other)
    assert (seat(round, "Abe").number, seat(round, other.label).number) == (other.number, abe.number)
    undone = undo_move(moved, by=founder, version=moved.version)
    assert (seat(round, "Abe").number, seat(round, other.label).number) == (abe.number, other.number)
    with pytest.raises(Conflict, match="no move"):
        undo_move(undone, by=founder, version=undone.version)


def test_a_move_that_breaks_a_rule_says_so_and_nobody_is_told_a_rule_that_does_not_hold(
    start: StartRound, founder: Person
) -> None:
    rules = Rules(mix=MIXED.mix, apart=Apart("direct"))
    round = formed(start(), rules)
    abe, boss = seat(round, "Abe"), seat(round, "Mara Member")
    assert "Nobody sits with their own manager." in boss.why
    report = next(one for one in seats_in(round) if one.cells["manager"] == "1")
    target = next(one for one in seats_in(round) if one.number == boss.number and one.pk != boss.pk)
    weighed = move_page(round, report, other=target)
    assert weighed.breaks
    assert "Nobody sits with their own manager." in weighed.breaks[0]
    report.round = round
    round = move_seat(report, by=founder, version=round.version, other=target)
    assert plan_page(round).broken
    assert all("manager" not in words for one in seats_in(round) for words in one.why)
    assert move_page(round, report, other=seat(round, target.label)).mends or abe


def test_a_move_to_a_circle_keeps_to_the_sizes(start: StartRound, founder: Person) -> None:
    round = formed(start(), MIXED)
    abe = seat(round, "Abe")
    there = in_another_circle(abe).number
    assert not move_page(round, abe, there=there).may
    with pytest.raises(InputError, match="Exchange two people"):
        move_seat(abe, by=founder, version=round.version, there=there)
    with pytest.raises(InputError, match="another circle"):
        move_seat(abe, by=founder, version=round.version, there=99)
    wide = choose_rules(round, by=founder, rules=MIXED, sizes=Sizes(3, 5), version=round.version)
    move_seat(abe, by=founder, version=wide.version, there=there)
    assert sorted(len(card.seats) for card in plan_page(round).cards) == [3, 4, 5]


def test_a_search_that_is_stopped_leaves_everything(start: StartRound, founder: Person) -> None:
    round = start()
    forming = ask_to_form(round, by=founder, version=round.version)
    assert ask_to_form(round, by=founder, version=round.version) == forming
    with pytest.raises(Conflict, match="being formed"):
        choose_rules(round, by=founder, rules=MIXED, sizes=Sizes(4, 4), version=round.version)
    assert stop_forming(forming, by=founder)
    form_circles(forming.pk, iterations=FEW)
    round.refresh_from_db()
    assert round.state == Round.State.DRAFT
    assert not stop_forming(forming, by=founder)


def test_the_best_so_far_is_taken_and_marked_until_circles_are_formed_anew(start: StartRound, founder: Person) -> None:
    more = (f"{number},P{number},,{'Sales' if number % 2 else 'Care'},1,3\n" for number in range(13, 41))
    round = start(CSV + "".join(more))
    round = choose_rules(round, by=founder, rules=MIXED, sizes=Sizes(4, 4), version=round.version)
    forming = ask_to_form(round, by=founder, version=round.version)
    assert take_best(forming, by=founder)
    form_circles(forming.pk, iterations=50_000_000)
    round.refresh_from_db()
    page = plan_page(round)
    assert (round.state, page.is_early, page.broken) == (Round.State.FORMED, True, [])
    assert 0 < float(page.below) < 100
    assert not take_best(forming, by=founder)
    assert not plan_page(formed(round)).is_early


def test_only_who_convenes_ends_a_search(start: StartRound, founder: Person, member: Person) -> None:
    round = start()
    with pytest.raises(NotFound):
        take_best(ask_to_form(round, by=founder, version=round.version), by=member)


def test_a_search_whose_worker_was_lost_is_given_up(start: StartRound, founder: Person) -> None:
    round = start()
    ask_to_form(round, by=founder, version=round.version)
    with clock.at(clock.now() + timedelta(days=1)):
        forget_formings()
    assert Forming.objects.get().status == Forming.Status.REFUSED


def test_published_circles_are_seen_by_who_sits_in_them(
    start: StartRound, founder: Person, member: Person, outsider: Person
) -> None:
    rules = Rules(mix=MIXED.mix, apart=Apart("none"), together=Together((("1", "2"),)))
    round = formed(start(), rules)
    assert not my_circles(member)
    round = publish_round(round, by=founder, version=round.version)
    (mine,) = my_circles(member)
    assert mine.others == ["Noor Founder"]
    assert mine.unknown == 2
    assert mine.why == seat(round, "Mara Member").why
    assert not my_circles(outsider)
    seated = Fact.objects.get(verb="circles.seated")
    assert set(Involved.objects.filter(fact=seated).values_list("person", flat=True)) == {founder.pk, member.pk}
    for verb in ("circles.published", "circles.formed"):
        assert not Involved.objects.filter(fact__verb=verb).exists()
    with pytest.raises(Conflict, match="Take them back first"):
        lock_seat(seat(round, "Abe"), by=founder, locked=True, version=round.version)
    take_back_round(round, by=founder)
    assert not my_circles(member)
    assert not Circle.objects.exists()


def test_closing_deletes_the_list_and_keeps_the_circles(start: StartRound, founder: Person, member: Person) -> None:
    round = formed(start(), MIXED)
    with pytest.raises(Conflict, match="Only published"):
        close_round(round, by=founder)
    round = publish_round(round, by=founder, version=round.version)
    close_round(round, by=founder)
    assert not Seat.objects.exists()
    assert len(my_circles(member)) == 1
    with pytest.raises(Conflict, match="closed"):
        take_back_round(round, by=founder)
    with pytest.raises(Conflict, match="People sit"):
        delete_round(round, by=founder)


def test_half_a_year_later_lists_are_gone(start: StartRound, founder: Person) -> None:
    published = formed(start(), MIXED)
    publish_round(published, by=founder, version=published.version)
    start(title="Left alone", key="1" * 32)
    with clock.at(clock.now() + timedelta(weeks=25)):
        forget_rounds()
    assert Seat.objects.count() == 24
    with clock.at(clock.now() + timedelta(weeks=27)):
        forget_rounds()
    assert not Seat.objects.exists()
    assert [one.state for one in Round.objects.all()] == [Round.State.CLOSED]


def test_nobody_meets_again_who_sat_together_last_time(start: StartRound, founder: Person) -> None:
    before = formed(start(), MIXED)
    sat = {one.code: one.number for one in seats_in(before)}
    before = publish_round(before, by=founder, version=before.version)
    after = start(title="Autumn", sizes=Sizes(3, 3), key="1" * 32, after=before)
    after = formed(after, Rules(mix=MIXED.mix, apart=Apart("none"), past=Past(1.0, never_within=1)))
    now = {one.code: one.number for one in seats_in(after)}
    together = [(one, other) for one in now for other in now if one < other and now[one] == now[other]]
    assert together
    assert all(sat[one] != sat[other] for one, other in together)
    close_round(before, by=founder)
    assert plan_page(after).broken == []


def test_who_is_erased_leaves_lists_and_circles_and_takes_what_nobody_sits_in(
    start: StartRound, founder: Person, member: Person, in_scope: Organisation
) -> None:
    apart = Rules(mix=MIXED.mix, apart=Apart("none", pairs=(("1", "2"),)))
    round = formed(start(), apart)
    publish_round(round, by=founder, version=round.version)
    left = formed(start(title="A draft", key="1" * 32), apart)
    erase_person(member.pk)
    assert "Member" not in str([one.words for one in plan_page(left).wishes])
    assert not visible_memberships(member).exists()
    assert not Seat.objects.filter(code="1").exists()
    erase_person(founder.pk)
    assert Round.objects.get().title == "Spring"
    forget_rounds()
    with everywhere():
        assert not Seat.objects.exists()
        assert Circle.objects.count() == 3
        assert not Member.objects.exists()
