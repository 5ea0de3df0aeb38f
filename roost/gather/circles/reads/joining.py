"""Who sits in circles, who could join them, and what leaving and joining make of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, F
from django.utils.translation import gettext as _

from roost.gather.circles.models import LONGEST_CODE, Circle, Invitation, Round, Seat, Waiting
from roost.gather.circles.reads.asking import unseen_in
from roost.gather.circles.reads.lists import Listed, PeopleList
from roost.gather.circles.reads.teams import code_of
from roost.ground.people.models import Person, ReportingLine, TeamMembership, running
from roost.ground.people.reads import today_here


@dataclass(frozen=True)
class PeoplePage:
    """Who sits in a round's circles, who of its list does not, who waits, and which circles have become too small.

    `unwilling` are the seats of who was asked and did not say that they want one, now or later.
    """

    round: Round
    sitting: Sequence[Seat]
    aside: Sequence[Seat]
    waiting: Sequence[Waiting]
    small: Sequence[Circle]
    is_drawn: bool
    unwilling: frozenset[int]

    @property
    def seats(self) -> Sequence[Seat]:
        """Give everybody on the list."""
        return [*self.sitting, *self.aside]

    @property
    def left(self) -> list[Seat]:
        """Give who left since the last publishing, by themselves or as their circle decided, the latest first."""
        gone = [(seat.left_at, seat) for seat in self.aside if seat.left_at is not None]
        return [seat for _moment, seat in sorted(gone, key=lambda one: one[0], reverse=True)]


def people_page(round: Round) -> PeoplePage:
    """Give who could leave or join. Five queries."""
    seats = list(Seat.objects.filter(round=round).order_by("place"))
    by_circle = sorted(
        (seat for seat in seats if seat.takes_part), key=lambda seat: (seat.sits or 0, seat.label.lower())
    )
    waiting = Waiting.objects.filter(organisation_id=round.organisation_id, round__convener=round.convener_id)
    people = {seat.person_id for seat in by_circle if seat.person_id}
    kept = {seat.waiting_id for seat in by_circle}
    return PeoplePage(
        round=round,
        sitting=by_circle,
        aside=[seat for seat in seats if not seat.takes_part],
        waiting=[
            one
            for one in waiting.filter(ended_at=None).select_related("person", "round")
            # Who has no login is known by the lists of two rounds alone.
            if one.pk not in kept
            and (one.person_id not in people if one.person_id else one.round_id in {round.pk, round.after_id})
        ],
        small=too_small(round),
        unwilling=unwilling_in(round),
        is_drawn=waiting.filter(round=round).exclude(turn=None).exists(),
    )


def unwilling_in(round: Round) -> frozenset[int]:
    """Give the seats of who was asked and did not say that they want one, now or later. One query."""
    asked = Invitation.objects.filter(enrolment__round=round)
    willing = [Invitation.Answer.YES, Invitation.Answer.LATER]
    return frozenset(asked.exclude(answer__in=willing).values_list("seat", flat=True))


def too_small(round: Round) -> list[Circle]:
    """Give the circles in which fewer people sit than their convener wanted. One query."""
    seated = Circle.objects.filter(round=round).annotate(people=F("unknown") + Count("members"))
    return list(seated.filter(people__lt=round.least).order_by("number"))


def changes_in(round: Round, seats: Sequence[Seat]) -> list[str]:
    """Say what a plan changes of circles that people sit in: who joins, leaves and changes circles. One query."""
    gone = Seat.objects.filter(round=round, takes_part=False).exclude(sits=None).order_by("place")
    left = [_("%(name)s leaves circle %(number)s.") % {"name": seat.label, "number": seat.sits} for seat in gone]
    joined = [
        _("%(name)s joins circle %(number)s.") % {"name": seat.label, "number": seat.number}
        for seat in seats
        if seat.sits is None
    ]
    moved = [
        _("%(name)s changes from circle %(before)s to circle %(number)s.")
        % {"name": seat.label, "before": seat.sits, "number": seat.number}
        for seat in seats
        if seat.sits is not None and seat.sits != seat.number
    ]
    return [*joined, *left, *(moved or [_("Nobody else changes circles.")])]


def with_waiting(people: PeopleList, waiting: Sequence[Waiting]) -> PeopleList:
    """Give a list with those who wait, as far as it lacks them; who stands on it keeps the promise too."""
    codes = {one.code for one in people.people}
    known = {one.person for one in people.people}
    named = {(one.code, one.label) for one in people.people}
    owed: dict[tuple[str, str], int] = {}
    more = []
    for one in waiting:
        if one.person_id is None and (one.code, one.label) in named:
            owed[one.code, one.label] = one.pk
        elif one.person_id is None or one.person_id not in known:
            code = one.code if one.code not in codes else f"waiting-{one.pk}"
            codes.add(code)
            known.add(one.person_id)
            more.append(Listed(code, one.label, one.person_id, {}, waiting=one.pk))
    here = [replace(one, waiting=owed.get((one.code, one.label))) for one in people.people]
    return replace(people, people=[*here, *more])


def free_code(code: str, taken: Collection[str]) -> str:
    """Give an id for somebody who joins a list: their own, or one that nobody has."""
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (code, *numbered) if one not in taken)


def listed_person(round: Round, seats: Sequence[Seat], person: Person) -> Listed:
    """Give a colleague who joins a round's list, with what Roost knows of them in the list's columns. Two queries.

    Their id is that of somebody picked from teams. Managers and time zones are told where they are used unseen, as
    `list_of_teams` does; a convener's own columns of these names stay empty.
    """
    today, organisation = today_here(), round.organisation_id
    stay = TeamMembership.objects.filter(running(today), organisation=organisation, person=person)
    team = next((one.team for one in stay.select_related("team")), None)
    line = ReportingLine.objects.filter(running(today), organisation=organisation, person=person).first()
    manager = next((one for one in seats if line is not None and one.person_id == line.manager_id), None)
    known = {
        "team": team.name if team else "",
        "division": team.division if team else "",
        "manager": manager.code if manager else "",
        # UTC is what nobody chose.
        "timezone": "" if person.time_zone == "UTC" else person.time_zone,
    }
    unseen = unseen_in(round, seats)
    told = {"team", "division", *unseen}
    cells = {name: known.get(name, "") if name in told else "" for name in (*round.columns, *unseen)}
    label = person.name or (_("Somebody of %(team)s") % {"team": team.name} if team else code_of(person.pk))
    return Listed(code_of(person.pk), label[:LONGEST_CODE], person.pk, cells)
