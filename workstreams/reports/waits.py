"""Dependencies as pages show them: both ends with their days, and whether what is waited for comes in time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from programmes.dates import VagueDate
from programmes.fields import vague
from programmes.reading import Reader
from workstreams.models import Dependency, Milestone, Workstream
from workstreams.waiting import End, Wait, earliest_of, latest_of, wait


def dependencies(reader: Reader) -> QuerySet[Dependency]:
    """The dependencies this person may read, with all that their ends show; three queries for any number."""
    dated = reader.rows(Milestone.objects.all())
    return _plain(reader).prefetch_related(
        *(Prefetch(f"{end}__milestones", queryset=dated, to_attr="dated") for end in ("workstream", "on_workstream"))
    )


def _plain(reader: Reader) -> QuerySet[Dependency]:
    return reader.rows(Dependency.objects.all()).whole()


def among(reader: Reader, rule: Q) -> list[Dependency]:
    """The dependencies that a rule finds, with all that their ends show; two queries for any number."""
    found = list(_plain(reader).filter(rule))
    _dated(found, reader, {})
    return found


def of_workstream(reader: Reader, workstream: Workstream) -> tuple[list[Dependency], list[Milestone]]:
    """What a workstream or one of its milestones waits for, and what waits for it or them; and its milestones.

    Two queries for both.
    """
    ours = Q(workstream=workstream) | Q(milestone__workstream=workstream)
    theirs = Q(on_workstream=workstream) | Q(on_milestone__workstream=workstream)
    found = list(_plain(reader).filter(ours | theirs))
    return found, _dated(found, reader, {workstream.pk: []})[workstream.pk]


def of_milestone(reader: Reader, milestone: Milestone) -> list[Dependency]:
    """What a milestone waits for, and what waits for it; two queries."""
    found = list(_plain(reader).filter(Q(milestone=milestone) | Q(on_milestone=milestone)))
    _dated(found, reader, {})
    return found


def _dated(
    found: list[Dependency], reader: Reader, by_stream: dict[int, list[Milestone]]
) -> dict[int, list[Milestone]]:
    """Give the workstreams of a page's dependencies their milestones, all read at once; these by workstream."""
    streams = [stream for one in found for stream in (one.workstream, one.on_workstream) if stream]
    by_stream |= {stream.pk: [] for stream in streams}
    if by_stream:
        rows = reader.rows(Milestone.objects.filter(workstream__in=by_stream))
        for milestone in rows.select_related("workstream", "force"):
            by_stream[milestone.workstream_id].append(milestone)
    for stream in streams:
        stream.dated = by_stream[stream.pk]  # type: ignore[attr-defined]
    return by_stream


def wait_of(dependency: Any, today: dt.date | None = None) -> Wait:
    """Whether a dependency, read by `dependencies()`, holds on a day (today unless told)."""
    day = today or timezone.localdate()
    ends = vague(dependency, "ends")
    waiting = End(_name(dependency.waiting), _begins(dependency.waiting))
    awaited = End(_name(dependency.awaited), *_comes(dependency.awaited, day))
    return wait(waiting=waiting, awaited=awaited, ended=str(ends) if ends.latest and ends.latest < day else "")


def warnings(reader: Reader, today: dt.date | None = None) -> list[Any]:
    """The dependencies whose awaited end comes, or may come, too late: for home pages and the filter."""
    return [one for one in dependencies(reader) if wait_of(one, today).is_warning]


def warned(found: Iterable[Any]) -> dict[tuple[str, int], list[str]]:
    """The sentences of warning by who waits, as (reference prefix, key)."""
    by_record: dict[tuple[str, int], list[str]] = {}
    for dependency in found:
        said = wait_of(dependency)
        if said.is_warning:
            by_record.setdefault((dependency.waiting.PREFIX, dependency.waiting.pk), []).append(said.words)
    return by_record


def _name(record: Workstream | Milestone) -> str:
    return f"{record} ({record.workstream})" if isinstance(record, Milestone) else str(record)


def _day(milestone: Milestone) -> VagueDate:
    """When a milestone was reached, is expected, or was to be."""
    return vague(milestone, "actual") or vague(milestone, "forecast") or vague(milestone, "baseline")


def _begins(record: Any) -> VagueDate:
    if isinstance(record, Milestone):
        return _day(record)
    return vague(record, "starts") or earliest_of(_day(milestone) for milestone in record.dated)


def _comes(record: Any, today: dt.date) -> tuple[VagueDate, bool]:
    """When what is waited for comes, and whether it has."""
    if isinstance(record, Milestone):
        return _day(record), bool(vague(record, "actual"))
    ends = vague(record, "ends")
    if ends:
        return ends, bool(ends.latest and ends.latest < today)
    return latest_of(_day(milestone) for milestone in record.dated), False
