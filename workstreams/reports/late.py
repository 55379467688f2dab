"""The late list: which workstreams owe a return, for how long, the text to send, and when they were last reminded."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from programmes.choices import ContactKind
from programmes.dates import in_words
from programmes.models import Contact
from programmes.reading import Reader
from programmes.tables.base import count_words
from workstreams.models import Period, ReturnChase, StatusUpdate, Workstream
from workstreams.reports.round import late_words, owing_in, whose

#: How many workstreams the late list names on one page.
NAMED = 100


@dataclass(frozen=True)
class Late:
    """One workstream that owes a return."""

    code: str
    name: str
    whose: str
    url: str
    lead: str
    age: str
    is_late: bool
    status: str
    reminded: str
    mailboxes: tuple[str, ...]
    subject: str
    text: str
    log_url: str

    @property
    def mail_url(self) -> str:
        """A new e-mail with the text in it; "" where no mailbox is known."""
        if not self.mailboxes:
            return ""
        return f"mailto:{','.join(self.mailboxes)}?subject={quote(self.subject)}&body={quote(self.text)}"


def late_list(period: Period, reader: Reader, site: str, *, only: str = "") -> tuple[list[Late], int]:
    """Who owes a return for a period, and how many there are in all; `only` names one workstream by reference.

    The texts lead to `site`. Five queries, however many workstreams.
    """
    today = timezone.localdate()
    stood = ReturnChase.objects.that_stand().filter(period=period, workstream=OuterRef("pk"))
    rows = reader.rows(Workstream.objects).filter(pk__in=owing_in(period).values("pk"))
    rows = rows.filter(reference=only) if only else rows
    rows = rows.annotate(reminded=Subquery(stood.order_by("-on_latest", "-pk").values("on")[:1]))
    total = rows.count()
    found = list(rows.select_related("lead", "alliance", "programme").order_by("name", "pk")[:NAMED])
    drafts = StatusUpdate.objects.drafts().filter(period=period, workstream__in=[row.pk for row in found])
    begun = set(drafts.values_list("workstream_id", flat=True))
    boxes = _mailboxes(found, reader)
    return [_late(row, period, today, row.pk in begun, boxes.get(row.pk, ()), reader, site) for row in found], total


def _late(
    row: Any, period: Period, today: dt.date, is_begun: bool, boxes: tuple[str, ...], reader: Reader, site: str
) -> Late:
    age = late_words(period, today)
    due = (period.due_on - today).days
    return Late(
        code=row.reference,
        name=row.name,
        whose=whose(row, reader),
        url=reader.url(row),
        lead=_lead(row, reader),
        age=age or ("due today" if not due else f"due in {count_words(due, 'day', 'days')}"),
        is_late=bool(age),
        status="being written" if is_begun else "not begun",
        reminded=in_words(row.reminded or ""),
        mailboxes=boxes,
        subject=f"Return of {row.name} for {period}",
        text=letter(row, period, today, site),
        log_url=f"{reverse('workstreams:period-remind', args=[period.reference])}?workstream={row.reference}",
    )


def _lead(row: Any, reader: Reader) -> str:
    """Who answers for the work: its senior responsible owner, else its lead."""
    if row.sro:
        return str(row.sro)
    return str(row.lead) if row.lead and reader.sees(row.lead) else ""


def letter(workstream: Workstream, period: Period, today: dt.date, site: str) -> str:
    """The text to send about one return."""
    due = in_words(period.due_on.isoformat())
    late = late_words(period, today)
    when = f"It was due on {due}: it is {late}." if late else f"It is due on {due}."
    return "\n".join(
        [
            f"The return of {workstream.name} ({workstream.reference}) for {period} is not in. {when}",
            "",
            "It says how the work stands (green, amber or red), what comes next, and what has moved in milestones, risks "
            "and benefits. Where nothing has changed, “no change” is enough.",
            "",
            f"{site}{reverse('workstreams:period-detail', args=[period.reference])}",
        ]
    )


def _mailboxes(rows: list[Any], reader: Reader) -> dict[int, tuple[str, ...]]:
    """The role mailboxes of the lead body of each workstream, else of its programme."""
    bodies = {row.lead_id for row in rows if row.lead_id}
    programmes = {row.programme_id for row in rows if row.programme_id}
    wanted = Q(body__in=bodies) | Q(programme__in=programmes)
    by_body: dict[Any, list[str]] = {}
    by_programme: dict[Any, list[str]] = {}
    contacts = reader.rows(Contact.objects).filter(wanted, kind=ContactKind.ROLE_MAILBOX)
    for contact in contacts.exclude(email="").order_by("pk"):
        if contact.body_id:
            by_body.setdefault(contact.body_id, []).append(contact.email)
        elif contact.programme_id:
            by_programme.setdefault(contact.programme_id, []).append(contact.email)
    return {row.pk: tuple(by_body.get(row.lead_id) or by_programme.get(row.programme_id) or ()) for row in rows}
