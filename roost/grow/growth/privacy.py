"""What growth holds about people: all of it goes with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.grow.growth.models import Answer, Barrier, Cycle, Experiment, Needle, Observation, Try

GROWING = _("So that you can find what to move next and see what came of it; read by nobody else.")

hold(
    Holding(
        Answer,
        _("What you told about yourself"),
        _("To point to what may matter most to you now. Counted with others, without names, where you said so."),
        {"person": Erasure.DELETE},
    )
)
hold(Holding(Cycle, _("Your cycles of growing"), GROWING, {"person": Erasure.DELETE}))
hold(Holding(Needle, _("What you chose to move"), GROWING, {"person": Erasure.DELETE}))
hold(Holding(Experiment, _("Experiments you planned"), GROWING, {"person": Erasure.DELETE}))
hold(
    Holding(
        Barrier,
        _("What is in your way"),
        _("To point to what may matter most to you now. Counted with others, without names, where you said so."),
        {"person": Erasure.DELETE},
    )
)
hold(Holding(Try, _("What you tried"), GROWING, {"person": Erasure.DELETE}))
hold(
    Holding(
        Observation,
        _("What you were asked to watch for, and saw"),
        _("So that the colleague who asked learns what others see."),
        {"observer": Erasure.DELETE},
    )
)
