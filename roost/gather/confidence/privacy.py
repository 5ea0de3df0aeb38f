"""What confidence holds about people: whom they told that it was broken, until that is settled."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.confidence.models import Report
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Report,
        _("That you told one of your circle that confidence was broken"),
        _("So that they come to talk with you. It holds no words, and goes once it is settled, after a month at most."),
        {"person": Erasure.DELETE, "told": Erasure.DELETE},
        mentions=frozenset({"told"}),
    )
)
