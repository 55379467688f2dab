"""Days between two dates, reckoned by the database itself: Django's own subtraction calls Python for each row of SQLite."""

from typing import Any

from django.db.models import DurationField, Func


class DaysBetween(Func):
    """From the second date to the first, as a duration."""

    arity = 2
    output_field = DurationField()
    arg_joiner = " - "
    template = "(INTERVAL '1 day' * (%(expressions)s))"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """A whole number of microseconds, as SQLite holds durations."""
        return self.as_sql(
            compiler, connection, arg_joiner=") - JULIANDAY(",
            template="(CAST(JULIANDAY(%(expressions)s) AS INTEGER) * 86400000000)", **extra,
        )  # fmt: skip
