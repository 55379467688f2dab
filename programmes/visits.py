"""Since when a person has not been here: what the home tells has changed since then.

A visit ends with a pause of half an hour. Only the home counts, and it is written down at most once a minute: a person
who works on other pages and comes home after the pause is told again what came in between, and so misses nothing.
"""

import datetime as dt
from typing import Any

from programmes.models import Visit

#: After so long without a look at the home a visit is over.
PAUSE = dt.timedelta(minutes=30)
#: Within a visit it is not written down more often than this.
APART = dt.timedelta(minutes=1)


def last_visit(*, user: Any, now: dt.datetime) -> dt.datetime | None:
    """When the visit before this one ended, None on the first; keeps that the person is here now."""
    if user.pk is None or user._state.adding:
        return None  # somebody who looks at the register as an office sees it is no visit of that office
    visit = getattr(user, "visit", None)
    if visit is None:
        visit, is_new = Visit.objects.get_or_create(user=user, defaults={"seen_at": now})
        if is_new:
            return None
    away = now - visit.seen_at
    if away > PAUSE:
        visit.before = visit.seen_at
    if away > APART:
        visit.seen_at = now
        visit.save()
    return visit.before
