"""Turn real records into the board's files; they are read where they lie and never copied.

A season of Major League Baseball, players as people and clubs as teams: Lahman Baseball Database, SABR, CC BY-SA 3.0.
Fifteen years of contributions to Git, under pseudonyms: facts derived from the project's public history.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SEASON = 2019
STARTS, ENDS = date(2019, 3, 28), date(2019, 10, 1)

# Rates, caps and thresholds are chosen to bite: most have more places than a point, and strikeouts cost some.
METRICS: list[dict[str, Any]] = [
    {"key": "hits", "points_per_unit": 1.5, "team": "sum", "bonus": [
        {"at": 100, "points": 10}, {"at": 150, "points": 5}]},
    {"key": "runs", "points_per_unit": 0.333, "team": "sum", "cap": {"points": 20, "per": "month"}},
    {"key": "home_runs", "points_per_unit": 4, "team": "sum", "cap": {"points": 60, "per": "window"}},
    {"key": "stolen_bases", "points_per_unit": 2.125, "team": "sum"},
    {"key": "walks", "points_per_unit": 0.25, "team": "average", "cap": {"points": 9.5, "per": "week"}},
    {"key": "rbi", "points_per_unit": 0.777, "team": "average", "bonus": [{"at": 100, "points": 25.5}]},
    {"key": "doubles", "points_per_unit": 0.001, "team": "average", "over": "roster"},
    {"key": "strikeouts", "points_per_unit": -0.125, "team": "average", "over": "roster"},
]  # fmt: skip


@dataclass(frozen=True)
class RealSeason:
    """Hold the files' texts, and what the source says itself: each count's total by club, and divisions by club."""

    people: str
    entries: str
    totals: dict[str, Counter[str]]
    divisions: dict[str, str]

    def rules(self, metrics: list[dict[str, Any]]) -> str:
        """Write rules for some of the counts."""
        season = {"from": STARTS.isoformat(), "to": ENDS.isoformat()}
        return json.dumps({"time_zone": "America/New_York", "season": season, "metrics": metrics})


def read_season(folder: Path) -> RealSeason:
    """Read the season from the folder of reference data.

    The source has one row per player and stint at a club but no dates, so a player's season is cut into as many
    equal parts as there were stints; each count is one entry on some day of its part, a different one per count.
    """
    with gzip.open(folder / "lahman_mlb" / "player_seasons.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["season"] == str(SEASON)]
    stints = Counter(row["player"] for row in rows)
    length = (ENDS - STARTS).days
    people = ["person,team,division,from,to"]
    entries = ["person,metric,value,occurred_at,id"]
    totals: dict[str, Counter[str]] = {metric["key"]: Counter() for metric in METRICS}
    for place, row in enumerate(rows):
        player, club, stint = row["player"], row["team"], int(row["stint"])
        begins, ends = (length * part // stints[player] for part in (stint - 1, stint))
        since, until = STARTS + timedelta(days=begins), STARTS + timedelta(days=ends)
        people.append(f"{player},{club},{row['division']},{since},{until}")
        for order, (key, total) in enumerate(totals.items()):
            day = since + timedelta(days=(place + 7 * order) % (ends - begins))
            entries.append(f"{player},{key},{row[key]},{day}T{place % 24:02}:30,{player}-{stint}-{key}")
            total[club] += int(row[key])
    divisions = {row["team"]: row["division"] for row in rows}
    return RealSeason("\n".join(people) + "\n", "\n".join(entries) + "\n", totals, divisions)


@dataclass(frozen=True)
class RealContributions:
    """Hold the files' texts, and what the source says itself: events by year, area and metric."""

    people: str
    entries: str
    rules: str
    totals: Counter[tuple[str, str, str]]


def read_contributions(folder: Path) -> RealContributions:
    """Read all events from the folder of reference data: a person's team in a year is where most of them were.

    Each year is a division, and of areas with equally many events the first in the alphabet counts.
    """
    with gzip.open(folder / "git_contrib" / "events.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    areas: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        areas[row["person"], row["date"][:4]][row["area"]] += 1
    homes = {place: min(found, key=lambda area: (-found[area], area)) for place, found in areas.items()}
    people = [["person", "team", "division", "from", "to"]]
    people += [[who, area, year, f"{year}-01-01", f"{int(year) + 1}-01-01"] for (who, year), area in homes.items()]
    entries = [["person", "metric", "value", "occurred_at", "id"]]
    totals: Counter[tuple[str, str, str]] = Counter()
    for number, row in enumerate(rows):
        entries.append([row["person"], row["metric"], "1", row["date"], f"event {number}"])
        totals[row["date"][:4], homes[row["person"], row["date"][:4]], row["metric"]] += 1
    metrics = sorted({row["metric"] for row in rows})
    rules = {
        "time_zone": "UTC",
        "metrics": [
            {"key": key, "points_per_unit": 1 + place / 4, "team": "average" if place % 3 else "sum"}
            | (
                {"cap": {"points": 12.5, "per": ("day", "week", "month", "window")[place // 2 % 4]}}
                if place % 2
                else {}
            )
            | ({"bonus": [{"at": 20, "points": 7.25}]} if place % 4 == 0 else {})
            for place, key in enumerate(metrics)
        ],
    }
    return RealContributions(_csv(people), _csv(entries), json.dumps(rules), totals)


def _csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
