"""What meetings holds about people: that they came. What they said, brought or passed is nowhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.gather.meetings.models import Arrival, CircleProtocol, Meeting, Rating, Weight
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Meeting,
        _("Meetings of a circle that you opened"),
        _("So that your circle finds when it met, how long, and how many came. Nobody outside it reads that."),
        {"opened_by": Erasure.UNLINK},
        # Where a meeting stands is about all who are there; it is forgotten when the meeting ends.
        secret=frozenset({"state", "protocol"}),
    )
)
hold(
    Holding(
        Arrival,
        _("Meetings of a circle to which you came"),
        _(
            "To let in who promised confidentiality, and to count who came. Whether you presented decides, where two "
            "topics weigh the same, that somebody else's comes first."
        ),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Weight,
        _("What topics weighed for you in a meeting"),
        _("To choose what your circle talks about. It is deleted the moment a topic is chosen."),
        {"by": Erasure.DELETE, "bringer": Erasure.DELETE},
        # What others gave is theirs.
        mentions=frozenset({"bringer"}),
    )
)
hold(
    Holding(
        Rating,
        _("What a meeting was worth to you, and how much room there was for you"),
        _("For means over the meeting, kept from three of you on. Yours is deleted when the meeting ends."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        CircleProtocol,
        _("Ways of meeting of a circle that you changed last"),
        _("So that your circle sees who changed it. It stays with the circle when you go, without your name."),
        {"changed_by": Erasure.UNLINK},
    )
)
