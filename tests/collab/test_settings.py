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
