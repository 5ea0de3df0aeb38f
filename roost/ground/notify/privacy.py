"""What this room holds about people: messages, for 90 days."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.ground.notify.models import Outbox

hold(
    Holding(
        model=Outbox,
        title=_("Messages to you"),
        purpose=_("To deliver them, and to keep to three a week: the words until they went out, the rest for 90 days."),
        columns={"person": Erasure.DELETE, "offered_by": Erasure.UNLINK},
        # What somebody offered to others is about those.
        mentions=frozenset({"offered_by"}),
    )
)
