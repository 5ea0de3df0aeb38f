"""Ratings with raters' severity taken out: whether intervals hold what they say, whether it is fair, and how fast.

Run alone with `python -m benchmarks.ratings`, which writes its tables into docs/methods/ratings.md; parts of it with
`coverage`, `fairness` and `speed`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from benchmarks.measured import loaded
from roost.grow.assessments.engine.rasch import Fit, collapse, fit, fit_collapsed
from roost.grow.assessments.tests.drawn_ratings import Drawn, draw

PAGE = Path(__file__).resolve().parents[1] / "docs" / "methods" / "ratings.md"
DRAWN = 500
DESIGNS = {
    "100 people, 4 of 12 raters each, 4 items": (100, 4, 12, 4),
    "60 people, 6 of 20 raters, 16 items": (60, 6, 20, 16),
}
HALOS = (0.0, 0.5, 1.0)


def holds(drawn: Drawn, found: Fit) -> NDArray[np.bool_]:
    """Give (P,) whether the interval of each person holds the ability they were drawn with."""
    told = np.array([(one.low, one.high) for _, one in sorted(found.people.items())])
    return (told[:, 0] <= drawn.abilities) & (drawn.abilities <= told[:, 1])


def coverage(many: int = DRAWN) -> Iterator[str]:
    """Write how often 95 % intervals hold abilities, by how large the impressions of raters are."""
    yield "| data | impressions, SD | with impressions | collapsed | without | seconds each |"
    yield "|---|---|---|---|---|---|"
    for name, design in DESIGNS.items():
        for halo in HALOS:
            shares = np.zeros(3)
            seconds = 0.0
            for seed in range(many):
                drawn = draw(*design, halo=halo, seed=seed)
                ratings = drawn.collapsed()
                begun = perf_counter()
                exact = fit(ratings, is_shared=True, has_impressions=True)
                seconds += perf_counter() - begun
                fast = fit_collapsed(ratings, is_shared=True, has_impressions=True)
                plain = fit(ratings, is_shared=True, has_impressions=False)
                shares += [holds(drawn, one).mean() for one in (exact, fast, plain)]
            told = " | ".join(f"{share:.3f}" for share in shares / many)
            yield f"| {name} | {halo} | {told} | {seconds / many:.2f} |"
    yield ""
    yield f"{many} data sets of each, drawn anew with all that stands in them; load {loaded()}."


def fairness(many: int = 100) -> Iterator[str]:
    """Write what becomes of people who were given to severe raters."""
    yield "| who rates whom | bias of means | with severity taken out | order kept by means | by the model |"
    yield "|---|---|---|---|---|"
    for name, seeds in {"half to raters 1.5 logits more severe, half as much more lenient": range(many)}.items():
        told = np.array([_unfair(seed) for seed in seeds]).mean(axis=0)
        yield f"| {name} | {told[0]:+.3f} | {told[1]:+.3f} | {told[2]:.3f} | {told[3]:.3f} |"
    yield ""
    yield (
        f"{many} data sets of 120 people, 5 of 24 raters each, of whom 4 are of one's own kind, and 6 items. Bias is "
        "what people given to severe raters get less than those given to lenient ones, half of it, in logits; order is "
        "Spearman's correlation with true ability."
    )


def _unfair(seed: int) -> tuple[float, float, float, float]:
    random = np.random.default_rng(seed)
    base = draw(120, 5, 24, 6, seed=seed)
    severe = random.permutation(120) < 60
    severities = np.where(np.arange(24) < 12, 1.5, -1.5) + random.normal(0, 0.3, 24)
    severities -= severities.mean()
    rater = np.concatenate(
        [
            np.append(
                random.choice(np.arange(12) if one else np.arange(12, 24), 4, replace=False),
                random.choice(np.arange(12, 24) if one else np.arange(12)),
            )
            for one in severe
        ]
    )
    drawn = replace(base, rater=rater, severities=severities).scored(seed=seed)
    found = fit(drawn.collapsed(), is_shared=True, has_impressions=True)
    abilities = np.array([one.mean for _, one in sorted(found.people.items())])
    means = np.bincount(drawn.person, drawn.scores.mean(axis=1)) / 5
    # Means are put on the scale of abilities by the line that fits best.
    slope, start = np.polyfit(means, drawn.abilities, 1)

    def bias(told: NDArray[np.float64]) -> float:
        away = told - drawn.abilities
        return float(away[severe].mean() - away[~severe].mean()) / 2

    orders = (spearmanr(one, drawn.abilities)[0] for one in (means, abilities))
    return (bias(start + slope * means), bias(abilities), *orders)


def speed() -> Iterator[str]:
    """Write how long it takes; each in a process of its own."""
    yield "| ratings | impressions | seconds | peak memory | correlation with the exact fit | a pass over all ratings |"
    yield "|---|---|---|---|---|---|"
    for size in ("1000 5 6 40", "100000 10 30 100000"):
        for how in ("", "impressions"):
            asked = [sys.executable, "-m", "benchmarks.ratings", "one", *size.split(), *how.split()]
            yield subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    yield ""
    yield (
        "Of the collapsed path, with the collapsing of forms and without reading a file: medians of five runs, of 30 "
        f"million ratings one run; two cores; load {loaded()}. A pass takes the exponentials of each rating's scores."
    )


def one(people: int, each: int, items: int, raters: int, has_impressions: bool) -> str:
    """Measure the collapsed path on data of one size, and marginal likelihood beside it where they are few."""
    drawn = _many(people, each, items, raters, 0.5 if has_impressions else 0.0)
    names = [f"i{one}" for one in range(items)]

    def fast() -> Fit:
        ratings = collapse(drawn.person, drawn.rater, names, drawn.scores)
        return fit_collapsed(ratings, is_shared=True, has_impressions=has_impressions)

    is_few = people <= 1000
    seconds = [_seconds(fast) for _ in range(5 if is_few else 1)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    beside = "–"
    if is_few:
        ratings = collapse(drawn.person, drawn.rater, names, drawn.scores)
        exact = fit(ratings, is_shared=True, has_impressions=has_impressions)
        told = [[one.mean for _, one in sorted(found.people.items())] for found in (exact, fast())]
        beside = f"{np.corrcoef(*told)[0, 1]:.6f}"
    thresholds = np.arange(4.0)
    passed = _seconds(lambda: [np.exp(column[:, None] * thresholds).sum() for column in drawn.scores.T])
    how = "estimated" if has_impressions else "none"
    cells = [
        f"{people * each * items:,}",
        how,
        f"{np.median(seconds):.2f}",
        f"{peak:.2f} GB",
        beside,
        f"{passed:.2f} s",
    ]
    return f"| {' | '.join(cells)} |"


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _many(people: int, each: int, items: int, raters: int, halo: float) -> Drawn:
    """Draw as `draw` does, in little memory: scores one item after the other, raters of one person by strides."""
    random = np.random.default_rng(1)
    abilities, severities = random.normal(0, 1.2, people), random.normal(0, 0.6, raters)
    person = np.repeat(np.arange(people), each)
    strides = np.cumsum(random.integers(1, raters // (each + 1), (people, each)), axis=1)
    rater = ((random.integers(0, raters, people)[:, None] + strides) % raters).ravel()
    place = abilities[person] - severities[rater] + random.normal(0, halo, len(person))
    scores = np.empty((len(person), items), dtype=np.int8)
    for item, difficulty in enumerate(random.normal(0, 0.5, items)):
        steps = place[:, None] - difficulty - np.array([-1.5, -0.5, 0.5, 1.5])
        below = np.cumsum(np.exp(np.pad(np.cumsum(steps, axis=1), ((0, 0), (1, 0)))), axis=1)
        scores[:, item] = (random.random((len(place), 1)) * below[:, -1:] > below[:, :-1]).sum(axis=1)
    return Drawn(abilities, severities, person, rater, scores)


def write(page: Path = PAGE, many: int = DRAWN) -> None:
    """Write the tables into the page, each between its marks."""
    text = page.read_text(encoding="utf-8")
    for name, lines in {"coverage": coverage(many), "fairness": fairness(), "speed": speed()}.items():
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        _, _, after = rest.partition("<!-- end -->")
        text = f"{before}<!-- {name} -->\n" + "\n".join(lines) + f"\n<!-- end -->{after}"
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["one", people, each, items, raters, *more]:
            print(one(int(people), int(each), int(items), int(raters), bool(more)))
        case [part, *many]:
            for line in {"coverage": coverage, "fairness": fairness, "speed": speed}[part](*map(int, many)):
                print(line, flush=True)
        case _:
            write()
