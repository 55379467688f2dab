"""Migration operation that makes the database refuse to change what is only ever added."""

from typing import Any

from django.db.migrations.operations.base import Operation


class Refuse(Operation):
    """Adds triggers refusing `on` for rows of `table` (for rows where `when` holds, if given).

    `when` is SQL over OLD and NEW that both SQLite and PostgreSQL understand.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, on: tuple[str, ...] = ("UPDATE", "DELETE"), when: str = "") -> None:
        self.table, self.on, self.when = table, on, when

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        clause = f"WHEN ({self.when})" if self.when else ""
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$",
                params=None,
            )
        for action in self.on:
            start = f"CREATE TRIGGER {self._name(action)} BEFORE {action} ON {self.table}"
            if schema_editor.connection.vendor == "sqlite":
                refusal = f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
                schema_editor.execute(f"{start} {clause} {refusal}")
            else:
                schema_editor.execute(f"{start} FOR EACH ROW {clause} EXECUTE FUNCTION register_refuse()")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for action in self.on:
            suffix = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self._name(action)}{suffix}")

    def describe(self) -> str:
        return f"Refuse {' and '.join(self.on)} on {self.table}"

    def _name(self, action: str) -> str:
        return f"{self.table}_no_{action.lower()}"


def refuse(table: str, *, on: tuple[str, ...] = ("UPDATE", "DELETE"), when: str = "") -> Refuse:
    """An operation after which the database refuses `on` for rows of `table` where `when` holds (all, if empty)."""
    return Refuse(table, on, when)
