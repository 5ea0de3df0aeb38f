"""Numbers are exact, whatever way they are written."""

from __future__ import annotations

import re

import pytest

from roost.see.tracking.engine import show, thousandths, with_point

NO_NUMBERS = ["", "a", ".", "-", "+", "e3", ".e3", "1e", "1e100", "1e+", "1e-007", "--1", "1 ", " 1", "1,5", "1_000"]
NO_NUMBERS += [
    "0x10",
    "\u0661",
    "1\u066b5",
    "\u00b2",
    "\u00bd",
    "nan",
    "NaN",
    "inf",
    "Infinity",
    "1.5.0",
    "1\n",
    "1\x00",
]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1.5000", 1500),
        ("-0.0", 0),
        ("1e3", 1_000_000),
        ("+7", 7000),
        ("-7", -7000),
        (".5", 500),
        ("5.", 5000),
        ("0.001", 1),
        ("-0.001", -1),
        ("15e-1", 1500),
        ("1E+02", 100_000),
        ("0.0001e1", 1),
        ("1000e-6", 1),
        ("007", 7000),
        ("1" + "0" * 12, 10**15),
        ("-1e12", -(10**15)),
        ("999999999999.999", 10**15 - 1),
        ("0e99", 0),
        ("0." + "0" * 50, 0),
        ("0" * 10_000 + "1." + "0" * 10_000, 1000),
    ],
)
def test_the_value_of_a_number_counts(text, count):
    assert thousandths(text) == count


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_anything_but_a_sign_digits_a_point_and_a_short_exponent_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        thousandths(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,5", "Write 1.5, with a point."),
        ("-12,25", "Write -12.25, with a point."),
        ("1,500", "Write 1.500, with a point. If the comma groups thousands, write 1500."),
        ("1,2345", "such as 12, -0.5 or 1e3."),
        ("1,234,567", "such as 12, -0.5 or 1e3."),
    ],
)
def test_a_comma_is_refused_with_the_number_that_was_meant(text, words):
    with pytest.raises(ValueError, match=f"{re.escape(words)}$"):
        thousandths(text)


@pytest.mark.parametrize("text", ["0.0001", "1e-4", "1.0005", "-0.00001", "1" * 50 + ".0001", "1e-99"])
def test_more_than_three_places_are_refused(text):
    with pytest.raises(ValueError, match="three decimal places"):
        thousandths(text)


@pytest.mark.parametrize("text", ["1000000000000.001", "-1000000000001", "1e13", "9e99", "-1" + "0" * 10_000])
def test_numbers_beyond_ten_to_the_twelfth_are_refused(text):
    with pytest.raises(ValueError, match="beyond"):
        thousandths(text)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (1500, "1.5"), (-1, "-0.001"), (-40_000, "-40"), (120, "0.12"), (2**63 - 1, "9223372036854775.807")],
)
def test_numbers_are_shown_without_needless_zeros(count, text):
    assert show(count) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1,5", "1.5"),
        ("-12,25", "-12.25"),
        (",5", ".5"),
        ("1,2345", "1.2345"),
        ("1,500", "1,500"),
        ("1,500\n", "1,500\n"),
        ("1.234,5", "1.234,5"),
        ("1,234,567", "1,234,567"),
        ("1,", "1,"),
        ("1.5", "1.5"),
        ("two, three", "two, three"),
    ],
)
def test_a_comma_is_taken_for_a_point_where_it_can_be_nothing_else(text, written):
    assert with_point(text) == written
