"""The base of a kind of import: how a row finds its record, what of it changes, and how that enters the register."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from programmes.access import Capability, check, may
from programmes.choices import Marking
from programmes.dates import DateNotUnderstood, from_words
from programmes.editing import REASON_LENGTH
from programmes.models import Force
from programmes.reading import Reader
from programmes.sheets.cells import TOO_LONG
from programmes.sheets.reading import Fault, Sheet, SheetRow
from workstreams.imports.columns import CellRefused, Column
from workstreams.imports.plan import RowPlan

REFERENCE = "Reference"


class Kind(ABC):
    """One kind of import, for one person; `prepare` reads what the rows name in a fixed number of queries a thousand rows."""

    name: ClassVar[str]
    #: What several of its records are, and one of them.
    title: ClassVar[str]
    noun: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    #: The columns without which a row cannot be told apart where its reference is not given.
    keys: ClassVar[tuple[str, ...]]
    reason_head: ClassVar[str] = "Reason"
    capability: ClassVar[Capability | tuple[Capability, ...]] = Capability.EDIT
    #: How strictly an import of it is marked at least.
    marking: ClassVar[Marking] = Marking.INTERNAL
    #: What stands at the head of the notes.
    notes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, by: Any, period: Any = None) -> None:
        self.by, self.period = by, period
        self.reader = Reader.for_user(by)
        self.is_editor = may(by, Capability.EDIT)
        self.seen: dict[Any, int] = {}
        self.known_forces: dict[str, Force] = {}

    # What a kind says of itself ---------------------------------------------------------------------------------------

    @abstractmethod
    def records(self) -> Any:
        """The records that this person may read, with what the columns show."""

    @abstractmethod
    def prepare(self, sheet: Sheet) -> None:
        """Read all that the rows name."""

    @abstractmethod
    def find(self, row: SheetRow, plan: RowPlan) -> Any:
        """The record a row is about, stored or new (then `plan.is_new`); None where it cannot be told, with a fault."""

    @abstractmethod
    def judge(self, row: SheetRow, plan: RowPlan) -> None:
        """Look at a row as a whole, once its cells are read."""

    @abstractmethod
    def write(self, plan: RowPlan, reason: str) -> Any:
        """Bring one row into the register through its door; gives the record. Raises what the door raises."""

    def finish(self, plans: Sequence[RowPlan]) -> list[Fault]:
        """What is done when all rows are written; what is refused then."""
        return []

    def export_rows(self, records: Iterable[Any]) -> Iterable[list[str]]:
        """The rows of an export, a text for each column."""
        for record in records:
            yield [column.shown(record) for column in self.columns]

    # What all kinds share ---------------------------------------------------------------------------------------------

    @classmethod
    def check_allowed(cls, by: Any) -> None:
        """Raise NotAllowed unless this person may import this kind."""
        wanted = cls.capability if isinstance(cls.capability, tuple) else (cls.capability,)
        if not any(may(by, one) for one in wanted):
            check(by, wanted[0])

    @classmethod
    def heads(cls) -> list[str]:
        """The headings in order."""
        return [column.head for column in cls.columns]

    def missing(self, sheet: Sheet) -> list[Fault]:
        """The columns without which no row says what it is about."""
        if REFERENCE in self.heads() and REFERENCE in sheet.headings:
            return []
        without = f"Without it, or “{REFERENCE}”," if REFERENCE in self.heads() else "Without it"
        sentence = f"This column is missing. {without} no row says which {self.noun} it is about."
        return [Fault(1, head, sentence) for head in self.keys if head not in sheet.headings]

    def examine(self, row: SheetRow) -> RowPlan:
        """What one row comes to."""
        plan = RowPlan(row.number)
        for head, sentence in row.faults.items():
            plan.fault(head, sentence)
        plan.reason = self._reason(row, plan)
        plan.record = self.find(row, plan)
        if plan.record is None:
            self._read_for_faults(row, plan)
            return plan
        plan.reference = plan.record.reference
        plan.title = self.title_of(plan.record)
        if self._is_second(row, plan):
            return plan
        for column in self.columns:
            if column.head in row.cells and column.head not in row.faults:
                self._examine_cell(column, row.cells[column.head], plan)
        self.judge(row, plan)
        return plan

    def unknown(self, code: str) -> str:
        """The sentence about a reference that names no record that this person may read."""
        return f"The register has no {self.noun} {code[:20]} that you may read. Leave this empty for a new one."

    def title_of(self, record: Any) -> str:
        """What a record is called in the difference."""
        return str(record)

    @abstractmethod
    def key_of(self, record: Any) -> Any:
        """What tells a record from all others, stored or not."""

    def _reason(self, row: SheetRow, plan: RowPlan) -> str:
        reason = row.cells.get(self.reason_head, "")
        if len(reason) > REASON_LENGTH:
            plan.fault(self.reason_head, f"This has {len(reason):,} characters; at most {REASON_LENGTH:,} are kept.")
        return reason

    def _is_second(self, row: SheetRow, plan: RowPlan) -> bool:
        """Whether an earlier row of the file is about the same record, which is then said."""
        first = self.seen.setdefault(self.key_of(plan.record), row.number)
        if first == row.number:
            return False
        head = next((head for head in (REFERENCE, *self.keys) if row.cells.get(head)), self.keys[0])
        plan.fault(head, f"Row {first} is about the same {self.noun}. Keep one of the two rows.")
        return True

    def _examine_cell(self, column: Column, text: str, plan: RowPlan) -> None:
        if not column.is_read or text == TOO_LONG or (column.is_fixed and plan.is_new):
            return
        before = "" if plan.is_new else column.shown(plan.record)
        if text == before:
            return
        if column.is_fixed:
            if not self.names_the_same(column, text, plan.record):
                back = f"write “{before}”" if before else "leave it empty"
                plan.fault(
                    column.head,
                    f"This says which {self.noun} {plan.reference} is; an import does not change it: {back}.",
                )
            return
        assert column.read is not None
        try:
            value = column.read(text)
        except CellRefused as refused:
            plan.fault(column.head, str(refused))
            return
        after = column.value_of(value)
        if after != before:
            plan.values[column.attr] = value
            plan.change(column.head, before, after)

    def _read_for_faults(self, row: SheetRow, plan: RowPlan) -> None:
        """Say what is wrong in the other cells of a row whose record cannot be told, so that one look at the file is enough."""
        for column in self.columns:
            text = row.cells.get(column.head, "")
            if column.read is None or not text or text == TOO_LONG or column.head in row.faults:
                continue
            try:
                column.read(text)
            except CellRefused as refused:
                plan.fault(column.head, str(refused))

    def names_the_same(self, column: Column, text: str, record: Any) -> bool:
        """Whether a text names what a record is told apart by, in other words than the export's."""
        if column.head == REFERENCE:
            return not text  # the record was found by its other names
        return column.head == "Force" and bool(text) and self.known_forces.get(text.casefold()) == record.force

    def column_of(self, attr: str) -> Column:
        """The column that sets a field."""
        return next(column for column in self.columns if column.attr == attr)

    def settle_date(self, name: str, row: SheetRow, plan: RowPlan) -> None:
        """Hold a date and its words together: words alone give the date; words that say another time are refused."""
        said, beside = self.column_of(name), self.column_of(f"{name}_words")
        touched = {name, f"{name}_words"} & set(plan.values)
        if not touched or any(fault.column in (said.head, beside.head) for fault in plan.faults):
            return
        edtf = plan.values.get(name, getattr(plan.record, name))
        words = plan.values.get(f"{name}_words", getattr(plan.record, f"{name}_words"))
        meant = _meant_by(words)
        if words and not edtf and said.head in row.cells:
            if not meant:
                sentence = (
                    f"The words “{words[:60]}” name no date by themselves. Give the date they mean in “{said.head}”."
                )
                plan.fault(said.head, sentence)
            elif meant != getattr(plan.record, name):
                plan.values[name] = meant
                plan.change(said.head, said.shown(plan.record), meant)
            else:
                plan.values.pop(name, None)
                plan.forget(said.head)
        elif words and f"{name}_words" not in touched and meant != edtf:
            sentence = (
                f"The words “{words[:60]}” still stand beside the new date. Change or empty “{beside.head}” as well."
            )
            plan.fault(beside.head if beside.head in row.cells else said.head, sentence)
        elif words and said.head not in row.cells and meant != edtf:
            plan.fault(beside.head, f"Give the date that these words mean as well, in a column “{said.head}”.")

    def forces(self) -> dict[str, Force]:
        """The forces that this person may read, by name in lower case and by reference."""
        found: dict[str, Force] = {}
        for force in self.reader.rows(Force.objects):
            found[force.name.casefold()] = found[force.reference.casefold()] = force
        return found


def _meant_by(words: str) -> str:
    try:
        return from_words(words) if words else ""
    except DateNotUnderstood:
        return ""


def chunks(codes: Iterable[str]) -> Iterable[list[str]]:
    """Codes without repeats, five hundred at a time: as many as every database takes in one question."""
    found = sorted({code for code in codes if code})
    for start in range(0, len(found), 500):
        yield found[start : start + 500]
