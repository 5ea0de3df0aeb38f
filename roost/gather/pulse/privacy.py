"""What a pulse holds about people. What each answered lies sealed in `ground.release`, and names nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.pulse.models import Asked, Pulse
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Pulse,
        _("How you asked your team how it is, and what you answered"),
        _("So that your team reads what you heard and what you will try. It stays with your team, without your name."),
        {"leader": Erasure.UNLINK},
        # What a team said is about the team, which reads it two days before its leader.
        secret=frozenset({"told", "kept"}),
    )
)
hold(
    Holding(
        Asked,
        _("That you were asked how your team is"),
        _("So that you are reminded once, and read what came of it. Whether you answered is not kept."),
        {"person": Erasure.DELETE},
    )
)
