"""The product's settings over a throw-away data folder, with a quick password hasher."""

import os
import tempfile

os.environ["ROOST_DATA_DIR"] = tempfile.mkdtemp(prefix="roost-tests-")
os.environ.setdefault("ROOST_SECRET_KEY", "only-for-tests")
os.environ.setdefault("ROOST_ANSWERS_KEY", "only-for-tests-too")

from roost.doors.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Style sheets and scripts are served in journeys: each client of a test would go through all of them first.
MIDDLEWARE = [one for one in MIDDLEWARE if not one.startswith("servestatic.")]  # noqa: F405
