"""Check a file, then confirm it once: the two doors of an import, each telling how far it has come.

A check reads and compares and writes nothing of the record. A confirmation reads the same bytes again inside one
transaction, makes the plan anew and writes it only where it is the plan that was seen; whatever ends it early, a lost
connection or a stopped process, leaves nothing.
"""

import datetime as dt
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from programmes import files
from programmes.access import NotAllowed
from programmes.editing import REASON_LENGTH
from programmes.event_forms import new_token
from programmes.history import AppendOnlyError, StaleRecord, stricter
from programmes.refusals import Refusal
from programmes.sheets.reading import Fault, read
from workstreams.imports.kinds import Kind
from workstreams.imports.ledger import Ledger
from workstreams.imports.milestones import Milestones
from workstreams.imports.plan import Plan, RowPlan
from workstreams.imports.returns import Returns
from workstreams.milestones import MoveNeedsReason
from workstreams.models import ImportCheck, ImportRow, ImportRun
from workstreams.round.periods import PeriodRefused, taking_returns

KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in (Milestones, Ledger, Returns)}
#: After so many rows the one who waits is told how far it has come.
STEP = 250
#: A file may change so many rows at once. SQLite has one writer, for whom others wait twenty seconds at most.
MOST_WRITTEN = {"sqlite": 1_000, "postgresql": 10_000}
_KEPT_FOR = dt.timedelta(days=1)
_REFUSED = (Refusal, MoveNeedsReason, NotAllowed, StaleRecord, AppendOnlyError)

T = TypeVar("T")
Steps = Generator["Progress", None, T]


class ImportRefused(Refusal):
    """The import cannot be confirmed so; the sentence says why. `faults` are the rows at fault."""

    def __init__(self, sentence: str, *fields: str, faults: tuple[Fault, ...] = ()) -> None:
        self.faults = faults
        super().__init__(sentence, *fields)


class RegisterChanged(ImportRefused):
    """Somebody changed what the file is about after it was checked. `conflicts` says where: row, reference, column, the
    value when it was checked, the value now, and the file's."""

    def __init__(self, conflicts: list[list[Any]]) -> None:
        self.conflicts = conflicts
        super().__init__("Nothing was imported: the register changed after the file was checked.")


@dataclass(frozen=True)
class Progress:
    """How many rows of how many are done."""

    done: int
    total: int
    verb: str

    def __str__(self) -> str:
        return f"{self.verb} {self.done:,} of {self.total:,} rows"


def finish(steps: Steps[T]) -> T:
    """Go through all steps without telling anybody; what they come to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def kind_for(name: str, by: Any, period: Any = None) -> Kind:
    """The kind of import of a name, for a person. Raises NotAllowed, PeriodRefused for a period that takes no return."""
    kind = KINDS[name]
    kind.check_allowed(by)
    if kind is Returns:
        with transaction.atomic():
            taking_returns(period)
    return kind(by, period)


def check_file(*, kind: str, held: files.Held, by: Any, period: Any = None) -> Steps[ImportCheck]:
    """Say of a file what it would do, row by row, and keep that for a day.

    Raises NotAllowed, PeriodRefused, SheetRefused, FileDamaged.
    """
    made = kind_for(kind, by, period)
    plan = yield from _plan(made, held)
    ImportCheck.objects.filter(made_at__lt=timezone.now() - _KEPT_FOR).delete()
    return ImportCheck.objects.create(
        kind=kind, period=period, token=new_token(), file_name=held.name, sha256=held.sha256, size=held.size,
        media_type=held.media_type, made_by=by, rows=[row.as_stored() for row in plan.writing],
        faults=[[fault.row, fault.column, fault.sentence] for fault in plan.all_faults], **plan.counts(),
    )  # fmt: skip


def check_again(*, check: ImportCheck, by: Any, conflicts: list[list[Any]]) -> ImportCheck:
    """Check the same file anew after the register changed, and keep beside it what changed."""
    again = finish(check_file(kind=check.kind, held=held_of(check), by=by, period=check.period))
    again.conflicts = conflicts
    again.save()
    return again


def confirm(*, check: ImportCheck, by: Any, reason: str = "") -> Steps[ImportRun]:
    """Bring a checked file into the register: all of it or nothing, once however often it is asked.

    `reason` is given to each row that needs one and has none of its own. Raises NotAllowed, PeriodRefused,
    ImportRefused, RegisterChanged, FileDamaged.
    """
    reason = reason.strip()
    with transaction.atomic():
        ImportCheck.objects.select_for_update(of=("self",)).filter(pk=check.pk).first()  # a second click waits here
        if run := ImportRun.objects.filter(token=check.token).first():
            return run
        kind = kind_for(check.kind, by, check.period)
        plan = yield from _plan(kind, held_of(check))
        _check_same(check, plan)
        writing = plan.writing
        _check_may_write(plan, writing, reason)
        run = _start_run(check, by, reason, kind, writing)
        yield from _write(kind, run, writing, reason)
        files.keep(held=held_of(check), about=run, by=by, marking=run.marking)
    return run


def held_of(check: ImportCheck) -> files.Held:
    """The file of a check, as it waits."""
    return files.Held(check.file_name, check.media_type, check.size, check.sha256)


def run_of(check: ImportCheck) -> ImportRun | None:
    """The import that a check was confirmed as."""
    return ImportRun.objects.filter(token=check.token).first()


def most_written() -> int:
    """How many rows one import may change, on this database."""
    return MOST_WRITTEN[connection.vendor]


def unread_columns(kind: str) -> list[str]:
    """The columns of a kind that are for the eyes alone."""
    return [column.head for column in KINDS[kind].columns if column.is_for_eyes]


def _plan(kind: Kind, held: files.Held) -> Steps[Plan]:
    """The plan of a file, from exactly the bytes whose hash was taken."""
    sheet = read(files.waiting_content(held), held.media_type, kind.heads())
    missing = kind.missing(sheet)
    plan = Plan(faults=[*sheet.faults, *missing])
    if missing:
        return plan
    kind.prepare(sheet)
    for number, row in enumerate(sheet.rows):
        if number % STEP == 0:
            yield Progress(number, len(sheet.rows), "Checked")
        plan.rows.append(kind.examine(row))
    yield Progress(len(sheet.rows), len(sheet.rows), "Checked")
    return plan


def _check_same(check: ImportCheck, plan: Plan) -> None:
    """Refuse where the register now stands otherwise than the person saw."""
    seen = {row[0]: row for row in check.rows}
    now = {row.number: row for row in plan.writing}
    conflicts: list[list[Any]] = []
    for number in sorted(seen.keys() | now.keys()):
        before, after = seen.get(number), now.get(number)
        if before and after and before == after.as_stored():
            continue
        conflicts += _differences(number, before, after, plan)
    if conflicts:
        raise RegisterChanged(conflicts)


def _differences(number: int, before: list[Any] | None, after: RowPlan | None, plan: Plan) -> list[list[Any]]:
    """The cells of one row that stand otherwise than when it was checked."""
    row = after or next((row for row in plan.rows if row.number == number), RowPlan(number))
    reference = row.reference or (before[1] if before else "")
    then = {column: (was, said) for column, was, said in (before[5] if before else [])}
    now = {cell.column: (cell.before, cell.after) for cell in row.cells}
    found = []
    for column in [*then, *(column for column in now if column not in then)]:
        if then.get(column) == now.get(column):
            continue
        said = (now.get(column) or then[column])[1]
        was = then[column][0] if column in then else said
        stands = now[column][0] if column in now else said
        found.append([number, reference, column, was, stands, said])
    said_now = " ".join(f"{fault.column}: {fault.sentence}" for fault in row.faults)
    return found or [[number, reference, "", "", said_now or "It stands otherwise now.", ""]]


def _check_may_write(plan: Plan, writing: list[RowPlan], reason: str) -> None:
    if plan.all_faults:
        raise ImportRefused("This file has errors. Mend them, and check it again.", faults=tuple(plan.all_faults))
    if not writing:
        raise ImportRefused("This file changes nothing, so there is nothing to confirm.")
    if len(writing) > most_written():
        raise ImportRefused(
            f"This file changes more than {most_written():,} rows. Split it, and import one part after another."
        )
    if len(reason) > REASON_LENGTH:
        raise ImportRefused(
            f"Reason: this has {len(reason):,} characters; at most {REASON_LENGTH:,} are kept.", "reason"
        )
    if not reason and any(row.needs_reason and not row.reason for row in writing):
        raise ImportRefused("Reason: say why the dates or figures change.", "reason")


def _start_run(check: ImportCheck, by: Any, reason: str, kind: Kind, writing: list[RowPlan]) -> ImportRun:
    markings = (row.record.effective_marking() for row in writing)
    run = ImportRun(
        kind=check.kind, period=check.period, token=check.token, file_name=check.file_name, sha256=check.sha256,
        unchanged=check.unchanged, changed=check.changed, added=check.added, reason=reason,
        imported_at=timezone.now(), imported_by=by, marking=stricter(kind.marking, *markings),
    )  # fmt: skip
    run._history_user = by
    run.save()
    return run


def _write(kind: Kind, run: ImportRun, writing: list[RowPlan], reason: str) -> Iterator[Progress]:
    """Write every row through its door; raise ImportRefused with all that the doors refused."""
    refused: list[Fault] = []
    for number, row in enumerate(writing):
        if number % STEP == 0:
            yield Progress(number, len(writing), "Imported")
        try:
            with transaction.atomic():
                row.record = kind.write(row, _reason_of(run, row, reason))
        except IntegrityError:
            refused.append(Fault(row.number, "", "The register already holds a record with these names."))
        except _REFUSED as error:
            refused.append(Fault(row.number, "", str(error)))
    if refused := refused or kind.finish(writing):
        raise ImportRefused("Nothing was imported: some rows were refused.", faults=tuple(refused))
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                run=run, number=row.number, reference=row.record.reference, title=kind.title_of(row.record)[:300],
                is_new=row.is_new, reason=row.reason or (reason if row.needs_reason else ""), recorded_by=run.imported_by,
                cells=[[cell.column, cell.before, cell.after] for cell in row.cells],
            )
            for row in writing
        ),
        batch_size=500,
    )  # fmt: skip
    yield Progress(len(writing), len(writing), "Imported")


def _reason_of(run: ImportRun, row: RowPlan, reason: str) -> str:
    """What the history of a record says of its change: the import, the row, and why."""
    why = row.reason or reason
    return f"{run.reference}, row {row.number}" + (f": {why}" if why else "")


__all__ = [
    "KINDS", "ImportRefused", "PeriodRefused", "Progress", "RegisterChanged", "check_again", "check_file", "confirm",
    "finish", "held_of", "kind_for", "most_written", "run_of", "unread_columns",
]  # fmt: skip
