"""What the publishing desk shows: the queue of what changed, what is withheld, where a record stands with the public."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, Subquery, Value
from django.urls import reverse

from governance.choices import WithholdingStep
from governance.models import (
    BusinessCase,
    CaseEvent,
    EditionPage,
    LocalDecision,
    LocalDecisionEvent,
    Meeting,
    MinutesEvent,
    Publication,
    Withholding,
)
from governance.public.presenting import KINDS
from governance.publication.composing import reference_in
from governance.publication.difference import PageChange, What
from governance.publication.record import ADDRESSES
from governance.publication.timing import moment
from governance.publication.trial import Trial
from governance.publication.withholding.doors import WHOLE
from governance.publication.withholding.names import model_of, parts_of_record
from governance.publication.withholding.standing import Withheld, withheld_now
from programmes.history import Record, Reference
from programmes.models import Agreement, AgreementEvent
from programmes.navigation import reference_url
from workstreams.models import StatusUpdate, Workstream

#: What happened to a page, as a tag.
WHAT_TAGS = {
    What.ADDED: "good",
    What.CHANGED: "info",
    What.REMOVED: "bad",
    What.WITHDRAWN: "warn",
    What.RESTORED: "good",
}


@dataclass(frozen=True)
class QueueRow:
    """One page that a new edition would add, change or take away, with the record behind it."""

    change: PageChange
    tag: str
    kind: str
    preview: str
    reference: str
    record_url: str
    public_url: str
    withheld: tuple[Withheld, ...]


def kind_of(path: str, trial: Trial) -> str:
    """What kind of page stands at a path, in words."""
    page = trial.pages.get(path)
    if page and page.kind in KINDS:
        what, in_list, _ = KINDS[page.kind]
        return what or in_list
    reference = reference_in(path)
    if reference:
        return next(
            (str(m._meta.verbose_name).capitalize() for m in ADDRESSES if reference.split("-")[0] == m.PREFIX), "Record"
        )
    return "List or other page"


def queue_rows(trial: Trial, kind: str = "", what: str = "") -> list[QueueRow]:
    """The rows of the queue, of one kind of page or one kind of change where asked.

    The pages of records come first: the lists, the letters and the tables of data that follow from them come after.
    """
    base = reverse("governance:edition-queue-preview", args=[trial.mark]).rstrip("/")
    held = withheld_now()
    rows = []
    for change in sorted(trial.changes, key=lambda change: not reference_in(change.path)):
        kind_words = kind_of(change.path, trial)
        if (kind and kind_words != kind) or (what and change.what.value != what):
            continue
        reference = reference_in(change.path)
        rows.append(
            QueueRow(
                change=change,
                tag=WHAT_TAGS[change.what],
                kind=kind_words,
                preview="" if change.what == What.REMOVED else f"{base}{change.path}",
                reference=reference,
                record_url=reference_url(reference) if reference else "",
                public_url=reverse("governance:record-public", args=[reference]) if reference else "",
                withheld=tuple(held.get(reference, {}).values()),
            )
        )
    return rows


def kinds_in(trial: Trial) -> list[tuple[str, int]]:
    """The kinds of page that differ, with how many of each."""
    return sorted(Counter(kind_of(change.path, trial) for change in trial.changes).items())


@dataclass(frozen=True)
class WithheldRow:
    """A part of a record that is withheld, as the lists of the desk show it."""

    code: str
    title: str
    part: str
    label: str
    held: Withheld
    review_url: str
    public_url: str


def part_label(kind: str, part: str) -> str:
    """What a part of a record is called."""
    return parts_of_record(model_of(kind)).get(part, part) if part else WHOLE


def withheld_rows(references: Iterable[Reference] | None = None) -> list[WithheldRow]:
    """What is withheld now, of some records or of all, the next review first."""
    known = {row.code: row for row in references} if references is not None else None
    held = withheld_now(*known) if known is not None else withheld_now()
    if known is None:
        known = {row.code: row for row in Reference.objects.filter(code__in=held)}
    rows = [
        WithheldRow(
            code, known[code].title, part, part_label(known[code].kind, part), one,
            reverse("governance:record-withheld-review", args=[code, part or "whole"]),
            reverse("governance:record-public", args=[code]),
        )
        for code, parts in held.items() for part, one in parts.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.held.review_on, row.code, row.label))


@dataclass(frozen=True)
class StepRow:
    """One step in the history of what was withheld of a record."""

    at: str
    by: str
    words: str
    reason: str


def withholding_history(reference: Reference) -> list[StepRow]:
    """Every step, the latest first."""
    steps = Withholding.objects.filter(about=reference).select_related("recorded_by").order_by("-pk")
    return [
        StepRow(moment(step.recorded_at), str(step.recorded_by or ""), _step_words(reference, step), step.reason)
        for step in steps
    ]


def _step_words(reference: Reference, step: Withholding) -> str:
    words = f"{part_label(reference.kind, step.part)}: {step.get_step_display().lower()}"
    if step.step == WithholdingStep.LIFTED:
        return words
    return f"{words}, {step.get_ground_display().lower()}, review by {step.review_on:%-d %B %Y}"


#: What happens to a record beside changes of it: events or returns, by what name they know it, when they came.
_HAPPENINGS: dict[type, tuple[Any, str, str]] = {
    Agreement: (AgreementEvent, "agreement", "recorded_at"),
    BusinessCase: (CaseEvent, "case", "recorded_at"),
    LocalDecision: (LocalDecisionEvent, "local_decision", "recorded_at"),
    Meeting: (MinutesEvent, "meeting", "recorded_at"),
    Workstream: (StatusUpdate, "workstream", "submitted_at"),
}


@dataclass(frozen=True)
class PublicStanding:
    """Where a record stands with the public: its page in the edition that is public, and whether it changed since."""

    path: str = ""
    edition: int | None = None
    changed: str = ""

    @property
    def words(self) -> str:
        """One sentence."""
        if not self.edition:
            return "Not in the edition that is public now."
        since = (
            f" The record was changed since, on {self.changed}."
            if self.changed
            else " Its record has not changed since."
        )
        return f"Published in edition {self.edition}.{since}"


def public_standing(record: Any) -> PublicStanding | None:
    """Where a record that may have a public page of its own stands, in one query; None for one that never has."""
    address = ADDRESSES.get(type(record))
    if address is None or not isinstance(record, Record):
        return None
    path = address.format(record.reference)
    history: Any = type(record).history.model._default_manager  # type: ignore[attr-defined]
    last = history.filter(**{record._meta.pk.attname: record.pk}).order_by("-history_date")  # type: ignore[union-attr]
    happened = _HAPPENINGS.get(type(record))
    last_event = None
    if happened:
        model, name, when = happened
        rows = model.objects.filter(**{name: record.pk, f"{when}__isnull": False})
        last_event = rows.order_by(f"-{when}").values(when)[:1]
    row = (
        EditionPage.objects.filter(path=path, edition__publication=Publication.THE_ONE)
        .exclude(kind="tombstone")
        .annotate(
            changed_at=Subquery(last.values("history_date")[:1]),
            happened_at=Subquery(last_event) if last_event is not None else Value(None, output_field=DateTimeField()),
        )
        .values_list("edition__number", "edition__composed_at", "changed_at", "happened_at")
        .first()
    )
    if row is None:
        return PublicStanding(path)
    number, composed_at, *at = row
    changed_at = max(filter(None, at), default=None)
    return PublicStanding(path, number, moment(changed_at) if changed_at and changed_at > composed_at else "")
