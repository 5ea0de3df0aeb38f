"""Who comes and who was there: pages and cards for who sits in the circle, plain data for rooms above."""

from roost.gather.attendance.reads.cards import circle_card, next_card
from roost.gather.attendance.reads.pages import AttendancePage, attendance_page
from roost.gather.attendance.reads.presence import Presence, agreed_in, counts, meetings_so_far, presence

__all__ = [
    "AttendancePage",
    "Presence",
    "agreed_in",
    "attendance_page",
    "circle_card",
    "counts",
    "meetings_so_far",
    "next_card",
    "presence",
]
