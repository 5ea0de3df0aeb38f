"""Lower the faultlines of a plan for a little of its diversity."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from roost.gather.circles.engine.forming.annealing import fare, new_table, pairs_exchanged, put_in_place, seat_anew
from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.checks import Checks, cost_of
from roost.gather.circles.engine.forming.faultlines import LARGEST, can_be_coded, codes_of, faultline_of, faultlines
from roost.gather.circles.engine.forming.features import fill_worths
from roost.gather.circles.engine.forming.plan import Plan, put_back, take_out
from roost.gather.circles.engine.forming.search import THREADS, Search
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.forming.world import Floats, Ints, World
from roost.ground.numerics.chance import draw_below, draw_share
from roost.ground.numerics.compiled import compiled

# Shares of a faultline.
HOT, COLD = 0.03, 0.002
PROPOSALS = 8
USUAL_PASSES = 400
# Not all that may be given up, because a longer search for diversity alone might have reached a little more.
GIVEN_UP = 0.85


@compiled
def heal(
    world: World,
    checks: Checks,
    plan: Plan,
    order: Ints,
    part: tuple[int, int, int],
    codes: Floats,
    whitening: Floats,
    allowed: tuple[float, float],
    heat: float,
    proposals: int,
    state: Ints,
    local: Ints,
) -> None:
    """Exchange people of the circles of `order` so that faultlines fall, in place; blocks as in `improve`.

    `allowed` is how much value and how much diversity each person may still lose on average.
    """
    block, worker, workers = part
    widest = plan.seats.shape[1]
    here, there = np.empty(widest, np.int64), np.empty(widest, np.int64)
    nothing = np.zeros_like(world.alike)
    for begin in range(worker * block, len(order), workers * block):
        circles = order[begin : begin + block]
        people = 0
        for circle in circles:
            people += plan.counts[circle]
        table = new_table(people, len(circles), widest, len(world.homes))
        take_out(world, checks, plan, circles, table, local)
        mixed = np.empty((people, people))
        fill_worths(world.labels, world.points, world.mix, nothing, world.complete, table.who, mixed)
        lines = np.empty(len(circles))
        for place in range(len(circles)):
            lines[place] = faultline_of(codes, whitening, plan.seats[circles[place]], table.counts[place])
        value_left, mixed_left = allowed[0] * people, allowed[1] * people
        for _proposal in range(proposals * people):
            one, other = draw_below(state, people), draw_below(state, people)
            own, its = table.seat[one], table.seat[other]
            if own == its or table.fixed[one] or table.fixed[other] or table.unit[one] >= 0 or table.unit[other] >= 0:
                continue
            change = pairs_exchanged(table, one, other)
            if value_left + change + table.costs[own] + table.costs[its] < 0.0:
                continue
            mixing = 0.0
            for slot in range(table.counts[own]):
                person = table.members[own, slot]
                if person != one:
                    mixing += (mixed[other, person] - mixed[one, person]) * 2.0 / (table.counts[own] - 1)
            for slot in range(table.counts[its]):
                person = table.members[its, slot]
                if person != other:
                    mixing += (mixed[one, person] - mixed[other, person]) * 2.0 / (table.counts[its] - 1)
            if mixed_left + mixing < 0.0:
                continue
            put_in_place(table, one, other, here)
            put_in_place(table, other, one, there)
            change += fare(table, one, own) + fare(table, other, its)
            change -= fare(table, one, its) + fare(table, other, own)
            own_cost, its_cost = 0.0, 0.0
            if len(checks.kind) > 0:
                own_cost = cost_of(checks, here, table.counts[own])
                its_cost = cost_of(checks, there, table.counts[its])
                change += table.costs[own] + table.costs[its] - own_cost - its_cost
            if value_left + change < 0.0:
                continue
            own_line = faultline_of(codes, whitening, here, table.counts[own])
            its_line = faultline_of(codes, whitening, there, table.counts[its])
            worse = (own_line - lines[own]) * table.counts[own] + (its_line - lines[its]) * table.counts[its]
            if worse > 0.0 and (heat <= 0.0 or draw_share(state) >= math.exp(-worse / heat)):
                continue
            seat_anew(table, one, other)
            table.costs[own], table.costs[its] = own_cost, its_cost
            lines[own], lines[its] = own_line, its_line
            value_left += change
            mixed_left += mixing
        put_back(table, circles, plan)


class Healing:
    """Lower the faultlines of a plan that a search found, within what may be given up."""

    def __init__(self, ask: Ask, search: Search) -> None:
        self.search, self.problem = search, search.problem
        self.slack = ask.rules.diversity_slack * GIVEN_UP
        largest = self.problem.most if self.problem.free else max(self.problem.sizes)
        mix = ask.rules.mix
        self.wanted = bool(self.slack and mix) and 4 <= largest <= LARGEST and can_be_coded(ask.roster, mix)
        self.codes, self.whitening = codes_of(ask.roster, mix if self.wanted else ())

    def mean(self, plan: Plan) -> float:
        """Give the mean faultline over people."""
        found = np.zeros(len(plan.counts))
        faultlines(self.codes, self.whitening, plan.seats, plan.counts, found)
        return float(found @ plan.counts) / self.problem.people

    def heal(self, plan: Plan) -> Plan:
        """Give a plan with lower faultlines that loses no more than the slack, or the same plan."""
        budget = self.search.budget.part(1.0, USUAL_PASSES * PROPOSALS)
        if not self.search.dense:
            return self._healed(plan, budget, None)
        with ThreadPoolExecutor(THREADS) as pool:
            healings = [pool.submit(self._healed, plan, budget, worker) for worker in range(THREADS)]
            self.search.watch(healings)
            found = [healing.result() for healing in healings]
        return min(found, key=self.mean)

    def _healed(self, plan: Plan, budget: Budget, worker: int | None) -> Plan:
        """Heal a plan on one processor, or, where `worker` is None, on all."""
        search, best = self.search, plan.copy()
        value, mixed = search.value(plan), search.diversity(plan)
        floor = (value - self.slack * mixed, mixed - self.slack * mixed)
        least, begun, done, share, plan = self.mean(plan), search.budget.elapsed(), 0, 0.0, plan.copy()
        while share < 1.0 and not search.stopped:
            share = budget.spent(done, begun)
            if worker is None:
                search.progress(share, search.value(plan))
            elif not worker:
                search.told = (share, value)
            heat = HOT * (COLD / HOT) ** share if share < 1.0 else 0.0
            self._pass(plan, (search.value(plan) - floor[0], search.diversity(plan) - floor[1]), heat, worker)
            done += PROPOSALS
            found = self.mean(plan)
            if found < least and search.value(plan) >= floor[0] and search.diversity(plan) >= floor[1]:
                best, least = plan.copy(), found
        return best

    def _pass(self, plan: Plan, allowed: tuple[float, float], heat: float, worker: int | None) -> None:
        search = self.search
        if worker is not None:
            self._work(plan, np.arange(search.circles), allowed, heat, worker, 1)
            return
        order = search.chance.permutation(search.circles)
        with ThreadPoolExecutor(THREADS) as pool:
            parts = [pool.submit(self._work, plan, order, allowed, heat, one, THREADS) for one in range(THREADS)]
            for part in parts:
                part.result()

    def _work(
        self, plan: Plan, order: Ints, allowed: tuple[float, float], heat: float, worker: int, workers: int
    ) -> None:
        search = self.search
        heal(
            self.problem.world,
            self.problem.checks,
            plan,
            order,
            (search.block, 0 if workers == 1 else worker, workers),
            self.codes,
            self.whitening,
            allowed,
            heat * max(self.problem.sizes),
            PROPOSALS,
            search.states[worker],
            search.local[worker],
        )
