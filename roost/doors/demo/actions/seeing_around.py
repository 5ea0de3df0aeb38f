"""Let a director have read a 360, a member talk about one soon, a founder ask for one, and one be looked over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit import clock
from roost.ground.people.access import visible_reports
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on
from roost.ground.release.actions import ticket_secret
from roost.grow.threesixty.access import own_reviews, rater_behind, waiting_for
from roost.grow.threesixty.actions import (
    Said,
    answer_oneself,
    begin_review,
    choose,
    close_due,
    nominate,
    open_report,
    propose,
    put_in,
    send_in,
)
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.reads import categories_of, instrument_of

LEVEL = 4.0
USUAL = {one.key: LEVEL for one in BEHAVIOURS}
SEEN = {"building-capability": 2.6, "compassion": 5.2, "deciding": 5.0, "leading-change": 3.0}
"""What others see of the director, where that is not the usual."""
OWN = {"building-capability": 5.0, "compassion": 3.0, "deciding": 5.0, "leading-change": 3.0}
REMARKS = (
    ("developing", _("You take work back the evening before it is due. I had it nearly done.")),
    (
        "developing",
        _("When my father was ill you were the first to notice, and changed the roster the same day."),
    ),
    ("thinking", _("I always know why something was decided.")),
    ("delivering", _("In the middle of the move nobody heard from you for two weeks.")),
    ("inspiring", _("You ask more than you tell. Keep that.")),
)
COLLEAGUES, ELSEWHERE = 5, 3


def let_see_around(
    organisation: Organisation, member: Person, leader: Person, founder: Person, *, now: datetime, seed: int
) -> None:
    """Let each ask by the actions that people use, at its time; who is asked answers, all but a few."""
    drawn = Random(seed)
    with clock.at(now - timedelta(days=40)):
        _begin(organisation, leader, founder, "role", ["building-capability", "compassion"])
    with clock.at(now - timedelta(days=36)):
        _answer(leader, USUAL | SEEN, REMARKS, drawn)
        _answer_oneself(leader, USUAL | OWN)
    with clock.at(now - timedelta(days=25)):
        close_due()
    review = own_reviews(leader)[0]
    with clock.at(now - timedelta(days=20)):
        open_report(review, by=founder)
        choose(review, by=leader, keep=["compassion", "deciding"], change=["building-capability"])
    with clock.at(now - timedelta(days=18)):
        _begin(organisation, member, leader, "needle", ["enrolling-others"])
    with clock.at(now - timedelta(days=15)):
        _answer(member, USUAL | {"enrolling-others": 5.0, "confidence": 3.0}, REMARKS[2:3], drawn)
        _answer_oneself(member, USUAL | {"confidence": 3.0})
    with clock.at(now - timedelta(days=3)):
        close_due()
        _begin(organisation, founder, leader, "coaching", ["communicating-with-impact"], asks=member)
        report = next(one.person for one in visible_reports(leader) if one.person != member)
        _begin(organisation, report, founder, "role", ["collaborating"], approver=leader)


def _begin(
    organisation: Organisation,
    person: Person,
    debriefer: Person,
    purpose: str,
    intents: Sequence[str],
    *,
    asks: Person | None = None,
    approver: Person | None = None,
) -> None:
    """Let somebody ask manager, reports, some colleagues, and some from elsewhere."""
    review = begin_review(person, purpose=purpose, intents=intents, approver=approver, debriefer=debriefer)
    near = {one: kind for one, kind in categories_of(person, organisation).items() if one.email and one != debriefer}
    peers = sorted((one for one, kind in near.items() if kind is Category.PEER), key=lambda one: one.pk)
    chosen = {one: kind for one, kind in near.items() if kind is not Category.PEER or one in peers[:COLLEAGUES]}
    here = members_on(organisation, clock.today(person.time_zone)).exclude(email=None).order_by("pk")
    others = here.exclude(pk__in=[one.pk for one in [person, debriefer, *near]])
    many = max(ELSEWHERE, COLLEAGUES + ELSEWHERE - len(chosen))
    chosen |= dict.fromkeys(others[:many], Category.OTHER)
    if asks is not None:
        chosen.setdefault(asks, near.get(asks, Category.OTHER))
    nominate(review, by=person, raters=chosen)
    propose(review, by=person)


def _answer(person: Person, seen: Mapping[str, float], remarks: Sequence[tuple[str, str]], drawn: Random) -> None:
    """Let all but every eighth answer what they see, each a little stricter or milder than the others."""
    review = own_reviews(person)[0]
    words = list(remarks)
    for number, rater in enumerate(review.raters.select_related("person").order_by("pk")):
        waiting = waiting_for(rater.person).get(review=review)
        if number % 8 == 7 or waiting.ticket is None:
            continue
        secret = ticket_secret(waiting.ticket)
        behind = rater_behind(secret)
        assert behind is not None, rater
        mild = drawn.gauss(0, 0.4)
        points: dict[str, int | None] = {
            one.key: _drawn(seen[one.subscale] + mild, drawn) for one in instrument_of(review).items
        }
        said = dict([words.pop()]) if words else {}
        put_in(secret, behind, Said(points, said))
        send_in(secret, behind)


def _drawn(level: float, drawn: Random) -> int | None:
    return None if drawn.random() < 0.05 else min(6, max(1, round(level + drawn.gauss(0, 0.6))))


def _answer_oneself(person: Person, seen: Mapping[str, float]) -> None:
    review = own_reviews(person)[0]
    points = {one.key: round(seen[one.subscale]) for one in instrument_of(review).items}
    answer_oneself(review, by=person, points=points)
