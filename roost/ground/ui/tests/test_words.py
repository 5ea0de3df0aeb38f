"""Numbers and names as pages write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import translation

from roost.ground.ui.templatetags.ui import change, initials, points, whole

WORDS = Path(__file__).parent.parent / "locale" / "en" / "LC_MESSAGES"


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


def test_how_many_is_grouped() -> None:
    assert whole(71_720) == "71,720"


def test_points_follow_the_language() -> None:
    with translation.override("de"):
        assert points(5_208_250) == "5.208,25"


@pytest.mark.parametrize(
    ("thousandths", "written"), [(312_000, "+312"), (-40_000, "\N{MINUS SIGN}40"), (0, "0"), (None, "")]
)
def test_a_change_has_its_sign(thousandths: int | None, written: str) -> None:
    assert change(thousandths) == written


@pytest.mark.parametrize(
    ("thousandths", "places", "point", "difference"),
    [(2_197_000, 2, "2,197.00", "+2,197.00"), (8_500, 1, "8.5", "+8.5"), (0, 1, "0.0", "0.0"), (7_000, 0, "7", "+7")],
)
def test_numbers_in_one_column_have_the_decimals_that_are_asked_for(
    thousandths: int, places: int, point: str, difference: str
) -> None:
    assert (points(thousandths, places), change(thousandths, places)) == (point, difference)


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


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (forms.CharField(), "", "This still needs an answer."),
        (forms.CharField(max_length=3), "four", "Shorten this to 3 characters; there are 4."),
        (forms.EmailField(), "me", "This is not an e-mail address. Write it like name@example.org."),
        (forms.DateField(), "soon", "This is not a date. Choose one, or write it like 2026-11-30."),
        (forms.IntegerField(), "few", "Write a whole number, such as 20."),
        (forms.IntegerField(min_value=5), "4", "Write 5 or more."),
        (forms.DecimalField(max_digits=6, decimal_places=3), "1.2345", "Write at most 3 digits after the point."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "“b” is not among the choices. Choose one of them."),
    ],
)
def test_a_refusal_says_what_to_do_next(field: forms.Field, typed: str, told: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [told]


def test_a_weak_password_is_refused_in_our_words() -> None:
    with pytest.raises(forms.ValidationError) as refused:
        validate_password("12345")
    assert refused.value.messages == [
        "Choose a longer password, of 8 characters or more.",
        "Many people use this password. Choose another.",
    ]


def test_the_words_in_use_are_those_that_are_written() -> None:
    written = re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', (WORDS / "django.po").read_text(), re.MULTILINE)
    used = (WORDS / "django.mo").read_bytes()
    assert written
    assert [words for words in written if words.encode() not in used] == []
