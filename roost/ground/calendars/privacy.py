"""What calendars holds about people: it is theirs alone and goes with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.calendars.models import Calendar, Meeting, PlannedFeed
from roost.ground.kit.privacy import Erasure, Holding, hold

ALONE = _("So that Roost can point to what is coming and to free time. Nobody else has a page for it.")

hold(
    Holding(
        Calendar,
        _("Calendars you added"),
        ALONE,
        {"person": Erasure.DELETE},
        secret=frozenset({"digest", "etag", "modified"}),
    )
)
hold(
    Holding(
        Meeting,
        _("Meetings found in them: title, time and how many others, until a day after they are over"),
        ALONE,
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        PlannedFeed,
        _("Whether programs of yours read what Roost plans with you, and what they find there"),
        _("So that it stands in your own calendar. Whoever has the address finds it; it is in no download."),
        {"person": Erasure.DELETE},
        secret=frozenset({"seed"}),
    )
)
