"""What the spine holds about people: ids alone, so erasing a login leaves facts that name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.activity.models import Fact, Involved
from roost.ground.kit.privacy import Erasure, Holding, hold

WHY = _("To know what happened, and to undo it where it was wrong.")

hold(Holding(Fact, _("What you did"), WHY, {"actor": Erasure.KEEP}))
hold(Holding(Involved, _("What you had part in"), WHY, {"person": Erasure.KEEP}))
