"""What an import would do: row by row, cell by cell, with everything that is wrong."""

from dataclasses import dataclass, field
from typing import Any

from programmes.sheets.reading import Fault


@dataclass(frozen=True)
class Cell:
    """One cell that changes: what stands there and what the file says, as both are exported."""

    column: str
    before: str
    after: str


@dataclass
class RowPlan:
    """What one row of the file comes to. It changes nothing when it has no cells; it is refused when it has faults."""

    number: int
    reference: str = ""
    title: str = ""
    is_new: bool = False
    needs_reason: bool = False
    reason: str = ""
    cells: list[Cell] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: What is set on the record, by the names of its fields.
    values: dict[str, Any] = field(default_factory=dict)
    record: Any = None

    def fault(self, column: str, sentence: str) -> None:
        """Say what is wrong at a column of this row; the first sentence at a cell stands."""
        if all(fault.column != column for fault in self.faults):
            self.faults.append(Fault(self.number, column, sentence))

    def change(self, column: str, before: str, after: str) -> None:
        """Note that a cell changes; what was noted of it before gives way."""
        self.forget(column)
        self.cells.append(Cell(column, before, after))

    def forget(self, column: str) -> None:
        """Take back that a cell changes."""
        self.cells = [cell for cell in self.cells if cell.column != column]

    @property
    def writes(self) -> bool:
        """Whether the register would be changed by this row."""
        return bool(self.cells) and not self.faults

    def as_stored(self) -> list[Any]:
        """What a check keeps of this row, as JSON."""
        cells = [[cell.column, cell.before, cell.after] for cell in self.cells]
        return [self.number, self.reference, self.title, self.is_new, self.needs_reason, cells, self.reason]


@dataclass
class Plan:
    """What a whole file comes to."""

    rows: list[RowPlan] = field(default_factory=list)
    #: What is wrong with the headings.
    faults: list[Fault] = field(default_factory=list)

    @property
    def all_faults(self) -> list[Fault]:
        """Everything that is wrong, by row."""
        return [*self.faults, *(fault for row in self.rows for fault in row.faults)]

    @property
    def writing(self) -> list[RowPlan]:
        """The rows that would change the register."""
        return [row for row in self.rows if row.writes]

    def counts(self) -> dict[str, int]:
        """How many rows are unchanged, changed, new, and faulty."""
        faulty = sum(bool(row.faults) for row in self.rows) + bool(self.faults)
        return {
            "unchanged": sum(not row.cells and not row.faults for row in self.rows),
            "changed": sum(row.writes and not row.is_new for row in self.rows),
            "added": sum(row.writes and row.is_new for row in self.rows),
            "faulty": faulty,
        }
