"""A cursor for the few statements that every page asks again, word for word."""

from typing import Any

from django.db import connection


def cursor() -> Any:
    """A cursor whose statements the server of PostgreSQL prepares (prepare_threshold, collab/environment.py).

    While Django keeps a log of what is asked, one of its own: it cannot name what was prepared.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from psycopg import Cursor

    connection.ensure_connection()
    return connection.make_cursor(Cursor(connection.connection))  # type: ignore[arg-type]
