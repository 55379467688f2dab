"""The exported site behind a file server: WhiteNoise under gunicorn, as the register's static files are served.

`EXPORTED` names the folder that `manage.py export_site` wrote.
"""

import os
from collections.abc import Callable
from typing import Any

from whitenoise import WhiteNoise


def _missing(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("404 Not Found", [("Content-Type", "text/plain")])
    return [b"Not found"]


application = WhiteNoise(_missing, root=os.path.realpath(os.environ["EXPORTED"]), index_file=True, max_age=60)
