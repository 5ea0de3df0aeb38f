"""Filters and tags that pages and components need: points, changes, counts, initials, shares of a bar, slots."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.template import RequestContext
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from roost.ground.ui.drawing import Interval, Sparkline, draw_interval, draw_sparkline, percent
from roost.ground.ui.slots import slot_named

MINUS = "\N{MINUS SIGN}"

register = template.Library()


def _grouped(thousandths: int, places: int | None) -> str:
    whole, rest = divmod(abs(thousandths), 1000)
    places = len(f"{rest:03}".rstrip("0")) if places is None else places
    return number_format(Decimal(whole) + Decimal(rest) / 1000, places, use_l10n=True, force_grouping=True)


@register.filter
def points(thousandths: int | None, places: int | None = None) -> str:
    """Write thousandths of a point as people read them, in the language's grouping: 5208250 is "5,208.25".

    With `places` that many decimals are written, so that numbers stand below each other alike; the number must need no
    more of them. Nothing is written for None.
    """
    if thousandths is None:
        return ""
    return f"{MINUS if thousandths < 0 else ''}{_grouped(thousandths, places)}"


@register.filter
def change(thousandths: int | None, places: int | None = None) -> str:
    """Write a difference in thousandths of a point with its sign: 312000 is "+312", no difference is "0".

    `places` as in `points`.
    """
    if thousandths is None:
        return ""
    return f"+{_grouped(thousandths, places)}" if thousandths > 0 else points(thousandths, places)


@register.filter
def whole(number: int) -> str:
    """Write how many there are, in the language's grouping: 71720 is "71,720"."""
    return number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def initials(name: str | None) -> str:
    """Give the first letters of the first and the last word of a name: "Adaeze N. Obi" is "AO".

    Words without a letter do not count; an unknown name gives nothing.
    """
    words = [word for word in (name or "").replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def share(value: float | str, of: float | str = 100) -> str:
    """Write a part of a whole as a length for SVG, between 0% and 100%, whatever the language's decimal sign."""
    return percent(float(value), float(of))


@register.simple_tag
def sparkline(values: Sequence[float | None]) -> Sparkline:
    """Lay out a small line of numbers; see `drawing.draw_sparkline`."""
    return draw_sparkline(values)


@register.simple_tag
def interval(value: float, low: float, high: float, least: float, most: float, mark: float | None = None) -> Interval:
    """Lay out an estimate with its uncertainty on a scale; see `drawing.draw_interval`."""
    return draw_interval(value, low, high, least=least, most=most, mark=mark)


@register.filter
def kind_of_widget(field: BoundField) -> str:
    """Tell how a field is laid out: "tick" (one box beside its label), "choices" (a group of them) or "line"."""
    kind: str = getattr(field.field.widget, "input_type", "")
    if field.use_fieldset:
        return "choices"
    return "tick" if kind == "checkbox" else "line"


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str, subject: object = None) -> SafeString:
    """Show what higher rooms have to say about a subject to the person who looks at the page."""
    request = context["request"]
    return slot_named(name).render(request.user, subject, request=request)
