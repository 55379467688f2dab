"""The application that gunicorn serves: `gunicorn collab.wsgi`."""

import logging
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab.settings")

application = get_wsgi_application()

if settings.PUBLIC_SITE:
    from governance.public_database.widths import check_narrow  # here: the applications are ready now

    check_narrow()

    from governance.public.reading import is_ready

    if not is_ready():
        logging.getLogger("governance.public").warning(
            "No page was made ready for this process, so each is laid out as it is asked for, some ten times slower. "
            "Give it the PUBLIC_ADDRESS, FEED_AUTHORITY and ALERTS_ADDRESS of the process that publishes, and the same "
            "release, or run manage.py ready_pages there."
        )
