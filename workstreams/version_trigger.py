"""Migration operation: a correction of a return is a version of the same return, and of a submitted one."""

from typing import Any

from django.db.migrations.operations.base import Operation

_TABLE = "workstreams_statusupdate"
_STRAY = f"""NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM {_TABLE} o WHERE o.id = NEW.corrects_id AND o.submitted_at IS NOT NULL
    AND o.workstream_id = NEW.workstream_id AND o.period_id = NEW.period_id
)"""  # noqa: S608 (no value from outside)
_WORDS = "a correction belongs to the submitted return it corrects"


class KeepVersionsTogether(Operation):
    """The database refuses a version that names a draft, or a return of another workstream or period, as corrected.

    With the two unique keys (one first version, each version corrected once) this leaves one newest version.
    """

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for action in ("INSERT", "UPDATE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {_TABLE}_versions_{action.lower()} BEFORE {action} ON {_TABLE} "
                    f"WHEN {_STRAY} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END",
                    params=None,
                )
            return
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION register_keep_versions_together() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {_STRAY} THEN RAISE EXCEPTION '{_WORDS}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {_TABLE}_versions BEFORE INSERT OR UPDATE ON {_TABLE} FOR EACH ROW "
            "EXECUTE FUNCTION register_keep_versions_together()"
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for action in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_versions_{action}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_versions ON {_TABLE}")

    def describe(self) -> str:
        return "Keep the versions of a return together"
