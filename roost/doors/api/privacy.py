"""What the API holds about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.doors.api.models import ApiToken
from roost.ground.kit.privacy import Erasure, Holding, hold

WHY = _("To let a script or an app of yours act in your name.")

hold(Holding(ApiToken, _("Keys for other software"), WHY, {"person": Erasure.DELETE}, secret=frozenset({"digest"})))
