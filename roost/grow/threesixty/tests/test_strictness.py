"""How strictly people mark: whether it is learnt, what becomes of means, and what is kept for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.ground.release.actions import Ballot
from roost.grow.threesixty import actions
from roost.grow.threesixty.actions.forms import forms_of
from roost.grow.threesixty.engine import Category, Filled, Form, Given, Strictness, learn, tell
from roost.grow.threesixty.models import Review
from roost.grow.threesixty.reads import instrument_of, report
from roost.grow.threesixty.tests.saying import answer

NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)
BEHAVIOURS = {f"b{number}": [f"b{number}-{one}" for one in (1, 2)] for number in range(16)}
ITEMS = [item for chosen in BEHAVIOURS.values() for item in chosen]
STEPS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])


def draw(
    people: int, each: int, *, spread: float, seed: int = 1
) -> tuple[list[Filled], NDArray[np.float64], NDArray[np.float64]]:
    """Draw 360s of everybody by `each` others, with an impression; give them, severities and how able each is."""
    random = np.random.default_rng(seed)
    abilities, severities = random.normal(0.5, 0.8, people), random.normal(0, spread, people)
    found = []
    for person in range(people):
        raters = random.choice([one for one in range(people) if one != person], each, replace=False)
        found.append(Filled.of((int(one), form(random, abilities[person] - severities[one])) for one in raters))
    return found, severities, abilities


def form(random: np.random.Generator, place: float) -> dict[str, int]:
    place += random.normal(0, 0.4)
    odds = np.exp(np.concatenate([[0.0], np.cumsum(place - STEPS)]))
    points = 1 + random.choice(6, size=len(ITEMS), p=odds / odds.sum())
    return {item: int(point) for item, point in zip(ITEMS, points, strict=True) if random.random() > 0.1}


def learnt(history: Sequence[Filled]) -> Strictness | None:
    return learn(history, behaviours=BEHAVIOURS, least=1, most=6)


def test_who_marks_strictly_is_found() -> None:
    history, severities, _ = draw(60, 8, spread=0.8)
    found = learnt(history)
    assert found is not None
    told = np.array([found.severities[one] for one in range(60)])
    assert np.corrcoef(told, severities)[0, 1] > 0.95
    # Shrunk, so that they lie closer together than what was drawn and what was seen.
    assert told.std() < severities.std() * 1.05
    assert found.spread == pytest.approx(0.8 * 0.85, abs=0.25)


def test_a_mean_by_strict_people_becomes_what_others_would_have_given() -> None:
    """Of means of five, the error beside raters as strict as everybody falls by half."""
    history, severities, _ = draw(60, 8, spread=0.8)
    found = learnt(history)
    assert found is not None
    random = np.random.default_rng(7)
    before, after = [], []
    for _ in range(200):
        ability, raters = random.normal(0.5, 0.8), random.choice(60, 5, replace=False)
        truth = expected(ability)
        mean = float(np.mean([expected(ability - severities[one]) for one in raters]))
        before.append(abs(mean - truth))
        after.append(abs(found.without("b3", mean, found.of(raters)) - truth))
    assert np.mean(after) < 0.5 * np.mean(before)


def expected(place: float) -> float:
    odds = np.exp(np.concatenate([[0.0], np.cumsum(place - STEPS)]))
    return float(1 + (odds / odds.sum()) @ np.arange(6))


def test_moving_means_keeps_their_order_and_the_scale() -> None:
    found = learnt(draw(40, 8, spread=0.8)[0])
    assert found is not None
    points = np.linspace(1.05, 5.95, 50)
    same = [found.without("b3", one, 0.0) for one in points]
    up, down = ([found.without("b3", one, by) for one in points] for by in (0.7, -0.7))
    assert same == pytest.approx(points, abs=1e-6)
    assert all(1 <= low < middle < high <= 6 for low, middle, high in zip(down, points, up, strict=True))
    assert all(np.diff(up) > 0)


def test_of_whom_nothing_is_known_counts_as_everybody() -> None:
    found = Strictness({1: 0.6}, np.array([-1.0, 1.0]), {"a": np.array([2.0, 4.0])}, 0.3)
    assert found.of([1, 2]) == pytest.approx(0.3)
    assert found.without("a", 3.0, found.of([1, 2])) == pytest.approx(3.3)


@pytest.mark.parametrize("people", [10, 19])
def test_few_say_too_little(people: int) -> None:
    assert learnt(draw(people, 8, spread=0.8)[0]) is None
    assert learnt([]) is None


def test_where_people_mark_alike_nothing_is_taken_out() -> None:
    found = learnt(draw(60, 8, spread=0.0)[0])
    assert found is None or found.spread <= 0.1


def test_who_gives_everybody_the_lowest_and_360s_that_share_no_rater_are_left_out() -> None:
    history, _, _ = draw(40, 8, spread=0.8)
    low = [Filled([*one.forms, Form(900, frozenset(ITEMS), len(ITEMS))], _plus(one.given)) for one in history[:3]]
    apart = Filled.of((rater, {item: 3 + rater % 3 for item in ITEMS}) for rater in (901, 902, 903))
    found = learnt([*low, *history[3:], apart])
    assert found is not None
    assert not {900, 901, 902, 903} & set(found.severities)
    without = learnt(history)
    assert without is not None
    assert found.severities == pytest.approx(without.severities, abs=1e-3)


def _plus(given: Mapping[str, Mapping[int, int]]) -> dict[str, dict[int, int]]:
    return {item: {**points, 1: points.get(1, 0) + 1} for item, points in given.items()}


def test_what_is_told_is_never_also_told_as_it_came() -> None:
    found = Strictness({one: 0.5 for one in range(5)}, np.array([-5.0, 5.0]), {"a": np.array([1.0, 6.0])}, 0.3)
    given = [Given(one, Category.PEER, {"a": [2 + one % 3, 4]}) for one in range(5)]
    given.append(Given(9, Category.MANAGER, {"a": [3, 3]}))
    plain, fair = (tell(given, least=1, most=6, strictness=one) for one in (None, found))
    before, after = (one.behaviours["a"] for one in (plain, fair))
    assert before.everybody is not None
    assert after.everybody is not None
    assert after.everybody.middle == pytest.approx(before.everybody.middle + 0.25, abs=0.06)
    assert set(after.cells) == set(before.cells)
    assert after.manager == before.manager == 3.0
    # What the next one is planned by are the sums themselves.
    assert fair.kept["a"].shown == plain.kept["a"].shown


def test_a_spread_is_what_is_left_once_strictness_is_out() -> None:
    found = Strictness({0: 0.8, 1: 0.8, 2: -0.8, 3: -0.8}, np.array([-5.0, 5.0]), {"a": np.array([1.0, 6.0])}, 0.4)
    given = [Given(one, Category.PEER, {"a": [3, 3] if one < 2 else [4, 4]}) for one in range(4)]
    kept = tell(given, least=1, most=6, strictness=found).kept["a"]
    assert kept.freedom == 3
    assert kept.squares == pytest.approx(4 * 0.1**2, abs=1e-9)


def earlier(organisation: Organisation, people: Sequence[Person], review: Review) -> None:
    """Keep closed 360s of these people, drawn, with the forms of each."""
    instrument = instrument_of(review)
    keys = [one.key for one in instrument.items]
    random = np.random.default_rng(3)
    severity = {person.pk: 1.0 if at % 2 else -1.0 for at, person in enumerate(people)}
    for person in people:
        raters = [one for one in people if one != person][:8]
        ballots = []
        for rater in raters:
            drawn = form(random, 0.3 - severity[rater.pk])
            points = {key: drawn.get(item, 3) for key, item in zip(keys, ITEMS, strict=True)}
            ballots.append(Ballot("peer", {"rater": rater.pk, "points": points, "words": {}}))
        Review.objects.create(
            organisation=organisation,
            person=person,
            purpose="needle",
            instrument=review.instrument,
            version=review.version,
            began_at=NOW - timedelta(days=90),
            closed_at=NOW - timedelta(days=60),
            forms=forms_of(ballots),
        )


@pytest.mark.django_db
def test_a_360_takes_strictness_out_says_so_and_forgets_totals_after_a_year(
    review: Review, in_scope: Organisation, five: list[Person], make_person: Callable[..., Person]
) -> None:
    people = [*five, *(make_person(f"Person {number}") for number in range(19))]
    earlier(in_scope, people, review)
    for person in five:
        answer(person, 4)
    with clock.at(NOW + timedelta(days=14)):
        actions.close_due()
    review.refresh_from_db()
    assert review.told is not None
    assert review.told["strictness"] > 0.3
    # Of the first five two are strict and three are kind, so what they gave is a little too much.
    middles = [one["everybody"]["least"] for one in review.told["behaviours"].values()]
    assert 3.5 < np.mean(middles) < 4.0
    assert "4.0" not in str(review.told["behaviours"]["deciding"]["cells"])
    assert report(review).strictness == review.told["strictness"]
    assert review.forms
    with clock.at(NOW + timedelta(days=14 + 366)):
        actions.forget_forms()
    assert not Review.objects.exclude(forms="").exists()


@pytest.mark.django_db
def test_one_s_own_earlier_360_and_those_of_a_year_ago_teach_nothing(
    review: Review, in_scope: Organisation, five: list[Person], make_person: Callable[..., Person]
) -> None:
    people = [*five, *(make_person(f"Person {number}") for number in range(19))]
    earlier(in_scope, people, review)
    with clock.at(NOW + timedelta(days=400)):
        assert actions.forms.strictness_for(review) is None
    with clock.at(NOW):
        assert actions.forms.strictness_for(review) is not None
        Review.objects.exclude(pk=review.pk).update(person=review.person)
        assert actions.forms.strictness_for(review) is None


@pytest.mark.django_db
def test_what_another_key_hides_teaches_nothing(
    review: Review, in_scope: Organisation, five: list[Person], make_person: Callable[..., Person]
) -> None:
    people = [*five, *(make_person(f"Person {number}") for number in range(19))]
    earlier(in_scope, people, review)
    broken = Review.objects.exclude(forms="").first()
    assert broken is not None
    Review.objects.exclude(forms="").exclude(pk=broken.pk).update(forms=broken.forms[:-8] + "AAAAAAA=")
    assert actions.forms.strictness_for(review) is None


@pytest.mark.django_db
def test_what_changed_is_said_only_of_what_was_told_alike(review: Review, member: Person, five: list[Person]) -> None:
    for person in five:
        answer(person, 5)
    with clock.at(NOW + timedelta(days=14)):
        actions.close_due()
    review.refresh_from_db()
    assert review.told is not None
    before = Review.objects.create(
        organisation=review.organisation,
        person=member,
        purpose="needle",
        instrument=review.instrument,
        version=review.version,
        began_at=NOW - timedelta(days=90),
        closed_at=NOW - timedelta(days=60),
        told={**review.told, "behaviours": {key: _low(one) for key, one in review.told["behaviours"].items()}},
    )
    assert any(line.change for line in report(review).lines)
    before.told["strictness"] = 0.4
    before.save()
    assert not any(line.change for line in report(review).lines)


def _low(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "everybody": {**told["everybody"], "least": 1.5, "most": 1.5}}
