"""What the two of a companionship find: goals, sessions, commitments, and what the person lets be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.access import visible_companionships
from roost.ground.people.models import Companionship, Person
from roost.ground.people.reads import names_in
from roost.ground.ui.slots import Card
from roost.ground.vault.ports import GroupPlace
from roost.grow.companions.models import Commitment, Goal, Notebook, Point, Session
from roost.grow.growth.reads import Shared, levels_counted, shared_with_companion, shows_needles

SOON = timedelta(days=2)
MOST_PAST = 12


@dataclass(frozen=True)
class PairLine:
    """A companionship in a list: the other of the two, when they meet next, and of which time they may say it."""

    companionship: Companionship
    other: Person
    i_am_accompanied: bool
    waits_for_me: bool
    next_session: Session | None
    unsaid: Session | None


@dataclass(frozen=True)
class CompanionsPage:
    """Everybody somebody walks with; what waits for an answer stands first, what is over apart."""

    asked: Sequence[PairLine]
    running: Sequence[PairLine]
    over: Sequence[PairLine]


@dataclass(frozen=True)
class SessionLine:
    """A session and its agenda."""

    session: Session
    points: Sequence[Point]


@dataclass(frozen=True)
class PairPage:
    """What the two of a companionship find on their page."""

    companionship: Companionship
    other: Person
    i_am_accompanied: bool
    waits_for_me: bool
    goals: Sequence[Goal]
    goals_before: Sequence[Goal]
    planned: Sequence[SessionLine]
    unsaid: Sequence[SessionLine]
    past: Sequence[SessionLine]
    mine: Sequence[Commitment]
    theirs: Sequence[Commitment]
    commitments_before: Sequence[Commitment]
    shared: Shared | None
    shows_needles: bool
    levels_counted: Sequence[str | Promise]
    notes: UUID | None

    @property
    def is_proposed(self) -> bool:
        """Say whether an administrator asks the two, as `access.counted_in` has it."""
        return self.companionship.asked_by_id != self.companionship.person_id

    @property
    def is_running(self) -> bool:
        return self.companionship.state is Companionship.State.RUNNING


@dataclass(frozen=True)
class SessionPage:
    """What the two find of one session: its agenda, whether it can still change, and whether its time has come."""

    session: Session
    other: Person
    points: Sequence[Point]
    is_open: bool
    has_begun: bool


def companions_page(person: Person) -> CompanionsPage:
    """List everybody somebody walks with. Two queries and one for their organisations."""
    found = list(visible_companionships(person))
    running, now = [one.pk for one in found if one.state is Companionship.State.RUNNING], clock.now()
    planned: dict[int, Session] = {}
    unsaid: dict[int, Session] = {}
    open_ones = Session.objects.filter(companionship__in=running, met_at=None, called_off_at=None)
    for session in open_ones.order_by("starts_at"):
        if session.starts_at > now:
            planned.setdefault(session.companionship_id, session)
        else:
            unsaid[session.companionship_id] = session
    lines = [_line(one, person, planned.get(one.pk), unsaid.get(one.pk)) for one in found]
    by_state = {state: [one for one in lines if one.companionship.state is state] for state in Companionship.State}
    return CompanionsPage(
        asked=by_state[Companionship.State.ASKED],
        running=by_state[Companionship.State.RUNNING],
        over=by_state[Companionship.State.OVER],
    )


def _line(
    companionship: Companionship, viewer: Person, next_session: Session | None, unsaid: Session | None
) -> PairLine:
    return PairLine(
        companionship=companionship,
        other=companionship.other(viewer),
        i_am_accompanied=companionship.person_id == viewer.pk,
        waits_for_me=companionship.state is Companionship.State.ASKED and not companionship.has_agreed(viewer),
        next_session=next_session,
        unsaid=unsaid,
    )


def pair_page(companionship: Companionship, viewer: Person) -> PairPage:
    """Give what one of the two finds. Seven queries, and eight for what is shared."""
    goals = list(Goal.objects.filter(companionship=companionship).select_related("set_by").order_by("-pk"))
    commitments = list(Commitment.objects.filter(companionship=companionship).select_related("whose").order_by("-pk"))
    sessions = Session.objects.filter(companionship=companionship, called_off_at=None).prefetch_related("points__by")
    lines = [_session(one) for one in sessions.order_by("starts_at")]
    running, now = companionship.state is Companionship.State.RUNNING, clock.now()
    planned = [one for one in lines if one.session.is_open and running]
    mine = companionship.person_id == viewer.pk
    open_ones = [one for one in commitments if one.is_open]
    most = MOST_PAST if running else None
    return PairPage(
        companionship=companionship,
        other=companionship.other(viewer),
        i_am_accompanied=mine,
        waits_for_me=not companionship.has_agreed(viewer) and companionship.ended_at is None,
        goals=[one for one in goals if one.is_open],
        goals_before=[one for one in goals if not one.is_open],
        planned=[one for one in planned if one.session.starts_at > now],
        unsaid=[one for one in planned if one.session.starts_at <= now],
        past=[one for one in reversed(lines) if one.session.met_at or not running][:most],
        mine=[one for one in open_ones if one.whose_id == viewer.pk],
        theirs=[one for one in open_ones if one.whose_id != viewer.pk],
        commitments_before=[one for one in commitments if not one.is_open][:most],
        shared=shared_with_companion(companionship) if running else None,
        notes=Notebook.objects.filter(companionship=companionship).values_list("group", flat=True).first(),
        shows_needles=running and shows_needles(companionship),
        levels_counted=levels_counted(viewer, companionship.organisation) if running and mine else [],
    )


def _session(session: Session) -> SessionLine:
    points = sorted(session.points.all(), key=lambda one: one.pk)
    return SessionLine(session, points)


def session_page(session: Session, viewer: Person) -> SessionPage:
    """Give what one of the two finds of a session, as access gives it. One query."""
    companionship = session.companionship
    return SessionPage(
        session=session,
        other=companionship.other(viewer),
        points=list(session.points.select_related("by").order_by("pk")),
        is_open=session.is_open and companionship.state is Companionship.State.RUNNING,
        has_begun=session.starts_at <= clock.now(),
    )


def places_of_notes(viewer: int, groups: Collection[UUID]) -> dict[UUID, GroupPlace]:
    """Say whose notes groups of the vault are, and the way back to their pages. Two queries for each organisation."""
    books = Notebook.objects.filter(group__in=groups).select_related("companionship")
    pairs = {book.group: book.companionship for book in books}
    others = {group: pair.companion_id if viewer == pair.person_id else pair.person_id for group, pair in pairs.items()}
    names: dict[int, str] = {}
    for organisation in {pair.organisation_id for pair in pairs.values()}:
        names |= names_in(organisation, set(others.values()))
    return {group: _place(pair, names.get(others[group], "")) for group, pair in pairs.items()}


def _place(pair: Companionship, name: str) -> GroupPlace:
    is_running = pair.state is Companionship.State.RUNNING
    return GroupPlace(
        title=_("Notes with %(name)s") % {"name": name},
        way_back=reverse("companions:pair", args=[pair.pk]),
        way_back_label=name,
        another=reverse("companions:notes", args=[pair.pk]) if is_running else "",
    )


def companions_card(viewer: Person, subject: Person) -> Card | None:
    """Lead from Grow to whom somebody walks with; shown to themselves alone."""
    if viewer != subject:
        return None
    return Card("companions/grow.html", {"page": companions_page(subject)})


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Show what waits: an answer, a session within two days, one nobody spoke of since, own commitments due."""
    if viewer != subject:
        return None
    page, now = companions_page(subject), clock.now()
    waiting = [one for one in page.asked if one.waits_for_me]
    running = [one.companionship.pk for one in page.running]
    soon = [one for one in page.running if one.next_session and one.next_session.starts_at <= now + SOON]
    due = Commitment.objects.filter(
        companionship__in=running, whose=subject, kept_at=None, dropped_at=None, due__lte=clock.today(subject.time_zone)
    )
    unsaid = [one for one in page.running if one.unsaid]
    found = {"waiting": waiting, "soon": soon, "unsaid": unsaid, "due": list(due.order_by("due", "pk")[:3])}
    return Card("companions/today.html", found) if any(found.values()) else None
