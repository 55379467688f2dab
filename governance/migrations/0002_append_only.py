"""Case events, local decisions’ events and editions are only ever added; circulated documents never change.

The database also keeps where each case stands, from its events.
"""

from django.db import migrations

from governance.standing_trigger import KeepStanding
from programmes.append_only import refuse


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("programmes", "0002_append_only")]

    operations = [
        refuse("governance_caseevent"),
        refuse("governance_caseposition"),
        refuse("governance_localdecisionevent"),
        refuse("governance_casedocument", when="OLD.frozen_at IS NOT NULL"),
        refuse("governance_edition"),
        refuse("governance_editionpage"),
        refuse("governance_editionevent"),
        refuse("governance_publication", on=("DELETE",)),
        KeepStanding(),
    ]
