"""Let somebody without a title start a program that people join until the organisation adopts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from roost.doors.demo import engine
from roost.ground.kit import clock
from roost.ground.people.actions import grant_role
from roost.ground.people.models import Organisation, Person, Role, TeamMembership
from roost.see.tracking.actions import (
    Score,
    answer_offer,
    decide_proposals,
    join_program,
    launch_program,
    offer_adoption,
    propose_rules,
    remark,
    submit_scores,
    vote,
)
from roost.see.tracking.engine import Cap
from roost.see.tracking.reads import Reader, players_of

ZONE = ZoneInfo(engine.ZONE)
MONTHS = 9
"""How long ago the program was started."""
AT_FIRST, IN_THE_END = 0.8, 0.3
"""Which share of the people entered their orders in the first month of the official program, and in the last."""
COMES_ALONG = 0.16
"""How likely somebody joins in a month when a third of their team does; nobody there makes it the smaller part."""
ORDERS = {
    "title": "Orders of the month",
    "time_zone": engine.ZONE,
    "metrics": [{"key": "orders", "label": "Orders", "unit": "order", "points_per_unit": 1, "team": "sum"}],
}
VISITS = {
    "title": "A day with another team",
    "time_zone": engine.ZONE,
    "metrics": [
        {"key": "days", "label": "Days with another team", "unit": "day", "points_per_unit": 8, "team": "sum"},
        {
            "key": "kept",
            "label": "Things done differently",
            "unit": "thing",
            "points_per_unit": 5,
            "team": "sum",
        },
    ],
}


def let_a_program_be_adopted(
    organisation: Organisation,
    *,
    founder: Person,
    sponsors: Sequence[Person],
    administrator: Person,
    now: datetime,
    seed: int,
) -> None:
    """Let the official program be entered less each month, and the other be joined, overtake it and be adopted.

    The first of the sponsors signs, four weeks before `now`.
    """
    draw = Random(f"{seed}/adopting")
    months = [_months_before(now, back) for back in range(11, -1, -1)]
    with clock.at(months[0] + timedelta(hours=1)):
        official = launch_program(
            administrator,
            organisation=organisation,
            document=ORDERS,
            purpose=_("Who takes the most orders?"),
            is_for_all=True,
        )
    started = _months_before(now, MONTHS)
    with clock.at(started):
        visits = launch_program(
            founder,
            organisation=organisation,
            document=VISITS,
            purpose=_("Spend a day beside somebody of another team, and bring one thing back."),
            behaviours={"days": "collaborating", "kept": "researching"},
            players_decide=True,
        )
    inside = {founder.pk}
    for number, month in enumerate(months):
        here = _teams_on(organisation, month)
        share = AT_FIRST + (IN_THE_END - AT_FIRST) * number / (len(months) - 1)
        counted = {who: 1 + int(9 * draw.random()) for who in here if draw.random() < share}
        _enter(official, administrator, month, counted, metric="orders", now=now)
        if month >= started:
            joining = _come_along(here, inside, draw)
            with clock.at(month + timedelta(hours=2)):
                for who in Person.objects.filter(pk__in=joining).order_by("pk"):
                    join_program(visits, by=who)
            inside |= joining
            spent = {who: 1 + int(2 * draw.random()) for who in sorted(inside & here.keys()) if draw.random() < 0.78}
            _enter(visits, founder, month, spent, metric="days", now=now)
    for sponsor in sponsors:
        grant_role(sponsor, organisation=organisation, role=Role.SPONSOR, by=administrator)
    with clock.at(now - timedelta(weeks=4)):
        words = _("People come back from it with something to try. I want every division to have that.")
        offer_adoption(visits, by=sponsors[0], words=words)
    with clock.at(now - timedelta(weeks=4) + timedelta(hours=5)):
        answer_offer(visits, by=founder, agrees=True, sponsor=sponsors[0].pk)
    _let_players_decide(visits, founder.pk, draw, now)


def _let_players_decide(program: Any, founder: int, draw: Random, now: datetime) -> None:
    """Let players accept other rules some months ago, and propose others these days."""
    players = players_of(program, _months_before(now, 4).date()) & players_of(program, now.date())
    there = list(Person.objects.filter(pk__in=players - {founder}).order_by("pk"))
    draw.shuffle(there)
    rules = Reader(program).rules
    days = rules.metrics[0]
    with clock.at(_months_before(now, 4) + timedelta(days=9)):
        reason = _("A day away costs a day of one's own work. It should weigh more.")
        weightier = replace(rules, metrics=(replace(days, points_per_unit=10_000), *rules.metrics[1:]))
        accepted = propose_rules(program, by=there[0], reason=reason, rules=weightier)
        for one in there[: len(there) // 2]:
            vote(accepted, by=one, is_for=draw.random() < 0.8)
    with clock.at(_months_before(now, 3)):
        decide_proposals()
    with clock.at(now - timedelta(days=2)):
        reason = _("One day a month is enough. Whoever travels twice should not outweigh two who go once.")
        capped = replace(days, points_per_unit=10_000, cap=Cap(10_000, "month"))
        fairer = replace(rules, metrics=(capped, *rules.metrics[1:]))
        made = propose_rules(program, by=there[1], reason=reason, rules=fairer)
        remark(made, by=there[2], words=_("I went twice because nobody else of us could. That should count."))
        for one in there[2:7]:
            vote(made, by=one, is_for=draw.random() < 0.6)


def _come_along(here: dict[int, int], inside: set[int], draw: Random) -> set[int]:
    """Draw who joins in a month: the likelier, the more of the own team take part already."""
    found = set()
    for who, team in sorted(here.items()):
        around = [one for one, other in here.items() if other == team]
        share = len([one for one in around if one in inside]) / len(around)
        if who not in inside and draw.random() < COMES_ALONG * (0.25 + min(1.0, 3 * share)):
            found.add(who)
    return found


def _enter(program: Any, by: Person, month: datetime, counted: dict[int, int], *, metric: str, now: datetime) -> None:
    """Enter what people counted in a month on one of its days, a fortnight after its beginning."""
    moment = month + timedelta(days=14)
    if moment > now - timedelta(days=8) or not counted:
        return
    day = moment.astimezone(ZONE).date()
    scores = [Score(who, metric, str(many), f"{day}", key=f"demo:{day}:{who}") for who, many in counted.items()]
    with clock.at(moment):
        submit_scores(program, by=by, scores=scores)


def _teams_on(organisation: Organisation, month: datetime) -> dict[int, int]:
    """Give the team of everybody who is in one on the day of a month on which scores are entered."""
    day = (month + timedelta(days=14)).astimezone(ZONE).date()
    stays = TeamMembership.objects.filter(organisation=organisation, starts_on__lte=month.astimezone(ZONE).date())
    return {
        person: team
        for person, team, ends in stays.order_by("person").values_list("person", "team", "ends_on")
        if ends is None or ends > day
    }


def _months_before(now: datetime, back: int) -> datetime:
    """Give the morning of the first of a month so many months back."""
    today = now.astimezone(ZONE).date()
    month = today.year * 12 + today.month - 1 - back
    return datetime.combine(today.replace(year=month // 12, month=month % 12 + 1, day=1), time(9), ZONE)
