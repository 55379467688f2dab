"""Tables whose rows are records, read by somebody on some day."""

from programmes.reading import Reader
from programmes.tables.base import RegisterTable


class RecordTable(RegisterTable):
    """A table of records; columns ask `reader` what may be seen and which day the links keep."""

    reader: Reader

    def for_reader(self, reader: Reader) -> None:
        """Set who reads."""
        self.reader = reader
