"""Search for the best plan: heat that falls, over all circles at once or over blocks of them that are dealt anew.

Up to `DENSE` people one table holds what every pair is worth; two searches run side by side and the better plan counts.
Above, circles are dealt into blocks whose tables stay in a processor's cache, dealt anew for each pass; blocks have
nobody in common, so that both processors work on one plan and the answer does not depend on who is quicker.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import numpy as np

from roost.gather.circles.engine.forming.annealing import exchange_best, exchange_pairs, new_table
from roost.gather.circles.engine.forming.beginning import seat_first
from roost.gather.circles.engine.forming.budget import Budget, Progress, quiet
from roost.gather.circles.engine.forming.checks import Checks
from roost.gather.circles.engine.forming.features import fill_worths
from roost.gather.circles.engine.forming.keeping import seat_kept
from roost.gather.circles.engine.forming.moving import move_units
from roost.gather.circles.engine.forming.plan import Plan, broken_by_circle, put_back, take_out, values_by_circle
from roost.gather.circles.engine.forming.world import Floats, Ints, Problem, World
from roost.ground.numerics.chance import seeded
from roost.ground.numerics.compiled import compiled

DENSE = 320
BLOCK = 256
THREADS = 2
# Shares of how much exchanges differ in worth; found on generated rosters, the same for all.
HOT, COLD = 0.02, 0.003
# Few people are heated more at first: their best plan may lie behind worse ones.
HOTTEST = 0.5
_NOISE = 8192
# How often each person chooses before blocks are dealt anew.
ROUNDS = 3
# How many others somebody tries by chance where circles cost something.
_TRIES = 8
# How often people are seated anew to keep the rules, and with how many passes each time; with many people a search
# ends that has found nothing better for so many passes.
ATTEMPTS, MENDING, PATIENCE = 4, 60, 12
# How often few people are heated anew, each time from the best plan so far, and for how many that is more often.
CYCLES, OFTEN, MOST_CYCLES = 6, 600, 48
# How many steps down the heat takes each time, at least, and how many exchanges are looked at in one, at most.
STEPS, STEP = 20, 400_000
# From this share on nothing is taken that does harm.
QUENCH = 0.97
# Seconds between two words on how far searches are.
TELLING = 0.2


def usual_iterations(people: int) -> int:
    """Give how many iterations do a good job within some seconds."""
    return int(min(max(6e8 / (people * min(people, BLOCK)), 60), 20_000))


def spread_of(problem: Problem, chance: np.random.Generator) -> float:
    """Give the standard deviation of what an exchange by chance changes in the value, forbidden pairs left aside."""
    world = problem.world
    people = chance.permutation(problem.people)[:BLOCK]
    worths = np.empty((len(people), len(people)))
    fill_worths(world.labels, world.points, world.mix, world.alike, world.complete, people, worths)
    apart = worths[np.triu_indices(len(people), 1)]
    size = max(problem.people / len(problem.sizes), 2.0)
    own = float(apart.std()) * 4.0 / np.sqrt(max(size - 1.0, 1.0)) if len(apart) else 0.0
    # Only where nothing is mixed do wishes say what heat is: they would make it too much for all else.
    wishes = [float(problem.checks.weight[problem.checks.hard == 0].sum()), float(world.past_costs.sum() > 0)]
    return own or max(*wishes, float(world.fares.max(initial=0.0)))


@compiled
def improve(
    world: World,
    checks: Checks,
    plan: Plan,
    order: Ints,
    part: tuple[int, int, int],
    bounds: tuple[int, int, bool],
    heat: float,
    rounds: int,
    noise: Floats,
    state: Ints,
    local: Ints,
) -> int:
    """Improve the circles of `order`, a block of them at a time, in place; give how many exchanges were made.

    `part` is how many circles make a block, and of how many workers this is which: it takes every so many-th block.
    `bounds` are the least and most people of a circle, and whether sizes may change.
    """
    block, worker, workers = part
    least, most, free = bounds
    widest, kinds = plan.seats.shape[1], len(world.homes)
    made = 0
    for begin in range(worker * block, len(order), workers * block):
        circles = order[begin : begin + block]
        if len(circles) < 2:
            continue
        people = 0
        for circle in circles:
            people += plan.counts[circle]
        table = new_table(people, len(circles), widest, kinds)
        take_out(world, checks, plan, circles, table, local)
        if free or (table.unit >= 0).any():
            made += move_units(table, checks, heat, people, least, most, free, state)
        if (table.costs > 0.0).any():
            made += exchange_pairs(table, checks, heat, people * _TRIES * rounds, state)
        made += exchange_best(table, checks, heat, rounds, noise, state)
        put_back(table, circles, plan)
    return made


class Search:
    """Look for the best plan of a problem within a budget."""

    def __init__(self, problem: Problem, budget: Budget, progress: Progress = quiet) -> None:
        self.problem, self.budget, self.progress = problem, budget, progress
        self.dense = problem.people <= DENSE
        self.circles = len(problem.sizes)
        self.cycles = max(CYCLES, min(MOST_CYCLES, OFTEN // problem.people))
        self.block = self.circles if self.dense else max(2, BLOCK * self.circles // problem.people)
        iterations = budget.iterations or usual_iterations(problem.people)
        steps = max(1, min(STEP // problem.people**2, iterations // (STEPS * self.cycles)))
        self.rounds = steps if self.dense else ROUNDS
        self.chance = np.random.default_rng([budget.seed, 0])
        together = problem.people if self.dense else self.block * max(problem.most, *problem.sizes)
        self.noise = np.random.default_rng([budget.seed, 1]).gumbel(size=_NOISE + together)
        self.stopped, self.told = False, (0.0, 0.0)
        self.forbidding = problem.world.penalty * 2.0 / (max(problem.most, *problem.sizes) - 1)
        # Circles of two sizes may trade them: whoever moves from a larger one to a smaller leaves as many of each.
        trading = not problem.free and len(set(problem.sizes)) > 1
        self.bounds = (problem.least, problem.most, problem.free)
        if trading:
            self.bounds = (min(problem.sizes), max(problem.sizes), True)
        self.states = [seeded(budget.seed, 2 + worker) for worker in range(THREADS)]
        self.local = [np.full(problem.people, -1) for _worker in range(THREADS)]
        self.unit = spread_of(problem, self.chance)

    def broken(self, plan: Plan) -> Ints:
        """Give how much each circle of a plan breaks of what must hold."""
        found = np.zeros(self.circles, np.int64)
        broken_by_circle(self.problem.world, self.problem.hard, plan, found)
        return found

    def value(self, plan: Plan) -> float:
        """Give what a plan is worth, per person."""
        return self._standing(plan)[0]

    def diversity(self, plan: Plan) -> float:
        """Give the diversity of a plan times the sum of the weights, all else left aside."""
        nothing = self.problem.checks._replace(kind=self.problem.checks.kind[:0])
        world = self.problem.world
        bare = world._replace(
            alike=np.zeros_like(world.alike),
            crowd=world.crowd[:, :0].copy(),
            kin=world.kin[:, :0].copy(),
            foe_starts=np.zeros_like(world.foe_starts),
            past_starts=np.zeros_like(world.past_starts),
            homes=world.homes[:0],
            fares=world.fares[:0],
        )
        by_circle = np.zeros(self.circles)
        values_by_circle(bare, nothing, plan, by_circle)
        return float(by_circle.sum()) / self.problem.people

    def settle(self) -> Plan | None:
        """Give a plan that keeps what must hold, the best of what was found where none does, None where none can be."""
        best, least = None, np.inf
        for attempt in range(ATTEMPTS if self.dense else 1):
            if attempt and self._is_late():
                break
            plan = self._seated(attempt)
            if plan is None:
                continue
            self._mend(plan)
            found = int(self.broken(plan).sum())
            if found < least:
                best, least = plan, found
            if not found:
                return plan
        return best

    def _seated(self, attempt: int) -> Plan | None:
        """Seat everybody anew: at first as they sat before, where that is wished for."""
        kept = seat_kept(self.problem, self.chance) if not attempt and len(self.problem.world.homes) else None
        return kept or seat_first(self.problem, self.chance)

    def _mend(self, plan: Plan) -> None:
        """Change a plan until nothing is broken, gently at first, then with heat that lets rules break meanwhile."""
        cold = self.unit * COLD
        least, since = np.inf, 0
        for step in range(MENDING):
            found = self.broken(plan)
            least, since = (found.sum(), 0) if found.sum() < least else (least, since + 1)
            if not least or (since > PATIENCE and not self.dense) or self._is_late():
                return
            self.progress(0.0, 0.0)
            share = step / MENDING
            heat = cold if step < MENDING // 5 else self.forbidding * 0.5 * (1e-3 ** ((share * 4) % 1.0))
            self._improve(plan, self._around(found), heat, 4 * self.rounds)

    def _is_late(self) -> bool:
        return self.budget.seconds is not None and self.budget.elapsed() > self.budget.seconds

    def _around(self, found: Ints) -> Ints:
        """Give the circles that break something, each with others by chance, as far as blocks go."""
        order = self.chance.permutation(self.circles)
        if self.dense:
            return order
        ill = order[found[order] > 0]
        well = order[found[order] == 0]
        each = max(1, self.block // 4)
        blocks = -(-len(ill) // each)
        parts = []
        for place in range(blocks):
            own = ill[place * each : (place + 1) * each]
            rest = well[place * (self.block - each) : (place + 1) * (self.block - each)]
            parts.append(np.concatenate([own, rest]))
        return np.concatenate(parts) if len(ill) * 4 < self.circles else order

    def _improve(self, plan: Plan, order: Ints, heat: float, rounds: int) -> int:
        """Improve some circles on all processors, or on one where they make a single block."""
        workers = 1 if len(order) <= self.block else THREADS
        if workers == 1:
            return self._work(plan, order, heat, rounds, 0, 1)
        with ThreadPoolExecutor(workers) as pool:
            parts = [pool.submit(self._work, plan, order, heat, rounds, one, workers) for one in range(workers)]
            return sum(part.result() for part in parts)

    def _work(self, plan: Plan, order: Ints, heat: float, rounds: int, worker: int, workers: int) -> int:
        # Who works alone takes every block, whichever worker it is.
        part = (self.block, worker if workers > 1 else 0, workers)
        state, local = self.states[worker], self.local[worker]
        world, checks = self.problem.world, self.problem.checks
        made = improve(world, checks, plan, order, part, self.bounds, heat, rounds, self.noise, state, local)
        return int(made)

    def anneal(self, plan: Plan, share: float = 1.0) -> Plan:
        """Give a plan at least as good as one that keeps what must hold, for a share of the budget that is left."""
        budget = self.budget.part(share, usual_iterations(self.problem.people))
        if not self.dense:
            # Where people are to stay, hardly anything is better than the plan that has them where they sat.
            return max(plan, self._one_plan(plan.copy(), budget), key=self._standing)
        with ThreadPoolExecutor(THREADS) as pool:
            # From different beginnings: rules may part plans into islands.
            begun = [plan.copy(), *(self._another(plan) for _worker in range(1, THREADS))]
            chains = [pool.submit(self.chain, one, budget, worker) for worker, one in enumerate(begun)]
            self.watch(chains)
            found = [chain.result() for chain in chains]
        return max(found, key=self._standing)

    def watch(self, chains: Sequence[Future[Plan]]) -> None:
        """Tell how far searches in other threads are, from this one; whoever is told may stop them by raising."""
        try:
            while wait(chains, timeout=TELLING).not_done:
                self.progress(*self.told)
        except BaseException:
            self.stopped = True
            raise

    def _another(self, plan: Plan) -> Plan:
        """Give another plan that keeps what must hold, a copy of the one given where none is found."""
        other = seat_first(self.problem, self.chance)
        if other is not None:
            self._mend(other)
        return plan.copy() if other is None or self.broken(other).any() else other

    def chain(self, plan: Plan, budget: Budget, worker: int) -> Plan:
        """Heat and cool one plan several times, each time from the best so far."""
        order, begun = np.arange(self.circles), budget.elapsed()
        best, done, cycle = plan.copy(), 0, 0
        while cycle < self.cycles and not self.stopped:
            now, phase = divmod(budget.spent(done, begun) * self.cycles, 1.0)
            if now > cycle:
                self._cool(plan, order, worker)
                best = max(best, plan, key=self._standing)
                plan, cycle = best.copy(), int(now)
                continue
            if not worker:
                self.told = ((cycle + phase) / self.cycles, self.value(best))
            hot = HOTTEST * (HOT / HOTTEST) ** (now / (self.cycles - 1))
            self._work(plan, order, self._heat(phase, hot), self.rounds, worker, 1)
            done += self.rounds
        return best

    def _one_plan(self, plan: Plan, budget: Budget) -> Plan:
        begun, done, share = budget.elapsed(), 0, 0.0
        while share < 1.0:
            order = self.chance.permutation(self.circles)
            self._improve(plan, order, self._heat(share) if share < QUENCH else 0.0, self.rounds)
            done += self.rounds
            share = budget.spent(done, begun)
            self.progress(share, self.value(plan))
        if budget.enough():
            self._quench(plan)
        return plan

    def _quench(self, plan: Plan) -> None:
        """Cool a plan that was still being heated, until a pass makes it no better."""
        for _step in range(PATIENCE):
            before = self._standing(plan)
            self._improve(plan, self.chance.permutation(self.circles), 0.0, self.rounds)
            if self._standing(plan) <= before:
                return

    def _cool(self, plan: Plan, order: Ints, worker: int) -> None:
        for _step in range(MENDING):
            before = self._standing(plan)
            self._work(plan, order, 0.0, min(self.rounds, ROUNDS), worker, 1)
            if self._standing(plan) <= before:
                return

    def _heat(self, share: float, hot: float = HOT) -> float:
        return self.unit * hot * float((COLD / hot) ** share)

    def _standing(self, plan: Plan) -> tuple[float, float]:
        """Give a plan's value, and that of its worst circle for plans that are worth the same."""
        by_circle = np.zeros(self.circles)
        values_by_circle(self.problem.world, self.problem.checks, plan, by_circle)
        worst = float((by_circle / plan.counts).min())
        return round(float(by_circle.sum()) / self.problem.people, 12), round(worst, 12)
