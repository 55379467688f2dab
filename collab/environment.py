"""What the environment says, and what is missing from it for a safe start."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

PUBLIC_ROLE = "register_public"

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
)


VARIABLES = [
    "ALERTS_ADDRESS",
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DATA_LICENCE",
    "DATA_LICENCE_COVERS",
    "DATA_LICENCE_URL",
    "DATA_PUBLISHER",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DEMO",
    "EMAIL_HOST",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_USE_TLS",
    "FILE_LIMIT_MB",
    "HSTS_SECONDS",
    "LOG_LEVEL",
    "MAIL_ROOT",
    "MEDIA_ROOT",
    "PORT",
    "PUBLIC_ADDRESS",
    "PUBLIC_DATABASE_URL",
    "PUBLIC_SITE",
    "SECRET_KEY",
    "SITE_URL",
    "STATIC_ROOT",
]


def read_environment() -> Env:
    """The environment; a variable set to nothing counts as not set."""
    for name in VARIABLES:
        if os.environ.get(name) == "":
            del os.environ[name]
    return Env()


class Missing:
    """Collects every reason not to start, so that they are told at once."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def add(self, variable: str, reason: str) -> None:
        self.reasons.append(f"{variable}: {reason}")

    def refuse(self) -> None:
        """Raise ImproperlyConfigured naming each variable, when there are any."""
        if self.reasons:
            lines = "\n".join(f"  {reason}" for reason in self.reasons)
            raise ImproperlyConfigured(
                f"The register does not start, because its environment is not safe or not complete:\n{lines}\n"
                "To try the register out on this machine, say DEMO=true (or `make run`)."
            )


def kept_secret(path: Path) -> str:
    """The demonstration's random secret key, made once and kept in a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


def staff_database(env: Env, base: Path, default: str) -> dict:
    """The database that the register writes, from DATABASE_URL."""
    database = env.dj_db_url("DATABASE_URL", default=default, conn_max_age=600, conn_health_checks=True)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        if database["NAME"] != ":memory:":
            path = base / database["NAME"]
            path.parent.mkdir(parents=True, exist_ok=True)
            database["NAME"] = str(path)
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(SQLITE_PRAGMAS),
        }
    else:
        own = database.get("OPTIONS", {})
        database["OPTIONS"] = {
            **own,
            # The questions of a page are many and short; compiling one takes the server longer than answering it.
            "options": f"{own.get('options', '')} -c jit=off".strip(),
            # For what is asked of every page that is remembered (programmes/record_state.py); no other is prepared.
            "prepare_threshold": 1,
        }
    return database


def public_database(env: Env, base: Path, staff: dict) -> dict:
    """The connection that public pages read through: the edition tables and nothing else.

    SQLite: our engine opens the file read-only and refuses every other table. PostgreSQL: the role
    `register_public`, which may select from those tables only; PUBLIC_DATABASE_URL gives it a login of its own.
    """
    own = env.str("PUBLIC_DATABASE_URL", default="")
    if own:
        database = env.dj_db_url("PUBLIC_DATABASE_URL", conn_max_age=600, conn_health_checks=True)
    else:
        database = {**staff}
    if database["ENGINE"] == "django.db.backends.sqlite3":
        name = database["NAME"] if database["NAME"] == ":memory:" else str(base / database["NAME"])
        database |= {
            "ENGINE": "governance.public_database.sqlite",
            "NAME": name,
            "OPTIONS": {"timeout": 20},
        }
    else:
        options = {
            **database.get("OPTIONS", {}),
            "options": "-c default_transaction_read_only=on",
            # The server plans the few statements of the public pages once a connection, not once a request.
            "server_side_binding": True,
            "prepare_threshold": 1,
        }
        if not own:
            options["assume_role"] = PUBLIC_ROLE
        database["OPTIONS"] = options
    # A lost connection is noticed as it is used, and the question asked again (governance/public/connection.py): asking
    # first whether it still answers would be a second query for each page.
    database["CONN_HEALTH_CHECKS"] = False
    database["TEST"] = {"MIRROR": "default"}
    return database


def check_alerts(env: Env, missing: Missing, *, public_site: bool) -> None:
    """What e-mail alerts need where they are switched on, which is by naming their address; the public site only links."""
    address = env.str("ALERTS_ADDRESS", "")
    if not address:
        return
    if not _is_origin(address):
        missing.add(
            "ALERTS_ADDRESS", "is not an https:// address without a path, such as https://collaboration.example.org."
        )
    if public_site:
        return
    if not _is_origin(env.str("PUBLIC_ADDRESS", "")):
        missing.add("PUBLIC_ADDRESS", "is missing or not an https:// address; the links in alerts lead there.")
    if not env.str("EMAIL_HOST", ""):
        missing.add("EMAIL_HOST", "is missing; alerts (ALERTS_ADDRESS) are sent through a mail server.")
    elif not env.bool("EMAIL_USE_TLS", True) and env.str("EMAIL_HOST") not in ("localhost", "127.0.0.1", "::1"):
        missing.add("EMAIL_USE_TLS", "is false; mailboxes of readers would cross the network in the clear.")
    if "@" not in env.str("DEFAULT_FROM_EMAIL", "") or env.str("DEFAULT_FROM_EMAIL").endswith("@localhost"):
        missing.add("DEFAULT_FROM_EMAIL", "is missing; name the mailbox that alerts come from.")


def _is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.path in ("", "/") and not parts.query


def demo_port(env: Env, kept: Path) -> str:
    """The port of the demonstration: the one given, else the one that it was last served at, which `start` keeps."""
    said = env.str("PORT", "") or (kept.read_text().strip() if kept.is_file() else "")
    return said or "8000"
