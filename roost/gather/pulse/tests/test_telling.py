"""What is told of a team, by hand."""

from __future__ import annotations

import pytest

from roost.gather.pulse.engine import Change, Given, Line, Stands, change_between, headline, stands, tell
from roost.ground.instruments.reads import instrument_named

SAFETY = instrument_named("roost-safety")


def line(agree: tuple[float, float], disagree: tuple[float, float]) -> Line:
    return Line((3.0, 4.0), agree, disagree, 5)


@pytest.mark.parametrize(
    ("agree", "disagree", "stand"),
    [
        ((0.8, 1.0), (0.0, 0.2), Stands.AGREES),
        ((0.0, 0.2), (0.7, 0.8), Stands.DISAGREES),
        ((0.3, 0.4), (0.3, 0.4), Stands.SPLIT),
        ((0.4, 0.6), (0.1, 0.2), Stands.BETWEEN),
    ],
)
def test_how_a_team_stands(agree: tuple[float, float], disagree: tuple[float, float], stand: Stands) -> None:
    assert stands(line(agree, disagree)) is stand
    assert stands(Line((3.0, 4.0), None, None, 5)) is None


def test_sentences_worded_against_are_turned_round_for_the_headline() -> None:
    assert SAFETY is not None
    told: dict[str, Line | None] = {one.key: line((0, 1), (0, 1)) for one in SAFETY.items}
    # Five at 3 to 4, two turned round to 4 to 5.
    assert headline(told, SAFETY, "safety") == (3.3, 4.3)
    assert headline(told | {"s1": None}, SAFETY, "safety") == (3.3, 4.3)
    assert headline(told | {"s1": None, "s2": None}, SAFETY, "safety") is None


def test_a_change_is_more_than_coarse_telling_and_other_days() -> None:
    # Each range adds .875 ** 2 / 12, each group of five (.15 * 6) ** 2 / 5: a change of 1.11 points is needed.
    then = (3.0, 3.875)
    for now, change in (((4.2, 5.075), Change.MORE), ((4.0, 4.875), Change.EARLY), ((1.8, 2.675), Change.LESS)):
        assert change_between(then, now, bands=(5, 5), least=1, most=7) is change


def test_thirty_people_and_twenty_sentences_are_told_and_all_alike_is_not_exact() -> None:
    assert SAFETY is not None
    told, kept = tell([Given(one, {"s1": 7, "s2": 1}) for one in range(30)], SAFETY, before={})
    assert told["s3"] is None
    first, second = told["s1"], told["s2"]
    assert first is not None
    assert second is not None
    assert (first.mean, first.agree, first.band) == ((6.6, 7.0), (0.87, 1.0), 20)
    assert (second.mean, second.disagree) == ((1.0, 1.5), (0.87, 1.0))
    assert kept.keys() == {"s1", "s2"}
