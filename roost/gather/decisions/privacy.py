"""What decisions holds about people: what they answered, until that is decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.decisions.models import Answer
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Answer,
        _("What you answered when your circle was asked how it goes on"),
        _("To say what most of you want. Nobody of your circle reads it; it is deleted the moment that is decided."),
        {"person": Erasure.DELETE},
    )
)
