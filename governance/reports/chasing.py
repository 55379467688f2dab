"""The chase list: what is waited for from each office, and the text to send it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from governance.choices import LocalOutcome, WaitsFor
from governance.models import Chase, Condition, LocalDecision
from governance.reports.ratification import waiting_words
from governance.reports.standing import age_words
from programmes.choices import ContactKind
from programmes.dates import in_words
from programmes.fields import vague
from programmes.holders import office_on
from programmes.models import Body, Contact
from programmes.navigation import reference_url
from programmes.reading import Reader
from programmes.tables.base import count_words

#: How many decisions of one office the list names; the letter of one office alone names more.
NAMED, NAMED_ALONE = 10, 100
#: The first day due comes first, what has no date last; of those, who was asked first.
_ORDER = (F("due_latest").asc(nulls_last=True), F("opened_by__on_latest").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Waiting:
    """One open decision of an office: what it is, how long it is waited for, when it was last reminded of it."""

    pk: int
    reference: str
    case: str
    url: str
    words: str
    age: str
    is_overdue: bool
    reminded: str
    reminded_url: str


@dataclass(frozen=True)
class ToChase:
    """One office with what is waited for, the text to send, and whom to send it to."""

    code: str
    office: str
    url: str
    count: int
    overdue: int
    waiting: tuple[Waiting, ...]
    rest: int
    text: str
    subject: str
    mailboxes: tuple[str, ...]
    last: str

    @property
    def count_words(self) -> str:
        """Such as “3 decisions, 1 overdue”."""
        late = f", {self.overdue} overdue" if self.overdue else ""
        return f"{count_words(self.count, 'decision', 'decisions')}{late}"


def open_decisions(reader: Reader) -> Any:
    """The decisions that offices are waited for: not yet made, deferred, asked again, or with conditions open."""
    rows: Any = reader.rows(LocalDecision.objects).waiting()
    return rows.exclude(waits_for=WaitsFor.TEAM)


def chase_list(rows: QuerySet, reader: Reader, site: str, *, named: int = NAMED) -> list[ToChase]:
    """What is waited for from each office, by the office that has the functions today; the texts lead to `site`.

    `rows` are open decisions. Six queries, however many rows.
    """
    today = timezone.localdate()
    totals = {
        body: (n, overdue)
        for body, n, overdue in rows.order_by()
        .values_list("body")
        .annotate(n=Count("pk"), overdue=Count("pk", filter=Q(due_latest__lt=today)))
    }
    reminded = Chase.objects.that_stand().filter(local_decision=OuterRef("pk")).order_by("-on_latest", "-pk")
    place = Window(RowNumber(), partition_by=[F("body")], order_by=_ORDER)
    placed = rows.order_by().annotate(place=place).filter(place__lte=named).values("pk")
    first = (
        LocalDecision.objects.filter(pk__in=placed)
        .with_outcome()
        .annotate(reminded=Subquery(reminded.values("on")[:1]))
        .select_related("body__succeeded_by__succeeded_by__succeeded_by", "case", "document", "opened_by")
        .order_by(*_ORDER)
    )
    grouped: dict[Body, list[Any]] = {}
    asked: dict[Body, set[int]] = {}
    for row in first:
        office = office_on(row.body, today)
        grouped.setdefault(office, []).append(row)
        asked.setdefault(office, set()).add(row.body_id)
    boxes = _mailboxes(grouped, reader)
    conditions = _conditions([row for found in grouped.values() for row in found], reader)
    last = _last_reminded([pk for pks in asked.values() for pk in pks])
    found = []
    for office in sorted(grouped, key=lambda body: body.name):
        count = sum(totals[pk][0] for pk in asked[office])
        overdue = sum(totals[pk][1] for pk in asked[office])
        days = [last[pk] for pk in asked[office] if pk in last]
        found.append(
            ToChase(
                code=office.reference,
                office=str(office),
                url=reference_url(office.reference),
                count=count,
                overdue=overdue,
                waiting=tuple(_waiting(row, today) for row in grouped[office]),
                rest=count - len(grouped[office]),
                text=letter(office, grouped[office], conditions, today, site, count),
                subject=f"Decisions of {office} that are waited for",
                mailboxes=boxes.get(office.pk, ()),
                last=f"{in_words(max(days).isoformat())} ({age_words(max(days), today)})" if days else "",
            )
        )
    return found


def _waiting(row: Any, today: dt.date) -> Waiting:
    return Waiting(
        pk=row.pk,
        reference=row.reference,
        case=f"{row.case.reference} {row.case}",
        url=reference_url(row.reference),
        words=_open_words(row),
        age=waiting_words(row, today),
        is_overdue=bool(row.due_latest and row.due_latest < today),
        reminded=in_words(row.reminded or ""),
        reminded_url=f"{reference_url(row.reference)}#chases",
    )


def _open_words(row: Any) -> str:
    if row.waits_for == WaitsFor.CONDITIONS:
        return f"{count_words(row.open_conditions, 'condition', 'conditions')} open"
    if row.is_earlier:
        return f"asked again; {LocalOutcome(row.outcome).label.lower()} before, of an earlier version or offer"
    return LocalOutcome(row.outcome).label.lower()


def letter(
    office: Body, rows: list[Any], conditions: dict[int, list[str]], today: dt.date, site: str, count: int
) -> str:
    """The text to send to one office: each open decision with what is asked, of which version, since when, due when."""
    lines = [
        f"To the office of {office.official_title or office}",
        "",
        f"Waited for from your office on {in_words(today.isoformat())}: {count_words(count, 'decision', 'decisions')}.",
    ]
    for number, row in enumerate(rows, start=1):
        lines += ["", f"{number}. {row.case} ({row.case.reference})", f"   Asked: {row.asked}"]
        if row.document:
            lines.append(f"   Document: {row.document}, fingerprint {row.document.content_hash[:12]}")
        asked = str(vague(row.opened_by, "on"))
        due = str(vague(row, "due"))
        late = " (overdue)" if row.due_latest and row.due_latest < today else ""
        lines.append(f"   Asked on {asked}{f'; due {due}{late}' if due else ''}")
        lines.append(f"   Now: {_open_words(row)}")
        lines += [f"   Condition to be closed: {words}" for words in conditions.get(row.pk, [])]
        lines.append(f"   Record it: {site}{reference_url(row.reference)}")
    if count > len(rows):
        lines += ["", f"and {count - len(rows)} more: {site}/register/local-decisions/?office={office.reference}"]
    lines += [
        "",
        "Please record the decision at the address above, or send us the decision notice. If a meeting is to decide, "
        "please tell us which, and when.",
    ]
    return "\n".join(lines)


def _conditions(rows: list[Any], reader: Reader) -> dict[int, list[str]]:
    """The words of the open conditions of some decisions."""
    keys = [row.pk for row in rows if row.open_conditions]
    found: dict[int, list[str]] = {}
    open_ones = reader.rows(Condition.objects.that_stand()).filter(local_decision__in=keys, closed_on=None)
    for pk, words in open_ones.order_by("pk").values_list("local_decision", "words"):
        found.setdefault(pk, []).append(words)
    return found


def _mailboxes(offices: Any, reader: Reader) -> dict[int, tuple[str, ...]]:
    """The role mailboxes of offices; named officers are not written to from a list."""
    rows = reader.rows(Contact.objects).filter(body__in=offices, kind=ContactKind.ROLE_MAILBOX).exclude(email="")
    found: dict[int, tuple[str, ...]] = {}
    for body, email in rows.order_by("pk").values_list("body", "email"):
        found[body] = (*found.get(body, ()), email)
    return found


def _last_reminded(bodies: list[int]) -> dict[int, dt.date]:
    """When each body was last reminded of anything."""
    rows = Chase.objects.that_stand().filter(local_decision__body__in=bodies).order_by()
    return dict(rows.values_list("local_decision__body").annotate(day=Max("on_latest")))
