"""Migration operation: the database keeps where each case stands, from its events alone."""

from typing import Any

from django.db.migrations.operations.base import Operation

_STRIKES = {"sqlite": "json_extract(k.detail, '$.strikes') = 1", "postgresql": "k.detail ->> 'strikes' = 'true'"}
_KEEP = """
INSERT INTO governance_casestanding (case_id, last_seq, stage, state, "on", on_words, on_latest)
SELECT NEW.case_id, NEW.seq, NEW.stage, NEW.state, e."on", e.on_words, e.on_latest
FROM governance_caseevent e
WHERE e.case_id = NEW.case_id AND e.seq = (
    SELECT MAX(s.seq) FROM governance_caseevent s
    WHERE s.case_id = NEW.case_id AND s.kind <> 'correct'
    AND NOT EXISTS (
        SELECT 1 FROM governance_caseevent k
        WHERE k.case_id = s.case_id AND k.corrects_id = s.id AND k.kind = 'correct' AND {strikes}
    )
    AND NOT (s.kind = 'note' AND EXISTS (
        SELECT 1 FROM governance_caseevent b
        WHERE b.case_id = s.case_id AND b.seq = s.seq - 1 AND b.stage = s.stage AND b.state = s.state
    ))
)
ON CONFLICT (case_id) DO UPDATE SET last_seq = excluded.last_seq, stage = excluded.stage, state = excluded.state,
    "on" = excluded."on", on_words = excluded.on_words, on_latest = excluded.on_latest;
"""


class KeepStanding(Operation):
    """After each event added to a case, write the case's stage, state and the date of its last step.

    The condition is that of CaseEventQuerySet.steps(); a test compares the two.
    """

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        keep = _KEEP.format(strikes=_STRIKES[vendor])
        start = "CREATE TRIGGER governance_caseevent_standing AFTER INSERT ON governance_caseevent FOR EACH ROW"
        if vendor == "sqlite":
            schema_editor.execute(f"{start} BEGIN {keep} END", params=None)
            return
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION register_keep_standing() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {keep} RETURN NULL; END $$",
            params=None,
        )
        schema_editor.execute(f"{start} EXECUTE FUNCTION register_keep_standing()")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        suffix = "" if schema_editor.connection.vendor == "sqlite" else " ON governance_caseevent"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS governance_caseevent_standing{suffix}")

    def describe(self) -> str:
        return "Keep where each case stands"
