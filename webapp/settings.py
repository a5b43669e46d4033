"""One settings file. Values come from the environment (webapp/env.py); docs/reference/settings.md lists them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from evaluations.server_addresses import server_url
from scripts import running_site
from webapp import env

BASE_DIR = env.BASE_DIR
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
BAKEOFF_HOME = env.home()
# A command beside a running site uses its addresses, unless the environment names others.
running = running_site.read(BAKEOFF_HOME)
PORT = env.number("PORT", running.port if running else 8000, low=1, high=65534)
HOST = env.text("HOST", running.host if running else "127.0.0.1")

# What runs on this host; empty: everything. `doctor` checks what these need.
HOST_ROLES = env.choices("HOST_ROLES", "web", "generate", "execute", "beat")

SECRET_KEY = env.secret_key(BAKEOFF_HOME)
# Earlier SECRET_KEYs: what they signed or encrypted is still read.
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS")
DEBUG = env.flag("DEBUG", False)
ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("CSRF_TRUSTED_ORIGINS").split(",") if origin]

OLLAMA_HOST = env.text("OLLAMA_HOST", "http://127.0.0.1:11434")
EMBEDDED_MODEL = env.flag("EMBEDDED_MODEL", True)
EMBEDDED_PORT = env.number("EMBEDDED_PORT", PORT + 1, low=1, high=65535)
known_url = running.embedded_url if running and running.port == PORT and not env.text("EMBEDDED_PORT") else ""
EMBEDDED_URL = server_url(env.text("EMBEDDED_URL", known_url or f"http://127.0.0.1:{EMBEDDED_PORT}"))
# The addresses of servers that a person has set, for found_servers.py.
CHOSEN_ADDRESSES = [name for name in ("OLLAMA_HOST", "EMBEDDED_URL") if env.text(name)]
# Folders, with : between them, of model files that servers on this machine may name; their digest is read.
MODEL_FILES_FOLDERS = [folder for folder in env.text("MODEL_FILES_FOLDERS").split(":") if folder]
# The only networks in which servers of teams are asked; empty: all but link-local and metadata addresses.
MODEL_SERVER_NETWORKS = env.networks("MODEL_SERVER_NETWORKS")
# The only networks to which webhooks are sent; empty: public addresses only.
WEBHOOK_NETWORKS = env.networks("WEBHOOK_NETWORKS")
# evaluations.sandbox, which does not use Django, reads it too; here it is for the banner on every page.
NO_SANDBOX = env.flag("BAKEOFF_NO_SANDBOX", False)
# Python packages that Python tasks may import; read again by evaluations.sandbox.
PYTHON_WHEELS = env.folder("PYTHON_WHEELS")
SANDBOX_SLOTS = env.number("SANDBOX_SLOTS", 0, low=0, high=256) or None
# By how much execute workers and the embedded model give way to the web process (scripts/priority.py).
BACKGROUND_NICENESS = env.number("BACKGROUND_NICENESS", 5, low=0, high=19)
# Evidence of every page that is graded; docs/explanation/sandbox.md has their cost.
SCREENSHOTS = env.flag("SCREENSHOTS", True)
SHARE_LINKS = env.flag("SHARE_LINKS", True)
# Days after which what editors recorded is removed.
EDITOR_RETENTION_DAYS = env.number("EDITOR_RETENTION_DAYS", 30, low=1, high=3650)
ACCESSIBILITY = env.flag("ACCESSIBILITY", True)
PAGE_FACTS = env.flag("PAGE_FACTS", True)
# One Python process can use one core; each process has its own threads and database connections.
WEB_PROCESSES = env.number("WEB_PROCESSES", 1, low=1, high=64)
# Requests that one web process answers at once; each of these threads keeps a connection (webapp/site/db_threads.py).
WEB_THREADS = env.number("WEB_THREADS", 16, low=1, high=200)
# Of one client (IPv6: of one /64); all connections of a reverse proxy have its address. See webapp/connections.py.
CONNECTIONS_PER_ADDRESS = env.number("CONNECTIONS_PER_ADDRESS", 500, low=10, high=100_000)
UPLOAD_MAX_MB = env.number("UPLOAD_MAX_MB", 50, low=1, high=2000)
# Of one request, which may bring several files. Larger ones are refused before they are read.
BODY_MAX_MB = 4 * UPLOAD_MAX_MB
# Files live in this bucket of an S3-compatible object storage; empty: in BAKEOFF_HOME, which all hosts must then share.
S3_BUCKET = env.text("S3_BUCKET")
S3_ENDPOINT = env.text("S3_ENDPOINT")
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_ACCESS_KEY = env.secret("S3_ACCESS_KEY")
S3_SECRET_KEY = env.secret("S3_SECRET_KEY")
# The bearer token that Prometheus sends. Empty: /metrics answers only this machine.
METRICS_TOKEN = env.secret("METRICS_TOKEN")
# This many gradings of each answer stay complete; older ones keep their verdicts.
GRADINGS_KEPT = env.number("GRADINGS_KEPT", 3, low=1, high=1000)
AUDIT_DAYS = env.number("AUDIT_DAYS", 365, low=1, high=36500)
# Days after which reports, pictures and thoughts of an ended run are removed, unless it has a star; 0: never.
RETENTION_DAYS = env.number("RETENTION_DAYS", 0, low=0, high=36500)
# What one person and one team may have; 0: any number. `refuse_more` of runs and workbooks, site/request_limits.py.
OPEN_RUNS_PER_PERSON = env.number("OPEN_RUNS_PER_PERSON", 100, low=0, high=1_000_000)
OPEN_RUNS_PER_TEAM = env.number("OPEN_RUNS_PER_TEAM", 500, low=0, high=1_000_000)
UPLOADS_MB_PER_PERSON = env.number("UPLOADS_MB_PER_PERSON", 0, low=0, high=10**9)
UPLOADS_MB_PER_TEAM = env.number("UPLOADS_MB_PER_TEAM", 0, low=0, high=10**9)
REQUESTS_PER_MINUTE_PERSON = env.number("REQUESTS_PER_MINUTE_PERSON", 6_000, low=0, high=10**9)
REQUESTS_PER_MINUTE_TEAM = env.number("REQUESTS_PER_MINUTE_TEAM", 30_000, low=0, high=10**9)
# Seconds without a sign of life after which a worker's candidates go back to the queue.
STALE_AFTER_S = env.number("STALE_AFTER_S", 30, low=5, high=3600)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "django_htmx",
    "evaluations",
    "webapp",
]
MIDDLEWARE = [
    "webapp.site.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "webapp.site.static_files.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "webapp.site.security_headers.ContentSecurityPolicyMiddleware",
    "webapp.site.request_limits.LimitMiddleware",
    "webapp.home.method_not_allowed.MethodNotAllowedMiddleware",
    "webapp.review.reviewer_middleware.ReviewersSeeReviewsMiddleware",
    "webapp.site.outages.OutageMiddleware",
    "webapp.site.audit.AuditMiddleware",
]
ROOT_URLCONF = "webapp.urls"
ASGI_APPLICATION = "webapp.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "webapp.site.context.site",
            ],
            "libraries": {"bakeoff": "webapp.site.tags"},
            "builtins": ["webapp.site.figure_tags", "webapp.site.choice_tags", "webapp.site.text_tags"],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": env.database(BAKEOFF_HOME)
    | {
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # a broken connection is opened again automatically
    }
}
SQLITE_FILE: Path | None = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    SQLITE_FILE = Path(DATABASES["default"]["NAME"])
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # WAL survives a kill -9 of any process; NORMAL may lose the last commits only when the power fails.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
    }
# Between the site and PostgreSQL, in transaction mode: two statements may be sent by two connections.
PGBOUNCER = env.flag("PGBOUNCER", False)
if PGBOUNCER:
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis_url(BAKEOFF_HOME)
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "bakeoff"},
    }
}
CACHES = {
    "default": {
        "BACKEND": "evaluations.broker_cache.BrokerCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "bakeoff",
    }
}
CELERY_BROKER_URL = env.celery_broker_url(REDIS_URL)

# E-mail: off without a server. SITE_URL is the site's address, for links in mails that workers send.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_ENCRYPTION = env.choice("EMAIL_ENCRYPTION", "starttls", "tls", "none")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_ENCRYPTION == "starttls", EMAIL_ENCRYPTION == "tls"
EMAIL_PORT = env.number("EMAIL_PORT", {"starttls": 587, "tls": 465, "none": 25}[EMAIL_ENCRYPTION], low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_PASSWORD")
EMAIL_TIMEOUT = 10
SITE_URL = ""
if EMAIL_HOST:
    DEFAULT_FROM_EMAIL = env.required("EMAIL_FROM", with_="EMAIL_HOST")
    SITE_URL = server_url(env.required("SITE_URL", with_="EMAIL_HOST"))

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
# Single sign-on: off without an issuer.
OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_EMAIL_DOMAINS = [domain.lower() for domain in env.listed("OIDC_EMAIL_DOMAINS")]
OIDC_ROLE = env.choice("OIDC_ROLE", "viewer", "reviewer", "member", "none")
if OIDC_ISSUER:
    AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "webapp.teams.oidc.IssuerBackend"]
    OIDC_OP_AUTHORIZATION_ENDPOINT = env.required("OIDC_AUTHORIZATION_URL", with_="OIDC_ISSUER")
    OIDC_OP_TOKEN_ENDPOINT = env.required("OIDC_TOKEN_URL", with_="OIDC_ISSUER")
    OIDC_OP_USER_ENDPOINT = env.required("OIDC_USERINFO_URL", with_="OIDC_ISSUER")
    OIDC_OP_JWKS_ENDPOINT = env.required("OIDC_JWKS_URL", with_="OIDC_ISSUER")
    OIDC_RP_CLIENT_ID = env.required("OIDC_CLIENT_ID", with_="OIDC_ISSUER")
    OIDC_RP_CLIENT_SECRET = env.secret("OIDC_CLIENT_SECRET")
    OIDC_RP_SIGN_ALGO = env.choice("OIDC_SIGN_ALGORITHM", "RS256", "ES256", "RS384", "RS512", "ES384")
    OIDC_RP_SCOPES = "openid email profile"
    OIDC_USE_PKCE = True
    OIDC_TIMEOUT = 10
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_NAME = f"bakeoff_session_{PORT}"
CSRF_COOKIE_NAME = f"bakeoff_csrf_{PORT}"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A proxy in front speaks TLS, and says so in X-Forwarded-Proto.
HTTPS = env.flag("HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 30 * 24 * 3600, low=0, high=10**9)
# These two would affect other sites of the same domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

STATIC_URL = "/static/"
STATIC_ROOT = BAKEOFF_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "webapp.site.joined_styles.JoinedStyles",
]
MEDIA_ROOT = BAKEOFF_HOME / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "evaluations.models.disk_storage.DiskStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "evaluations.models.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT or None,
            "region_name": S3_REGION,
            "access_key": S3_ACCESS_KEY or None,
            "secret_key": S3_SECRET_KEY or None,
            "addressing_style": "path" if S3_ENDPOINT else "auto",
            "max_memory_size": 8 * 2**20,
        },
    }

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "evaluations.log_lines.LineFormatter"},
        "json": {"()": "evaluations.log_lines.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": env.choice("LOG_FORMAT", "line", "json")}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "httpx": {"level": "WARNING"},  # a line for each request to a model server is not useful
        "uvicorn": {"handlers": [], "propagate": True},  # in the same format as the others
        "uvicorn.access": {"handlers": [], "propagate": False},  # the proxy in front writes one; /metrics counts
        "django.server": {"handlers": [], "propagate": True},
    },
}
