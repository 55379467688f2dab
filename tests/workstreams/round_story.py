"""A small register in the middle of an update round: two periods, a workstream, an editor."""

import datetime as dt
from typing import Any

from django.test import Client

from programmes.choices import Role
from tests.factories.programmes import make_force, make_user
from tests.factories.workstreams import make_benefit, make_benefit_line, make_milestone, make_risk, make_workstream
from workstreams.models import StatusUpdate
from workstreams.round import returns
from workstreams.round.periods import open_period

#: A Monday within the round for November 2026, due on the Friday.
TODAY = "2026-11-23 10:00"
GREEN = {"rag": "green", "public_text": "On course.", "next_steps": "Go live."}
AMBER = {
    "rag": "amber",
    "public_text": "The supplier is slow.",
    "rag_reason": "Two modules are late.",
    "action": "Weekly calls with the supplier.",
    "green_by": "2027-01",
}


class Round:
    """The cast of a test: what is given by name is made anew."""

    def __init__(self, **workstream: Any) -> None:
        self.editor = make_user(Role.EDITOR, username="edith")
        self.other = make_user(Role.EDITOR, username="oscar")
        self.october = open_period(
            name="October 2026", opens_on=dt.date(2026, 10, 1), due_on=dt.date(2026, 10, 30), by=self.editor
        )
        self.november = open_period(
            name="November 2026", opens_on=dt.date(2026, 11, 2), due_on=dt.date(2026, 11, 27), by=self.editor
        )
        self.workstream = make_workstream(**{"name": "Vetting", **workstream})

    def client(self, user: Any = None) -> Client:
        client = Client()
        client.force_login(user or self.editor)
        return client

    def draft(self, workstream: Any = None, period: Any = None, **said: Any) -> StatusUpdate:
        """A draft with something said in it."""
        draft = returns.start(period=period or self.november, workstream=workstream or self.workstream, by=self.editor)
        for name, value in said.items():
            setattr(draft, name, value)
        return returns.save(draft=draft, by=self.editor)

    def returned(self, workstream: Any = None, period: Any = None, **said: Any) -> StatusUpdate:
        """A submitted return."""
        return returns.submit(draft=self.draft(workstream, period, **(said or GREEN)), by=self.editor)

    def filled(self) -> dict[str, Any]:
        """A milestone, a risk and a benefit line on the workstream."""
        force = make_force(name="Norfolk")
        milestone = make_milestone(workstream=self.workstream, name="Go live", forecast="2027-01", baseline="2026-12")
        risk = make_risk(workstream=self.workstream, title="The supplier fails", words="It may fail.")
        benefit = make_benefit(workstream=self.workstream, title="Fewer licences", kind="cashable")
        line = make_benefit_line(benefit=benefit, force=force, financial_year="2026/27", predicted_fbc=50000)
        return {"milestone": milestone, "risk": risk, "line": line}
