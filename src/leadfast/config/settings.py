"""Django's settings. What differs between installations comes from the environment (docs/operations.md)."""

import os
from pathlib import Path

from leadfast.config import env, logs, packages
from leadfast.config.browser_rules import *  # noqa: F403
from leadfast.foundation.postgres import keys, places

PLACES = places.of()
SECRET_KEY = keys.secret_key(PLACES)

_databases = env.databases(PLACES, SECRET_KEY)
EMBEDDED_DATABASE = _databases.embedded
_common = {
    "ENGINE": "django.db.backends.postgresql",
    "DISABLE_SERVER_SIDE_CURSORS": env.flag("LEADFAST_PGBOUNCER"),
}
DATABASES = {
    # Serves requests and works, under row-level security.
    "default": {**_common, **_databases.default, "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True},
    # Owns the tables: migrate, backup and audit only.
    "owner": {**_common, **_databases.owner, "CONN_MAX_AGE": 0},
    # Sees ids and due times of every workspace, and nothing else.
    "sweep": {**_common, **_databases.sweep, "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True},
}
# Where workers listen: past a pgbouncer, which cannot pass notices on.
LISTEN_DATABASE = (
    env.from_url(os.environ["LEADFAST_LISTEN_URL"])
    if os.environ.get("LEADFAST_LISTEN_URL")
    else dict(_databases.default)
)
# Threads that serve requests, per web process. More would only wait for each other's interpreter lock.
WEB_THREADS = max(2, min(8, 2 * (os.cpu_count() or 1)))
if env.flag("LEADFAST_POOL"):
    # Set by `leadfast web`: its threads share few connections. A pool and CONN_MAX_AGE exclude each other.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": 10,
        "timeout": 10,
        # Tries to connect are further and further apart, up to a minute and more; given up sooner, the next request
        # begins anew, and a database that is back is found at once.
        "reconnect_timeout": 5,
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "workspaces.Account"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *packages.installed(),
]

_web = Path(__file__).resolve().parents[1] / "web"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        # Templates lie beside the screen they draw: {% extends "layout/page.html" %}.
        "DIRS": [_web],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "leadfast.web.jinja.environment"},
    },
    {
        # Only for templates that third-party packages ship; ours that replace them lie in web/accounts.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [_web / "allauth_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

CACHES = {
    # Shared by every web process, so that a rate limit counts them all together. Room for what a busy hour counts
    # and marks, or a limit begins anew and a note can be sent twice; not for more, since each writing counts all.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "worker_cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}

# Jobs are made by the worker's own timetable only; nothing in a request waits for one.
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_DATABASE_ALIAS = "default"
PROCRASTINATE_READONLY_MODELS = True

# What follows from what: history looks the table up by name, because it stands below everything.
REACTIONS = "leadfast.config.reactions.REACTIONS"

STATIC_URL = "/static/"
STATIC_ROOT = PLACES.home / "static"
STATICFILES_DIRS = [_web / "static"] if (_web / "static").exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if not env.flag("LEADFAST_STATIC_COLLECTED")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = PLACES.home / "files"

LOGGING_CONFIG = None
logs.configure(json=env.flag("LEADFAST_LOG_JSON"))
