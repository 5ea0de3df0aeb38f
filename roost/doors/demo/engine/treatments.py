"""Draw whom the three treatments reach, each in the way that its kind of evidence will have to cope with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from roost.doors.demo.engine.company import FOUNDER, SELLS, Company
from roost.doors.demo.engine.truth import MEASURES, RATING, Traits, Treatment


def draw_treatments(
    seed: int, company: Company, traits: Mapping[str, Traits], weeks: tuple[date, ...]
) -> tuple[Treatment, ...]:
    """Draw early helping, peer circles and the sales course, each from a stream of its own."""
    return (
        _early_helping(Random(f"{seed}/early_helping"), company, weeks),
        _peer_circles(Random(f"{seed}/peer_circles"), company, weeks),
        _sales_course(Random(f"{seed}/sales_course"), company, traits, weeks),
    )


def _early_helping(rng: Random, company: Company, weeks: tuple[date, ...]) -> Treatment:
    home = next(team for team in company.teams if company.named(FOUNDER).posts[0].team == team)
    near = [team for team in company.teams if team.division == home.division and team != home]
    far = [team for team in company.teams if team.division != home.division]
    rng.shuffle(near)
    rng.shuffle(far)
    reached = (near + far)[: max(1, len(company.teams) * 2 // 3 - 1)]
    # Eight weeks for the first team to notice, and twelve at the end in which the last one can be seen to change.
    first, span = 8, len(weeks) - 20
    began = {str(team): weeks[first + span * number // len(reached)] for number, team in enumerate(reached)}
    began[str(home)] = company.start
    return Treatment(
        key="early_helping",
        unit="team",
        chosen_by="the founder's team, then teams by lot, the founder's division first",
        chosen_on=company.start,
        began=began,
        compared=tuple(str(team) for team in company.teams if str(team) not in began),
        ramp_weeks=6,
        effects={
            "early_calls": 0.18,
            "visits": 0.08,
            "quick_quotes": 0.10,
            "new_customers": 0.12,
            "returns": -0.20,
            "joint_visits": 0.25,
            "ideas": 0.0,
            RATING: 0.15,
        },
    )


def _peer_circles(rng: Random, company: Company, weeks: tuple[date, ...]) -> Treatment:
    began = weeks[len(weeks) * 45 // 100]
    applied = _selling_all_year(company)
    rng.shuffle(applied)
    applied = applied[: 2 * max(3, len(applied) * 18 // 100)]
    drawn, waiting = applied[: len(applied) // 2], applied[len(applied) // 2 :]
    return Treatment(
        key="peer_circles",
        unit="person",
        chosen_by="lot, among those who applied",
        chosen_on=began - timedelta(weeks=2),
        began=dict.fromkeys(sorted(drawn), began),
        compared=tuple(sorted(waiting)),
        ramp_weeks=12,
        effects={"joint_visits": 0.20, "ideas": 0.35, "new_customers": 0.06, RATING: 0.08},
    )


def _sales_course(rng: Random, company: Company, traits: Mapping[str, Traits], weeks: tuple[date, ...]) -> Treatment:
    chosen = len(weeks) * 60 // 100
    staying = _selling_all_year(company)
    impression = {one: sum(traits[one].energy[chosen - 8 : chosen]) / 8 + rng.gauss(0, 0.05) for one in staying}
    weakest = sorted(staying, key=lambda one: impression[one])[: max(3, len(staying) // 10)]
    return Treatment(
        key="sales_course",
        unit="person",
        chosen_by="team leaders, who looked at the eight weeks before",
        chosen_on=weeks[chosen],
        began=dict.fromkeys(sorted(weakest), weeks[chosen + 2]),
        compared=(),
        ramp_weeks=1,
        effects={measure.key: 0.0 for measure in MEASURES},
    )


def _selling_all_year(company: Company) -> list[str]:
    return [
        person.employee_id
        for person in company.people
        if person.starts_on < company.start and person.ends_on is None
        if all(post.title == SELLS for post in person.posts)
    ]
