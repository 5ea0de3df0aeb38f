"""What matching holds about people: read by themselves, and gone with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.matching.models import Apart, Place, Rhythm, Side, Wish
from roost.ground.kit.privacy import Erasure, Holding, hold

PEER = _("To propose somebody to you who looks for the same. Your name is shown once both of you said yes.")
OWN = _("So that you are not brought together. Nobody else has a page for it.")

hold(Holding(Wish, _("The peer you look for"), PEER, {"person": Erasure.DELETE}))
hold(Holding(Side, _("Whom you were proposed to, and what you let them read"), PEER, {"person": Erasure.DELETE}))
hold(
    Holding(
        Apart,
        _("With whom you do not want to be paired"),
        OWN,
        {"person": Erasure.DELETE, "other": Erasure.DELETE},
        mentions=frozenset({"other"}),
    )
)
CHANCE = _("To bring you together with a colleague as often as you chose, and not twice with the same. Yours alone.")
hold(Holding(Rhythm, _("How often you talk with somebody by chance"), CHANCE, {"person": Erasure.DELETE}))
hold(Holding(Place, _("Conversations by chance, and what you said of them"), CHANCE, {"person": Erasure.DELETE}))
