"""What health holds about people: that they answered a check, while it is open. What they answered names nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.health.models import Taken
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Taken,
        _("That you answered how your circle is"),
        _("So that nobody answers twice. What you answered names nobody; both go when the check closes."),
        {"person": Erasure.DELETE},
    )
)
