"""What a 360 holds about people. What each answered lies sealed in `ground.release`, and names nobody outside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.grow.threesixty.models import Rater, Remark, Review

hold(
    Holding(
        Review,
        _("Your 360s, and those you help with"),
        _(
            "So that you read how others see you. Who answered is kept sealed, so that the next one tells of nobody, "
            "and of each form its total, for a year, so that strict raters make nobody worse."
        ),
        {"person": Erasure.DELETE, "approver": Erasure.UNLINK, "debriefer": Erasure.UNLINK},
        secret=frozenset({"kept", "forms"}),
        mentions=frozenset({"approver", "debriefer"}),
    )
)
hold(
    Holding(
        Rater,
        _("That somebody asks you for their 360"),
        _("So that you are asked once, and not by too many at a time. Who asks reads whom they asked."),
        {"person": Erasure.DELETE},
        secret=frozenset({"ticket"}),
    )
)
hold(
    Holding(
        Remark,
        _("What you wrote as a manager in a 360, told as yours"),
        _("So that whom it is for can ask what you meant."),
        {"attributed": Erasure.UNLINK},
    )
)
