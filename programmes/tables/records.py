"""Tables whose rows are records, read by somebody on some day."""

from programmes.reading import Reader
from programmes.tables.base import RegisterTable


class RecordTable(RegisterTable):
    """A table of records; columns ask `reader` what may be seen and which day the links keep."""

    reader: Reader

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
