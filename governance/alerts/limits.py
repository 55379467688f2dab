"""How often alerts may be asked for: from one source, so that nobody tries out mailboxes; for one mailbox, so that nobody
is flooded with confirmations that others ask for.
"""

import datetime as dt
import ipaddress
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.crypto import salted_hmac

from governance.models import AlertCount


class Limit(StrEnum):
    SOURCE = "source"
    MAILBOX = "mailbox"


#: How often, and within which time; time is counted in whole hours and days (UTC).
MOST = {Limit.SOURCE: 20, Limit.MAILBOX: 3}
WITHIN = {Limit.SOURCE: dt.timedelta(hours=1), Limit.MAILBOX: dt.timedelta(days=1)}


def count(limit: Limit, who: str, at: dt.datetime) -> bool:
    """Count one more; False where the limit is reached already. Two at once never pass together where one may."""
    row: dict[str, Any] = {"mark": _mark(limit, who), "since": _since(limit, at)}
    AlertCount.objects.get_or_create(**row)
    return AlertCount.objects.filter(**row, count__lt=MOST[limit]).update(count=F("count") + 1) == 1


def _mark(limit: Limit, who: str) -> str:
    return salted_hmac(f"governance.alerts.{limit}", who, algorithm="sha256").hexdigest()


def _since(limit: Limit, at: dt.datetime) -> dt.datetime:
    length = int(WITHIN[limit].total_seconds())
    return dt.datetime.fromtimestamp(int(at.timestamp()) // length * length, dt.UTC)


def forget_counts(at: dt.datetime) -> int:
    """Delete the counts of times that are over; how many."""
    return AlertCount.objects.filter(since__lt=at - max(WITHIN.values())).delete()[0]


def source_of(headers: dict[str, Any]) -> str:
    """Where a request comes from: an IPv4 address, or the network of an IPv6 one, which is one household’s.

    Behind a proxy it is what the proxy itself added to X-Forwarded-For, the last entry: the others anybody may write.
    """
    forwarded = headers.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    try:
        address = ipaddress.ip_address(forwarded or headers.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.IPv6Network((address, 64), strict=False))
