"""How sure a result is, and whether a change is more than noise. Plain Python."""

from roost.grow.assessments.engine.certainty import SURE, Change, change_between, error_of
from roost.grow.assessments.engine.ends import ends
from roost.grow.assessments.engine.pace import GAP, again_on

__all__ = ["GAP", "SURE", "Change", "again_on", "change_between", "ends", "error_of"]
