"""Settings of the register, all from the environment; README.md lists the variables.

DEMO=true makes a demonstration on one machine: a secret key of its own, an SQLite file under data/, demo users.
Without it the register is in production and refuses to start when a variable is missing or unsafe.
PUBLIC_SITE=true makes a process that serves the published editions alone.
"""

from pathlib import Path
from urllib.parse import urlsplit

import csp.constants as csp

from collab.environment import (
    Missing,
    check_alerts,
    demo_port,
    kept_secret,
    public_database,
    read_environment,
    staff_database,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "data"

env = read_environment()
missing = Missing()

DEMO = env.bool("DEMO", False)
PUBLIC_SITE = env.bool("PUBLIC_SITE", False)
DEBUG = env.bool("DEBUG", False)

# A safe start ------------------------------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)

if DEMO:
    SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR / "secret_key")
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
else:
    if DEBUG:
        missing.add(
            "DEBUG",
            "is true; it shows settings and data to strangers, so it is for DEMO=true only.",
        )
    if len(SECRET_KEY) < 50:
        missing.add(
            "SECRET_KEY",
            "is missing or shorter than 50 characters; give a long random value and keep it.",
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        missing.add("ALLOWED_HOSTS", "is missing or “*”; name the hosts, separated by commas.")
    if not PUBLIC_SITE and not env.str("DATABASE_URL", ""):
        missing.add(
            "DATABASE_URL",
            "is missing; for example postgres://user:password@host:5432/register.",
        )
    if PUBLIC_SITE and env.str("DATABASE_URL", ""):
        missing.add(
            "DATABASE_URL",
            "is set; the public site must not know the register’s own login.",
        )
    if PUBLIC_SITE and not env.str("PUBLIC_DATABASE_URL", ""):
        missing.add(
            "PUBLIC_DATABASE_URL",
            "is missing; the public site reads through a login of its own.",
        )
    if not PUBLIC_SITE and not BEHIND_PROXY and not CSRF_TRUSTED_ORIGINS:
        missing.add(
            "CSRF_TRUSTED_ORIGINS",
            "is missing; name the register’s https:// addresses, or say BEHIND_PROXY=true when a proxy in front "
            "sets X-Forwarded-Proto itself.",
        )
    check_alerts(env, missing, public_site=PUBLIC_SITE)
missing.refuse()

# Frame -------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "governance",
    "workstreams",
    "programmes",
    "programmes.admin_config.RegisterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "simple_history",
    "django_tables2",
    "django_filters",
    "csp",
]

#: The public process knows no sessions, messages, administration or lists; accounts are models that others point at.
_STAFF_ONLY = {
    "programmes.admin_config.RegisterAdminConfig",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "django_tables2",
    "django_filters",
}
if PUBLIC_SITE:
    INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in _STAFF_ONLY]

_SHELL = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "collab.middleware.PermissionsPolicyMiddleware",
    "collab.middleware.NoSuchAddressMiddleware",
]
_STAFF = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "collab.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
_PUBLIC = [
    "collab.middleware.ReadOnlyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MIDDLEWARE = _SHELL + (_PUBLIC if PUBLIC_SITE else _STAFF)

#: The addresses of the public site: its own process serves them alone, `manage.py export_site` writes them to files.
PUBLIC_URLCONF = "collab.public_urls"
#: Who knows where a record stands with the public; programmes/public_standing.py asks.
PUBLIC_STANDING = "governance.reports.publishing.public_standing"
ROOT_URLCONF = PUBLIC_URLCONF if PUBLIC_SITE else "collab.urls"
WSGI_APPLICATION = "collab.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *(
                    []
                    if PUBLIC_SITE
                    else [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                ),
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Databases ---------------------------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_staff = {} if PUBLIC_SITE and not DEMO else staff_database(env, BASE_DIR, "sqlite:///data/register.sqlite3")
DATABASES = {"default": {} if PUBLIC_SITE else _staff, "public": public_database(env, BASE_DIR, _staff)}
DATABASE_ROUTERS = ["collab.database.PublicIsReadOnly"]

# People ------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "programmes.User"
AUTHENTICATION_BACKENDS = ["programmes.backend.GrantsBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/register/"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "collab.signed_out.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# History of records ------------------------------------------------------------------------------------------------

SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_DATE_INDEX = "composite"
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True  # else a reason ends after 100 characters

# What browsers are told --------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "object-src": [csp.NONE],
        "base-uri": [csp.NONE],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if not DEMO:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 60 * 60)
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        SECURE_SSL_REDIRECT = True
        SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

# Language, time, files ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["collab.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
# Files people hand in: no web server looks here; programmes/files.py keeps them and hands them out.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(DATA_DIR / "files")))
FILE_LIMIT_MB = env.int("FILE_LIMIT_MB", 20)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

#: Where the public reads, such as https://collaboration.example.org: for canonical addresses, social cards and the site
#: map. Empty: pages name no address but their own on this host.
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", "").rstrip("/")
#: In whose name the entries of feeds and calendars are called (RFC 4151): a host name and a year in which it was yours.
#: It must stay when the site moves, or programs take every entry for a new one.
FEED_AUTHORITY = env.str("FEED_AUTHORITY", "") or f"{urlsplit(PUBLIC_ADDRESS).hostname or 'localhost'},2026"

# Open data: under which licence it is published, by whom ---------------------------------------------------------------

DATA_PUBLISHER = env.str(
    "DATA_PUBLISHER",
    "the police forces and commissioners of Bedfordshire, Cambridgeshire, Hertfordshire, Norfolk, Suffolk, Essex and Kent",
)
DATA_LICENCE = env.str("DATA_LICENCE", "Open Government Licence v3.0")
DATA_LICENCE_URL = env.str(
    "DATA_LICENCE_URL", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)
DATA_LICENCE_COVERS = env.str(
    "DATA_LICENCE_COVERS",
    "The licence covers the tables, feeds and pages of this register. It does not cover words quoted from documents of "
    "others, the documents that addresses lead to, badges and logos, or personal data.",
)

# E-mail: reminders of what comes due (manage.py remind), alerts for readers (manage.py send_alerts) -----------------------

#: Where a demonstration keeps the port it is served at, for the links in mails that a command writes.
PORT_FILE = DATA_DIR / "port"
#: Where the register is read, for links in e-mails.
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{demo_port(env, PORT_FILE)}" if DEMO else "").rstrip("/")
#: Where readers ask for alerts: the address at which this process answers /alerts/. Empty: there are none.
ALERTS_ADDRESS = env.str("ALERTS_ADDRESS", SITE_URL if DEMO and not PUBLIC_SITE else "").rstrip("/")
#: Where public pages link to. In a demonstration one process serves both, at whatever port.
ALERTS_LINK = "/alerts/" if DEMO and ALERTS_ADDRESS else f"{ALERTS_ADDRESS}/alerts/" if ALERTS_ADDRESS else ""
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "register@localhost")
#: A demonstration without a mail server writes each message to a file here.
MAIL_FOLDER = env.str("MAIL_ROOT", "data/mail")
if DEMO and not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / MAIL_FOLDER

# Logging: one line an event, to standard error; no names, no addresses, no form contents -----------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Strangers ask for other hosts all day: they are refused, and that is no error of ours.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # gunicorn drops the body of an answer to HEAD, as it should, and need not say so each time.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
