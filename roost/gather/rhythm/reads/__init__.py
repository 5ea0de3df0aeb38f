"""A circle's term, times that suit it, what it reads, and what stands in calendars."""

from roost.gather.rhythm.reads.cards import circle_card, today_card
from roost.gather.rhythm.reads.events import event_of, planned_events
from roost.gather.rhythm.reads.finding import TimesPage, times_page, turns_for
from roost.gather.rhythm.reads.readings import Reading, reading_for, readings, what_to_read
from roost.gather.rhythm.reads.rota import coming_meeting, first_moderator, roles_for_meeting
from roost.gather.rhythm.reads.terms import ARC, Planned, TermPage, planned_meetings, term_page

__all__ = [
    "ARC",
    "Planned",
    "Reading",
    "TermPage",
    "TimesPage",
    "circle_card",
    "coming_meeting",
    "event_of",
    "first_moderator",
    "planned_events",
    "planned_meetings",
    "reading_for",
    "readings",
    "roles_for_meeting",
    "term_page",
    "times_page",
    "today_card",
    "turns_for",
    "what_to_read",
]
