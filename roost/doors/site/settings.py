"""Django's settings: everything a host may choose comes from `environment`, everything else is decided here."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from roost.doors.site.environment import Environment

ENVIRONMENT = Environment()
DATA_DIR = ENVIRONMENT.data_dir.resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

PUBLIC_URL = ENVIRONMENT.public_url.rstrip("/")
_public = urlsplit(PUBLIC_URL)
IS_HTTPS = _public.scheme == "https"

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret()
ANSWERS_KEY = ENVIRONMENT.key_of_answers()
# Whoever tries Roost on their own machine may call it by any of its names.
_LOCAL = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [
    name
    for name in [
        _public.hostname,
        *(_LOCAL if _public.hostname in _LOCAL else []),
        *ENVIRONMENT.allowed_hosts.replace(" ", "").split(","),
    ]
    if name
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

ROOMS = [
    "roost.doors.site",
    "roost.doors.cli",
    "roost.doors.demo",
    "roost.doors.home",
    "roost.doors.api",
    "roost.see.nudges",
    "roost.see.tracking",
    "roost.gather.meetings",
    "roost.gather.charters",
    "roost.gather.commitments",
    "roost.gather.attendance",
    "roost.gather.health",
    "roost.gather.confidence",
    "roost.gather.decisions",
    "roost.gather.rhythm",
    "roost.gather.circles",
    "roost.gather.matching",
    "roost.gather.pulse",
    "roost.grow.feedback",
    "roost.grow.threesixty",
    "roost.grow.assessments",
    "roost.grow.growth",
    "roost.grow.library",
    "roost.grow.companions",
    "roost.ground.vault",
    "roost.ground.calendars",
    "roost.ground.people",
    "roost.ground.instruments",
    "roost.ground.behaviours",
    "roost.ground.notify",
    "roost.ground.activity",
    "roost.ground.release",
    "roost.ground.ui",
    "roost.ground.kit",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "roost.doors.api.middleware.PlainRefusals",
    "roost.doors.site.middleware.NoNulls",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "roost.doors.site.middleware.SignInFirst",
    # These two read forms, so they come after who is not signed in was sent away.
    "django.middleware.csrf.CsrfViewMiddleware",
    "roost.doors.site.middleware.NoNullsInForms",
    "roost.doors.api.middleware.TokenSignIn",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "roost.doors.site.middleware.PersonScope",
    "roost.doors.site.middleware.PlainErrors",
]
ROOT_URLCONF = "roost.doors.site.urls"
ASGI_APPLICATION = "roost.doors.site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "roost.ground.ui.frame.look",
                "roost.doors.home.frame.frame",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """Give SQLite in the data folder, safe against power loss, or the PostgreSQL that the host names."""
    if not ENVIRONMENT.database_url:
        file = DATA_DIR / "roost.sqlite3"
        # Nobody else on this machine may read it; SQLite gives the same rights to the files beside it.
        file.touch(mode=0o600)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                # Longer than a file of a million scores holds the lock.
                "timeout": 60,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        }
    url = urlsplit(ENVIRONMENT.database_url)
    if url.scheme not in {"postgresql", "postgres"}:
        raise ValueError("ROOST_DATABASE_URL must start with postgresql:// or be empty for SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        # Long streams run outside a request, so a kept connection would be held by nobody in particular.
        "CONN_MAX_AGE": 0,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "roost.doors.site.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
# The proxy adds the address of who asks at the end of X-Forwarded-For; what stands before it anybody may have written.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "home:welcome"

SESSION_COOKIE_NAME = "__Host-roost" if IS_HTTPS else "roost"
CSRF_COOKIE_NAME = "__Host-roost-csrf" if IS_HTTPS else "roost-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS and ENVIRONMENT.behind_proxy
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Fields of forms and bodies of the API. Django does not count files here: `limits` refuses requests that are too
# large, and what is longer than a few forms lies on the disk while it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

_mail = urlsplit(ENVIRONMENT.email_url)
if ENVIRONMENT.email_url:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme in {"smtp", "smtp+tls"} and _mail.port == 587
    EMAIL_USE_SSL = _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ValueError("ROOST_EMAIL_FROM must be an e-mail address, such as Roost <roost@example.org>.")

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
USE_I18N = USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone
CALENDAR_HOSTS = ENVIRONMENT.calendar_hosts_listed()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without-secrets": {"()": "roost.doors.site.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without-secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
LOG_FILE = ENVIRONMENT.log_file
if LOG_FILE is not None:
    LOGGING["handlers"]["file"] = {  # type: ignore[index]
        "class": "logging.handlers.WatchedFileHandler",
        "filename": LOG_FILE,
        "formatter": "plain",
        "filters": ["without-secrets"],
    }
    LOGGING["root"]["handlers"].append("file")  # type: ignore[index]
