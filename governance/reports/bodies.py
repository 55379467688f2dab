"""An office or other body: who held it, what it is party to, what it decides, where it sits, whom to ask."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from governance.models import Board, BoardChair, BoardMember, Decision, LocalDecision
from governance.tables.case import LocalDecisionTable
from governance.tables.decision import DecisionTable
from governance.tables.meeting import BoardTable, SeatTable
from programmes import pages
from programmes.holders import inherited
from programmes.models import AgreementEvent, Body, Party
from programmes.navigation import Link
from programmes.pages import PageParts, table_section
from programmes.reading import Reader
from programmes.reports.pages import listed, web
from programmes.reports.reviews import reviews_of_office
from programmes.tables.agreement import BodyAgreementTable
from programmes.tables.body import ContactTable, HolderTable


def body_page(body: Body, reader: Reader) -> PageParts:
    """One office, on the reader’s day."""
    day = reader.as_at
    seats: Any = reader.rows(BoardMember.objects.filter(body=body)).in_force_on(day).select_related("board", "body")
    chaired: Any = reader.rows(BoardChair.objects.filter(body=body)).in_force_on(day)
    own: Any = reader.rows(Board.objects.filter(Q(body=body) | Q(pk__in=chaired.values("board")))).in_force_on(day)
    decisions: Any = reader.rows(Decision.objects.filter(body=body)).select_related("board", "body", "case")
    if day:
        decisions = decisions.exclude(decided_latest__gt=day)
    holders = reader.rows(body.holders).in_force_on(day).order_by("-starts_earliest", "-seen_earliest", "pk")
    return PageParts(
        kind=body.get_kind_display(),
        lead=body.official_title,
        facts=(
            pages.record("Force", body.force, reader, empty="Not of one force"),
            pages.yes_no("Corporation sole", body.is_corporation_sole),
            pages.date("From", body, "starts"),
            pages.date("To", body, "ends"),
            pages.records("Took over from", reader.rows(body.predecessors), reader, empty="No body recorded"),
            pages.record("Succeeded by", body.succeeded_by, reader, empty="No body"),
            pages.address("Website", web(body.website)),
            pages.text("Note", body.note, empty="None"),
        ),
        sections=(
            table_section(
                f"Holder on {reader.day.words}" if day else "Holders",
                HolderTable,
                holders,
                reader,
                anchor="holders",
                empty="No source in the register names the holder." if not day else "No source names who held it then.",
            ),
            table_section(
                "Decisions asked of it",
                LocalDecisionTable,
                local_decisions(body, reader),
                reader,
                anchor="local",
                without=("body",),
                empty="It has not been asked to decide on any case.",
            ),
            table_section(
                "Agreements it is party to",
                BodyAgreementTable,
                agreements(body, reader),
                reader,
                anchor="agreements",
                empty="No agreement names it as a party.",
            ),
            table_section("Its decisions", DecisionTable, decisions, reader, anchor="decisions", without=("by",)),
            table_section("Boards it belongs to", SeatTable, seats, reader, anchor="seats"),
            table_section(
                "Boards it chairs or holds",
                BoardTable,
                own.select_related("programme", "alliance"),
                reader,
                anchor="boards",
            ),
            *([reviews_of_office(body, reader)] if body.is_corporation_sole else []),
            table_section("Contacts", ContactTable, reader.rows(body.contacts), reader, anchor="contacts"),
        ),
        see_also=(
            *_home(body),
            listed("All its local decisions", "governance:local-decision-list", office=body.reference),
            listed("All its decisions", "governance:decision-list", office=body.reference),
            listed("Agreements it is party to", "programmes:agreement-list", party=body.reference),
        ),
    )


def agreements(body: Body, reader: Reader) -> list[Any]:
    """The agreements a body is party to by the reader’s day, each with the agreement’s state then."""
    day = reader.as_at
    events = AgreementEvent.objects.filter(agreement=OuterRef("agreement")).exclude(sets_state="")
    if day:
        events = events.filter(on_latest__lte=day)
    rows: Any = reader.rows(Party.objects.filter(body=body)).select_related("agreement", "body")
    rows = rows.annotate(agreement_state=Subquery(events.order_by("-seq").values("sets_state")[:1]))
    if day:
        rows = rows.exclude(agreement__signed_latest__gt=day).exclude(
            agreement__signed="", agreement__starts_latest__gt=day
        )
        rows = rows.exclude(left_latest__lt=day)
    return [row for row in rows.order_by("-agreement__signed_latest", "pk") if reader.sees(row.agreement)]


def _home(body: Body) -> list[Link]:
    if not body.is_corporation_sole:
        return []
    return [
        Link("Its home: what waits for it and how it stands", reverse("governance:office-home", args=[body.reference]))
    ]


def local_decisions(body: Body, reader: Reader) -> Any:
    """What a body was asked to decide by the reader’s day, what is still awaited first."""
    rows: Any = reader.rows(LocalDecision.objects.filter(inherited("body", [body.pk]))).with_outcome(reader.as_at)
    if reader.as_at:
        rows = rows.filter(opened_by__on_latest__lte=reader.as_at)
    return rows.select_related("body", "case", "document", "opened_by").order_by("decided_latest", "due_latest", "pk")
