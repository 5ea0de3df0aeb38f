"""The plan's pages: people are found and moved by name, and what is said of circles does not contradict itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.circles.actions import ask_to_form, choose_rules, give_up_forming, lock_seat
from roost.gather.circles.engine.rules import Apart, Measure, Rules, Sizes
from roost.gather.circles.models import Forming, Round, Seat
from roost.gather.circles.reads import forming_page, move_page, plan_page, seats_in, sentences
from roost.gather.circles.reads.sentences import conflict_in_words
from roost.gather.circles.tests.rounds import formed
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]
MIXED = Rules(mix=(Measure("function"), Measure("years", "rank")), apart=Apart("none"))


def page(name: str, round: Round) -> str:
    return reverse(f"circles:{name}", args=[round.pk])


@pytest.fixture
def round(start: StartRound) -> Round:
    """Give a round with a plan of three circles."""
    return formed(start(), MIXED)


def test_somebody_is_found_and_moved_by_name(round: Round, founder: Person, client_for: BrowserFor) -> None:
    browser = client_for(founder)
    abe = Seat.objects.get(round=round, label="Abe")
    other = Seat.objects.filter(round=round).exclude(number=abe.number).order_by("place")[0]

    def ask(**told: Any) -> Any:
        return browser.get(page("move", round), told, follow=True)

    assert "Where to?" in ask(name=" abe ").text
    assert f"Shall Abe and {other.label} change places?" in ask(who=abe.pk, **{"with": other.label}).text
    for odd in ({"name": "Abel"}, {"who": abe.pk, "with": "Abel"}):
        assert "Nobody on the list is called “Abel”." in ask(**odd).text
    moved = browser.post(page("move", round), {"who": abe.pk, "to": f"seat-{other.pk}", "version": round.version})
    assert moved.url == f"{page('plan', round)}#circle-{other.number}"


@pytest.mark.parametrize("to", ["circle-0", "circle-99", "seat-0"])
def test_circles_and_people_that_there_are_not_are_not_weighed(
    to: str, round: Round, founder: Person, client_for: BrowserFor
) -> None:
    browser, abe = client_for(founder), Seat.objects.get(round=round, label="Abe")
    assert browser.get(page("move", round), {"who": abe.pk, "to": to}).status_code == 404
    for odd in ("seat-²", "circle-٣", "seat-", "nowhere-1"):
        assert "Where to?" in browser.get(page("move", round), {"who": abe.pk, "to": odd}).text
    with pytest.raises(NotFound):
        move_page(round, abe, there=99)


def test_an_exchange_within_what_is_broken_already_breaks_and_mends_nothing(round: Round, founder: Person) -> None:
    codes = {number: [one for one in seats_in(round) if one.number == number] for number in (1, 2)}
    (one, two, *_others), (three, *_more) = codes[1], codes[2]
    pairs = ((one.code, two.code), (one.code, three.code))
    rules = Rules(mix=MIXED.mix, apart=Apart("none", pairs=pairs))
    round = choose_rules(round, by=founder, rules=rules, sizes=Sizes(4, 4), version=round.version)
    weighed = move_page(round, two, other=three)
    assert (weighed.breaks, weighed.mends) == ([], [])
    alone = move_page(round, two, other=next(seat for seat in codes[2] if seat.pk != three.pk))
    assert len(alone.mends) == 1
    assert move_page(round, three, other=codes[1][2]).breaks


def test_cards_say_what_is_mixed_and_no_circle_is_least_and_well(round: Round) -> None:
    found = plan_page(round)
    assert all("of function" in card.kinds for card in found.cards)
    assert not any(card.is_weakest and card.band == "Well mixed" for card in found.cards)
    assert "Abe" in found.names


def test_what_is_under_way_leads_to_where_it_is_stopped(round: Round, founder: Person, client_for: BrowserFor) -> None:
    browser, abe = client_for(founder), Seat.objects.get(round=round, label="Abe")
    forming = ask_to_form(round, by=founder, version=round.version)
    told = {"who": abe.pk, "locked": "yes", "version": round.version}
    answer = browser.post(page("lock", round), told)
    assert answer.status_code == 409
    assert f'<a href="{page("forming", round)}">Look at it, or stop it</a>' in answer.text
    part = browser.get(page("forming", round), {"seen": "Waiting for its turn"}, headers={"HX-Request": "true"}).text
    assert "hx-swap-oob" not in part
    assert "Stop and take" not in part
    Forming.objects.update(status="running", values=[0.5, 1.25], share=0.5)
    part = browser.get(page("forming", round), {"seen": "Waiting for its turn"}, headers={"HX-Request": "true"}).text
    assert "hx-swap-oob" in part
    assert "150 % better" in part
    give_up_forming(forming.pk)
    text = browser.get(page("forming", round)).text
    assert "Try again" in text
    assert "do not go together" not in text


@pytest.mark.parametrize(("last", "said"), [(0.5005, "0.10"), (0.515, "3.0"), (0.6, "20")])
def test_how_much_better_is_said_in_plain_numbers(last: float, said: str, round: Round) -> None:
    assert forming_page(round, Forming(values=[0.5, last])).better == said


def test_rules_that_are_gone_are_not_named_in_a_conflict() -> None:
    keys = ("apart.pairs[0]", "together.pairs[3]", "apart.at_most[1]", "size")
    assert [one.anchor for one in conflict_in_words(keys, Rules(), {})] == ["size"]
    assert sentences(Rules(), {})[-1].anchor != "halves"


def test_locks_of_who_is_moved_by_hand_move_along(round: Round, founder: Person) -> None:
    abe = Seat.objects.select_related("round").get(round=round, label="Abe")
    other = Seat.objects.filter(round=round).exclude(number=abe.number).order_by("place")[0]
    round = lock_seat(abe, by=founder, locked=True, version=round.version)
    abe.refresh_from_db()
    assert move_page(round, abe, other=other).breaks == []


def test_where_nothing_is_mixed_chance_decides_and_not_the_order_of_the_list(start: StartRound) -> None:
    round, found = start(), []
    for _time in range(3):
        round = formed(round, Rules(apart=Apart("none")))
        seats = seats_in(round)
        found.append([[one.place for one in seats if one.number == number] for number in (1, 2, 3)])
        assert all(one.why for one in seats)
    in_order = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    assert any(sorted(plan) != in_order for plan in found)
    assert found[0] != found[1] or found[1] != found[2]
