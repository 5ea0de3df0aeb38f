"""What commitments holds about people: that they promised something for a day. The words are the vault's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.commitments.models import Commitment
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Commitment,
        _("What you promised a circle: for which day, and whether it is settled"),
        _("So that you and your circle come back to it. What it was and how it went is sealed; Roost cannot read it."),
        {"person": Erasure.DELETE},
    )
)
