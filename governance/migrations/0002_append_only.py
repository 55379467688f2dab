"""Case events, local decisions’ events and editions are only ever added; circulated documents never change.

The database also keeps where each case stands and stood, and what each office said last, from their events.
"""

from django.db import migrations

from governance.frozen_parts import RefusePartsOfFrozen
from governance.standing_trigger import KeepLocalStanding, KeepStanding
from programmes.append_only import refuse

#: What belongs to a version of a case's document, and is as fixed as it is.
PARTS = ("option", "line", "amount", "funding", "risk", "step", "attachment")


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("programmes", "0002_append_only")]

    operations = [
        refuse("governance_caseevent"),
        refuse("governance_caseposition"),
        refuse("governance_localdecisionevent"),
        refuse("governance_casedocument", when="OLD.frozen_at IS NOT NULL"),
        refuse("governance_decisionposition"),
        refuse(
            "governance_decision",
            when="OLD.wording <> NEW.wording OR OLD.conditions <> NEW.conditions OR OLD.decided <> NEW.decided"
            " OR (OLD.kind <> NEW.kind AND NEW.kind <> 'in_error')",
            on=("UPDATE",),
        ),
        refuse("governance_decision", on=("DELETE",)),
        refuse("governance_minutesevent"),
        refuse("governance_reportevent"),
        refuse("governance_meetingprint"),
        refuse("governance_agendaitem", when="OLD.frozen_at IS NOT NULL"),
        refuse("governance_paper", when="OLD.frozen_at IS NOT NULL"),
        refuse("governance_meeting", on=("DELETE",), when="OLD.closed_at IS NOT NULL"),
        refuse(
            "governance_meeting",
            on=("UPDATE",),
            when="OLD.closed_at IS NOT NULL AND (NEW.closed_at IS NULL OR NEW.held <> OLD.held"
            " OR NEW.board_id <> OLD.board_id OR NEW.status <> OLD.status)",
        ),
        refuse("governance_edition"),
        refuse("governance_editionpage"),
        refuse("governance_editionevent"),
        refuse("governance_publication", on=("DELETE",)),
        refuse("governance_withholding"),
        refuse("governance_chase"),
        refuse("governance_caseshares"),
        *(RefusePartsOfFrozen(f"governance_case{part}") for part in PARTS),
        KeepStanding(),
        KeepLocalStanding(),
    ]
