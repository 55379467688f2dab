"""The application that gunicorn serves: `gunicorn collab.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab.settings")

application = get_wsgi_application()

if settings.PUBLIC_SITE:
    from governance.public_database.widths import check_narrow  # here: the applications are ready now

    check_narrow()
