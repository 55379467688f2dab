"""The one door to private calendar addresses: made, renewed, stopped, and whose an address is.

An address holds a token: eight bytes that find its row and thirty-two that prove it. Only the hash of the second part
is kept, and it is compared in constant time, with a hash of nothing where no row is found.
"""

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.models import CalendarAddress, User

SELECTOR_LENGTH, TOKEN_LENGTH = 11, 54


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


_NOBODY = _hash("")


def renew(*, user: User) -> str:
    """Give a user a new token, told this once; the one before stops at the same moment. Raises NotAllowed."""
    check(user, Capability.READ)
    selector, secret = secrets.token_urlsafe(8), secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        stop(user=user)
        CalendarAddress.objects.create(user=user, selector=selector, secret_hash=_hash(secret))
    return selector + secret


def stop(*, user: User) -> None:
    """Stop a user’s addresses; nothing is read through them any more."""
    user.calendar_addresses.filter(stopped_at=None).update(stopped_at=timezone.now())


def in_use_since(user: User) -> dt.datetime | None:
    """When the addresses that a user has now were made; None for none."""
    return user.calendar_addresses.filter(stopped_at=None).values_list("made_at", flat=True).first()


def owner(token: str) -> User | None:
    """The active user whose token this is; None for one that is wrong, stopped, or of a closed account."""
    selector, secret = token[:SELECTOR_LENGTH], token[SELECTOR_LENGTH:]
    rows = CalendarAddress.objects.filter(selector=selector, stopped_at=None).select_related("user")
    row = rows.first() if len(token) == TOKEN_LENGTH and token.isascii() else None
    is_right = hmac.compare_digest(row.secret_hash if row else _NOBODY, _hash(secret + ("" if row else "?")))
    return row.user if row and is_right and row.user.is_active else None
