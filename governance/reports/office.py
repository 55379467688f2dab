"""The home of an office, or of a force: its work with status, its milestones, what it pays and saves, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.urls import reverse
from django.utils import timezone

from governance.choices import MeetingStatus
from governance.meetings.forward_plan import plan
from governance.models import Meeting
from governance.reports.net_position import Portfolio, portfolio
from governance.reports.queues import SHOWN, both
from governance.reports.work import Work, WorkItem
from programmes.choices import AgreementState
from programmes.dates import VagueDate, financial_year, in_words
from programmes.models import Agreement, Body, Force
from programmes.navigation import Link, reference_url
from programmes.payers import POLICING_BODIES
from programmes.reading import Reader
from programmes.record_state import part
from programmes.reports.pages import listed
from programmes.statements import rows as statement
from programmes.tables.base import count_words
from workstreams.choices import LedgerFigure, Rag, Standing
from workstreams.models import Milestone, StatusUpdate, Workstream
from workstreams.reports.returns import RAG_KINDS

#: How many decisions to come a home names.
COMING = 5
_STATES = {
    AgreementState.IN_FORCE: "good",
    AgreementState.SIGNED: "good",
    AgreementState.OUT_FOR_SIGNATURE: "warn",
    AgreementState.NOTICE_GIVEN: "warn",
}


@dataclass(frozen=True)
class Figure:
    """One figure of the money: what it is, in words or as a sum, and the rows behind it."""

    label: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Money:
    """What a force pays and saves in a financial year, and what of that is not known."""

    title: str
    note: str
    figures: tuple[Figure, ...]
    not_known: tuple[str, ...]
    more: Link


def own_agreements(bodies: Sequence[Body], reader: Reader) -> Work:
    """The agreements that offices are party to, with where each stands; the newest first."""
    rows: Any = reader.rows(Agreement.objects).with_state()
    party = Agreement.objects.filter(parties__body__in=[body.pk for body in bodies]).order_by().values("pk")
    rows = rows.filter(pk__in=party).annotate(in_all=Window(Count("pk")))
    found = list(rows.order_by(F("signed_latest").desc(nulls_last=True), "title", "pk")[:SHOWN])
    names, total = both(bodies), found[0].in_all if found else 0
    codes = ",".join(body.reference for body in bodies)
    return Work(
        title=f"Agreements of {names}",
        items=tuple(_agreement(row) for row in found),
        empty=f"No agreement names {names} as a party.",
        count=count_words(total, "agreement", "agreements"),
        count_url=listed("", "programmes:agreement-list", parties=codes).url,
        is_standing=True,
        total=total,
    )


def _agreement(row: Any) -> WorkItem:
    signed = VagueDate(row.signed, row.signed_words, row.signed_earliest, row.signed_latest)
    state = AgreementState(row.state) if row.state else None
    return WorkItem(
        row.title, reference_url(row.reference), state.label if state else "No state recorded",
        _STATES.get(state, "outline") if state else "outline",
        ", ".join(filter(None, [row.get_kind_display(), f"signed {signed}" if signed else ""])),
    )  # fmt: skip


def own_work(forces: Sequence[Force], reader: Reader) -> Work:
    """The workstreams that forces take part in and that have not ended, with what was last said of each."""
    today, keys = timezone.localdate(), tuple(force.pk for force in forces)
    read = statement(("own work", reader.sight, today, keys), lambda: _work(keys, reader, today))
    codes = ",".join(force.reference for force in forces)
    total = read[0][-1] if read else 0
    return Work(
        title=f"Workstreams of {both(forces)}",
        items=tuple(_workstream(*row[:-1]) for row in read),
        empty=f"No workstream under way names {both(forces)} among its forces.",
        count=count_words(total, "workstream", "workstreams"),
        count_url=listed("", "workstreams:workstream-list", under_way=codes).url,
        is_standing=True,
        total=total,
    )


def _work(forces: tuple[int, ...], reader: Reader, today: Any) -> Any:
    told = reader.rows(StatusUpdate.objects).standing().filter(workstream=OuterRef("pk"))
    last = told.order_by(F("as_at_latest").desc(nulls_last=True), "-pk")
    with_rag = told.exclude(rag="").order_by(F("as_at_latest").desc(nulls_last=True), "-pk")
    rows = reader.rows(Workstream.objects).filter(Q(ends_latest__isnull=True) | Q(ends_latest__gte=today))
    takes_part = Workstream.objects.filter(participating_forces__in=forces).order_by().values("pk")
    columns = {
        "last_as_at": Subquery(last.values("as_at")[:1]),
        "last_words": Subquery(last.values("as_at_words")[:1]),
        "last_text": Subquery(last.values("public_text")[:1]),
        "last_rag": Subquery(with_rag.values("rag")[:1]),
        "in_all": Window(Count("pk")),
    }
    found = rows.filter(pk__in=takes_part).annotate(**columns).order_by("name", "pk")
    return found.values_list("reference", "name", *columns)[:SHOWN]


def _workstream(
    code: str, name: str, as_at: str | None, words: str | None, text: str | None, rag: str | None
) -> WorkItem:
    said = text or ""
    short = said if len(said) <= 160 else f"{said[:159]}…"
    when = words or in_words(as_at or "")
    return WorkItem(
        name, reference_url(code), Rag(rag).label if rag else "No RAG stated", RAG_KINDS[rag] if rag else "outline",
        short or "Nothing was said of it yet", age=f"as at {when}" if when else "",
    )  # fmt: skip


def own_milestones(forces: Sequence[Force], reader: Reader, *, updates: bool = False) -> Work:
    """The milestones of forces that are not reached, of all forces alike among them; `updates`: they move their own."""
    today, keys = timezone.localdate(), tuple(force.pk for force in forces)
    read = statement(("own milestones", reader.sight, today, keys), lambda: _milestones(keys, reader, today))
    codes = ",".join(force.reference for force in forces)
    total = read[0][-1] if read else 0
    return Work(
        title=f"Milestones of {both(forces)} not recorded as reached",
        items=tuple(_milestone(updates, keys, *row[:-1]) for row in read),
        empty=f"No milestone of {both(forces)} is open.",
        count=count_words(total, "milestone", "milestones"),
        count_url=listed("", "workstreams:milestone-list", still_of=codes).url,
        is_standing=not updates,
        more=Link("Move several dates at once", reverse("workstreams:round-milestones")) if updates else None,
        total=total,
    )


def _milestones(forces: tuple[int, ...], reader: Reader, today: Any) -> Any:
    rows: Any = reader.rows(Milestone.objects).with_standing(today).exclude(standing=Standing.REACHED)
    rows = rows.filter(pk__in=Milestone.objects.of_forces(forces).values("pk")).annotate(in_all=Window(Count("pk")))
    rows = rows.order_by(F("due_latest").asc(nulls_last=True), "name", "pk")
    dates = (f"{name}{end}" for name in ("forecast", "baseline") for end in ("", "_words", "_earliest", "_latest"))
    return rows.values_list(
        "reference", "name", "workstream__name", "force_id", "words", "standing", *dates, "in_all"
    )[:SHOWN]  # fmt: skip


def _milestone(
    updates: bool, forces: tuple[int, ...], code: str, name: str, work: str, force: int | None, words: str, standing: str,
    *dates: Any,
) -> WorkItem:  # fmt: skip
    due = VagueDate(*dates[:4]) or VagueDate(*dates[4:8])
    past = standing == Standing.PAST
    said = "The date has passed and nothing more is recorded. " if past else ""
    own = updates and force in forces
    return WorkItem(
        f"{work}: {name}", reference_url(code), str(due) if due else "No forecast",
        "bad" if past else "" if due else "warn", said + words[:200],
        action=Link("Update its dates", reverse("workstreams:milestone-dates", args=[code])) if own else None,
    )  # fmt: skip


# What comes next -----------------------------------------------------------------------------------------------------


def next_meetings(reader: Reader) -> tuple[Link, ...]:
    """The next meetings that are planned, and the next Summit among them."""
    today = timezone.localdate()
    read = statement(("next meetings", reader.sight, today), lambda: _meetings(reader, today))
    return tuple(
        Link(f"{board}, {VagueDate(*dates)}" if dates[0] else str(board), reference_url(code))
        for code, board, *dates in read
    )


def _meetings(reader: Reader, today: Any) -> Any:
    planned = reader.rows(Meeting.objects).filter(status=MeetingStatus.PLANNED, held_latest__gte=today)
    rows = planned.order_by("held_earliest", "pk")
    return rows.values_list("reference", "board__name", "held", "held_words", "held_earliest", "held_latest")[:COMING]


def next_summit(reader: Reader) -> Link | None:
    """The next Summit that is planned."""
    today = timezone.localdate()
    read = statement(("next summit", reader.sight, today), lambda: _summits(reader, today))
    return next((Link(f"{board}, {VagueDate(*dates)}", reference_url(code)) for code, board, *dates in read), None)


def _summits(reader: Reader, today: Any) -> Any:
    planned = reader.rows(Meeting.objects).filter(
        status=MeetingStatus.PLANNED, held_latest__gte=today, board__is_summit=True
    )
    rows = planned.order_by("held_earliest", "pk")
    return rows.values_list("reference", "board__name", "held", "held_words", "held_earliest", "held_latest")[:1]


def forward_plan(reader: Reader, body: Body | None = None) -> Work:
    """The first decisions to come, of one office or of all."""
    who = body.reference if body else ""
    rows = plan(reader, who, number=COMING)
    items = tuple(
        WorkItem(row.title, row.url, row.when or "No date stated", "warn" if row.passed else "outline",
                 ". ".join(filter(None, [f"{row.who.label}: {row.state}", row.passed])))
        for row in rows
    )  # fmt: skip
    return Work(
        title="Decisions to come",
        items=items,
        empty="No decision is to come.",
        is_standing=True,
        more=Link("The forward plan", reverse("governance:forward-plan")),
    )


# Money ---------------------------------------------------------------------------------------------------------------


def money_of(force: Force, body: Body, reader: Reader, state: tuple[Any, ...]) -> Money:
    """What the force of an office pays and saves in this financial year (L20: the money is the commissioner’s)."""
    year = financial_year(timezone.localdate())
    key = ("portfolio", reader.sight, year)
    found: Portfolio = part(state, key, lambda: portfolio(reader, year, LedgerFigure.DELIVERED))
    position = next((row for row in found.positions if row.code == force.reference), None)
    url = f"{reverse('governance:net-position-force', args=[force.reference])}?year={year}"
    own = "its own" if body.kind in POLICING_BODIES else "its policing body’s: a chief officer has no fund of their own"
    figures = []
    if position is not None:
        known = position.pays.amount is not None
        least = "At least " if known and position.standing.unknown else ""
        figures.append(Figure("Pays", f"{least}{position.pays.words}" if known else "Not known", f"{url}#pays"))
        for words, cell in zip(found.kind_words, position.saves, strict=True):
            said = cell.words if cell.amount is not None else "Not known"
            figures.append(Figure(f"Saves, {words[:1].lower()}{words[1:]}", said, f"{url}#saves"))
        for words, net in zip(found.kind_words, position.nets, strict=True):
            figures.append(Figure(f"Net, {words[:1].lower()}{words[1:]}", net, url))
    return Money(
        title=f"What {force} pays and saves in {year}",
        note=f"The money is {own} (Policing Protocol 2011, paragraph 16).",
        figures=tuple(figures),
        not_known=position.not_known if position else (f"{force} is in no cost share and no ledger of {year}.",),
        more=Link(
            "The rows behind these figures, and other years", url if position else reverse("governance:net-position")
        ),
    )
