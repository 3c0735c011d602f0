"""One file; the environment decides.

Without DATABASE_URL the product runs on the embedded engines, and everything defaults to the needs of one
machine (plain HTTP, a key kept in var/). With DATABASE_URL it is a real service: HTTPS, SECRET_KEY are due.
"""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlparse

import environ
from celery.schedules import crontab
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

import config.celery  # noqa: F401 (shared_task needs the application loaded with Django)
from config import instruments
from config.engines.embedded import Engines, var_directory
from config.storage import private_storage

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = var_directory()

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
LOCAL = not env.str("DATABASE_URL", default="")
HTTPS = env.bool("HTTPS", default=not (DEBUG or LOCAL))


def local_secret_key() -> str:
    """A key of this checkout's own, so that sessions outlive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if HTTPS else local_secret_key())
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY (50 random characters).")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address that letters, QR codes and e-mails print.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
TRAME_NAME = env.str("TRAME_NAME", default="Trame")
TRAME_BASELINE = env.str("TRAME_BASELINE", default="Financer l’innovation publique")
TRAME_BRAND = env.str("TRAME_BRAND", default="canard")  # look/theme.py
TRAME_MARK = env.str("TRAME_MARK", default="")

# Rooms ---------------------------------------------------------------------------------------------------

# Further folders of instruments, beside those of funding/instruments.
INSTRUMENTS = instruments.found(env.list("INSTRUMENTS_PATH", default=[]))

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "look",
    "workflows",
    "people",
    "funding",
    *INSTRUMENTS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.ReadOnce",
    "people.middleware.ReadersLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "look.context_processors.site",
            ],
        },
    },
]

# Database and cache --------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url_config(Engines.for_work().database_url) if LOCAL else env.db("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL: others ignore the row locks of the gate.")
# Questions that `workflows.prepared` asks are planned once a connection, from the third time.
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", default=True)
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 2 if PREPARED_STATEMENTS else None
# The threaded web server draws from a pool; workers keep one connection each.
DATABASE_POOL = env.int("DATABASE_POOL", default=0)
if DATABASE_POOL:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DATABASE_POOL}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts login attempts across processes. In the database: nobody is locked out when the broker is down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# People --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "funding:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # one field with a show button; a reset exists
ACCOUNT_FORMS = {"signup": "people.forms.account.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Trame"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# Language and time ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# Files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [*global_settings.STATICFILES_FINDERS, "look.sheets.OneSheet"]
MEDIA_ROOT = VAR_DIR / "media"
STATICFILES_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Compressing takes ten seconds: for those who are reached over a network. The names are the same.
STATICFILES_MANIFEST = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if HTTPS
    else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
)
# Until collectstatic has run (tests, first minutes of a checkout) files are served from where they stand.
COLLECTED = not DEBUG and (STATIC_ROOT / "trame-stamp").exists()

STORAGES = {
    "default": private_storage(env.str("STORAGE_URL", default=""), home=MEDIA_ROOT),
    "staticfiles": {"BACKEND": STATICFILES_MANIFEST if COLLECTED else STATICFILES_PLAIN},
}
WHITENOISE_USE_FINDERS = not COLLECTED
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # without the files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# E-mail --------------------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="filemail://"))
if EMAIL_BACKEND.endswith("filebased.EmailBackend"):  # noqa: F821 (set by the line above)
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Trame <ne-pas-repondre@trame.example>")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default=urlparse(SITE_URL).hostname)  # of our Message-IDs
SERVER_EMAIL = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)

# Papers --------------------------------------------------------------------------------------------------

# On one machine the product runs without the PDF libraries and says so; a service refuses to start.
PAPERS_OPTIONAL = env.bool("PAPERS_OPTIONAL", default=LOCAL)
# An invisible PAdES seal on each stored paper, with the key and certificate of these two files.
SEAL_PAPERS = env.bool("SEAL_PAPERS", default=False)
SEAL_KEY = env.str("SEAL_KEY", default="")
SEAL_CERT = env.str("SEAL_CERT", default="")

# Tasks: see docs/adr for why each of these -----------------------------------------------------------------

CELERY_BROKER_URL = env.str("BROKER_URL", default=Engines.for_work().broker_url)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "global_keyprefix": env.str("BROKER_PREFIX", default="trame:"),
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.05,
    "interval_max": 0.05,
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Paris"
# Under the lease of an effect (workflows/outbox.py): a killed delivery is dead before another begins.
CELERY_TASK_ANNOTATIONS = {"workflows.tasks.deliver": {"time_limit": 50}}
# `expires`: what piled up while the workers were away is worth one run.
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "workflows.tasks.sweep", "schedule": 5, "options": {"expires": 5}},
    "tick": {"task": "workflows.tasks.tick", "schedule": 20, "options": {"expires": 20}},
    "seal": {
        "task": "workflows.tasks.seal",
        "schedule": crontab(hour=0, minute=10),
        "options": {"expires": 86000},
    },
}

# Security ------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",  # Bootstrap draws its ticks and arrows that way
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
if env.int("PROXY_COUNT", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
