"""A second, naive reckoning of the board, written sentence by sentence from its rules, to hold the engine against.

Nothing here is fast or clever: whole numbers without limit, dictionaries and loops. Days are proleptic ordinals
(`date.toordinal`), values, rates and points are thousandths, products of value and rate are millionths.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roost.see.tracking.tests.reference_reading import (
    AFTER_ALL_DAYS,
    BEFORE_ALL_DAYS,
    Entry,
    Refused,
    Team,
    read_entries,
    read_people,
    read_rules,
)


def result(points: int) -> int:
    """Refuse a result that leaves 64 bits; results are a person's points and a team's, sums on the way are not."""
    if not -(2**63) <= points < 2**63:
        raise Refused("result", None, None)
    return points


def window_days(window: str, rules: dict[str, Any]) -> tuple[int, int]:
    """Find the first day of a window and the day after its last."""
    if window == "all":
        return BEFORE_ALL_DAYS, AFTER_ALL_DAYS
    if window == "season" and "season" in rules:
        return rules["season"]["from"], rules["season"]["to"]
    try:
        if re.fullmatch("[0-9]{4}", window):
            first = date(int(window), 1, 1)
            return first.toordinal(), date(first.year, 12, 31).toordinal() + 1
        if re.fullmatch("[0-9]{4}-[0-9]{2}", window):
            first = date(int(window[:4]), int(window[5:]), 1)
            last = first.toordinal()
            while last < AFTER_ALL_DAYS and date.fromordinal(last).month == first.month:
                last += 1
            return first.toordinal(), last
        if re.fullmatch("[0-9]{4}-W[0-9]{2}", window):
            start = date.fromisocalendar(int(window[:4]), int(window[6:]), 1).toordinal()
            while start % 7 != (rules["week_start"] + 1) % 7:  # day 1 was a Monday
                start -= 1
            return start, start + 7
    except ValueError:
        pass
    raise Refused("window", None, None)


def period_of(day: int, per: str, week_start: int) -> object:
    """Name the cap period a day lies in."""
    if per == "day":
        return day
    if per == "week":
        while day % 7 != (week_start + 1) % 7:
            day -= 1
        return day
    if per == "month":
        return date.fromordinal(day).year, date.fromordinal(day).month
    return "window"


@dataclass
class Reckoning:
    """Hold what lies behind a board: who was where, who did something, and what each brought to each team."""

    rules: dict[str, Any]
    roster: dict[Team, set[str]] = field(default_factory=lambda: defaultdict(set))
    active: dict[tuple[str, Team], set[str]] = field(default_factory=lambda: defaultdict(set))
    points: dict[tuple[str, Team, str], int] = field(default_factory=lambda: defaultdict(int))
    bonus: dict[tuple[str, Team, str], int] = field(default_factory=lambda: defaultdict(int))
    unplaced: int = 0


def reckon(people_text: str, entries_text: str, rules_text: str, window: str = "all") -> Reckoning:
    """Reckon each person's points and bonus for each metric and team; raise Refused."""
    rules = read_rules(rules_text)
    memberships = read_people(people_text)
    entries = read_entries(entries_text, rules["zone"])
    first, after = window_days(window, rules)
    found = Reckoning(rules)

    last_team: dict[str, Team] = {}
    for person, own in memberships.items():
        for m in own:
            if max(m.start, first) < min(m.end, after):
                found.roster[m.team].add(person)
                last_team[person] = m.team  # memberships come in the order in which they start

    placed: dict[tuple[str, str], list[tuple[Entry, Team]]] = defaultdict(list)
    for entry in entries:
        if first <= entry.day < after:
            teams = [m.team for m in memberships.get(entry.person, []) if m.start <= entry.day < m.end]
            if teams:
                placed[entry.metric, entry.person].append((entry, teams[0]))
                found.active[entry.metric, teams[0]].add(entry.person)
            else:
                found.unplaced += 1

    for metric in rules["metrics"]:
        for (key, person), done in placed.items():
            if key == metric["key"]:
                joined = list(dict.fromkeys(m.team for m in memberships[person]))
                for team, points in shares(metric, done, joined, rules["week_start"]):
                    found.points[key, team, person] += points
                summed = sum(entry.value for entry, _ in done)
                for step in metric["bonus"]:
                    if summed >= step["at"]:
                        found.bonus[key, last_team[person], person] += step["points"]
    return found


def shares(
    metric: dict[str, Any], done: list[tuple[Entry, Team]], joined: list[Team], week_start: int
) -> list[tuple[Team, int]]:
    """Share a person's points for a metric, without bonus, among the teams in the order in which they were joined."""
    cap = metric.get("cap")
    periods: dict[object, list[tuple[Entry, Team]]] = defaultdict(list)
    for entry, team in done:
        periods[period_of(entry.day, cap["per"] if cap else "window", week_start)].append((entry, team))
    found = []
    for done_in_period in periods.values():
        before = 0
        for length in range(1, len(joined) + 1):
            values = [entry.value for entry, team in done_in_period if team in joined[:length]]
            millionths = sum(values) * metric["points_per_unit"]
            points = millionths // 1000
            if cap:
                points = min(points, cap["points"])
            found.append((joined[length - 1], points - before))
            before = points
    return found


def reference_board(
    people_text: str, entries_text: str, rules_text: str, window: str = "all", division: str | None = None
) -> dict[str, Any]:
    """Reckon the board; raise Refused."""
    found = reckon(people_text, entries_text, rules_text, window)
    totals = dict.fromkeys(found.roster, 0)
    for metric in found.rules["metrics"]:
        for team, members in found.roster.items():
            points = 0
            for person in members:
                points += result(found.points.get((metric["key"], team, person), 0))
                points += found.bonus.get((metric["key"], team, person), 0)
            if metric["team"] == "average":
                people = found.active[metric["key"], team] if metric.get("over") == "active" else members
                points = points // len(people) if people else 0
            totals[team] += result(points)
    for points in totals.values():
        result(points)

    rows: list[dict[str, Any]] = []
    for team, points in totals.items():
        better = [other for rival, other in totals.items() if rival[0] == team[0] and other > points]
        rank = 1 + len(set(better) if found.rules["ties"] == "dense" else better)
        rows.append(
            {"division": team[0], "team": team[1], "members": len(found.roster[team]), "points": points, "rank": rank}
        )
    rows = [row for row in rows if division is None or row["division"] == division]
    rows.sort(key=lambda row: (row["division"].encode(), row["rank"], row["team"].encode()))
    lines = sorted(f"{row['division']}\t{row['team']}\t{row['points']}\t{row['rank']}\n".encode() for row in rows)
    return {
        "window": window,
        "rows": rows,
        "unplaced": found.unplaced,
        "digest": hashlib.sha1(b"".join(lines)).hexdigest(),
    }
