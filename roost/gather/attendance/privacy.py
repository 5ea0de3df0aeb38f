"""What attendance holds about people: that they could not come, and what was corrected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.attendance.models import Absence, Correction
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Absence,
        _("That you could not come to a meeting of your circle"),
        _("So that the others know beforehand, and the circle keeps to what it agreed on about missing."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Correction,
        _("How you were at a meeting of your circle, where somebody corrected it, or you did"),
        _("So that a shared phone or a broken line counts as no miss."),
        {"person": Erasure.DELETE, "by": Erasure.UNLINK},
        mentions=frozenset({"by"}),
    )
)
