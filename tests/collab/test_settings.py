"""Outside demo mode the register refuses to start unsafe, and says which variable is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "SECRET_KEY": "a" * 50,
    "ALLOWED_HOSTS": "register.example.org",
    "DATABASE_URL": "postgres://register@127.0.0.1:5432/register",
    "BEHIND_PROXY": "true",
}
SHOW = (
    "from django.conf import settings as s; print(s.DATABASES['default'].get('ENGINE'), s.ROOT_URLCONF, "
    "s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.DEBUG, s.LOGIN_URL)"
)


def start(**environment: str) -> tuple[int, str]:
    """Read the settings in a process of their own; returns its end code and what it said."""
    names = ("PATH", "HOME", "LANG")
    environ = {name: os.environ[name] for name in names if name in os.environ}
    environ |= {"DJANGO_SETTINGS_MODULE": "collab.settings"} | environment
    done = subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT, env=environ, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_with_nothing_set_names_every_missing_variable():
    code, said = start()
    assert code != 0
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CSRF_TRUSTED_ORIGINS"):
        assert f"  {name}: " in said


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"BEHIND_PROXY": "false"}, "CSRF_TRUSTED_ORIGINS"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"PUBLIC_SITE": "true", "DATABASE_URL": ""}, "PUBLIC_DATABASE_URL"),
        ({"PUBLIC_SITE": "true", "PUBLIC_DATABASE_URL": "postgres://public@127.0.0.1/register"}, "DATABASE_URL"),
    ],
)
def test_with_one_unsafe_names_it_alone(change, named):
    code, said = start(**SAFE | change)
    assert code != 0
    reasons = [line.strip().split(":")[0] for line in said.splitlines() if line.startswith("  ") and ": " in line]
    assert [name for name in reasons if name.isupper()] == [named]


def test_with_all_set_starts_safe():
    code, said = start(**SAFE)
    assert code == 0, said
    assert said.split() == [
        "django.db.backends.postgresql",
        "collab.urls",
        "True",
        "True",
        "31536000",
        "False",
        "login",
    ]


def test_a_proxy_that_says_nothing_needs_trusted_origins_and_no_redirect():
    code, said = start(**SAFE | {"BEHIND_PROXY": "", "CSRF_TRUSTED_ORIGINS": "https://register.example.org"})
    assert code == 0, said
    assert said.split()[3] == "False"


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "DEBUG", "STATIC_ROOT"])
def test_a_variable_set_to_nothing_counts_as_not_set(name):
    code, said = start(DEMO="true", **{name: ""})
    assert code == 0, said


def test_public_site_has_no_staff_database():
    code, said = start(
        **{key: value for key, value in SAFE.items() if key != "DATABASE_URL"},
        PUBLIC_SITE="true",
        PUBLIC_DATABASE_URL="postgres://public@127.0.0.1:5432/register",
    )
    assert code == 0, said
    assert said.split()[:2] == ["None", "collab.public_urls"]


# E-mail alerts ---------------------------------------------------------------------------------------------------------

ALERTS = {
    "ALERTS_ADDRESS": "https://collaboration.example.org",
    "PUBLIC_ADDRESS": "https://collaboration.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "alerts@example.org",
}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"ALERTS_ADDRESS": "http://collaboration.example.org"}, ["ALERTS_ADDRESS"]),
        ({"ALERTS_ADDRESS": "https://collaboration.example.org/alerts/"}, ["ALERTS_ADDRESS"]),
        ({"ALERTS_ADDRESS": "https://[collaboration"}, ["ALERTS_ADDRESS"]),
        ({"PUBLIC_ADDRESS": ""}, ["PUBLIC_ADDRESS"]),
        ({"EMAIL_HOST": "", "DEFAULT_FROM_EMAIL": ""}, ["EMAIL_HOST", "DEFAULT_FROM_EMAIL"]),
        ({"EMAIL_USE_TLS": "false"}, ["EMAIL_USE_TLS"]),
        ({"DEFAULT_FROM_EMAIL": "register@localhost"}, ["DEFAULT_FROM_EMAIL"]),
    ],
)
def test_with_alerts_switched_on_what_they_need_is_named(change, named):
    code, said = start(**SAFE | ALERTS | change)
    assert code != 0
    reasons = [line.strip().split(":")[0] for line in said.splitlines() if line.startswith("  ") and ": " in line]
    assert [name for name in reasons if name.isupper()] == named


@pytest.mark.parametrize("more", [{}, {"EMAIL_USE_TLS": "false", "EMAIL_HOST": "localhost"}])
def test_with_alerts_switched_on_and_all_set_starts(more):
    code, said = start(**SAFE | ALERTS | more)
    assert code == 0, said


def test_the_public_site_needs_to_know_no_more_of_alerts_than_their_address():
    public = {key: value for key, value in SAFE.items() if key != "DATABASE_URL"} | {
        "PUBLIC_SITE": "true", "PUBLIC_DATABASE_URL": "postgres://public@127.0.0.1:5432/register",
        "ALERTS_ADDRESS": ALERTS["ALERTS_ADDRESS"],
    }  # fmt: skip
    code, said = start(**public)
    assert code == 0, said
