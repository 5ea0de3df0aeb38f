"""Read and show numbers that people write, exactly: inside the engine every number is a whole count of thousandths."""

from __future__ import annotations

import re

PLACES = 3
THOUSAND = 1000
LARGEST = 10**12

_NUMBER = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,2}))?")
_WITH_COMMA = re.compile(r"([+-]?[0-9]{1,13}),([0-9]{1,3})")
# Three digits behind a comma are thousandths to some people and thousands to others.
_DECIMAL_COMMA = re.compile(r"([+-]?[0-9]*),(?![0-9]{3}$)([0-9]+)")


def thousandths(text: str) -> int:
    """Read a number as a whole count of thousandths, by its exact value.

    A number is an optional sign, ASCII digits with an optional point, and an optional exponent of one or two
    digits. Its value counts: `1.5000` gives 1500, `-0.0` gives 0, `1e3` gives 1000000.
    Raises ValueError with a sentence for the person if the text is no such number, needs more than three places,
    or lies beyond plus or minus 10^12.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise ValueError(_why_none(text))
    sign, whole, fraction, exponent = match[1], match[2], match[3] or "", int(match[4] or 0)
    digits = (whole + fraction).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return 0
    last_place = exponent - len(fraction) + len(digits) - len(significant)
    if last_place < -PLACES:
        raise ValueError("This number needs more than three decimal places.")
    if len(significant) + last_place > len(str(LARGEST)):
        raise ValueError("This number lies beyond 1000000000000 (10^12).")
    size = int(significant + "0" * (last_place + PLACES))
    if size > LARGEST * THOUSAND:
        raise ValueError("This number lies beyond 1000000000000 (10^12).")
    return -size if sign == "-" else size


def _why_none(text: str) -> str:
    if not (match := _WITH_COMMA.fullmatch(text)):
        return "This is not a number such as 12, -0.5 or 1e3."
    whole, fraction = match[1], match[2]
    thousands = f" If the comma groups thousands, write {whole}{fraction}." if len(fraction) == PLACES else ""
    return f"This is not a number. Write {whole}.{fraction}, with a point.{thousands}"


def with_point(text: str) -> str:
    """Write the decimal comma of a number as a point; a comma that may group thousands stays, to be asked about."""
    match = _DECIMAL_COMMA.fullmatch(text)
    return f"{match[1]}.{match[2]}" if match else text


def show(count: int) -> str:
    """Write a count of thousandths as people write numbers: 1500 gives `1.5`, -40000 gives `-40`."""
    whole, rest = divmod(abs(count), THOUSAND)
    fraction = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{'-' if count < 0 else ''}{whole}{fraction}"
