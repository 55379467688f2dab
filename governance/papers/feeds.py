"""What the record says for each part of a report, as at its day: statements, figures, statuses, tables, front and end."""

import datetime as dt
from typing import Any

from django.db.models import Q

from governance.papers.earlier import EarlierDocument
from governance.papers.subject import Subject, open_rows
from governance.papers.templates import SectionTemplate, Template
from programmes.choices import Marking
from programmes.fields import vague
from programmes.history import fold
from programmes.models import Contact, Funding, Source, Statement
from workstreams.choices import Rag
from workstreams.models import Milestone, SavingsFigure, StatusUpdate

#: What was said: its words, its record and the field that holds them.
Said = tuple[str, Any, str]
#: Where a list of many would make a report unreadable.
MOST = 60


def statuses(subject: Subject, whose: str) -> dict[int, StatusUpdate]:
    """The newest status of each workstream that was said after `since` and by the day, by the workstream’s key."""
    if not whose:
        return {}
    rows = open_rows(StatusUpdate.objects.standing()).filter(
        workstream__in=subject.work(whose).values("pk"), as_at_latest__lte=subject.day, as_at_latest__gt=subject.since
    )
    found: dict[int, StatusUpdate] = {}
    for update in rows.select_related("workstream").order_by("workstream__name", "as_at_latest", "-position", "-pk"):
        found[update.workstream_id] = update
    return dict(list(found.items())[:MOST])


def status_words(update: StatusUpdate) -> str:
    """A status in its own words, with what comes next, and its RAG in words where it was given."""
    words = [" ".join(update.public_text.split())]
    if update.next_steps:
        words.append(f"Next: {' '.join(update.next_steps.split())}")
    if update.rag:
        reason = f" – {' '.join(update.rag_reason.split())}" if update.rag_reason else ""
        words.append(f"RAG: {Rag(update.rag).label}{reason}")
    return " ".join(text if text.endswith((".", "!", "?", "”")) else f"{text}." for text in words)


def workstream_names(subject: Subject) -> list[str]:
    return list(subject.work("programme").order_by("name").values_list("name", flat=True)[:MOST])


def said(subject: Subject, part: SectionTemplate, after: dt.date | None) -> list[Said]:
    """Statements and figures for a section as last said by the day; `after` an earlier document, only what is newer.

    Each as its words, its record and the field that holds them.
    """
    found: list[Said] = []
    for kind in part.statements:
        rows = open_rows(Statement.objects).filter(subject.about(part.about), kind=kind, said_latest__lte=subject.day)
        for row in _newest(rows.order_by("position", "pk"), after):
            found.append((" ".join(row.words.split()), row, "words"))
    if part.figures:
        claims = open_rows(SavingsFigure.objects).filter(
            Q(alliance__in=subject.alliances) | subject.about("programme"), said_latest__lte=subject.day
        )
        found += [(row.words, row, "words") for row in _newest(claims.order_by("title", "pk"), after)]
        if subject.programme:
            funds = open_rows(Funding.objects).filter(programme=subject.programme, agreed_latest__lte=subject.day)
            newer = funds.filter(agreed_latest__gt=after) if after else funds
            found += [(funding_words(row), row, "words") for row in newer]
    return found


def _newest(rows: Any, after: dt.date | None) -> list[Any]:
    """The rows of the newest day on which any of them was said; none when that is not after a day."""
    found = [row for row in rows[:MOST] if row.said_latest and (after is None or row.said_latest > after)]
    last = max((row.said_latest for row in found), default=None)
    return [row for row in found if row.said_latest == last]


def funding_words(row: Funding) -> str:
    """A fund in a sentence: who pays, when it was agreed, how much, for which period; its figures as tokens."""
    agreed = f" ([[{row.reference}.agreed]])" if vague(row, "agreed") else ""
    period = f", [[{row.reference}.period]]" if vague(row, "period") else ""
    return f"{row.payer or row.title}{agreed}: [[{row.reference}.words]]{period}."


def figures_of_work(subject: Subject, workstream_id: int) -> list[Any]:
    """The savings figures and milestones of one workstream."""
    claims = open_rows(SavingsFigure.objects).filter(workstream=workstream_id, said_latest__lte=subject.day)
    return [*claims, *open_rows(Milestone.objects).filter(workstream=workstream_id)]


# Before the first section and after the last ----------------------------------------------------------------------------


def front(subject: Subject, template: Template, earlier: EarlierDocument | None) -> str:
    """The lines before the first section: “To: …”; what nobody has recorded is left for the officer to write."""
    report = subject.report
    meeting = report.meeting
    item = report.paper.item if report.paper and report.paper.item else None
    given = {
        "board": str(report.board or ""),
        "office": str(report.body or ""),
        "from": report.from_words or (report.paper.from_words if report.paper else ""),
        "date": str(vague(meeting, "held")) if meeting else subject.as_at_words,
        "since": subject.names["since"],
        "item": item.number if item else "",
        "status": "Public Report" if report.marking == Marking.PUBLIC else "",
        "contact": contact_words(report.contact),
        "mailbox": mailbox(subject, earlier),
    }
    return "\n".join(f"{label}: {given[feed]}" for label, feed in template.front if given[feed])


def contact_words(contact: Contact | None) -> str:
    """A contact in a line: name, post, organisation, address."""
    if contact is None:
        return ""
    return ", ".join(filter(None, (contact.name, contact.role, contact.organisation, contact.email, contact.phone)))


def mailbox(subject: Subject, earlier: EarlierDocument | None) -> str:
    """A public mailbox for questions: the office’s that reports, as the earlier document gives it."""
    cited = [record for p in (earlier.paragraphs if earlier else ()) for record in p.cited]
    box = next((r for r in cited if isinstance(r, Contact) and r.marking == Marking.PUBLIC), None)
    return " ".join(filter(None, (box.email, box.phone))) if box else ""


def closing(subject: Subject, template: Template, earlier: EarlierDocument | None) -> str:
    """The lines after the last section: contact officer and background papers."""
    lines = []
    contact = subject.report.contact
    for label, feed in template.closing:
        if feed == "enquiries":
            if contact and contact.email:
                lines.append(f"If you require any further information please email {contact.email}.")
            continue
        if feed == "contact":
            if words := contact_words(contact):
                lines.append(f"{label}: {words}")
            continue
        named = [p for p in (earlier.paragraphs if earlier else ()) if fold(p.label).startswith(fold(label))]
        urls = dict.fromkeys(r.url for p in named for r in p.cited if isinstance(r, Source) and r.url)
        if urls:
            lines.append(f"{label}: {' '.join(urls)}")
    return "\n".join(lines)
