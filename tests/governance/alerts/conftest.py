"""A case published on 20 November 2026, and readers who confirmed that day, for the tests of what they are sent."""

import pytest
import time_machine

from governance import publication
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.alerts import make_alert_reader
from tests.factories.telling import make_editor, make_publisher, publish
from tests.governance.alerts.story import PUBLIC


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def publisher():
    return make_publisher()


@pytest.fixture
def case(editor, publisher):
    """A case of the 7F alliance and of Kent, published on 20 November 2026, beside Surrey, which has no part in it."""
    kent = p.make_force(name="Kent", **PUBLIC)
    p.make_force(name="Surrey", **PUBLIC)
    alliance = p.make_alliance(short_name="7F", **PUBLIC)
    programme = p.make_programme(short_name="Sharing", alliance=alliance, **PUBLIC)
    made = g.make_business_case(
        title="Vetting", programme=programme, alliance=alliance, purpose="To vet once.", **PUBLIC
    )
    made.participating_forces.add(kent)
    with time_machine.travel("2026-11-20 10:00", tick=False):
        publish(publication.compose(by=editor), by=publisher)
    return made


@pytest.fixture
def reader(client):
    def make(mailbox="reader@example.org", **given):
        with time_machine.travel("2026-11-20 12:00", tick=False):
            make_alert_reader(client, mailbox, **given)

    return make
