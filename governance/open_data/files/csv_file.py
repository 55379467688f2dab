"""A table as CSV (RFC 4180, UTF-8): one header row, then the rows, every cell as the register has it."""

import csv
import io

from governance.open_data.columns import Table
from governance.open_data.edition import Rows


def make(table: Table, rows: Rows) -> bytes:
    """The bytes of the file; what is not known is an empty cell."""
    names = [column.name for column in table.columns]
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows.rows)
    return made.getvalue().encode()
