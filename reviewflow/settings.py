"""All settings, from the environment, with typed parsing. The defaults run a laptop.

Variables are listed in docs/administrator.md. An unknown ``REVIEWFLOW_…`` variable stops the start.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from reviewflow.logs import LOGGING  # noqa: F401 (settings are looked up here)
from reviewflow.serving import *  # noqa: F403 (settings are looked up here)
from reviewflow.signin import *  # noqa: F403 (as above)
from reviewflow.tasks import TASKS, TASKS_APPS  # noqa: F401 (as above)
from reviewflow.variables import KNOWN

BASE_DIR = Path(__file__).resolve().parent.parent

if unknown := {name for name in os.environ if name.startswith("REVIEWFLOW_")} - KNOWN:
    raise ImproperlyConfigured(f"Unknown settings: {', '.join(sorted(unknown))}.")

env = environ.Env()

PRODUCTION = env.bool("REVIEWFLOW_PRODUCTION", default=False)
DEBUG = env.bool("REVIEWFLOW_DEBUG", default=False)
DATA_DIR = Path(env.str("REVIEWFLOW_DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.str(
    "REVIEWFLOW_SECRET_KEY", **({} if PRODUCTION else {"default": "only-for-a-laptop"})
)
if PRODUCTION and (DEBUG or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured(
        "Production needs REVIEWFLOW_SECRET_KEY (50 characters or more) and no REVIEWFLOW_DEBUG."
    )
SECRET_KEY_FALLBACKS = env.list("REVIEWFLOW_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("REVIEWFLOW_ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])

KEY_DIR = Path(env.str("REVIEWFLOW_KEY_DIR", default=str(DATA_DIR / "keys")))
ANCHOR_DIR = Path(env.str("REVIEWFLOW_ANCHOR_DIR", default=str(DATA_DIR / "anchors")))
EXPORT_DIR = Path(env.str("REVIEWFLOW_EXPORT_DIR", default=str(DATA_DIR / "exports")))
SIGNING_KEY = env.str("REVIEWFLOW_SIGNING_KEY", multiline=True, default="")
"""The private key (PKCS #8, PEM), where it does not lie in a file of KEY_DIR."""
ISSUER = env.str("REVIEWFLOW_ISSUER", default="reviewflow.example")
"""Names the organisation in ledger checkpoints and bundles; choose once, before the first entry."""
PUBLISHER_NAME = env.str("REVIEWFLOW_PUBLISHER_NAME", default="Example Health")
EDITORIAL_TIME_ZONE = env.str("REVIEWFLOW_EDITORIAL_TIME_ZONE", default="America/New_York")
"""Decides every date: the day of a signature, what is overdue, what is in force."""

REFERENCE_STYLE: str = env.str(
    "REVIEWFLOW_REFERENCE_STYLE", default="vancouver", choices=("vancouver", "ama")
)
REFERENCE_LOOKUPS = env.str("REVIEWFLOW_REFERENCE_LOOKUPS", default="off", choices=("off", "on"))
"""Off: nothing is asked of anybody; a DOI or PMID stands until somebody fills in the rest."""
CROSSREF_URL = env.str("REVIEWFLOW_CROSSREF_URL", default="https://api.crossref.org/")
NCBI_URL = env.str("REVIEWFLOW_NCBI_URL", default="https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/")

BASE_URL = env.str("REVIEWFLOW_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
"""Begins every link that leaves: in mails, in the feed, in the names of schemas."""
vars().update(
    env.email_url("REVIEWFLOW_EMAIL_URL", **({} if PRODUCTION else {"default": "filemail://"}))
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
"""Where a laptop's mails lie; a mail server is named by REVIEWFLOW_EMAIL_URL."""
DEFAULT_FROM_EMAIL = env.str("REVIEWFLOW_EMAIL_FROM", default="ReviewFlow <reviewflow@localhost>")
EMAIL_TIMEOUT = 10

INSTALLED_APPS = [
    "reviewflow.apps.Tasks",
    "articles",
    "articles.signin",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "django_tasks_db",
    *TASKS_APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "reviewflow.urls"
WSGI_APPLICATION = "reviewflow.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url(
        "REVIEWFLOW_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'reviewflow.sqlite3'}"
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # An acknowledged signature survives a power cut (FULL); a writer queues instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=20000"}

LANGUAGE_CODE = "en-us"
TIME_ZONE = EDITORIAL_TIME_ZONE
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
_FOLDER = "django.core.files.storage.FileSystemStorage"
_PRIVATE = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
_ASSETS = env.str("REVIEWFLOW_ASSET_DIR", default=str(DATA_DIR / "assets"))
_EVIDENCE = env.str("REVIEWFLOW_EVIDENCE_DIR", default=str(DATA_DIR / "evidence"))
STORAGES = {
    "default": {"BACKEND": _FOLDER},
    "assets": {"BACKEND": _FOLDER, "OPTIONS": {"location": _ASSETS}},
    "evidence": {"BACKEND": _FOLDER, "OPTIONS": {"location": _EVIDENCE, **_PRIVATE}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Fixed before the first migration: reasons of any length; no door that rewrites a record.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True
SIMPLE_HISTORY_DATE_INDEX = "Composite"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("REVIEWFLOW_TRUSTED_PROXIES", default=0)
# Without a proxy of ours that sets it, whoever asks could write it.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a reference has about eighteen on the article's form
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6.0 does; drop it then
