"""Take an instrument about oneself, page by page, and delete what came of it."""

from roost.grow.assessments.actions.taking import begin_taking, delete_taking, finish_taking, save_answers
from roost.grow.assessments.actions.verbs import TOOK

__all__ = ["TOOK", "begin_taking", "delete_taking", "finish_taking", "save_answers"]
