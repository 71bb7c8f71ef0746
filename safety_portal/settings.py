"""The one settings file: what differs between machines comes from the environment (.env.example)."""

import importlib.util
import os
from pathlib import Path

import environ
import pghistory
import pgtrigger
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from core import logs
from safety_portal.limits import LIMITS
from safety_portal.openapi import SPECTACULAR_SETTINGS  # noqa: F401 - read by drf-spectacular
from safety_portal.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
SHARED_DATA = BASE_DIR.parent / "shared" / "data"  # real data beside a checkout; may be missing

# NAME_FILE names a file that holds the value: a secret of compose or systemd
env = environ.FileAwareEnv()
LIMITS = LIMITS | {"calls": env.int("API_CALLS", LIMITS["calls"])}
PORTAL_ENV = env.str("PORTAL_ENV", "development")
PRODUCTION = PORTAL_ENV == "production"
TESTING = PORTAL_ENV == "test"
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("PORTAL_DEMO", default=False)
DEMO_DOMAIN = "demo.invalid"  # of demo accounts' e-mail; RFC 2606 keeps it out of the real world
DEMO_MARK = "safety_portal.demo.mark.is_demo"  # asked where PORTAL_DEMO does not say it
IMPORT_KINDS = (  # the files that imports take
    "communities.importing.kinds.KINDS",
    "incidents.importing.kinds.KINDS",
    "communities.tables.kinds.KINDS",
)
TABLES = (  # the records that may be brought as a sheet
    "officers.tables.TABLES",
    "communities.records.tables.TABLES",
    "working_groups.tables.TABLES",
)
if PORTAL_ENV not in {"development", "production", "test"}:
    raise ImproperlyConfigured("PORTAL_ENV is development, production or test.")

SECRET_KEY = env.str("SECRET_KEY", "for tests and development only" if DEBUG or TESTING else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text.")
# keys of before, while rotating
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Several portals may share one Valkey: each has its own queue and its own corner of the cache.
INSTANCE = env.str("PORTAL_INSTANCE", f"test-{os.getpid()}" if TESTING else "portal")
VAR_DIR = Path(env.str("PORTAL_VAR", str(BASE_DIR / "var")))
CLOCK_SHIFT = env.int("PORTAL_CLOCK_SHIFT", default=0)  # seconds; production refuses any

INSTALLED_APPS = [
    "safety_portal.apps.PortalConfig",
    "allauth",
    "allauth.account",  # for its machinery: no address of it is mounted, and its admin taken away
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "integrations",
    "dashboards",
    "reports",
    "indicators",
    "working_groups",
    "incidents",
    "officers",
    "communities",
    "accounts",
    "core",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "oauth2_provider",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "safety_portal.apps.PortalAdminConfig",  # the admin, for superusers only
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "core.logs.RequestLog",
    "core.measuring.Before",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.rate",
    "core.middleware.canonical_host",
    "core.middleware.healthz_asks_nobody",
    "core.deadline.deadline",
    "core.middleware.refuse_zero_characters",
    "core.middleware.headers_only",
    "core.middleware.browser_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.reader_language",
    "core.zones.zone_asked_for",
    "core.gate.Gate",  # refuses in the reader's language, before anything reads a body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.session_limits",  # before any view is asked for its rights
    "communities.administration.seeing.SeeAs",  # the session is that of who really asks
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.no_store",
    "core.history.HistoryMiddleware",
    "core.measuring.After",
]
ROOT_URLCONF = "safety_portal.urls"
WSGI_APPLICATION = "safety_portal.wsgi.application"
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
                "core.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "core.templatetags.ui",
            ],
        },
    },
]

# --- data: one PostgreSQL schema, one Valkey or Redis
TIME_ZONE = "Europe/Kyiv"
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["ENGINE"] = "core.postgresql"
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["TIME_ZONE"] = TIME_ZONE  # JSON that the database writes says Kyiv's offset
# The role that owns the tables, for `migrate` alone; the one of DATABASE_URL serves and owns nothing.
_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
DATABASE_OWNER = env.db_url_config(_OWNER_URL) if _OWNER_URL else None
# A server that vanished without a word is noticed in seconds (over TCP; core/deadline.py otherwise).
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
} | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL")
VALKEY_PATIENCE = 2  # seconds
# Tests clear their cache: each of their processes has a database of Valkey for itself.
_TEST_CACHE = f"?db={int(env.str('PYTEST_XDIST_WORKER', 'gw0')[2:]) % 14 + 1}"
CACHES = {
    "default": {
        "BACKEND": "core.cache.SparingCache",
        "LOCATION": REDIS_URL + _TEST_CACHE if TESTING else REDIS_URL,
        "KEY_PREFIX": INSTANCE,
        "OPTIONS": {
            "socket_timeout": VALKEY_PATIENCE,
            "socket_connect_timeout": VALKEY_PATIENCE,
            "retry": Retry(NoBackoff(), 1),  # once: the pool may hold lines to one that died
        },
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
FILES_DIR = VAR_DIR / "files"  # built reports
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- jobs
_BROKER = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_URL = _BROKER
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": VALKEY_PATIENCE,
    "socket_timeout": 10,  # longer than the worker's own wait for a message
}
CELERY_TASK_PUBLISH_RETRY = False  # the queue is a hint: the sweeper repeats it
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_TASK_DEFAULT_QUEUE = INSTANCE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TIMEZONE = "Europe/Kyiv"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000  # kB: charts settle near 160 MB
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_IMPORTS = ["core.alive", "core.sweepers"]  # which listen to worker and beat
CELERY_BEAT_SCHEDULER = "core.alive:ShowingScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = env.str("PORTAL_BEAT_SCHEDULE", str(VAR_DIR / "beat-schedule"))
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["communities.backends.GrantBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": LIMITS["password_shortest"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NoRuns"},
    {"NAME": "accounts.passwords.NoWordsOfOurs"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign-in"

# --- second factors: tables and ciphers of allauth, pages and rules of ours (accounts/factors)
MFA_ADAPTER = "accounts.factors.adapter.SealedSecrets"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 12
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a clock may be off

# --- OpenID Connect, where a provider is named: it signs in to accounts that exist, and makes none
OIDC = {
    "issuer": env.str("OIDC_ISSUER", ""),
    "client_id": env.str("OIDC_CLIENT_ID", ""),
    "client_secret": env.str("OIDC_CLIENT_SECRET", ""),
    "name": env.str("OIDC_NAME", "OpenID Connect"),
}
SOCIALACCOUNT_ADAPTER = "accounts.oidc.KnownAccountsOnly"
SOCIALACCOUNT_STORE_TOKENS = False

# --- e-mail: sent where a server is named, otherwise what it would say stands on the pages only
_MAIL_FILES = f"filemail:///{VAR_DIR / 'mail'}" if PORTAL_ENV == "development" else ""
EMAIL_URL = env.str("EMAIL_URL", _MAIL_FILES)
globals().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "portal@localhost")

# --- words, time, numbers
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- files for the browser
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("PORTAL_STATIC", str(VAR_DIR / "static")))
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_MAX_AGE = 60  # seconds, in tests as elsewhere; what has a hash in its name is kept
_LEAFLET = Path(importlib.util.find_spec("leaflet").origin).parent / "static" / "leaflet"  # type: ignore[union-attr,arg-type]
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", _LEAFLET)]

# --- the browser is told to trust nobody but us
SECURE = env.bool("PORTAL_HTTPS", default=PRODUCTION)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "img-src": ["'self'", "data:", "blob:"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        **{
            f"{kind}-src": ["'self'"]
            for kind in ("script", "style", "connect", "font", "worker", "manifest")
        },
        "form-action": ["'self'"],
    }
}
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = LIMITS["session_tablet"]  # seconds; accounts/sessions.py ends most sooner
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS["form_bytes"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = LIMITS["form_fields"]
FILE_UPLOAD_HANDLERS = ["core.gate.NoFiles"]

# --- the API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.ClientAuthentication",
        "accounts.api.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.permissions.MayRead"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsing.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "core.api.paging.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["core.api.filtering.StrictFilterBackend"],
    "DEFAULT_METADATA_CLASS": "core.api.methods.Methods",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.PortalSchema",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.rates.Rate"],
    "EXCEPTION_HANDLER": "core.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "territories:read": "Communities and the register",
        "territories:write": "Record what concerns communities",
        "officers:read": "Officers and their assignments",
        "officers:write": "Record and change the work of officers",
        "people:read": "People, their contacts and positions",
        "groups:read": "Working groups and their members",
        "groups:write": "Record people and working groups",
        "incidents:read": "Incidents",
        "incidents:write": "Log and change incidents",
        "incidents:sensitive": "The protected fields of sensitive incidents",
        "measures:read": "Figures",
        "reports:read": "Reports",
        "webhooks:write": "Webhooks and their deliveries",
    },
    "SCOPES_BACKEND_CLASS": "accounts.oauth.ClientScopes",
    "OAUTH2_VALIDATOR_CLASS": "accounts.oauth.ClientValidator",
    "ACCESS_TOKEN_EXPIRE_SECONDS": LIMITS["token"],
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    **{
        f"COMPLIANT_BCP_RFC9700_{part}": True
        for part in (
            *("TOKEN_STORAGE", "IMPLICIT_GRANT", "PASSWORD_GRANT"),
            *("PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS"),
        )
    },
}

# --- history: triggers write it, a statement at a time (stack: cheaper than row by row)
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # reading changes nothing
# history is found by its record and by its author; an index for every other key of a record
# would cost each change as much as the event itself
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(db_index=True)

# --- webhooks: tests let them stay on their own machine, and trust a certificate of their own
EGRESS_STAYS_HERE = False
EGRESS_AUTHORITY = ""  # a file of certificates besides; empty: those of the system

# --- open contracting: the prefix the helpdesk of the standard registered, and who publishes
OCDS = {"prefix": env.str("OCDS_PREFIX", "ocds-000000")}
OCDS["publisher"] = env.str("OCDS_PUBLISHER", "Безпечна громада")

# --- readiness: what /readyz holds its findings against
READINESS = {
    "seconds": 0.8,  # in which everything that is asked has to answer
    "migrations": 0,  # not yet applied
    "sweeper_age": 300,  # seconds since the last sweep, ten of them missed
    "disk_free": env.int("READY_DISK_FREE_MB", default=500),  # MB where PORTAL_VAR lies
}
# Who may read /metrics: networks, as the connection comes, not as a header says
METRICS_NETWORKS = env.list("METRICS_NETWORKS", default=["127.0.0.0/8", "::1/128"])

# --- back-ups
BACKUP_KEY = env.str("BACKUP_KEY", "")  # `backup --new-key` prints one
PG_BIN = env.str("PORTAL_PG_BIN", "")  # where pg_dump and pg_restore are, if not among the packages

# --- logs: JSON lines without personal data (core/logs.py)
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOG_FORMAT = env.str("LOG_FORMAT", "json" if PRODUCTION else "console")
if LOG_FORMAT not in {"json", "console"}:
    raise ImproperlyConfigured("LOG_FORMAT is json or console.")
LOGGING = logs.configuration(level=LOG_LEVEL, form=LOG_FORMAT)
# a job is logged with the id of the request that asked for it
DJANGO_STRUCTLOG_CELERY_ENABLED = True
