"""Which stretch of time a page shows, and what people call it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.ui.frame import Link
from roost.see.tracking.engine import Rules, Window, parse_window

LONG_AGO = date(1900, 1, 1)
KINDS = ("week", "month", "season", "all")


@dataclass(frozen=True)
class Shown:
    """A window with its kind, its words, and the windows before and after it (None where there are none).

    It is `running` while today lies in it, and `over` once its last day has passed.
    """

    window: Window
    kind: str
    label: str
    before: str | None
    after: str | None
    running: bool
    over: bool


def today_of(rules: Rules) -> date:
    """Give the day on which it is where a program's days are counted."""
    return clock.today(rules.time_zone)


def shown_window(text: str, rules: Rules, today: date) -> Shown:
    """Read a window as pages spell it: a kind, which means the present one, or a name that the engine knows.

    Raises InputError for any other text.
    """
    name = text or _first(rules, today)
    if name == "season" and rules.season is None:
        name = "all"
    name = {"week": week_name(today, rules), "month": f"{today:%Y-%m}"}.get(name, name)
    window = parse_window(name, rules)
    running = (window.starts is None or window.starts <= today) and (window.ends is None or window.ends > today)
    kind = _kind(name)
    before, after = _neighbours(window, kind, rules, today)
    return Shown(window, kind, _label(window, kind, running), before, after, running, window.is_over(today))


def _first(rules: Rules, today: date) -> str:
    """Give what a page opens on: the month, or the season where there is none, is none yet, or it is over."""
    return "month" if rules.season and rules.season.starts <= today < rules.season.ends else "season"


def window_links(here: str, shown: Shown, rules: Rules, tail: dict[str, str]) -> tuple[Link, ...]:
    """Give the kinds of windows as links to `here`, with further parameters behind."""
    words = {"week": _("Week"), "month": _("Month"), "season": _("Season"), "all": _("All")}
    return tuple(
        Link(words[kind], f"{here}?{urlencode({'window': kind, **tail})}", current=kind == shown.kind)
        for kind in KINDS
        if kind != "season" or rules.season
    )


def week_name(day: date, rules: Rules) -> str:
    """Give the name of the program's week that a day lies in: the week of the ISO week's Monday it contains."""
    for candidate in (day - timedelta(7), day, day + timedelta(7)):
        year, week, _day = candidate.isocalendar()
        window = parse_window(f"{year:04}-W{week:02}", rules)
        if window.starts and window.ends and window.starts <= day < window.ends:
            return window.name
    raise AssertionError("every day lies in a week")


def recent_window(today: date) -> Window:
    """Give the last seven days, today included."""
    return Window(_("Last 7 days"), today - timedelta(6), today + timedelta(1))


def _kind(name: str) -> str:
    if name in {"all", "season"}:
        return name
    return "week" if "W" in name else "month" if "-" in name else "year"


def _label(window: Window, kind: str, running: bool) -> str:
    if kind == "all" or window.starts is None or window.ends is None:
        return _("everything so far")
    if kind == "season":
        return _("the season so far") if running else _("the season")
    if kind == "month":
        month = date_format(window.starts, "F Y")
        return _("%(month)s so far") % {"month": month} if running else month
    if kind == "year":
        return f"{window.starts:%Y}"
    days = {"first": date_format(window.starts, "j F"), "last": date_format(window.ends - timedelta(1), "j F")}
    return _("this week") if running else _("%(first)s to %(last)s") % days


def _neighbours(window: Window, kind: str, rules: Rules, today: date) -> tuple[str | None, str | None]:
    if kind not in {"week", "month"} or window.starts is None or window.ends is None or window.starts < LONG_AGO:
        return None, None
    earlier, later = window.starts - timedelta(1), window.ends
    names = [week_name(day, rules) if kind == "week" else f"{day:%Y-%m}" for day in (earlier, later)]
    return names[0], names[1] if later <= today else None
