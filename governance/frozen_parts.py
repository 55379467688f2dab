"""Migration operation: the parts of a circulated document stand as still as the document itself."""

from typing import Any

from django.db.migrations.operations.base import Operation

_FROZEN = "SELECT 1 FROM governance_casedocument d WHERE d.id = {row}.document_id AND d.frozen_at IS NOT NULL"
#: The states of the row that each action is about.
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


class RefusePartsOfFrozen(Operation):
    """Adds triggers that refuse to add, change or delete rows of `table` whose document is frozen.

    PostgreSQL knows no subquery in the condition of a trigger, so there the function asks.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        if not is_sqlite:
            schema_editor.execute(_FUNCTION, params=None)
        for action, rows in _ROWS.items():
            start = f"CREATE TRIGGER {self._name(action)} BEFORE {action} ON {self.table} FOR EACH ROW"
            if is_sqlite:
                frozen = " OR ".join(f"EXISTS ({_FROZEN.format(row=row)})" for row in rows)
                refusal = f"SELECT RAISE(ABORT, '{self.table} is append-only')"
                schema_editor.execute(f"{start} WHEN {frozen} BEGIN {refusal}; END", params=None)
            else:
                schema_editor.execute(f"{start} EXECUTE FUNCTION register_refuse_parts_of_frozen()")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        suffix = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        for action in _ROWS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self._name(action)}{suffix}")

    def describe(self) -> str:
        return f"Refuse changes of {self.table} under a frozen document"

    def _name(self, action: str) -> str:
        return f"{self.table}_frozen_{action.lower()}"


_REFUSE = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION register_refuse_parts_of_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS ({_FROZEN.format(row="OLD")}) THEN {_REFUSE}; END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF EXISTS ({_FROZEN.format(row="NEW")}) THEN {_REFUSE}; END IF;
    RETURN NEW;
END $$
"""
