"""What feedback holds about people. What each answered lies sealed in `ground.release`, and names nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.grow.feedback.models import Loop, Suggestion, Witness

hold(
    Holding(
        Loop,
        _("What you asked others about yourself"),
        _("So that you read how you come across. What they told you goes with it."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Witness,
        _("That somebody asks you how they come across, and whether you would rather not be asked"),
        _("So that you are asked again after six and twelve weeks. Who asks reads that they asked you."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Suggestion,
        _("Suggestions to which you put your name"),
        _("So that whom they are for knows whom to ask."),
        {"signed_by": Erasure.UNLINK},
    )
)
