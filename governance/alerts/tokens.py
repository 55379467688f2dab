"""The links of the messages and the token of the form: signed, never kept.

A link holds the random key of a row and our signature over it. Whoever reads the database has no signature, whoever
steals the secret key has no row’s key.
"""

import datetime as dt
import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

#: How long the link that confirms works, and an unconfirmed request is kept.
DAYS_TO_CONFIRM = 7
#: How long an open form may be sent off.
HOURS_OF_A_FORM = 12

_FORM = "alerts"


def new_key() -> str:
    """A key for a row: 128 bits by chance."""
    return secrets.token_urlsafe(16)


def _confirming() -> TimestampSigner:
    return TimestampSigner(salt="governance.alerts.confirm", sep=".")


def _stopping() -> Signer:
    return Signer(salt="governance.alerts.stop", sep=".")


def _asking() -> TimestampSigner:
    return TimestampSigner(salt="governance.alerts.form", sep=".")


def confirm_url(key: str) -> str:
    """The whole address of the page that confirms a request."""
    return _whole("alerts:confirm", _confirming().sign(key))


def stop_url(key: str) -> str:
    """The whole address of the page, and of the one click, that stops a reader’s alerts."""
    return _whole("alerts:stop", _stopping().sign(key))


def _whole(name: str, token: str) -> str:
    return f"{settings.ALERTS_ADDRESS}{reverse(name, args=[token])}"


def key_to_confirm(token: str) -> str | None:
    """The key of a request from its link; None for a link that is not ours or too old."""
    try:
        return _confirming().unsign(token, max_age=dt.timedelta(days=DAYS_TO_CONFIRM))
    except BadSignature:
        return None


def key_to_stop(token: str) -> str | None:
    """The key of a reader from a link that stops, which never grows old; None for one that is not ours."""
    try:
        return _stopping().unsign(token)
    except BadSignature:
        return None


def form_token() -> str:
    """What a form carries to show that it was fetched here, not long ago. It is no secret of a person."""
    return _asking().sign(_FORM)


def is_form_token(token: str) -> bool:
    """Whether a form was fetched here within the last hours."""
    try:
        return _asking().unsign(token, max_age=dt.timedelta(hours=HOURS_OF_A_FORM)) == _FORM
    except BadSignature:
        return False
