"""What circles holds about people, and for how long."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.models import (
    Agreement,
    Forming,
    Invitation,
    Member,
    Proposal,
    Round,
    Seat,
    Waiting,
    Withdrawn,
)
from roost.ground.kit.privacy import Erasure, Holding, hold

hold(
    Holding(
        Round,
        _("Rounds of circles you convene"),
        _("So that you form circles and change them. Nobody else has a page for a round, no administrator either."),
        {"convener": Erasure.UNLINK},
        secret=frozenset({"key"}),
        # Others sit in published circles, or wait; what nobody sits in or waits for goes with who made it.
        deleted=Q(published_at=None, waiting=None),
    )
)
hold(
    Holding(
        Seat,
        _("What the list of a round of circles says of you"),
        _(
            "So that circles are mixed as its convener wished. The convener alone reads it; it is deleted when the "
            "round is closed or deleted, half a year after it was published or last touched at the latest."
        ),
        {"person": Erasure.DELETE},
        # Where they may come to sit is told once it is decided.
        secret=frozenset({"number", "sits", "locked", "why"}),
    )
)
hold(
    Holding(
        Forming,
        _("Searches for circles you asked for"),
        _("To show how far the newest is."),
        {"asked_by": Erasure.DELETE},
        secret=frozenset({"message", "conflict"}),
    )
)
hold(
    Holding(
        Member,
        _("Circles you sit in"),
        _("So that those in a circle know of each other. Why you sit there is told to you alone."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Invitation,
        _("Whether you wanted a seat in circles, where you were asked"),
        _("So that who wants one is seated. A no and no answer look the same to who asked. It goes with the list."),
        {"person": Erasure.DELETE, "noted_by": Erasure.UNLINK},
        mentions=frozenset({"noted_by"}),
        secret=frozenset({"lot", "reminded_at"}),
    )
)
hold(
    Holding(
        Waiting,
        _("Waiting lists for circles on which you are"),
        _("So that the seat that was promised to you is kept for you."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Proposal,
        _("People you proposed for a circle of yours"),
        _("So that all in it can agree, and they are asked. It goes after four weeks."),
        {"by": Erasure.DELETE, "person": Erasure.DELETE},
        # Whoever is proposed learns of it once all agree.
        mentions=frozenset({"person"}),
        secret=frozenset({"declined"}),
    )
)
hold(
    Holding(
        Agreement,
        _("What you said to people proposed for a circle of yours"),
        _("So that nobody joins whom you do not want there. Nobody else reads it; it goes after four weeks."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Withdrawn,
        _("Questions about circles that were taken back"),
        _("So that you are told so where you still look at one. It goes after four weeks."),
        {"person": Erasure.DELETE},
    )
)
