"""The real record, downloaded to edit and handed back, changes nothing."""

import pytest
from django.utils import timezone

from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.workstreams.import_story import Importer, counts
from workstreams.models import Benefit, BenefitLine, Milestone, StatusUpdate, Workstream
from workstreams.round import returns
from workstreams.round.periods import open_period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]


@pytest.fixture
def editor():
    return Importer(p.make_user(Role.EDITOR))


def download(editor, address):
    answer = editor.client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_milestones_come_back_unchanged(editor, form):
    file = download(editor, f"/register/milestones/to-edit.{form}")

    assert counts(editor.check(file, name=f"m.{form}")) == (Milestone.objects.count(), 0, 0, 0)
    assert Milestone.objects.count() > 20


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_ledger_comes_back_unchanged(editor, form):
    """The sources give no line by force and year, so the benefits they name get some."""
    force = p.make_force(name="Force of the test")
    for number, benefit in enumerate(Benefit.objects.all()):
        figures = {"target": "9999999999999.99", "net": "-0.01", "delivered": str(number), "reinvested": "0"}
        w.make_benefit_line(benefit=benefit, force=force, financial_year="2016/17", evidence=benefit.words, **figures)
    file = download(editor, f"/register/benefits/to-edit.{form}")

    assert counts(editor.check(file, "benefits", f"l.{form}")) == (BenefitLine.objects.count(), 0, 0, 0)
    assert BenefitLine.objects.count() >= Benefit.objects.count() > 5


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_returns_that_say_what_the_sources_said_come_back_unchanged(editor, form):
    today = timezone.localdate()
    period = open_period(name="Test", opens_on=today, due_on=today, by=editor.user)
    told = {u.workstream_id: u for u in StatusUpdate.objects.filter(period=None).order_by("as_at_latest")}
    drafts = []
    for stream in Workstream.objects.filter(pk__in=told):
        if not returns.asked(period).filter(pk=stream.pk).exists():
            continue
        draft = returns.start(period=period, workstream=stream, by=editor.user)
        for name in ("public_text", "next_steps", "internal_note", "as_at", "as_at_words"):
            setattr(draft, name, getattr(told[stream.pk], name))
        draft.rag = "green"
        drafts.append(returns.save(draft=draft, by=editor.user))
    assert len(drafts) > 10
    returns.submit_all(drafts=drafts[::2], by=editor.user)
    file = download(editor, f"/register/periods/{period.reference}/to-edit.{form}")
    page = editor.check(file, "returns", f"r.{form}", period=period.reference)

    assert counts(page) == (returns.asked(period).count(), 0, 0, 0)
