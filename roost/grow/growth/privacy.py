"""What growth holds about people: all of it goes with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.grow.growth.models import (
    Answer,
    Barrier,
    CardRead,
    CountedBarrier,
    Cycle,
    Declining,
    Expectation,
    Experiment,
    Needle,
    Observation,
    Opening,
    Try,
)

TOLD = _(
    "To point to what may matter most to you now. Where you said so, read by those who accompanied you when you told "
    "it, as long as they do, or counted with others without names."
)
GROWING = _(
    "So that you can find what to move next and see what came of it. Who accompanies you reads it where you let them; "
    "nobody else has a page for it."
)
COUNTED = _(
    "So that you can see what came of it. Where you let your cycles be counted, the organisation learns, without names "
    "and never of fewer than eight, how many were seen to change and whose guesses fit."
)
WATCHED = _(
    "So that you see what came of it. Who you ask to watch reads when, and what you will do, and so does who "
    "accompanies you, where you let them. Where you let your cycles "
    "be counted, the organisation learns, without names and never of fewer than eight, whose guesses fit."
)

hold(Holding(Answer, _("What you told about yourself"), TOLD, {"person": Erasure.DELETE}))
hold(Holding(Cycle, _("Your cycles of growing"), COUNTED, {"person": Erasure.DELETE}))
hold(Holding(Needle, _("What you chose to move"), GROWING, {"person": Erasure.DELETE}))
hold(Holding(Experiment, _("Experiments you planned"), WATCHED, {"person": Erasure.DELETE}))
hold(Holding(Barrier, _("What is in your way"), TOLD, {"person": Erasure.DELETE}))
hold(
    Holding(
        CountedBarrier,
        _("In which counts of barriers you are today"),
        _("So that you are left out of the numbers that you read yourself. Counted anew every day."),
        {"person": Erasure.DELETE},
    )
)
hold(Holding(Try, _("What you tried"), COUNTED, {"person": Erasure.DELETE}))
hold(
    Holding(
        Observation,
        _("What you were asked to watch for and saw, and what others saw of you"),
        _(
            "So that who asked learns what others see. The two of you read it. Where who asked lets their cycles be "
            "counted, it counts whether anything was seen, without names and never of fewer than eight."
        ),
        {"person": Erasure.DELETE, "observer": Erasure.DELETE},
    )
)
hold(
    Holding(
        Declining,
        _("What you were asked to watch for and cannot say"),
        _("So that you are not asked again. Who asked does not learn of it."),
        {"observer": Erasure.DELETE},
    )
)
hold(
    Holding(
        Expectation,
        _("What your manager expects of you, and what you expect of those who report to you"),
        _("So that the two of you mean the same. The two of you read it; it may speak in what is pointed to."),
        {"person": Erasure.DELETE, "manager": Erasure.DELETE},
    )
)
hold(
    Holding(
        Opening,
        _("What you let your line manager read"),
        _("So that you talk about what you choose. Your manager of that time reads it, until you close it."),
        {"person": Erasure.DELETE, "manager": Erasure.DELETE},
    )
)
hold(
    Holding(
        CardRead,
        _("Cards you read or left on Today"),
        _("So that the same one does not come again. Nobody else sees it."),
        {"person": Erasure.DELETE},
    )
)
