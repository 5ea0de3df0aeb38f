"""Classical coefficients: whether items, raters and groups agree, and how many raters would be enough."""

from roost.grow.assessments.engine.reliability.coefficients import Coefficient
from roost.grow.assessments.engine.reliability.consistency import alpha, complete, omega_total
from roost.grow.assessments.engine.reliability.designs import OBJECT, design_of
from roost.grow.assessments.engine.reliability.generalisability import Study, study
from roost.grow.assessments.engine.reliability.groups import agreement, between, members
from roost.grow.assessments.engine.reliability.icc import icc, one_way
from roost.grow.assessments.engine.reliability.kappa import kappas
from roost.grow.assessments.engine.reliability.krippendorff import krippendorff
from roost.grow.assessments.engine.reliability.scales import scores, turned
from roost.grow.assessments.engine.reliability.selfother import Region, Surface, regions, surface

__all__ = [
    "OBJECT",
    "Coefficient",
    "Region",
    "Study",
    "Surface",
    "agreement",
    "alpha",
    "between",
    "complete",
    "design_of",
    "icc",
    "kappas",
    "krippendorff",
    "members",
    "omega_total",
    "one_way",
    "regions",
    "scores",
    "study",
    "surface",
    "turned",
]
