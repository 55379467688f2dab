"""The table of a meeting: a case on the Summit’s agenda and the editor who records what was said."""

from django.test import Client

from tests.governance.case_story import Story


def url(meeting):
    return f"/admin/governance/meeting/{meeting.pk}/record/"


class Table:
    """The Summit’s table: a case on its agenda, and the editor who records."""

    def __init__(self, stage="obc"):
        self.story = Story().put("recommended", stage)
        self.story.do("schedule", "2016-10-01")
        self.meeting = self.story.meeting
        self.item = self.story.case.agenda_items.get()
        self.client = Client()
        self.client.force_login(self.story.editor)

    def send(self, item=None, asked=None, meeting=None, on="2016-10-10", **fields):
        item = item or self.item
        data = {"item": asked or item.reference, "on": on, f"{item.reference}-token": f"t-{item.reference}"}
        data |= {f"{item.reference}-{name}": value for name, value in fields.items()}
        return self.client.post(url(meeting or self.meeting), data, follow=True)

    def told(self, **fields):
        return self.send(**fields).content.decode()


AGREED = {"outcome": "in_principle", "wording": "To proceed to FBC.", "minute_reference": "S/16/7", "all_in": "on"}
