"""What the programme team reads of alerts: numbers alone, never a mailbox."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max

from governance.alerts.sending import MOST_TRIES
from governance.alerts.topics import Topics
from governance.choices import AlertState, EditionEventKind
from governance.models import AlertDelivery, AlertReader, AlertRequest, AlertTopic, EditionEvent
from governance.publication.timing import moment

#: So many editions are listed.
MOST_EDITIONS = 50


@dataclass(frozen=True)
class TopicLine:
    """How many readers asked for one thing."""

    name: str
    code: str
    readers: int


@dataclass(frozen=True)
class EditionLine:
    """What came of the messages about one edition."""

    number: int
    published: str
    sent: int
    waiting: int
    given_up: int
    unknown: int
    problems: str
    last: str


@dataclass(frozen=True)
class AlertNumbers:
    """The page: readers, requests that wait for confirmation, topics, editions."""

    readers: int
    requests: int
    topics: tuple[TopicLine, ...]
    editions: tuple[EditionLine, ...]


def alert_numbers(topics: Topics) -> AlertNumbers:
    """The numbers now; a fixed number of questions. Topics that nobody asked for are left out."""
    asked = dict(AlertTopic.objects.order_by("code").values_list("code").annotate(Count("pk")))
    names = topics.names | {code: code for code in asked if code not in topics.names}
    return AlertNumbers(
        readers=AlertReader.objects.count(),
        requests=AlertRequest.objects.count(),
        topics=tuple(TopicLine(name, code, asked[code]) for code, name in names.items() if code in asked),
        editions=_editions(),
    )


def _editions() -> tuple[EditionLine, ...]:
    counts: dict[int, dict[str, int]] = {}
    problems: dict[int, list[str]] = {}
    last: dict[int, dt.datetime] = {}
    rows = AlertDelivery.objects.values("edition", "state", "tries", "problem").annotate(
        number=Count("pk"), tried=Max("tried_at")
    )
    for row in rows.order_by("edition", "state", "tries", "problem"):
        key = row["edition"]
        mine = counts.setdefault(key, {"sent": 0, "waiting": 0, "given_up": 0, "unknown": 0})
        mine[_column(row["state"], row["tries"])] += row["number"]
        last[key] = max(last.get(key, row["tried"]), row["tried"])
        if row["problem"]:
            problems.setdefault(key, []).append(row["problem"])
    published = EditionEvent.objects.filter(edition__in=counts, kind=EditionEventKind.PUBLISHED)
    found = published.order_by("-edition__number").values_list("edition", "edition__number", "at")[:MOST_EDITIONS]
    return tuple(
        EditionLine(
            number=number,
            published=moment(at),
            problems=", ".join(dict.fromkeys(problems.get(key, []))),
            last=moment(last[key]),
            **counts[key],
        )
        for key, number, at in found
    )


def _column(state: str, tries: int) -> str:
    if state == AlertState.FAILED:
        return "given_up" if tries >= MOST_TRIES else "waiting"
    return "sent" if state == AlertState.SENT else "unknown"
