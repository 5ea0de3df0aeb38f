"""What tracking tells the rest of the house."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from roost.ground.activity.ports import Purpose, Verb

LAUNCHED = Verb("tracking.launched", Purpose.WORK, gettext_noop("started a success-tracking program"))
RULED = Verb("tracking.ruled", Purpose.WORK, gettext_noop("changed the rules of a program"))
SUBMITTED = Verb("tracking.submitted", Purpose.WORK, gettext_noop("entered scores"))
CORRECTED = Verb("tracking.corrected", Purpose.WORK, gettext_noop("took a score back"))
