"""Migration operation that makes the database refuse to change what is only ever added."""

from typing import Any

from django.db import migrations


def refuse(table: str, *, on: tuple[str, ...] = ("UPDATE", "DELETE"), when: str = "") -> migrations.RunPython:
    """An operation that adds triggers refusing `on` for rows of `table` (for rows where `when` holds, if given).

    `when` is SQL over OLD and NEW that both SQLite and PostgreSQL understand.
    """

    def add(apps: Any, schema_editor: Any) -> None:
        for action in on:
            name = f"{table}_no_{action.lower()}"
            clause = f"WHEN ({when})" if when else ""
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {action} ON {table} {clause} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            else:
                schema_editor.execute(
                    "CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
                    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
                    params=None,
                )
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW {clause} "
                    "EXECUTE FUNCTION register_refuse()"
                )

    def remove(apps: Any, schema_editor: Any) -> None:
        for action in on:
            name = f"{table}_no_{action.lower()}"
            suffix = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")

    return migrations.RunPython(add, remove, elidable=False)
