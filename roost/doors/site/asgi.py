"""The application a web server runs."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from roost.doors.site.limits import LimitedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roost.doors.site.settings")
application = LimitedBodies(get_asgi_application(), session=settings.SESSION_COOKIE_NAME)
