"""The product's settings with one page more: what a room above the vault would show."""

from roost.doors.site import settings as product
from roost.doors.site.settings import *  # noqa: F403

INSTALLED_APPS = [*product.INSTALLED_APPS, "tests.journeys.parlour"]
ROOT_URLCONF = "tests.journeys.parlour.urls"
