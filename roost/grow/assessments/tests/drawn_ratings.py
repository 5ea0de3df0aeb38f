"""Ratings drawn from the model, with what they were drawn from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roost.grow.assessments.engine.rasch import Ratings, collapse


@dataclass(frozen=True)
class Drawn:
    """Abilities (P,), severities (R,), and forms: person and rater (D,), scores (D, I)."""

    abilities: NDArray[np.float64]
    severities: NDArray[np.float64]
    person: NDArray[np.int64]
    rater: NDArray[np.int64]
    scores: NDArray[np.int64]

    def scored(self, halo: float = 0.0, missing: float = 0.0, seed: int = 1) -> Drawn:
        """Draw the scores anew."""
        random = np.random.default_rng([seed, 1])
        difficulties, thresholds = random.normal(0, 0.5, self.scores.shape[1]), np.array([-1.5, -0.5, 0.5, 1.5])
        place = self.abilities[self.person] - self.severities[self.rater] + random.normal(0, halo, len(self.person))
        steps = place[:, None, None] - difficulties[:, None] - thresholds
        below = np.cumsum(np.exp(np.pad(np.cumsum(steps, axis=2), ((0, 0), (0, 0), (1, 0)))), axis=2)
        scores = (random.random((*steps.shape[:2], 1)) * below[:, :, -1:] > below[:, :, :-1]).sum(axis=2)
        scores[random.random(scores.shape) < missing] = -1
        return replace(self, scores=scores)

    def collapsed(self, **how: Any) -> Ratings:
        people = [f"p{one:05}" for one in self.person]
        raters = [f"r{one:05}" for one in self.rater]
        return collapse(people, raters, [f"i{one}" for one in range(self.scores.shape[1])], self.scores, **how)


def draw(
    people: int, each: int, raters: int, items: int, *, halo: float = 0.0, missing: float = 0.0, seed: int = 1
) -> Drawn:
    """Draw `each` raters for everybody, on five scores; `halo` is the standard deviation of overall impressions."""
    random = np.random.default_rng(seed)
    abilities, severities = random.normal(0, 1.2, people), random.normal(0, 0.6, raters)
    severities -= severities.mean()
    person = np.repeat(np.arange(people), each)
    rater = np.concatenate([random.choice(raters, each, replace=False) for _ in range(people)])
    return Drawn(abilities, severities, person, rater, np.zeros((len(person), items), dtype=np.int64)).scored(
        halo, missing, seed
    )
