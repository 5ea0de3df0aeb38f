"""Let a division be seen, a director have read a 360, a member talk about one soon, and others ask for one."""

from __future__ import annotations

from collections import defaultdict
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
SEEN_BEFORE, BY = 21, 6
"""So many of a division had a 360 by so many in the months before: enough to learn how strictly people mark."""


def let_see_around(
    organisation: Organisation, member: Person, leader: Person, founder: Person, *, now: datetime, seed: int
) -> None:
    """Let each ask by the actions that people use, at its time; who is asked answers, all but a few."""
    drawn = Random(seed)
    mild = defaultdict[int, float](lambda: drawn.gauss(0, 0.5))
    _let_division_be_seen(organisation, leader, founder, now=now, drawn=drawn, mild=mild)
    with clock.at(now - timedelta(days=40)):
        raters = _raters_of(organisation, leader, founder)
        _begin(leader, founder, "role", ["building-capability", "compassion"], raters)
    with clock.at(now - timedelta(days=36)):
        _answer(leader, USUAL | SEEN, REMARKS, drawn, mild)
        _answer_oneself(leader, USUAL | OWN)
    with clock.at(now - timedelta(days=25)):
        close_due()
    review = own_reviews(leader)[0]
    with clock.at(now - timedelta(days=20)):
        open_report(review, by=founder)
        choose(review, by=leader, keep=["compassion", "deciding"], change=["building-capability"])
    with clock.at(now - timedelta(days=18)):
        _begin(member, leader, "needle", ["enrolling-others"], _raters_of(organisation, member, leader))
    with clock.at(now - timedelta(days=15)):
        _answer(member, USUAL | {"enrolling-others": 5.0, "confidence": 3.0}, REMARKS[2:3], drawn, mild)
        _answer_oneself(member, USUAL | {"confidence": 3.0})
    with clock.at(now - timedelta(days=3)):
        close_due()
        raters = {member: Category.OTHER} | _raters_of(organisation, founder, leader)
        _begin(founder, leader, "coaching", ["communicating-with-impact"], raters)
        report = next(one.person for one in visible_reports(leader) if one.person != member)
        raters = _raters_of(organisation, report, founder)
        _begin(report, founder, "role", ["collaborating"], raters, approver=leader)


def _let_division_be_seen(
    organisation: Organisation,
    leader: Person,
    founder: Person,
    *,
    now: datetime,
    drawn: Random,
    mild: Mapping[int, float],
) -> None:
    """Let some of the director's division have had a 360 each, one after the other, where there are enough."""
    first = now - timedelta(days=200)
    here = set(members_on(organisation, first.date()).exclude(email=None)) - {founder}
    managers = [one.person for one in visible_reports(leader)]
    people = [one.person for manager in managers for one in visible_reports(manager) if one.person in here]
    if len(people) < SEEN_BEFORE:
        return
    for number, person in enumerate(drawn.sample(people, SEEN_BEFORE)):
        began = first + timedelta(days=5 * number)
        with clock.at(began):
            raters = _few_of(drawn.sample(people, len(people)), _near(organisation, person, founder), person)
            _begin(person, founder, "needle", [], raters)
        with clock.at(began + timedelta(days=4)):
            level = drawn.gauss(LEVEL, 0.5)
            _answer(person, dict.fromkeys(USUAL, level), (), drawn, mild)
        with clock.at(began + timedelta(days=21)):
            close_due()
            open_report(own_reviews(person)[0], by=founder)


def _begin(
    person: Person,
    debriefer: Person,
    purpose: str,
    intents: Sequence[str],
    raters: Mapping[Person, Category],
    *,
    approver: Person | None = None,
) -> None:
    review = begin_review(person, purpose=purpose, intents=intents, approver=approver, debriefer=debriefer)
    nominate(review, by=person, raters=raters)
    propose(review, by=person)


def _raters_of(organisation: Organisation, person: Person, debriefer: Person) -> dict[Person, Category]:
    """Give manager, reports, some colleagues, and some from elsewhere."""
    near = _near(organisation, person, debriefer)
    here = list(members_on(organisation, clock.today(person.time_zone)).exclude(email=None).order_by("pk"))
    peers = [one for one in here if near.get(one) is Category.PEER][:COLLEAGUES]
    chosen = {one: kind for one, kind in near.items() if kind is not Category.PEER or one in peers}
    others = [one for one in here if one not in {person, debriefer, *near}]
    many = max(ELSEWHERE, COLLEAGUES + ELSEWHERE - len(chosen))
    return chosen | dict.fromkeys(others[:many], Category.OTHER)


def _few_of(people: Sequence[Person], near: Mapping[Person, Category], person: Person) -> dict[Person, Category]:
    """Give the manager, and of the first of some people so many as are asked in all, the person left out."""
    chosen = {one: kind for one, kind in near.items() if kind is Category.MANAGER}
    besides = [one for one in people if one != person and one not in chosen]
    return chosen | {one: near.get(one, Category.OTHER) for one in besides[: BY - len(chosen)]}


def _near(organisation: Organisation, person: Person, debriefer: Person) -> dict[Person, Category]:
    return {one: kind for one, kind in categories_of(person, organisation).items() if one.email and one != debriefer}


def _answer(
    person: Person,
    seen: Mapping[str, float],
    remarks: Sequence[tuple[str, str]],
    drawn: Random,
    mild: Mapping[int, float],
) -> None:
    """Let all but every eighth answer what they see, each as strictly as they always are."""
    review = own_reviews(person)[0]
    words = list(remarks)
    for number, rater in enumerate(review.raters.select_related("person").order_by("pk")):
        waiting = waiting_for(rater.person).get(review=review)
        if number % 8 == 7 or waiting.ticket is None:
            continue
        secret = ticket_secret(waiting.ticket)
        behind = rater_behind(secret)
        assert behind is not None, rater
        points: dict[str, int | None] = {
            one.key: _drawn(seen[one.subscale] + mild[rater.person.pk], drawn) for one in instrument_of(review).items
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
