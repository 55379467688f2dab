"""The public site’s settings as somebody might break them: Django’s own engine in place of the fence round the file."""

from collab.settings import *  # noqa: F403
from collab.settings import DATABASES

DATABASES["public"]["ENGINE"] = "django.db.backends.sqlite3"
