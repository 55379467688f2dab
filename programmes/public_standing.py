"""Where a record stands with the public, said on its page in the register and on the desk.

Publishing lies above this app, so `settings.PUBLIC_STANDING` names who knows.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from programmes.access import Capability, may


def public_standing(record: Any, user: Any) -> dict[str, Any]:
    """What the page of a record says of it to those who may preview editions; nothing for others. One query at most."""
    if not may(user, Capability.PREVIEW):
        return {}
    standing = import_string(settings.PUBLIC_STANDING)(record)
    if standing is None:
        return {}
    return {"public_words": standing.words, "public_url": reverse("governance:record-public", args=[record.reference])}
