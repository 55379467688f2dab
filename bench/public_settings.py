"""The public site's own process (PUBLIC_SITE=true) with the empty view added to its addresses."""

from bench.settings import *  # noqa: F403 (settings on top of settings)

ROOT_URLCONF = "bench.public_urls"
