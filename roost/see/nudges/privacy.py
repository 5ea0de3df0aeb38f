"""What nudges holds about people: all of it is the person's own, and goes with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.see.nudges.models import Occasion, Plan, Wishes

OWN = _("To remind you of what you want to be reminded of. Nobody else has a page for it.")

hold(Holding(Plan, _("What you want to be reminded of"), OWN, {"person": Erasure.DELETE}))
hold(Holding(Occasion, _("Reminders you were given, and what you said"), OWN, {"person": Erasure.DELETE}))
hold(Holding(Wishes, _("How you want to be reminded"), OWN, {"person": Erasure.DELETE}))
