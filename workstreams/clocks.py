"""The clock of the update round: one for each open period that still waits for returns."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from programmes.choices import ClockKind
from programmes.clocks import Clock
from programmes.reading import Reader
from programmes.tables.base import count_words
from workstreams.models import Period, StatusUpdate, Workstream


def return_clocks(reader: Reader) -> Iterator[Clock]:
    """When the returns of the open periods fall due; silent once all are in. One query for all periods."""
    rows = reader.rows(Period.objects).taking_returns(timezone.localdate()).annotate(owing=_owing(reader))
    for period in rows.filter(owing__gt=0):
        yield Clock(
            ClockKind.RETURN, period.reference, f"Returns for {period}",
            f"{count_words(period.owing, 'workstream has', 'workstreams have')} not returned", period.due_on,
            "the due date of the period",
        )  # fmt: skip


def _owing(reader: Reader) -> Any:
    """How many workstreams owe a return for the period of the row: those that `asked` names without a return."""
    returned = StatusUpdate.objects.filter(
        workstream=OuterRef("pk"), period=OuterRef(OuterRef("pk")), submitted_at__isnull=False
    )
    begun = Q(starts_earliest__isnull=True) | Q(starts_earliest__lte=OuterRef("due_on"))
    under_way = Q(ends_latest__isnull=True) | Q(ends_latest__gte=OuterRef("opens_on"))
    rows = reader.rows(Workstream.objects).filter(begun, under_way).filter(~Exists(returned))
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))
