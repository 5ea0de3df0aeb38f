"""A survey to break: hiding small groups gives the answer away, and what Roost tells does not."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from roost.doors.demo.engine.breaking import (
    EVERYBODY,
    Average,
    Team,
    as_shown,
    averages,
    combine,
    draw_team,
    involved,
    known_of_each,
    reach,
    release,
)
from roost.doors.demo.models import Demo
from roost.doors.demo.reads import broken_survey
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Organisation

ATTACK = {EVERYBODY: 1, "peers": -1, "reports": -1}
THREE_CLICKS = "everybody=plus&peers=minus&reports=minus"


def team(peers: list[int], reports: list[int], elsewhere: int) -> Team:
    points = [*peers, *reports, elsewhere]
    cut = len(peers)
    people = {
        "peers": frozenset(range(cut)),
        "reports": frozenset(range(cut, len(points) - 1)),
        "elsewhere": frozenset({len(points) - 1}),
        EVERYBODY: frozenset(range(len(points))),
    }
    return Team(people, dict(enumerate(points)))


def test_an_average_of_one_decimal_gives_back_its_sum() -> None:
    assert (Average("peers", 3, 4.3).product, Average("peers", 3, 4.3).total) == (12.9, 13)
    for count in range(1, 10):
        for total in range(count, 6 * count + 1):
            assert Average("peers", count, round(total / count, 1)).total == total


def test_three_steps_leave_one_answer() -> None:
    told = averages(team([4, 5, 4], [3, 4, 4], 5))
    assert {key: (one.count, one.mean) for key, one in told.items()} == {
        "peers": (3, 4.3),
        "reports": (3, 3.7),
        EVERYBODY: (7, 4.1),
    }
    steps = combine(told, ATTACK)
    assert [(one.sign, one.average.total, one.before, one.after) for one in steps] == [
        (1, 29, 0, 29),
        (-1, 13, 29, 16),
        (-1, 11, 16, 5),
    ]


def test_roost_tells_of_the_same_people_both_groups_and_not_everybody() -> None:
    released = release(team([4, 5, 4], [3, 4, 4], 5))
    assert {key: (one.low, one.high) for key, one in released.shown.items()} == {"peers": (13, 13), "reports": (11, 11)}
    assert (released.too_few, released.withheld) == ({"elsewhere"}, {EVERYBODY})


def test_three_who_all_gave_the_most_are_known_by_the_rule_and_not_in_roost() -> None:
    same = team([6, 6, 6], [3, 4, 4], 1)
    assert known_of_each(as_shown(averages(same), same), same)[0] == (6, 6)
    low, high = known_of_each(list(release(same).shown.values()), same)[0]
    assert (low <= 4, high) == (True, 6)


@pytest.mark.parametrize(
    ("signs", "people"),
    [
        (ATTACK, 1),
        ({**ATTACK, "reports": 0}, 4),
        ({EVERYBODY: 0, "peers": 1, "reports": -1}, 6),
        (dict.fromkeys(ATTACK, 0), 0),
    ],
)
def test_a_combination_is_about_those_who_do_not_cancel_out(signs: dict[str, int], people: int) -> None:
    assert involved(team([4, 5, 4], [3, 4, 4], 5).sizes, signs) == people


def test_the_attack_succeeds_against_the_rule_and_fails_against_roost() -> None:
    for seed in range(1, 151):
        drawn = draw_team(seed)
        (hidden,) = drawn.people["elsewhere"]
        told, released = averages(drawn), release(drawn)
        assert combine(told, ATTACK)[-1].after == drawn.answers[hidden]
        assert known_of_each(as_shown(told, drawn), drawn)[hidden] == (drawn.answers[hidden],) * 2
        assert reach(released.shown, drawn.sizes, ATTACK) == (1, 6)
        known = known_of_each(list(released.shown.values()), drawn)
        assert known[hidden] == (1, 6)
        assert all(low <= drawn.answers[one] <= high and high - low >= 2 for one, (low, high) in known.items())


def test_which_numbers_roost_tells_does_not_follow_from_answers() -> None:
    planned = {
        (tuple(sorted(one.sizes.items())), told.too_few, told.withheld)
        for one, told in ((one, release(one)) for one in map(draw_team, range(1, 61)))
    }
    assert len(planned) == 4


def test_the_next_click_is_the_next_step_of_the_attack() -> None:
    query: dict[str, str] = {"seed": "3"}
    for done in range(3):
        page = broken_survey(query)
        assert page.done == done
        query = dict(pair.split("=") for pair in page.next_query.split("&"))
    page = broken_survey(query)
    assert (page.done, page.people, page.low, page.high, page.is_whole_scale) == (3, 1, 1, 6, True)
    assert page.found == page.answers[-1].points


def test_the_attack_turned_round_gives_the_same() -> None:
    page = broken_survey({"seed": "3", EVERYBODY: "minus", "peers": "plus", "reports": "plus"})
    assert (page.found, page.low, page.high) == (page.answers[-1].points, 1, 6)


@pytest.mark.parametrize(
    "query", [{"seed": word} for word in ("0", "10000", "-1", "x", "", "²", "9" * 5000)] + [{"peers": "twice"}]
)
def test_what_no_link_leads_to_is_not_found(query: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        broken_survey(query)


@pytest.fixture
def demo(in_scope: Organisation) -> Demo:
    return Demo.objects.create(seed=7, as_of=clock.today("UTC"), sellers=24, created_at=clock.now())


def test_anybody_breaks_the_survey_without_signing_in(demo: Demo, client: Client) -> None:
    assert "Nothing is combined yet." in client.get(reverse("demo:break")).content.decode()
    answer = client.get(f"{reverse('demo:break')}?seed=3&{THREE_CLICKS}")
    page = unescape(answer.content.decode())
    found = broken_survey({"seed": "3"}).answers[-1].points
    assert f"The one from another division answered {found}" in page
    assert "something between 1 and 6" in page
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_page_takes_one_query(
    demo: Demo, client: Client, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(1):
        client.get(reverse("demo:break"))


@pytest.mark.parametrize("asked", ["seed=0", "seed=x", "peers=twice", "seed=3&everybody="])
def test_an_address_that_nothing_leads_to_is_not_found(asked: str, demo: Demo, client: Client) -> None:
    assert client.get(f"{reverse('demo:break')}?{asked}").status_code == 404


def test_there_is_no_survey_to_break_outside_a_demo(client: Client, db: None) -> None:
    assert client.get(reverse("demo:break")).status_code == 404


def test_the_first_page_leads_there(demo: Demo, client: Client) -> None:
    assert f'href="{reverse("demo:break")}"' in client.get(reverse("home:welcome")).content.decode()
