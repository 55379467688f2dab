"""An SQLite engine for Django that opens the file read-only and refuses every table but the published ones."""

import sqlite3
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from governance.public_database import PUBLIC_TABLES

_ALLOWED_WITHOUT_A_TABLE = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
}


def authorize(
    action: int,
    first: str | None,
    second: str | None,
    database: str | None,
    source: str | None,
) -> int:
    """SQLite asks this for each step of each statement as it is prepared; whatever is not named is denied."""
    if action in _ALLOWED_WITHOUT_A_TABLE:
        return sqlite3.SQLITE_OK
    # A statement that names no column of a table, as count(*), is asked about without a database.
    if action == sqlite3.SQLITE_READ and database in ("main", None) and first in PUBLIC_TABLES:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads the register's own file through `mode=ro` and the authorizer above."""

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        return params | {
            "database": f"{Path(params['database']).absolute().as_uri()}?mode=ro",
            "uri": True,
        }

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection = super().get_new_connection(conn_params)
        connection.set_authorizer(authorize)
        return connection
