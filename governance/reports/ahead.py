"""The meetings to come, as one part of what a home reads together: the first of all boards, and the next Summit."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.utils import timezone

from governance.choices import MeetingStatus
from governance.models import Meeting
from programmes.dates import VagueDate
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.together import Part, kept_together

#: How many meetings a home names.
COMING = 5


class Ahead(NamedTuple):
    """The first meetings that are planned, of all boards, and the first of a Summit."""

    meetings: tuple[Link, ...] = ()
    summit: Link | None = None


def meetings_ahead(reader: Reader) -> Part:
    """The rows that `ahead` reads."""
    rows: Any = reader.rows(Meeting.objects)
    planned = rows.filter(status=MeetingStatus.PLANNED, held_latest__gte=timezone.localdate())
    in_order = planned.order_by(F("held_earliest").asc(nulls_last=True), "pk").values("pk")
    shown = Q(pk__in=in_order[:COMING]) | Q(pk__in=in_order.filter(board__is_summit=True)[:1])
    return Part(
        rows.filter(shown),
        ("pk", "board__is_summit", "reference", "board__name", "held", "held_words", "held_earliest", "held_latest"),
    )


def ahead(rows: Iterable[tuple[Any, ...]]) -> Ahead:
    """The meetings of the rows, the nearest first."""
    in_order = sorted(rows, key=lambda row: (row[6] or dt.date.max, row[0]))
    links = [
        Link(f"{board}, {VagueDate(*dates)}" if dates[0] else str(board), reference_url(code))
        for _, _, code, board, *dates in in_order
    ]
    summit = next((link for row, link in zip(in_order, links, strict=True) if row[1]), None)
    return Ahead(tuple(links[:COMING]), summit)


def next_meetings(reader: Reader) -> Ahead:
    """The meetings to come, for a home that reads nothing else beside them."""
    key = ("next meetings", reader.sight, timezone.localdate())
    return ahead(kept_together(key, lambda: {"meeting": meetings_ahead(reader)})["meeting"])
