"""What somebody who reports to a manager keeps to themselves, in tests, and the day on which it is asked."""

from __future__ import annotations

from datetime import date

TODAY = date(2024, 6, 12)
SECRET = "I am frightened of the board"
