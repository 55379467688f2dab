"""The home of an office, or of a force: its work with status, its milestones, what it pays and saves, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from governance.meetings.forward_plan import plan
from governance.reports.ahead import COMING, Ahead, ahead, meetings_ahead
from governance.reports.net_position import Portfolio, portfolio
from governance.reports.queues import SHOWN, both, number_of
from governance.reports.work import Work, WorkItem
from programmes.choices import AgreementState
from programmes.dates import VagueDate, financial_year, in_words
from programmes.models import Agreement, Body, Force
from programmes.navigation import Link, reference_url
from programmes.payers import POLICING_BODIES
from programmes.phrases import lower_first
from programmes.reading import Reader
from programmes.record_state import part
from programmes.reports.pages import listed
from programmes.tables.base import count_words
from programmes.together import Part, kept_together
from workstreams.choices import LedgerFigure, Rag, Standing
from workstreams.models import Milestone, StatusUpdate, Workstream
from workstreams.reports.returns import RAG_KINDS

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


class OwnWork(NamedTuple):
    """The work of some forces, their milestones, and the meetings to come."""

    work: Work
    milestones: Work
    ahead: Ahead


def own_work(forces: Sequence[Force], reader: Reader, *, updates: bool = False) -> OwnWork:
    """The workstreams that forces take part in and their milestones, and the next meetings; one query.

    With `updates` the reader moves the milestones that are a force’s own.
    """
    keys = tuple(force.pk for force in forces)
    read = kept_together(
        ("own work", reader.sight, timezone.localdate(), keys),
        lambda: {
            "work": _work(keys, reader),
            "milestone": _milestones(keys, reader),
            "meeting": meetings_ahead(reader),
        },
    )
    return OwnWork(
        _own_work(forces, sorted(read["work"])),
        _own_milestones(forces, sorted(read["milestone"]), updates),
        ahead(read["meeting"]),
    )


def _own_work(forces: Sequence[Force], rows: list[tuple[Any, ...]]) -> Work:
    """The workstreams that have not ended, with what was last said of each."""
    codes = ",".join(force.reference for force in forces)
    total = rows[0][1] if rows else 0
    return Work(
        title=f"Workstreams of {both(forces)}",
        items=tuple(_workstream(*row[2:]) for row in rows),
        empty=f"No workstream under way names {both(forces)} among its forces.",
        count=count_words(total, "workstream", "workstreams"),
        count_url=listed("", "workstreams:workstream-list", under_way=codes).url,
        is_standing=True,
        total=total,
    )


def _work(forces: tuple[int, ...], reader: Reader) -> Part:
    today = timezone.localdate()
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
    }
    found = _first(rows.filter(pk__in=takes_part), F("name").asc(), F("pk").asc())
    return Part(found.annotate(**columns), ("nth", "in_all", "reference", "name", *columns))


def _first(rows: Any, *order: Any) -> Any:
    """The first rows in an order that a home shows, each with its place and how many there are in all."""
    keys = rows.order_by(*order).values("pk")[:SHOWN]
    return rows.filter(pk__in=keys).annotate(nth=Window(RowNumber(), order_by=order), in_all=number_of(rows))


def _workstream(
    code: str, name: str, as_at: str | None, words: str | None, text: str | None, rag: str | None
) -> WorkItem:
    said = text or ""
    short = said if len(said) <= 160 else f"{said[:159]}…"
    when = f"As at {words or in_words(as_at)}" if as_at else f"{words[:1].upper()}{words[1:]}" if words else ""
    return WorkItem(
        name, reference_url(code), Rag(rag).label if rag else "No RAG stated", RAG_KINDS[rag] if rag else "outline",
        (f"{when}: {short}" if when else short) or "Nothing was said of it yet",
    )  # fmt: skip


def _own_milestones(forces: Sequence[Force], rows: list[tuple[Any, ...]], updates: bool) -> Work:
    """The milestones that are not reached, of all forces alike among them; `updates`: they move their own."""
    keys = tuple(force.pk for force in forces)
    codes = ",".join(force.reference for force in forces)
    total = rows[0][1] if rows else 0
    moves = updates and (total > len(rows) or any(row[5] in keys for row in rows))
    return Work(
        title=f"Milestones of {both(forces)} not recorded as reached",
        items=tuple(_milestone(updates, keys, *row[2:]) for row in rows),
        empty=f"No milestone of {both(forces)} is open.",
        count=count_words(total, "milestone", "milestones"),
        count_url=listed("", "workstreams:milestone-list", still_of=codes).url,
        is_standing=not updates,
        more=Link("Move several dates at once", reverse("workstreams:round-milestones")) if moves else None,
        total=total,
    )


def _milestones(forces: tuple[int, ...], reader: Reader) -> Part:
    rows: Any = reader.rows(Milestone.objects).with_standing(timezone.localdate()).exclude(standing=Standing.REACHED)
    rows = rows.filter(pk__in=Milestone.objects.of_forces(forces).values("pk"))
    dates = (f"{name}{end}" for name in ("forecast", "baseline") for end in ("", "_words", "_earliest", "_latest"))
    return Part(
        _first(rows, F("due_latest").asc(nulls_last=True), F("name").asc(), F("pk").asc()),
        ("nth", "in_all", "reference", "name", "workstream__name", "force_id", "words", "standing", *dates),
    )


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
            figures.append(Figure(f"Saves, {lower_first(words)}", said, f"{url}#saves"))
        for words, net in zip(found.kind_words, position.nets, strict=True):
            figures.append(Figure(f"Net, {lower_first(words)}", net, url))
    return Money(
        title=f"What {force} pays and saves in {year}",
        note=f"The money is {own} (Policing Protocol 2011, paragraph 16).",
        figures=tuple(figures),
        not_known=position.not_known if position else (f"{force} is in no cost share and no ledger of {year}.",),
        more=Link(
            "The rows behind these figures, and other years", url if position else reverse("governance:net-position")
        ),
    )
