"""Which port is served by what, and who fills which slot. Nothing else in the house knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.urls import reverse

from roost.doors.demo.reads import ways_in
from roost.doors.home.ports import TODAY, WELCOME
from roost.gather.attendance import reads as attendance
from roost.gather.attendance.ports import COUNTS_ANEW
from roost.gather.charters import reads as charters
from roost.gather.circles import reads as circles
from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import found_circle
from roost.gather.circles.ports import GATHER, HELD, WAYS
from roost.gather.commitments import reads as commitments
from roost.gather.confidence import reads as confidence
from roost.gather.decisions import reads as decisions
from roost.gather.health import reads as health
from roost.gather.matching import reads as matching
from roost.gather.matching.ports import CIRCLES
from roost.gather.meetings import reads as meetings
from roost.gather.meetings.ports import AGREEMENT, BESIDE_STAGE, CIRCLE_NOW, CIRCLE_PAGE, KEPT, ONLY, ROTA
from roost.gather.pulse import reads as pulse
from roost.gather.rhythm import reads as rhythm
from roost.gather.rhythm.ports import NEXT
from roost.ground.calendars.ports import PLANNED
from roost.ground.people.models import Organisation, Person
from roost.ground.people.ports import when_parted
from roost.ground.ui.frame import load_everywhere
from roost.ground.vault.ports import PADS, PLACES, WATCH
from roost.grow.assessments import reads as assessments
from roost.grow.companions import reads as companions
from roost.grow.companions.actions import close_notes
from roost.grow.feedback import reads as feedback
from roost.grow.growth import reads as growth
from roost.grow.growth.ports import GROW
from roost.grow.library import reads as library
from roost.grow.threesixty import reads as threesixty
from roost.see.nudges import reads as nudges
from roost.see.tracking import reads as tracking


class CirclesOfPeers:
    """Begin a circle of people who found each other; see `matching.ports`."""

    def found(self, organisation: int, *, people: Sequence[int], by: int | None) -> int:
        whose, everybody = Organisation.objects.get(pk=organisation), Person.objects.in_bulk(people)
        founder = everybody[by] if by is not None else None
        return found_circle(whose, people=list(everybody.values()), by=founder).pk

    def sits_in(self, person: Person, circles: Collection[int]) -> Collection[int]:
        return set(visible_memberships(person).filter(circle__in=circles).values_list("circle", flat=True))

    def address(self, circle: int) -> str:
        return f"{reverse('circles:gather')}#circle-{circle}"


def connect() -> None:
    """Fill the slots of lower rooms from higher ones; called once, when all models are loaded."""
    WELCOME.fill(order=10)(ways_in)
    TODAY.fill(order=2)(meetings.today_card)
    TODAY.fill(order=3)(rhythm.today_card)
    TODAY.fill(order=4)(commitments.today_card)
    TODAY.fill(order=5)(nudges.today_card)
    TODAY.fill(order=6)(decisions.today_card)
    TODAY.fill(order=8)(decisions.misses_today)
    TODAY.fill(order=16)(decisions.parted_today)
    TODAY.fill(order=1)(confidence.today_card)
    TODAY.fill(order=7)(nudges.meetings_card)
    TODAY.fill(order=9)(feedback.told_card)
    TODAY.fill(order=11)(feedback.asked_card)
    TODAY.fill(order=12)(threesixty.asked_card)
    TODAY.fill(order=13)(threesixty.looking_card)
    TODAY.fill(order=14)(threesixty.own_card)
    TODAY.fill(order=21)(pulse.leader_card)
    TODAY.fill(order=22)(pulse.told_card)
    TODAY.fill(order=23)(pulse.asked_card)
    TODAY.fill(order=10)(growth.today_card)
    TODAY.fill(order=15)(growth.card_of_needle)
    TODAY.fill(order=20)(growth.watching_card)
    TODAY.fill(order=25)(growth.expectation_card)
    TODAY.fill(order=27)(growth.talk_card)
    TODAY.fill(order=30)(companions.today_card)
    TODAY.fill(order=32)(matching.today_card)
    TODAY.fill(order=33)(matching.conversation_card)
    TODAY.fill(order=34)(charters.today_card)
    TODAY.fill(order=35)(circles.today_card)
    load_everywhere(WATCH)
    when_parted(close_notes)
    PLACES.fill("companionship", companions.places_of_notes)
    PLACES.fill("circle", meetings.places_of_readers)
    PADS.fill("circle", meetings.places_open, meetings.sits_in)
    PLANNED.fill("companions", companions.planned_sessions)
    GROW.fill(order=5)(nudges.grow_card)
    GROW.fill(order=8)(feedback.grow_card)
    GROW.fill(order=9)(threesixty.grow_card)
    GROW.fill(order=7)(assessments.grow_card)
    GROW.fill(order=10)(companions.companions_card)
    GROW.fill(order=20)(library.library_card)
    GATHER.fill(order=5)(decisions.convener_card)
    GATHER.fill(order=10)(matching.gather_card)
    WAYS.fill(meetings.circle_ways)
    HELD.fill(meetings.circles_met)
    CIRCLE_NOW.fill(order=1)(decisions.circle_card)
    CIRCLE_NOW.fill(order=2)(decisions.misses_card)
    CIRCLE_PAGE.fill(order=90)(decisions.asking_card)
    CIRCLE_NOW.fill(order=0)(confidence.circle_card)
    CIRCLE_PAGE.fill(order=91)(confidence.way_there)
    ONLY.fill(confidence.only_protocol)
    CIRCLE_PAGE.fill(order=20)(charters.circle_card)
    KEPT.fill(charters.CHARTER_PLACE)
    KEPT.fill(charters.GOALS_PLACE)
    CIRCLE_NOW.fill(order=10)(rhythm.circle_card)
    CIRCLE_NOW.fill(order=5)(commitments.circle_card)
    BESIDE_STAGE.fill(order=10)(commitments.meeting_card)
    KEPT.fill(commitments.OUTCOMES_PLACE)
    AGREEMENT.fill(charters.agreed_rhythm)
    ROTA.fill(moderator=rhythm.first_moderator, roles=rhythm.roles_for_meeting, coming=rhythm.coming_meeting)
    PLANNED.fill("rhythm", rhythm.planned_events)
    NEXT.fill(order=10)(attendance.next_card)
    CIRCLE_PAGE.fill(order=30)(attendance.circle_card)
    COUNTS_ANEW.fill(decisions.counts_begun)
    CIRCLE_PAGE.fill(order=40)(health.circle_card)
    TODAY.fill(order=36)(health.today_card)
    GATHER.fill(order=20)(health.gather_card)
    GATHER.fill(order=15)(pulse.gather_card)
    CIRCLES.fill(CirclesOfPeers())
    TODAY.fill(order=45)(tracking.votes_card)
    TODAY.fill(order=46)(tracking.drafts_card)
    TODAY.fill(order=50)(tracking.today_card)
