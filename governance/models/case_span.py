"""How the spans of cases (`CaseSpan`) are asked for those that hold on a day."""

import datetime as dt

from django.db import models
from django.db.models import Q

from programmes.history import AppendOnlyQuerySet


class SpanKind(models.TextChoices):
    """Of what an event of a case has the last word."""

    STEP = "step", "where the case stands"
    DATE = "date", "when its next decision comes"


def held_on(day: dt.date, kind: SpanKind, of: str = "") -> Q:
    """The rule of the one span of each case on a day; `of` leads to the spans. What has no end holds on the last day too."""
    day = min(day, dt.date.max - dt.timedelta(days=1))
    return Q(**{f"{of}kind": kind, f"{of}begins__lte": day, f"{of}ends__gt": day})


class CaseSpanQuerySet(AppendOnlyQuerySet):
    def held_on(self, day: dt.date, kind: SpanKind) -> "CaseSpanQuerySet":
        """The one span of each case on a day."""
        return self.filter(held_on(day, kind))
