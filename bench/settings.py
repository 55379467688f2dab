"""The register's settings with the two yardstick pages added to its addresses."""

from collab.settings import *  # noqa: F403, TID251 (settings on top of settings)

ROOT_URLCONF = "bench.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True}
