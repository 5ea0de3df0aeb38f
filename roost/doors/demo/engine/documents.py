"""The rules of the two programs that people of the company started, as documents of the format that boards read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from roost.doors.demo.engine.company import FOUNDER, LISTENER, ZONE, Company
from roost.doors.demo.engine.truth import RATING, Truth

EARLY, LISTENING = "early_helping", "learning_calls"
NEW_CUSTOMERS_BONUS = [{"at": 5, "points": 15}, {"at": 25, "points": 40}]
IDEAS_CAP = {"points": 40, "per": "month"}


@dataclass(frozen=True)
class StartedProgram:
    """A program, the number of who started it, when and why, and which behaviour each metric speaks of."""

    key: str
    founder: int
    started_on: date
    purpose: str
    document: dict[str, Any]
    behaviours: dict[str, str]


def programs_of(company: Company, truth: Truth) -> tuple[StartedProgram, ...]:
    """Give the programs in the order in which they were started."""
    month, year = company.as_of.month % 12 + 1, company.as_of.year + company.as_of.month // 12
    season = {"from": company.start.isoformat(), "to": date(year, month, 1).isoformat()}
    return (
        StartedProgram(
            EARLY,
            company.named(FOUNDER).number,
            company.start,
            "Workshops stay with whoever helps before they have to ask. Let us count that, not only orders.",
            _early_document(season),
            {
                "early_calls": "proactive",
                "visits": "earning-trust",
                RATING: "earning-trust",
                "joint_visits": "collaborating",
                "ideas": "developing-insight",
            },
        ),
        StartedProgram(
            LISTENING,
            company.named(LISTENER).number,
            truth.weeks[len(truth.weeks) * 30 // 100],
            "Once a week two of us listen to a call together and write down one thing to try next.",
            {
                "title": "Learning calls",
                "time_zone": "America/Denver",
                "metrics": [
                    _metric("calls_heard", "Calls heard together", "call", 3),
                    _metric("tried", "Things tried next time", "thing", 5, team="average", over="active"),
                ],
            },
            {"calls_heard": "building-capability", "tried": "researching"},
        ),
    )


def _early_document(season: dict[str, str]) -> dict[str, Any]:
    return {
        "title": "Helping customers early",
        "time_zone": ZONE,
        "week_start": "monday",
        "season": season,
        "metrics": [
            _metric("early_calls", "Early calls", "call", 1, cap={"points": 40, "per": "week"}),
            _metric("visits", "Customer visits", "visit", 4),
            _metric("quick_quotes", "Quotes within a day", "quote", 2.5, cap={"points": 25, "per": "week"}),
            _metric("new_customers", "New customers", "new customer", 12, bonus=NEW_CUSTOMERS_BONUS),
            _metric("returns", "Goods returned", "returned order", -4),
            _metric("joint_visits", "Visits with another team", "shared visit", 8),
            _metric(RATING, "Customer rating", "star", 12.5, team="average", over="roster"),
            _metric("ideas", "Ideas shared", "idea", 10, team="average", over="active", cap=IDEAS_CAP),
        ],
        "rank": {"ties": "competition"},
    }


def _metric(key: str, label: str, unit: str, points: float, *, team: str = "sum", **rest: Any) -> dict[str, Any]:
    return {"key": key, "label": label, "unit": unit, "points_per_unit": points, "team": team, **rest}
