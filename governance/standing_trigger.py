"""Migration operations: the database keeps where each case stands and what each office said last, from events alone."""

import re
from typing import Any

from django.db.migrations.operations.base import Operation

_STRIKES = {"sqlite": "json_extract(k.detail, '$.strikes') = 1", "postgresql": "k.detail ->> 'strikes' = 'true'"}
#: Events after which what was said before of when a decision comes no longer holds.
SPENT = ("agree", "agree_in_part", "waive", "defer", "return")
_KEEP_CASE = """
INSERT INTO governance_casestanding (case_id, last_seq, stage, state, "on", on_words, on_latest, dated_by_id)
SELECT NEW.case_id, NEW.seq, NEW.stage, NEW.state, e."on", e.on_words, e.on_latest, (
    SELECT d.id FROM governance_caseevent d
    WHERE d.case_id = NEW.case_id
    AND (d.target <> '' OR d.target_words <> '' OR (d.kind = 'schedule' AND d.meeting_id IS NOT NULL))
    AND NOT EXISTS (
        SELECT 1 FROM governance_caseevent k
        WHERE k.case_id = d.case_id AND k.corrects_id = d.id AND k.kind = 'correct' AND {strikes}
    )
    AND NOT EXISTS (
        SELECT 1 FROM governance_caseevent s
        WHERE s.case_id = d.case_id AND s.seq > d.seq AND s.kind IN ({spent})
        AND NOT EXISTS (SELECT 1 FROM governance_caseevent c WHERE c.case_id = s.case_id AND c.corrects_id = s.id)
    )
    ORDER BY d.seq DESC LIMIT 1
)
FROM governance_caseevent e
WHERE e.case_id = NEW.case_id AND e.seq = (
    SELECT MAX(s.seq) FROM governance_caseevent s
    WHERE s.case_id = NEW.case_id AND s.kind <> 'correct'
    AND NOT EXISTS (
        SELECT 1 FROM governance_caseevent k
        WHERE k.case_id = s.case_id AND k.corrects_id = s.id AND k.kind = 'correct' AND {strikes}
    )
    AND NOT (s.kind IN ('note', 'resubmit') AND EXISTS (
        SELECT 1 FROM governance_caseevent b
        WHERE b.case_id = s.case_id AND b.seq = s.seq - 1 AND b.stage = s.stage AND b.state = s.state
    ))
)
ON CONFLICT (case_id) DO UPDATE SET last_seq = excluded.last_seq, stage = excluded.stage, state = excluded.state,
    "on" = excluded."on", on_words = excluded.on_words, on_latest = excluded.on_latest,
    dated_by_id = excluded.dated_by_id;
"""

#: What CaseEventQuerySet.steps(), that_say_when() and the dates that are spent are, of an event by its alias `e`.
_STRUCK = """EXISTS (
    SELECT 1 FROM governance_caseevent k
    WHERE k.case_id = e.case_id AND k.corrects_id = e.id AND k.kind = 'correct' AND {strikes}
)"""
_IS_STEP = """e.kind <> 'correct' AND NOT {struck} AND NOT (e.kind IN ('note', 'resubmit') AND EXISTS (
    SELECT 1 FROM governance_caseevent b
    WHERE b.case_id = e.case_id AND b.seq = e.seq - 1 AND b.stage = e.stage AND b.state = e.state
))""".replace("{struck}", _STRUCK)
_SAYS_WHEN = """(e.target <> '' OR e.target_words <> '' OR (e.kind = 'schedule' AND e.meeting_id IS NOT NULL))
AND NOT {struck}""".replace("{struck}", _STRUCK)
_SPENDS = """e.kind IN ({spent})
AND NOT EXISTS (SELECT 1 FROM governance_caseevent c WHERE c.case_id = e.case_id AND c.corrects_id = e.id)"""


def _spans(kind: str, holds: str, ends: str) -> str:
    """Write the spans of events that hold something, each until the first day of a later one that ends it."""
    later = re.sub(r"\be\.", "l.", ends)
    return f"""
INSERT INTO governance_casespan (case_id, event_id, kind, stage, state, begins, ends)
SELECT e.case_id, e.id, '{kind}', e.stage, e.state, e.on_latest, COALESCE((
    SELECT MIN(l.on_latest) FROM governance_caseevent l
    WHERE l.case_id = e.case_id AND l.seq > e.seq AND ({later})
), '9999-12-31')
FROM governance_caseevent e
WHERE e.case_id = NEW.case_id AND e.on_latest IS NOT NULL AND {holds};
"""  # noqa: S608  (words of this module alone)


_FORGET_SPANS = "DELETE FROM governance_casespan WHERE case_id = NEW.case_id;"
_KEEP_SPANS = _spans("step", _IS_STEP, _IS_STEP) + _spans("date", _SAYS_WHEN, f"({_SAYS_WHEN}) OR ({_SPENDS})")


_KEEP_LOCAL = """
DELETE FROM governance_localstanding WHERE local_decision_id = NEW.local_decision_id;
INSERT INTO governance_localstanding
    (local_decision_id, last_seq, outcome, "on", on_words, on_latest, notice_reference, document_hash, offer)
SELECT e.local_decision_id, e.seq, e.outcome, e."on", e.on_words, e.on_latest, e.notice_reference, e.document_hash,
    e.offer
FROM governance_localdecisionevent e
WHERE e.local_decision_id = NEW.local_decision_id AND e.seq = (
    SELECT MAX(s.seq) FROM governance_localdecisionevent s
    WHERE s.local_decision_id = NEW.local_decision_id AND s.corrects_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM governance_localdecisionevent k WHERE k.corrects_id = s.id)
);
"""


class _Keep(Operation):
    """After each row added to a table of events, write anew what they come to."""

    reduces_to_sql = True
    reversible = True
    table = function = sql = ""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        keep = self.sql.replace("{strikes}", _STRIKES[vendor]).replace("{spent}", str(SPENT)[1:-1])
        start = f"CREATE TRIGGER {self.table}_standing AFTER INSERT ON {self.table} FOR EACH ROW"
        if vendor == "sqlite":
            schema_editor.execute(f"{start} BEGIN {keep} END", params=None)
            return
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {keep} RETURN NULL; END $$",
            params=None,
        )
        schema_editor.execute(f"{start} EXECUTE FUNCTION {self.function}()")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        suffix = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_standing{suffix}")

    def describe(self) -> str:
        return f"Keep what the rows of {self.table} come to"


class KeepStanding(_Keep):
    """After each event added to a case, write the case’s stage, state and the date of its last step; and its spans.

    The conditions are those of CaseEventQuerySet.steps() and that_say_when(); a test compares them.
    """

    table, function, sql = "governance_caseevent", "register_keep_standing", _KEEP_CASE + _FORGET_SPANS + _KEEP_SPANS


class KeepLocalStanding(_Keep):
    """After each event added to a local decision, write what its office said last.

    The condition is that of LocalDecisionEventQuerySet.that_stand(); a test compares the two.
    """

    table, function, sql = "governance_localdecisionevent", "register_keep_local_standing", _KEEP_LOCAL
