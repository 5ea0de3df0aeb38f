"""Many-facet Rasch models: abilities, severities and difficulties on one scale, from who rated whom."""

from roost.grow.assessments.engine.rasch.collapsed import fit_collapsed
from roost.grow.assessments.engine.rasch.fitting import Ability, Estimated, Fit, fit
from roost.grow.assessments.engine.rasch.forms import MISSING, Ratings, collapse
from roost.grow.assessments.engine.rasch.steps import Steps

__all__ = ["MISSING", "Ability", "Estimated", "Fit", "Ratings", "Steps", "collapse", "fit", "fit_collapsed"]
