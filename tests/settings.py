"""Settings of the tests: the register's own, in demo mode, on a database of the run's own.

SQLite in a file (so that the public connection can open it too), or the server that TEST_DATABASE_URL names, in a
database named after it with `test_` in front.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="register-tests-"))
_MAKER = os.getpid()


def _tidy() -> None:
    if os.getpid() == _MAKER:
        shutil.rmtree(_FOLDER, ignore_errors=True)


atexit.register(_tidy)

for _name in (
    "ALERTS_ADDRESS",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "PUBLIC_DATABASE_URL",
    "PUBLIC_SITE",
):
    os.environ.pop(_name, None)
os.environ["DEMO"] = "true"
os.environ["PORT"] = "8000"  # a demonstration that was served from this folder keeps another
os.environ["MEDIA_ROOT"] = str(_FOLDER / "files")
os.environ["MAIL_ROOT"] = str(_FOLDER / "mail")
os.environ["SECRET_KEY"] = "the tests' key, which opens nothing at all anywhere"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_FOLDER}/unused.sqlite3"

from collab.settings import *  # noqa: E402, F403
from collab.settings import DATABASES, MIDDLEWARE  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "register.sqlite3")}
    # A test database need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = 0

# WhiteNoise looks through all static files for each test client; Argon2 is slow by design.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
