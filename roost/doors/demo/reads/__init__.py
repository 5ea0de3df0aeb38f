"""What the demo shows: its ways in, and the window of whoever keeps the server."""

from roost.doors.demo.reads.roles import DemoRole, current_demo, demo_roles, ways_in
from roost.doors.demo.reads.window import Searched, TableRows, WindowCircle, newest_rows, search_house, window_circle

__all__ = [
    "DemoRole",
    "Searched",
    "TableRows",
    "WindowCircle",
    "current_demo",
    "demo_roles",
    "newest_rows",
    "search_house",
    "ways_in",
    "window_circle",
]
