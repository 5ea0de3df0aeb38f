"""What assessments hold about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.grow.assessments.models import Taking

hold(
    Holding(
        Taking,
        _("What you answered about yourself"),
        _("So that you read what it comes to, and how it changes. Nobody else has a page for it."),
        {"person": Erasure.DELETE},
    )
)
