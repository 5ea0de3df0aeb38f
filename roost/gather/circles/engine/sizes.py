"""Choose how many circles there are, and how large each is, before anybody is seated."""

from __future__ import annotations

from roost.gather.circles.engine.rules import Sizes
from roost.ground.kit.errors import InputError
from roost.ground.kit.errors import Words as _

FEWEST = 2


class CannotSeat(InputError):
    """Say that no plan keeps all rules; `rules` is the smallest set found that cannot be kept together.

    `is_proved` tells whether there is none or none was found, `reason` in a sentence why, where counting shows it.
    """

    def __init__(self, message: str, rules: tuple[str, ...], *, is_proved: bool, reason: str = "") -> None:
        self.rules, self.is_proved, self.reason = rules, is_proved, reason
        super().__init__(message)


def balanced(people: int, circles: int) -> tuple[int, ...]:
    """Give sizes that differ by one at most, the larger first; they add up to `people`."""
    size, larger = divmod(people, circles)
    return (size + 1,) * larger + (size,) * (circles - larger)


def possible_numbers(people: int, sizes: Sizes) -> range:
    """Give all numbers of circles for which sizes within the bounds add up to `people`; may be empty."""
    return range(-(-people // sizes.most), people // sizes.least + 1)


def _too_few_or_between(people: int, sizes: Sizes) -> str:
    """Say that people do not fit, and into which sizes they would: smaller circles rather than larger ones."""
    if people < FEWEST:
        return _("A circle needs two people at least.")
    least, most = sizes.least, sizes.most
    while not possible_numbers(people, Sizes(least, most)):
        least, most = (least - 1, most) if least > FEWEST else (least, most + 1)
    told = {"people": people, "least": sizes.least, "most": sizes.most, "fewer": least, "more": most}
    if sizes.least == sizes.most:
        return _(
            "%(people)s people cannot be seated in circles of %(least)s. In circles of %(fewer)s to %(more)s they can.",
            **told,
        )
    return _(
        "%(people)s people cannot be seated in circles of %(least)s to %(most)s. "
        "In circles of %(fewer)s to %(more)s they can.",
        **told,
    )


def choose_sizes(people: int, sizes: Sizes) -> tuple[int, ...]:
    """Give the sizes of the number of circles whose mean lies nearest to the middle of the bounds.

    Of two numbers equally near, the larger. Raises CannotSeat where no number fits.
    """
    possible = possible_numbers(people, sizes)
    if not possible:
        raise CannotSeat(words := _too_few_or_between(people, sizes), ("size",), is_proved=True, reason=words)
    # |n/G - (lo+hi)/2| compared in whole numbers: two fractions that are equal must tie.
    middle = sizes.least + sizes.most
    nearest = possible[0]
    for circles in possible[1:]:
        here, best = abs(2 * people - middle * circles), abs(2 * people - middle * nearest)
        if here * nearest <= best * circles:
            nearest = circles
    return balanced(people, nearest)
