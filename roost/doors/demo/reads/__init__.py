"""What the demo shows: its ways in, the window of whoever keeps the server, and a survey to break."""

from roost.doors.demo.reads.breaking import BrokenSurvey, broken_survey
from roost.doors.demo.reads.roles import DemoRole, current_demo, demo_roles, ways_in
from roost.doors.demo.reads.window import Searched, TableRows, WindowCircle, newest_rows, search_house, window_circle

__all__ = [
    "BrokenSurvey",
    "DemoRole",
    "Searched",
    "TableRows",
    "WindowCircle",
    "broken_survey",
    "current_demo",
    "demo_roles",
    "newest_rows",
    "search_house",
    "ways_in",
    "window_circle",
]
