"""What the library holds about people: what they added stays without their name, what they tried goes with them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.grow.library.models import Item, Tried

hold(
    Holding(
        Item,
        _("What you put into the library"),
        _("So that others find what you found worth it, and whom to ask about it."),
        {"added_by": Erasure.UNLINK},
        secret=frozenset({"key", "file"}),
        deleted=Q(withdrawn_at__isnull=False) | Q(removed_at__isnull=False),
    )
)
hold(
    Holding(
        Tried,
        _("What you tried after reading something"),
        _("So that you find it again. Colleagues read what you let them read."),
        {"person": Erasure.DELETE},
    )
)
