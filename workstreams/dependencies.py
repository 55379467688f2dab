"""A workstream or milestone comes to wait for another; nothing may wait for itself round a circle."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.fields import vague
from programmes.refusals import Refusal
from workstreams.models import Dependency, Milestone, Workstream
from workstreams.waiting import circle

#: A point in time: the record and whether it is its start or its end; a milestone is both at once.
Point = tuple[str, int, str]


class DependencyRefused(Refusal):
    """This dependency cannot be recorded; the sentence says why."""


def depend(*, dependency: Dependency, by: Any) -> Dependency:
    """Save a new dependency, or one that was changed: with `ends` in the past it is waited for no longer.

    Raises NotAllowed, StaleRecord, DependencyRefused: an end missing or given twice, one that waits for itself, one that
    is recorded already, or a circle of waits, whose members the sentence names.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        _check_ends(dependency)
        dependency._history_user = by
        dependency.save()  # the lock on its reference series keeps two writers from closing a circle between them
        today = timezone.localdate()
        others = Dependency.objects.current(today).exclude(pk=dependency.pk)
        if others.filter(**{name: getattr(dependency, name) for name in _ENDS}).exists():
            raise DependencyRefused(f"{dependency}: this is recorded already.")
        until = vague(dependency, "ends").latest
        if until is None or until >= today:
            _check_circle(dependency, today)
    return dependency


_ENDS = ("workstream", "milestone", "on_workstream", "on_milestone")


def _check_ends(dependency: Dependency) -> None:
    if (dependency.workstream is None) == (dependency.milestone is None):
        raise DependencyRefused("Who waits: choose one workstream or one milestone.", "workstream")
    if (dependency.on_workstream is None) == (dependency.on_milestone is None):
        raise DependencyRefused("What it waits for: choose one workstream or one milestone.", "on_workstream")
    if dependency.waiting == dependency.awaited:
        raise DependencyRefused(f"{dependency.waiting} cannot wait for itself.", "on_workstream")


def _check_circle(dependency: Dependency, today: dt.date) -> None:
    """Refuse a dependency that closes a circle: its work could never begin."""
    after = _order(today)
    way = circle(after, _start(dependency.waiting))
    if way:
        names = _names(way)
        raise DependencyRefused(
            f"{dependency.waiting} cannot wait for {dependency.awaited}, because each would wait for the other: "
            f"{' waits for '.join(names)}. End one of these dependencies first.",
            "on_workstream",
        )


def _start(record: Workstream | Milestone) -> Point:
    return ("MIL", record.pk, "") if isinstance(record, Milestone) else ("WS", record.pk, "start")


def _order(today: dt.date) -> dict[Point, set[Point]]:
    """For each point all points that it comes after: what is waited for, and a milestone within its workstream."""
    after: dict[Point, set[Point]] = {}

    def comes_after(later: Point, sooner: Point) -> None:
        after.setdefault(later, set()).add(sooner)

    streams: set[int] = set()
    points: dict[int, int] = {}
    rows = Dependency.objects.current(today).values_list(
        "workstream", "milestone", "milestone__workstream", "on_workstream", "on_milestone", "on_milestone__workstream"
    )
    for stream, milestone, its_stream, on_stream, on_milestone, its_on_stream in rows:
        later: Point = ("MIL", milestone, "") if milestone else ("WS", stream, "start")
        sooner: Point = ("MIL", on_milestone, "") if on_milestone else ("WS", on_stream, "end")
        comes_after(later, sooner)
        streams.update(one for one in (stream, on_stream, its_stream, its_on_stream) if one)
        points.update({one: of for one, of in ((milestone, its_stream), (on_milestone, its_on_stream)) if one})
    for stream in streams:
        comes_after(("WS", stream, "end"), ("WS", stream, "start"))
    for milestone, stream in points.items():
        comes_after(("MIL", milestone, ""), ("WS", stream, "start"))
        comes_after(("WS", stream, "end"), ("MIL", milestone, ""))
    return after


def _names(way: list[Point]) -> list[str]:
    """The records on a way, each once in a row."""
    titles = {
        **{("WS", one.pk): str(one) for one in Workstream.objects.filter(pk__in=[p[1] for p in way if p[0] == "WS"])},
        **{
            ("MIL", one.pk): f"{one} of {one.workstream}"
            for one in Milestone.objects.select_related("workstream", "force").filter(
                pk__in=[p[1] for p in way if p[0] == "MIL"]
            )
        },
    }
    found: list[str] = []
    for kind, key, _ in way:
        if not found or found[-1] != titles[kind, key]:
            found.append(titles[kind, key])
    return found
