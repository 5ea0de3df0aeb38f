"""The rules of a program, in tests: visits add up, ratings are averaged and capped."""

from __future__ import annotations

from typing import Any

EARLY_HELP: dict[str, Any] = {
    "title": "Helping customers early",
    "time_zone": "America/Chicago",
    "season": {"from": "2024-01-01", "to": "2025-01-01"},
    "metrics": [
        {"key": "visits", "label": "Visits", "unit": "visit", "points_per_unit": 2, "team": "sum"},
        {
            "key": "ratings",
            "label": "Ratings",
            "points_per_unit": 1,
            "team": "average",
            "cap": {"points": 5, "per": "day"},
        },
    ],
}
