"""The clock of the update round: one for each open period that still waits for returns."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from programmes.choices import ClockKind
from programmes.clocks import Clock
from programmes.reading import Reader
from programmes.tables.base import count_words
from programmes.together import Part
from workstreams.models import Period, StatusUpdate, Workstream

_OWING = ("reference", "name", "due_on", "owing")


def owing(reader: Reader) -> Part:
    """What the clocks of the round are counted from: the open periods that still wait for returns."""
    rows = reader.rows(Period.objects).taking_returns(timezone.localdate()).annotate(owing=_owing(reader))
    return Part(rows.filter(owing__gt=0), _OWING)


def owing_clocks(rows: Iterable[tuple[Any, ...]]) -> Iterator[Clock]:
    """When the returns of open periods fall due, from the rows of `owing`."""
    for reference, name, due, number in rows:
        yield Clock(
            ClockKind.RETURN, reference, f"Returns for {name}",
            f"{count_words(number, 'workstream has', 'workstreams have')} not returned", due,
            "the due date of the period",
        )  # fmt: skip


def return_clocks(reader: Reader) -> Iterator[Clock]:
    """When the returns of the open periods fall due; silent once all are in. One query for all periods."""
    part = owing(reader)
    yield from owing_clocks(part.rows.values_list(*part.names))


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
