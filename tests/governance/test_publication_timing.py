"""Publishing at a time: set by another than the author, one at most, cancelled, carried out late, refused when changed."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance import publication
from governance.models import DuePublication, Edition
from governance.publication import PublicationError, timing
from governance.publication.states import current_edition
from programmes.access import NotAllowed
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor, make_publisher, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}
NOW = dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC)
DUE = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def case():
    programme = p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)
    return g.make_business_case(title="Vetting", programme=programme, **PUBLIC)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def publisher():
    return make_publisher()


def compose(editor) -> Edition:
    return publication.compose(by=editor, at=NOW)


def schedule(edition, by, due_at=DUE, at=NOW):
    return timing.schedule(edition=edition, by=by, sha256=edition.sha256, due_at=due_at, at=at)


def happened(edition) -> list[str]:
    return list(edition.events.order_by("pk").values_list("kind", flat=True))


def test_an_edition_is_approved_and_published_at_its_time(client, case, editor, publisher):
    edition = schedule(compose(editor), publisher)

    assert timing.publish_due(at=DUE - dt.timedelta(seconds=1)) is None
    assert current_edition() is None
    for address in (
        "/",
        f"/cases/{case.reference}/",
        f"/editions/1/cases/{case.reference}/",
        "/editions/1/",
        "/editions/",
    ):
        assert b"Vetting" not in client.get(address).content, address
    outcome = timing.publish_due(at=DUE + dt.timedelta(minutes=12))

    assert (outcome.edition, outcome.refusal, outcome.minutes_late) == (edition, "", 12)
    assert current_edition() == edition
    assert happened(edition) == ["composed", "approved", "scheduled", "published"]
    published = edition.events.get(kind="published")
    assert (published.by_id_number, published.by, published.at) == (
        publisher.pk,
        "Publisher",
        DUE + dt.timedelta(minutes=12),
    )
    assert edition.events.get(kind="scheduled").due_at == DUE
    assert not DuePublication.objects.exists()
    assert timing.publish_due(at=DUE + dt.timedelta(hours=1)) is None


def test_the_author_cannot_set_the_time_even_of_what_another_approved(case, publisher):
    both = make_editor()
    p.make_grant(user=both, role="publisher")
    edition = compose(both)
    with pytest.raises(PublicationError, match="You composed Edition 1"):
        schedule(edition, both)
    publication.approve(edition=edition, by=publisher, sha256=edition.sha256)
    with pytest.raises(PublicationError, match="You composed Edition 1"):
        schedule(edition, both)


def test_an_editor_cannot_set_a_time(case, editor):
    with pytest.raises(NotAllowed):
        schedule(compose(editor), make_editor())


def test_a_time_past_is_refused(case, editor, publisher):
    with pytest.raises(PublicationError, match="Time: 28 November 2026, 12:00 is past"):
        schedule(compose(editor), publisher, due_at=NOW)


def test_one_edition_waits_at_most(case, editor, publisher):
    first = schedule(compose(editor), publisher)
    case.title = "Vetting of staff"
    case.save()
    second = compose(editor)
    with pytest.raises(PublicationError, match="Edition 1 waits already, to be published on 30 November 2026, 09:00"):
        schedule(second, publisher)
    with pytest.raises(IntegrityError), transaction.atomic():
        DuePublication.objects.create(pk=2, edition=second, due_at=DUE, by_id_number=1)
    timing.cancel_time(edition=first, by=editor, at=NOW)
    schedule(second, publisher)
    assert DuePublication.objects.get().edition == second


def test_the_same_time_again_changes_nothing_and_another_takes_its_place(case, editor, publisher):
    edition = schedule(compose(editor), publisher)
    schedule(edition, publisher)
    assert happened(edition) == ["composed", "approved", "scheduled"]
    later = DUE + dt.timedelta(days=1)
    schedule(edition, publisher, due_at=later)
    assert happened(edition) == ["composed", "approved", "scheduled", "cancelled", "scheduled"]
    assert DuePublication.objects.get().due_at == later


def test_a_time_is_cancelled_and_the_edition_stays_approved(case, editor, publisher):
    edition = schedule(compose(editor), publisher)
    timing.cancel_time(edition=edition, by=editor, at=NOW)
    assert timing.publish_due(at=DUE) is None
    with pytest.raises(PublicationError, match="No time is set for Edition 1"):
        timing.cancel_time(edition=edition, by=editor)
    publication.publish(edition=edition, by=publisher)
    assert current_edition() == edition


def test_what_changed_meanwhile_is_refused_and_waits_no_longer(case, editor, publisher):
    edition = schedule(compose(editor), publisher)
    case.title = "Vetting of staff"
    case.save()

    outcome = timing.publish_due(at=DUE)

    assert "“Vetting of staff” (/cases/" in outcome.refusal
    assert current_edition() is None
    refused = edition.events.get(kind="refused")
    assert (refused.by, refused.note) == ("The timer", outcome.refusal)
    case.title = "Vetting"
    case.save()
    assert timing.publish_due(at=DUE + dt.timedelta(days=1)) is None


def test_who_may_no_longer_publish_publishes_nothing_at_the_time(case, editor, publisher):
    schedule(compose(editor), publisher)
    publisher.is_active = False
    publisher.save()
    outcome = timing.publish_due(at=DUE)
    assert outcome.refusal == "Your role does not let you approve, publish, correct and withdraw editions."
    assert current_edition() is None


def test_publishing_by_hand_and_abandoning_take_the_time_away(case, editor, publisher):
    edition = schedule(compose(editor), publisher)
    publication.publish(edition=edition, by=publisher)
    assert not DuePublication.objects.exists()
    case.title = "Vetting of staff"
    case.save()
    second = schedule(compose(editor), publisher)
    publication.abandon(edition=second, by=editor)
    assert not DuePublication.objects.exists()


def test_an_edition_overtaken_is_refused_at_its_time(case, editor, publisher):
    waiting = schedule(compose(editor), publisher)
    case.title = "Vetting of staff"
    case.save()
    publish_record()
    outcome = timing.publish_due(at=DUE)
    assert outcome.edition == waiting
    assert "Edition 1 does not follow Edition 2, which is public now" in outcome.refusal


# Clocks in London --------------------------------------------------------------------------------------------------


def test_times_are_those_of_london_in_summer_and_winter():
    assert timing.london(dt.date(2026, 7, 1), dt.time(9)) == dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)
    assert timing.london(dt.date(2026, 12, 1), dt.time(9)) == dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    assert timing.moment(dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)) == "1 July 2026, 09:00"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2027, 3, 28), "leave this time out that night"),
        (dt.date(2026, 10, 25), "show this time twice that night"),
    ],
)
def test_a_time_that_is_not_or_is_twice_is_refused(day, words):
    with pytest.raises(PublicationError, match=words):
        timing.london(day, dt.time(1, 30))
    before, after = timing.london(day, dt.time(0, 59)), timing.london(day, dt.time(2, 0))
    assert after - before == {3: dt.timedelta(minutes=1), 10: dt.timedelta(hours=2, minutes=1)}[day.month]


# The command -------------------------------------------------------------------------------------------------------


def run() -> str:
    out = io.StringIO()
    call_command("publish_due", stdout=out)
    return out.getvalue().strip()


def test_the_command_says_what_waits_what_it_did_and_how_late(case, editor, publisher):
    assert run() == "No edition waits for its time."
    now = timezone.now()
    edition = schedule(publication.compose(by=editor), publisher, due_at=now + dt.timedelta(days=1), at=now)
    assert run() == f"Nothing is due: Edition 1 waits for {timing.moment(now + dt.timedelta(days=1))}."
    DuePublication.objects.update(due_at=now - dt.timedelta(minutes=5))
    assert run() == f"Edition 1 is public, 5 minutes after its time ({timing.moment(now - dt.timedelta(minutes=5))})."
    assert current_edition() == edition


def test_the_command_fails_aloud_when_the_edition_is_refused(case, editor, publisher):
    now = timezone.now()
    schedule(publication.compose(by=editor), publisher, due_at=now + dt.timedelta(days=1), at=now)
    DuePublication.objects.update(due_at=now)
    case.title = "Vetting of staff"
    case.save()
    with pytest.raises(
        CommandError, match="was refused. Edition 1 was not published, because the register has changed"
    ):
        run()
