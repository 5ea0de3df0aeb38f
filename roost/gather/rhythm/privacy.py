"""What rhythm holds about people: when they can, what they do at a meeting, what their calendar was told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.rhythm.models import Duty, Hours, Invitation, Term
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Term,
        _("Terms of a circle that you changed last"),
        _("So that your circle finds who changed its dates, and when."),
        {"changed_by": Erasure.UNLINK},
    )
)
hold(
    Holding(
        Duty,
        _("What you do at a planned meeting of a circle"),
        _("So that everybody has each role about equally often. Only your circle reads it."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Hours,
        _("When you can meet a circle"),
        _("To find times that suit all of you. The hours are yours alone; your circle reads which times suit you."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Invitation,
        _("What your calendar was told of a circle’s meetings"),
        _("To tell it once of each change, and to call off what is off. It goes a month after the meeting."),
        {"person": Erasure.DELETE},
    )
)
