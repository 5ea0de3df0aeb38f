"""What charters holds about people: what they proposed and signed. Own words are the vault's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.charters.models import Signature, Version
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Version,
        _("Versions of a circle’s charter that you proposed"),
        _("So that your circle knows who proposes what it signs. Nobody outside it reads that."),
        {"proposed_by": Erasure.UNLINK},
    )
)
hold(
    Holding(
        Signature,
        _("Charters of circles that you signed"),
        _("So that your circle knows that each agreed, and to which words. Nobody outside it reads that."),
        {"person": Erasure.DELETE},
    )
)
