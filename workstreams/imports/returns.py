"""The returns of a period from a file: drafts are written and submitted; what is submitted changes by a correction alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from programmes.choices import Marking
from programmes.dates import bounds
from programmes.sheets.reading import Fault, Sheet, SheetRow
from workstreams.choices import Rag
from workstreams.imports import columns as c
from workstreams.imports.kinds import Kind, chunks
from workstreams.imports.plan import RowPlan
from workstreams.models import StatusUpdate, Workstream
from workstreams.reports.round import expected_in
from workstreams.round import returns
from workstreams.round.periods import asked, described_on
from workstreams.round.returns import NotComplete, last_told_of
from workstreams.round.rules import Problem, problems, said

SUBMIT, STANDS, CORRECT = "Submit", "Stands", "Correct because"
_SAID = (
    "rag", "public_text", "next_steps", "rag_reason", "action", "green_by", "green_by_words", "is_unchanged", "as_at",
    "as_at_words", "internal_note",
)  # fmt: skip


def stands(row: StatusUpdate) -> str:
    """Where a return stands, in words."""
    if row.submitted_at is not None:
        return "Submitted"
    if row._state.adding:
        return "Not begun"
    return "Correction, draft" if row.corrects_id else "Draft"


class Returns(Kind):
    name, title, noun = "returns", "Returns", "workstream"
    keys = ("Workstream",)
    reason_head = CORRECT
    marking = Marking.SENSITIVE  # drafts and internal notes are for the programme team
    columns = (
        c.fixed("Workstream", "The reference of the work.", "WS- and a number.", lambda u: u.workstream.reference),
        c.unread("Workstream name", "What that work is called.", lambda u: u.workstream.name),
        c.unread(STANDS, "Where its return for the period stands.", stands, width=16),
        c.choice("RAG", "rag", "Green, amber or red, as the definitions say.", Rag.choices),
        c.tick("No change", "is_unchanged", "The last status is repeated; what the other columns say counts instead."),
        c.text("Status", "public_text", "How the work stands, in words that may be published.", width=60),
        c.text("Next steps", "next_steps", "What comes next."),
        c.text("Reason when not green", "rag_reason", "When amber or red: why."),
        c.text("What is being done", "action", "When amber or red: what is done so that it is green again."),
        c.date("Back to green by", "green_by", "When amber or red: by when it is green again."),
        c.words("Back to green by, as written", "green_by_words", "The same in the words of its source."),
        c.date(
            "As at", "as_at",
            "The day this status describes. Empty: as it stands; for a new one, today, or the due date once that is past.",
        ),
        c.words("As at, as written", "as_at_words", "The same in the words of its source."),
        c.text("Internal note", "internal_note", "For the programme team; never published."),
        c.Column(
            SUBMIT, "Whether the return is submitted by this import. From then on it never changes.", c.YES_NO,
            width=10, show=lambda u: "", is_read=False,
        ),
        c.reason(CORRECT, "Why a return that was submitted is corrected; without it a submitted return is left alone."),
    )  # fmt: skip
    notes = (
        "A return that was submitted never changes. Where its row differs, say under “Correct because” what was wrong: "
        "a correction is begun, and submitted where “Submit” says yes.",
        "A row in which nothing is filled in changes nothing.",
    )

    def records(self) -> Any:
        return self.reader.rows(StatusUpdate.objects).select_related("workstream", "period", "submitted_by")

    def prepare(self, sheet: Sheet) -> None:
        self.found: dict[str, StatusUpdate] = {}
        for codes in chunks(row.cells.get("Workstream", "") for row in sheet.rows):
            streams = self.reader.rows(Workstream.objects).filter(reference__in=codes)
            self._keep(list(streams))
        self.asked = set(asked(self.period).values_list("pk", flat=True))
        #: What the history says of each return that this import wrote.
        self.reasons: dict[int, str] = {}

    def _keep(self, streams: Sequence[Workstream]) -> None:
        """The return of each workstream: the draft that is being written, else the submitted one, else a new one."""
        self.last = {**getattr(self, "last", {}), **last_told_of(streams, self.period)}
        rows = self.records().filter(workstream__in=streams, period=self.period)
        held = {row.workstream_id: row for row in rows.current()} | {row.workstream_id: row for row in rows.drafts()}
        for stream in streams:
            new = StatusUpdate(workstream=stream, period=self.period)
            self.found[stream.reference] = held.get(stream.pk) or new

    def export_rows(self, records: Iterable[Any]) -> Iterable[list[str]]:
        """A row for each workstream that the period counts; `records` are workstreams."""
        self.found = {}
        self._keep(list(records))
        return super().export_rows(self.found.values())

    def workstreams(self) -> Any:
        """The workstreams that the period counts, by name."""
        return (
            self.reader.rows(Workstream.objects)
            .filter(pk__in=expected_in(self.period).values("pk"))
            .order_by("name", "pk")
        )

    def key_of(self, record: Any) -> Any:
        return record.workstream_id

    def title_of(self, record: Any) -> str:
        return str(record.workstream)

    def find(self, row: SheetRow, plan: RowPlan) -> StatusUpdate | None:
        said_code = row.cells.get("Workstream", "")
        found = self.found.get(said_code)
        if found is None:
            sentence = (
                f"There is no workstream {said_code[:20]} that you may read." if said_code else "Say which work it is."
            )
            plan.fault("Workstream", f"{sentence} Write its reference, such as WS-12.")
            return None
        plan.is_new = found.pk is None
        return found

    def judge(self, row: SheetRow, plan: RowPlan) -> None:
        update = plan.record
        plan.reference = plan.reference or update.workstream.reference
        if plan.values.get("as_at") == "":  # an empty date leaves the one that stands
            del plan.values["as_at"]
            plan.forget("As at")
        self.settle_date("green_by", row, plan)
        self.settle_date("as_at", row, plan)
        try:
            submits = c.read_yes(row.cells.get(SUBMIT, ""))
        except c.CellRefused as refused:
            plan.fault(SUBMIT, str(refused))
            return
        is_submitted = update.submitted_at is not None
        if is_submitted and (not plan.cells or self._says_the_same(plan)):
            plan.cells.clear()
            return
        if not plan.cells and not submits:
            return
        if plan.is_new and update.workstream_id not in self.asked:
            plan.fault("Workstream", f"It was not under way in {self.period}, so no return is asked of it.")
            return
        if is_submitted and not plan.reason:
            plan.fault(plan.cells[0].column, self._submitted_words(update))
            return
        after = "Submitted" if submits else "Correction, draft" if is_submitted else "Draft"
        if (before := stands(update)) != after:
            plan.change(STANDS, before, after)
        plan.values["submit"] = submits
        if submits and not plan.faults:
            self._check_complete(plan)

    def _submitted_words(self, update: StatusUpdate) -> str:
        assert update.submitted_at is not None
        on = timezone.localtime(update.submitted_at)
        return (
            f"{update.submitted_by or 'Somebody'} submitted this return on {on:%-d %B %Y}, and it does not change. Put back "
            f"what stood there, or say under “{CORRECT}” what was wrong."
        )

    def _candidate(self, plan: RowPlan) -> StatusUpdate:
        """The return as it would stand, kept nowhere."""
        update, made = plan.record, StatusUpdate(workstream=plan.record.workstream, period=self.period)
        for name in _SAID:
            setattr(made, name, plan.values.get(name, getattr(update, name)))
        made.as_at = made.as_at or described_on(self.period, timezone.localdate()).isoformat()
        if (
            update.submitted_at is not None
            and update.is_unchanged
            and made.is_unchanged
            and "public_text" not in plan.values
        ):
            made.public_text = ""  # a correction takes it over again
        for name in ("as_at", "green_by"):
            earliest, latest = bounds(getattr(made, name))
            setattr(made, f"{name}_earliest", earliest)
            setattr(made, f"{name}_latest", latest)
        return made

    def _says_the_same(self, plan: RowPlan) -> bool:
        """Whether a row that says “no change” comes to what was submitted: the words taken over stand there since."""
        update, made = plan.record, self._candidate(plan)
        if plan.faults or not (update.is_unchanged and made.is_unchanged):
            return False
        now = said(made, self.last.get(update.workstream_id))
        taken = {name: getattr(now, name) for name in _SAID if hasattr(now, name)}
        others = {name: getattr(made, name) for name in _SAID if name not in taken}
        return all(getattr(update, name) == value for name, value in {**taken, **others}.items())

    def _check_complete(self, plan: RowPlan) -> None:
        for problem in problems(self._candidate(plan), self.last.get(plan.record.workstream_id)):
            plan.fault(self.column_of(problem.field).head, problem.sentence)

    def write(self, plan: RowPlan, reason: str) -> StatusUpdate:
        update, values = plan.record, dict(plan.values)
        submits = values.pop("submit")
        if update.submitted_at is not None:
            draft = returns.correct(update=update, by=self.by, reason=plan.reason)
            if update.is_unchanged and not values.get("is_unchanged", True):
                values.setdefault("public_text", update.public_text)
        elif plan.is_new:
            draft = returns.start(period=self.period, workstream=update.workstream, by=self.by)
        else:
            draft = update
        for name, value in values.items():
            setattr(draft, name, value)
        draft._change_reason = reason
        plan.record = returns.save(draft=draft, by=self.by)
        self.reasons[plan.record.pk] = reason
        plan.values["submit"] = submits
        return plan.record

    def finish(self, plans: Sequence[RowPlan]) -> list[Fault]:
        """Submit those that are to be, all or none."""
        chosen = [plan for plan in plans if plan.values.get("submit")]
        try:
            returns.submit_all(drafts=[plan.record for plan in chosen], by=self.by, reasons=self.reasons)
        except NotComplete as error:
            return [
                Fault(plan.number, self._head_of(problem), problem.sentence)
                for plan in chosen
                for problem in error.of(plan.record.workstream)
            ]
        return []

    def _head_of(self, problem: Problem) -> str:
        return next((column.head for column in self.columns if column.attr == problem.field), SUBMIT)
