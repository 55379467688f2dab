"""The clocks of the work: one for each open period that still waits for returns, and those of a force’s own.

A force’s own are its milestones that are not reached, and the periods that wait for a return of work it takes part in.
They are counted for those who work for the force alone: of all forces they would be thousands.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from programmes.choices import ClockKind
from programmes.clocks import Clock
from programmes.dates import VagueDate
from programmes.fields import parts_of
from programmes.reading import Reader
from programmes.tables.base import count_words
from programmes.together import Part
from workstreams.choices import Standing
from workstreams.models import Milestone, Period, StatusUpdate, Workstream

_OWING = ("reference", "name", "due_on", "owing")


def owing(reader: Reader, force: int | None = None) -> Part:
    """What the clocks of the round are counted from: the open periods that still wait for returns.

    With a force, of work it takes part in.
    """
    rows = reader.rows(Period.objects).taking_returns(timezone.localdate()).annotate(owing=_owing(reader, force))
    return Part(rows.filter(owing__gt=0), _OWING)


def owing_clocks(rows: Iterable[tuple[Any, ...]], force: Any = None) -> Iterator[Clock]:
    """When the returns of open periods fall due, from the rows of `owing`."""
    for reference, name, due, number in rows:
        of, has = (f" of {force}", frozenset([force.pk])) if force else ("", frozenset())
        yield Clock(
            ClockKind.RETURN, reference, f"Returns{of} for {name}",
            f"{count_words(number, 'workstream has', 'workstreams have')} not returned", due,
            "the due date of the period", forces=has, part=force.reference if force else "",
        )  # fmt: skip


_MILESTONE = ("reference", "name", "workstream__name", "due_latest", *parts_of("forecast"), *parts_of("baseline"))


def own_milestones(reader: Reader, force: int) -> Part:
    """What the clocks of a force’s own milestones are counted from: those with a date that are not reached."""
    rows: Any = reader.rows(Milestone.objects).with_standing(timezone.localdate())
    rows = rows.filter(force=force, standing__in=[Standing.PAST, Standing.TO_COME], due_latest__isnull=False)
    return Part(rows, _MILESTONE)


def milestone_clocks(rows: Iterable[tuple[Any, ...]], force: Any) -> Iterator[Clock]:
    """When a force’s own milestones come due, from the rows of `own_milestones`."""
    for reference, name, work, due, *dates in rows:
        forecast, baseline = VagueDate(*dates[:4]), VagueDate(*dates[4:])
        why = f"its forecast: {forecast}" if forecast else f"its baseline: {baseline}"
        yield Clock(
            ClockKind.MILESTONE, reference, f"{work}: {name} ({force})", "Record that it is reached, or move its date",
            due, why, forces=frozenset([force.pk]),
        )  # fmt: skip


def return_clocks(reader: Reader) -> Iterator[Clock]:
    """When the returns of the open periods fall due; silent once all are in. One query for all periods."""
    part = owing(reader)
    yield from owing_clocks(part.rows.values_list(*part.names))


def _owing(reader: Reader, force: int | None = None) -> Any:
    """How many workstreams owe a return for the period of the row: those that `asked` names without a return."""
    returned = StatusUpdate.objects.filter(
        workstream=OuterRef("pk"), period=OuterRef(OuterRef("pk")), submitted_at__isnull=False
    )
    begun = Q(starts_earliest__isnull=True) | Q(starts_earliest__lte=OuterRef("due_on"))
    under_way = Q(ends_latest__isnull=True) | Q(ends_latest__gte=OuterRef("opens_on"))
    rows = reader.rows(Workstream.objects).filter(begun, under_way).filter(~Exists(returned))
    rows = rows if force is None else rows.filter(participating_forces=force)
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))
