"""What decisions holds about people: what they answered, until that is decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.decisions.models import Answer, Misses, MissesAnswer
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Answer,
        _("What you answered when your circle was asked how it goes on"),
        _("To say what most of you want. Nobody of your circle reads it; it is deleted the moment that is decided."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Misses,
        _("That your circle was asked about what you missed, and what came out"),
        _("So that the others decide about it once, and your count begins anew."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        MissesAnswer,
        _("What you answered when your circle was asked about what somebody missed"),
        _("To say what you want together. Nobody of your circle reads it; it is deleted the moment that is decided."),
        {"person": Erasure.DELETE},
    )
)
