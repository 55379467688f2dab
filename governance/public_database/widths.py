"""What the public connection could read beyond the published editions: the public process does not start if anything."""

from typing import Any

from django.db import DatabaseError, connections

from governance.public_database import PUBLIC_TABLES

DATABASE = "public"

#: Every table, view and the like outside the catalogue on which the login, or a role it may take on, has any right.
_POSTGRESQL = """
    SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%%'
      AND NOT (n.nspname = 'public' AND c.relname = ANY(%s))
      AND EXISTS (
          SELECT FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER') AND CASE
              WHEN c.relkind = 'S' THEN has_sequence_privilege(r.oid, c.oid, 'USAGE, SELECT, UPDATE')
              ELSE has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
                  OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE') END)
    ORDER BY 1
"""
#: The tables of editions that the login could change.
_WRITABLE = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relname = ANY(%s) AND EXISTS (
        SELECT FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')
          AND (has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
               OR has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE')))
    ORDER BY 1
"""
_SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"
#: What SQLite is asked for to see whether the fence stands: the list of tables is itself outside it.
_SQLITE = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"


class TooWide(Exception):
    """The public process may read, or change, more than published editions; the sentence says what."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The public site does not start, because its database connection is not narrow enough: {what} "
            "Give it a login in the role register_public alone (manage.py public_role makes the role)."
        )


def check_narrow() -> None:
    """Raise TooWide when the public connection could read anything but the edition tables, or change these.

    A connection that cannot be asked is refused too: nothing is known of it.
    """
    connection = connections[DATABASE]
    try:
        found = _postgresql(connection) if connection.vendor == "postgresql" else _sqlite(connection)
    except DatabaseError as error:
        raise TooWide(f"it could not be asked what it may read ({error.__class__.__name__}).") from error
    finally:
        connection.close()
    if found:
        raise TooWide(found)


def _postgresql(connection: Any) -> str:
    tables = list(PUBLIC_TABLES)
    with connection.cursor() as cursor:
        cursor.execute(_SUPERUSER)
        if cursor.fetchone()[0]:
            return "its login is a superuser, whom nothing is closed to."
        cursor.execute(_POSTGRESQL, [tables])
        if readable := [name for (name,) in cursor.fetchall()]:
            return f"it can reach {_listed(readable)}."
        cursor.execute(_WRITABLE, [tables])
        if writable := [name for (name,) in cursor.fetchall()]:
            return f"it can change {_listed(writable)}."
    return ""


def _sqlite(connection: Any) -> str:
    """The fence refuses even the list of tables; where that can be read, so can they."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_SQLITE)
            other = sorted({name for (name,) in cursor.fetchall()} - set(PUBLIC_TABLES))
    except DatabaseError as error:
        if "prohibited" in str(error) or "not authorized" in str(error):
            return ""
        raise
    return f"it can reach {_listed(other)}."


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"
