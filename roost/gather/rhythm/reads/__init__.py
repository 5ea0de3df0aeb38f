"""A circle's term, times that suit it, what it reads, and what stands in calendars."""

from roost.gather.rhythm.reads.cards import circle_card, today_card
from roost.gather.rhythm.reads.events import planned_events
from roost.gather.rhythm.reads.finding import TimesPage, times_page, turns_for
from roost.gather.rhythm.reads.readings import readings
from roost.gather.rhythm.reads.rota import coming_meeting, first_moderator, roles_for_meeting
from roost.gather.rhythm.reads.terms import Planned, TermPage, planned_in, planned_meetings, term_page, version_of

__all__ = [
    "Planned",
    "TermPage",
    "TimesPage",
    "circle_card",
    "coming_meeting",
    "first_moderator",
    "planned_events",
    "planned_in",
    "planned_meetings",
    "readings",
    "roles_for_meeting",
    "term_page",
    "times_page",
    "today_card",
    "turns_for",
    "version_of",
]
