"""What companions holds about people: the two of a companionship read it, and it goes with either of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.grow.companions.models import Commitment, Goal, Point, Session

BETWEEN = _("So that the two of you find it. An administrator sees how many sessions there were and when the next is.")

hold(Holding(Goal, _("Goals you set with a companion"), BETWEEN, {"set_by": Erasure.DELETE}))
hold(Holding(Session, _("Sessions you planned with a companion"), BETWEEN, {"planned_by": Erasure.DELETE}))
hold(Holding(Point, _("What you wanted to talk about with a companion"), BETWEEN, {"by": Erasure.DELETE}))
hold(Holding(Commitment, _("What you committed to with a companion"), BETWEEN, {"whose": Erasure.DELETE}))
