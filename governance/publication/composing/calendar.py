"""What the public calendars hold: meetings, decisions to come, reviews; and what is left out of them.

A date is never made more exact than its source: a day is a day, a month or a season is a span of days, and what is vaguer
than a quarter, or has no date, is left out and says so on the page of the calendars. A record of which a part is withheld
is not in it at all, for a calendar has more ways than a page to say the same.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from dateutil.relativedelta import relativedelta

from governance.choices import CaseState, MeetingStatus, Stage
from governance.meetings.calendar import WIDEST
from governance.models import Board, BusinessCase, CaseDocument, Meeting
from governance.publication.composing.agreements import told_events
from governance.publication.composing.coming import Expected
from governance.publication.composing.parts_of import parts_of
from governance.publication.concerning import Concerns
from governance.publication.parts import Link
from governance.publication.record import PublicRecord, when
from governance.publication.status_rows import CalendarRow
from governance.publication.telling_pages import CalendarPage
from programmes.agreements.parties import BINDING
from programmes.choices import AgreementEventKind, AgreementState
from programmes.dates import VagueDate
from programmes.fields import vague
from programmes.models import Agreement
from programmes.tables.base import count_words

INTRO = (
    "Meetings, decisions still to come and reviews, the latest first: what the calendars of this site hold. A date stands in "
    "a calendar as exactly as it is known: a month or a season as a span of days. What is vaguer, or has no date, is left "
    "out of the calendars and says so here."
)
MEETING, DECISION, REVIEW = "Meeting", "Decision to come", "Review"
NO_DATE = "Left out: no date is known"
TOO_VAGUE = "Left out: the date is vaguer than a quarter of a year"

#: States of an agreement in which its reviews come.
_REVIEWED = (AgreementState.SIGNED, *BINDING)
#: Events from which reviews are counted.
_BEGUN = (AgreementEventKind.IN_FORCE, AgreementEventKind.SIGNED)


def calendar_pages(record: PublicRecord, expected: Iterable[Expected], concerns: Concerns) -> list[Any]:
    """The entries of the calendars as pages; `expected` is the forward plan."""
    rows = [*_meetings(record, concerns), *_decisions(record, expected, concerns)]
    rows += [*_agreement_reviews(record, concerns), *_case_reviews(record, concerns)]
    dated = sorted(
        (row for row in rows if not row.left_out), key=lambda row: (row.first, row.last, row.key), reverse=True
    )
    left = sorted((row for row in rows if row.left_out), key=lambda row: (row.what.label, row.key))
    return parts_of(CalendarPage, "/calendar/", "Calendar", INTRO, [*dated, *left])


def _days(date: VagueDate) -> dict[str, str]:
    """The days that a date can mean, or why it is left out of the calendars."""
    if date.earliest is None or date.latest is None:
        return {"left_out": TOO_VAGUE if date else NO_DATE}
    if (date.latest - date.earliest).days >= WIDEST:
        return {"left_out": TOO_VAGUE}
    return {"first": date.earliest.isoformat(), "last": date.latest.isoformat()}


def _meetings(record: PublicRecord, concerns: Concerns) -> Iterator[CalendarRow]:
    for meeting in record.rows(Meeting).values():
        link = record.link(meeting)
        if link is None or meeting.reference in record.masks.withheld:
            continue
        name = record.rows(Board)[meeting.board_id].name
        status = MeetingStatus(meeting.status)
        yield CalendarRow(
            what=Link(name, link.url), kind=MEETING, date=when(meeting, "held"), place=meeting.place,
            state=status.label, key=meeting.reference, begins=_time(meeting.starts_at), finishes=_time(meeting.ends_at),
            concerns=_sorted(concerns.at(link.url)), **_days(vague(meeting, "held")),
        )  # fmt: skip


def _time(time: dt.time | None) -> str:
    return f"{time:%H:%M}" if time else ""


def _decisions(record: PublicRecord, expected: Iterable[Expected], concerns: Concerns) -> Iterator[CalendarRow]:
    cases = record.rows(BusinessCase)
    for one in expected:
        case = cases.get(one.coming.case) if one.coming.case else None
        if one.key in record.masks.withheld or (case and case.reference in record.masks.withheld):
            continue
        if one.office:
            concerned = concerns.at(one.office.url) | concerns.alliances_at(one.row.subject.url)
        else:
            concerned = concerns.at(one.row.subject.url) | concerns.board(one.row.who)
        yield CalendarRow(
            what=one.row.subject, kind=DECISION, date=one.row.date, who=one.row.who, state=one.row.state,
            key=one.key, concerns=_sorted(concerned), **_days(one.coming.date),
        )  # fmt: skip


def _agreement_reviews(record: PublicRecord, concerns: Concerns) -> Iterator[CalendarRow]:
    """The reviews of agreements in force, counted from when they were signed or came into force.

    When a review was in fact held stays between the parties, so nothing is counted from that.
    """
    agreements: dict[int, Any] = record.rows(Agreement)
    for agreement in agreements.values():
        months = agreement.review_months
        if not months or agreement.state not in _REVIEWED or agreement.reference in record.masks.withheld:
            continue
        link = record.link(agreement) or Link("")
        begun = _begun(record, agreement)
        every = count_words(months, "month", "months")
        ends = vague(agreement, "ends").latest
        days = _days(begun)
        if "first" in days:
            after = relativedelta(months=months)
            first, last = (dt.date.fromisoformat(days[name]) + after for name in ("first", "last"))
            if ends and first > ends:
                continue
            days = {"first": first.isoformat(), "last": last.isoformat(), "every": str(months)}
        yield CalendarRow(
            what=link, kind=REVIEW, date=f"every {every}, counted from {begun}" if begun else f"every {every}",
            key=agreement.reference, until=ends.isoformat() if ends else "", concerns=_sorted(concerns.at(link.url)),
            state=AgreementState(agreement.state).label, **days,
        )  # fmt: skip


def _begun(record: PublicRecord, agreement: Any) -> VagueDate:
    """When an agreement came into force or was signed, as its page tells it."""
    events = told_events(record, agreement)
    struck = {event.corrects_id for event in events}
    for event in reversed(events):
        if event.kind in _BEGUN and event.pk not in struck and (date := vague(event, "on")):
            return date
    return vague(agreement, "starts") or vague(agreement, "signed")


def _case_reviews(record: PublicRecord, concerns: Concerns) -> Iterator[CalendarRow]:
    """The reviews after going live, on the day that the last full business case sets."""
    cases: dict[int, Any] = record.rows(BusinessCase)
    for case in cases.values():
        documents = [row for row in record.group(CaseDocument, "case_id", case.pk) if row.stage == Stage.FBC]
        if case.state != CaseState.LIVE or not documents or not (due := vague(documents[-1], "pir_due")):
            continue
        if {case.reference, documents[-1].reference} & record.masks.withheld.keys():
            continue
        link = record.link(case) or Link("")
        yield CalendarRow(
            what=link, kind=REVIEW, date=str(due), state="Live, to be reviewed", key=case.reference,
            concerns=_sorted(concerns.at(link.url)), **_days(due),
        )  # fmt: skip


def _sorted(concerned: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(concerned))
