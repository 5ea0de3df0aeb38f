"""A second, naive reckoning of the board, written sentence by sentence from its rules, to hold the engine against.

Nothing here is fast or clever: whole numbers without limit, dictionaries and loops. Days are proleptic ordinals
(`date.toordinal`), values, rates and points are thousandths, products of value and rate are millionths.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any

from roost.see.tracking.tests.reference_reading import (
    AFTER_ALL_DAYS,
    BEFORE_ALL_DAYS,
    Entry,
    Membership,
    Refused,
    Team,
    read_entries,
    read_people,
    read_rules,
)

SMALLEST, LARGEST = -(2**63), 2**63 - 1


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


def reference_board(
    people_text: str,
    entries_text: str,
    rules_text: str,
    window: str = "all",
    division: str | None = None,
    steps: list[int] | None = None,
) -> dict[str, Any]:
    """Reckon the board; raise Refused.

    `steps`, if given, receives every whole number met on the way, so that a caller can tell a board which 64-bit
    steps reach from one which needs wider ones.
    """
    steps = [] if steps is None else steps
    rules = read_rules(rules_text)
    memberships = read_people(people_text)
    entries = read_entries(entries_text, rules["zone"])
    first, after = window_days(window, rules)

    in_window = [entry for entry in entries if first <= entry.day < after]
    unplaced = 0
    placed: dict[tuple[str, str], list[tuple[Entry, Team]]] = {}
    for entry in in_window:
        teams = [m.team for m in memberships if m.person == entry.person and m.start <= entry.day < m.end]
        if teams:
            placed.setdefault((entry.metric, entry.person), []).append((entry, teams[0]))
        else:
            unplaced += 1

    overlapping = [m for m in memberships if max(m.start, first) < min(m.end, after)]
    roster: dict[Team, set[str]] = {}
    for m in overlapping:
        roster.setdefault(m.team, set()).add(m.person)

    totals = dict.fromkeys(roster, 0)
    for metric in rules["metrics"]:
        received = {m.team: 0 for m in memberships}
        active: dict[Team, set[str]] = {team: set() for team in roster}
        for (key, person), own in placed.items():
            if key != metric["key"]:
                continue
            for team, points in points_of_person(metric, person, own, memberships, rules["week_start"], steps):
                received[team] += points
                steps.append(received[team])
            for _, team in own:
                active[team].add(person)
            earned = bonus_of_person(metric, own, steps)
            last = max((m for m in overlapping if m.person == person), key=lambda m: m.start)
            received[last.team] += earned
            steps.append(received[last.team])
        for team, members in roster.items():
            points = received[team]
            if metric["team"] == "average":
                people = active[team] if metric.get("over") == "active" else members
                points = points // len(people) if people else 0
            totals[team] += points
            steps.append(totals[team])

    rows = []
    for team, points in totals.items():
        if not SMALLEST <= points <= LARGEST:
            raise Refused("result", None, None)
        better = [other for rival, other in totals.items() if rival[0] == team[0] and other > points]
        rank = 1 + len(set(better) if rules["ties"] == "dense" else better)
        rows.append(
            {"division": team[0], "team": team[1], "members": len(roster[team]), "points": points, "rank": rank}
        )
    rows = [row for row in rows if division is None or row["division"] == division]
    rows.sort(key=lambda row: (row["division"].encode(), row["rank"], row["team"].encode()))
    lines = sorted(f"{row['division']}\t{row['team']}\t{row['points']}\t{row['rank']}\n".encode() for row in rows)
    return {"window": window, "rows": rows, "unplaced": unplaced, "digest": hashlib.sha1(b"".join(lines)).hexdigest()}


def points_of_person(
    metric: dict[str, Any],
    person: str,
    own: list[tuple[Entry, Team]],
    memberships: list[Membership],
    week_start: int,
    steps: list[int],
) -> list[tuple[Team, int]]:
    """Share a person's points for a metric, without bonus, among the teams the person was in."""
    order: list[Team] = []
    for m in sorted((m for m in memberships if m.person == person), key=lambda m: m.start):
        if m.team not in order:
            order.append(m.team)
    cap = metric.get("cap")
    periods: dict[object, list[tuple[Entry, Team]]] = {}
    for entry, team in own:
        periods.setdefault(period_of(entry.day, cap["per"] if cap else "window", week_start), []).append((entry, team))
    shares = []
    for members_entries in periods.values():
        before = 0
        for length in range(1, len(order) + 1):
            millionths = 0
            for entry, team in members_entries:
                if team in order[:length]:
                    millionths += entry.value * metric["points_per_unit"]
                    steps.append(millionths)
            points = millionths // 1000
            if cap:
                points = min(points, cap["points"])
            shares.append((order[length - 1], points - before))
            before = points
    return shares


def bonus_of_person(metric: dict[str, Any], own: list[tuple[Entry, Team]], steps: list[int]) -> int:
    """Add up the bonus steps that a person's summed value reaches."""
    summed = sum(entry.value for entry, _ in own)
    earned = sum(step["points"] for step in metric["bonus"] if summed >= step["at"])
    steps += [summed, earned]
    return earned
