"""Numbers and names as pages write them."""

from __future__ import annotations

import pytest
from django.utils import translation

from roost.ground.ui.templatetags.ui import change, initials, points


@pytest.mark.parametrize(
    ("thousandths", "written"),
    [
        (5_208_000, "5,208"),
        (5_208_250, "5,208.25"),
        (8_500, "8.5"),
        (1, "0.001"),
        (0, "0"),
        (-40_000, "\N{MINUS SIGN}40"),
        (-500, "\N{MINUS SIGN}0.5"),
        (1_234_567_000, "1,234,567"),
        (None, ""),
    ],
)
def test_points_are_written_from_thousandths(thousandths: int | None, written: str) -> None:
    assert points(thousandths) == written


def test_points_follow_the_language() -> None:
    with translation.override("de"):
        assert points(5_208_250) == "5.208,25"


@pytest.mark.parametrize(
    ("thousandths", "written"), [(312_000, "+312"), (-40_000, "\N{MINUS SIGN}40"), (0, "0"), (None, "")]
)
def test_a_change_has_its_sign(thousandths: int | None, written: str) -> None:
    assert change(thousandths) == written


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Adaeze Obi", "AO"),
        ("Adaeze N. Obi", "AO"),
        ("Noor", "N"),
        ("Anne-Marie", "AM"),
        ("o'brien, mary (she)", "OM"),
        ("山田 太郎", "山太"),
        ("", ""),
        (None, ""),
        ("— —", ""),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_word(name: str | None, letters: str) -> None:
    assert initials(name) == letters
