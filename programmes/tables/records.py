"""Tables whose rows are records, read by somebody on some day."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import QuerySet

from programmes.reading import Reader
from programmes.tables.base import RegisterTable, SteadyQuerysetData
from programmes.tables.rows import as_rows


class RowData(SteadyQuerysetData):
    """Records that are counted and sorted as records, and read as rows."""

    def __init__(self, data: Any, counted: QuerySet[Any] | None, reads: tuple[str, ...]) -> None:
        super().__init__(data, data if counted is None else counted)
        self.reads = reads

    def __iter__(self) -> Iterator[Any]:
        return iter(as_rows(self.data, self.reads))

    def __getitem__(self, key: Any) -> Any:
        return as_rows(self.data, self.reads)[key]


class RecordTable(RegisterTable):
    """A table of records; columns ask `reader` what may be seen and which day the links keep.

    `reads` names what a long list reads of each record (see `programmes.tables.rows`); without it rows are records.
    """

    reader: Reader
    reads: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        #: What columns wrote for records that many rows name, by column and record.
        self.written: dict[Any, Any] = {}

    def queryset_data(self, data: Any, counted: QuerySet[Any] | None) -> SteadyQuerysetData:
        """Rows where the table says what it reads, else records."""
        return RowData(data, counted, self.reads) if self.reads else super().queryset_data(data, counted)

    def without_blank_columns(self) -> list[str]:
        """Take away the columns that no row fills, and all sorting; the headings of those taken away."""
        blank = []
        for column in list(self.columns):
            column.column.orderable = False
            if column.name == self.row_header:
                continue
            if not any(str(row.get_cell_value(column.name) or "") for row in self.rows):
                blank.append(str(column.header))
                self.columns.hide(column.name)
        return blank

    def for_reader(self, reader: Reader) -> None:
        """Set who reads."""
        self.reader = reader
