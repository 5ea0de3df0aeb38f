"""Who missed more than their circle agreed on, and what the others are asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.attendance.reads import agreed_in, counts, presence
from roost.gather.charters.reads import charter_in_force
from roost.gather.circles.access import every_circle
from roost.gather.circles.reads import SharedCircle, seated_since, shared_circle
from roost.gather.decisions.access import circle_for, last_misses_in, misses_in, visible_misses, visible_partings
from roost.gather.decisions.engine.deciding import OPEN_FOR
from roost.gather.decisions.engine.misses import Say, is_asked
from roost.gather.decisions.models import Misses, MissesAnswer
from roost.ground.kit import clock
from roost.ground.kit.errors import Words as _
from roost.ground.people.models import Person
from roost.ground.people.reads import names_in
from roost.ground.ui.slots import Card

SAYS = {
    Say.ANEW: (_("We leave it at that"), _("The count begins anew.")),
    Say.TALK: (_("We talk about it when we meet"), _("With them, not about them. The count begins anew.")),
    Say.PART: (_("We part ways"), _("Only if every one of you says so. They are told by mail, in plain words.")),
}


@dataclass(frozen=True)
class About:
    """Whose misses the others are asked about; `mine` is what the viewer answered, `is_me` says it is about them."""

    misses: Misses
    name: str
    is_me: bool
    mine: str
    options: Sequence[tuple[Say, str, str]]


@dataclass(frozen=True)
class CameOut:
    """What came out about one of the others in the last two weeks."""

    name: str
    misses: Misses


@dataclass(frozen=True)
class MissesPage:
    """What a circle is asked about misses, what it decided about the viewer's last, and lately about others'."""

    circle: SharedCircle
    asked: Sequence[About]
    last: Misses | None
    came_out: Sequence[CameOut]


def misses_page(viewer: Person, number: int) -> MissesPage:
    """Give what a circle is asked about misses to who sits in it; raises NotFound. Nine queries at most."""
    circle = shared_circle(circle_for(viewer, number))
    asked = [one for one in visible_misses(viewer).filter(circle=number) if is_asked(one.person_id, circle.people)]
    said = dict(MissesAnswer.objects.filter(misses__in=asked, person=viewer).values_list("misses", "say"))
    options = [(say, str(title), str(words)) for say, (title, words) in SAYS.items()]
    about = [
        About(one, circle.people[one.person_id], one.person_id == viewer.pk, said.get(one.pk, ""), options)
        for one in asked
    ]
    since, decided = seated_since(number)[viewer.pk], list(last_misses_in(number))
    of_late = [one for one in decided if one.person_id != viewer.pk and _is_told(one, circle, since)]
    gone = {one.person_id for one in of_late} - circle.people.keys()
    names = {**circle.people, **(names_in(circle.organisation, gone) if gone else {})}
    came_out = [CameOut(names.get(one.person_id, ""), one) for one in of_late]
    mine = next((one for one in decided if one.person_id == viewer.pk and one.outcome != Say.PART), None)
    return MissesPage(circle, about, mine, came_out)


def _is_told(misses: Misses, circle: SharedCircle, since: datetime) -> bool:
    """Say whether it came out in the last two weeks, while somebody sat there who came `since`, and still holds."""
    if misses.decided_at is None or misses.decided_at <= max(since, clock.now() - OPEN_FOR):
        return False
    return (misses.person_id in circle.people) != (misses.outcome == Say.PART)


def misses_card(viewer: Person, subject: SharedCircle) -> Card | None:
    """Lead from a circle's page to what it is asked about misses, or what came out of late. Two queries at most."""
    found = list(misses_in(subject.number))
    asked = [one for one in found if one.decided_at is None and is_asked(one.person_id, subject.people)]
    if not asked:
        since = seated_since(subject.number)[viewer.pk] if found else clock.now()
        if not any(_is_told(one, subject, since) for one in found):
            return None
    is_me = [one.person_id for one in asked] == [viewer.pk]
    return Card("decisions/misses_in_circle.html", {"circle": subject, "is_me": is_me, "is_open": bool(asked)})


def misses_today(viewer: Person, subject: Person) -> Card | None:
    """Ask on Today what one has not answered about others' misses. One query where there is nothing."""
    if viewer != subject:
        return None
    answered = MissesAnswer.objects.filter(person=subject).values("misses")
    for asked in visible_misses(subject).exclude(person=subject).exclude(pk__in=answered):
        circle = shared_circle(circle_for(subject, asked.circle_id))
        if is_asked(asked.person_id, circle.people):
            return Card("decisions/misses_today.html", {"circle": circle})
    return None


def parted_today(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody alone on Today that a circle parted with them, for two weeks. One query where none did."""
    if viewer != subject:
        return None
    parted = visible_partings(subject).filter(decided_at__gt=clock.now() - OPEN_FOR).select_related("circle__round")
    found = [shared_circle(one.circle) for one in parted]
    return Card("decisions/parted_today.html", {"circles": found}) if found else None


def circles_with_charter() -> list[tuple[int, int]]:
    """Give circles that agreed on a charter, each with its organisation; without one nobody is asked about misses."""
    everybody = every_circle().values_list("pk", "organisation")
    return [(circle, organisation) for circle, organisation in everybody if charter_in_force(circle) is not None]


def counts_begun(circle: int) -> dict[int, datetime]:
    """Give since when misses are counted of whom a circle decided about. One query."""
    return {one.person_id: one.decided_at for one in last_misses_in(circle).reverse() if one.decided_at is not None}


def who_missed_too_much(circle: int) -> set[int]:
    """Give who of a circle missed more than it agreed on, since it last decided about them."""
    agreed = agreed_in(circle)
    found = counts(presence(circle, agreed=agreed), agreed, since=counts_begun(circle))
    return {who for who, one in found.items() if one.is_too_much}
