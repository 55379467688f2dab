"""What comes due: each clock with its day, who it concerns, how it falls silent; list, CSV, calendar, home, reminders."""

import datetime as dt
from io import StringIO

import icalendar
import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from governance.clocks import clocks_for, clocks_read_by
from governance.decisions import record_local
from governance.models import PanelItem
from programmes.agreements import Details, record
from programmes.models import ReminderSent
from programmes.reading import Reader
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import LEGAL_TEST, Story
from tests.programmes.agreement_story import asked, at, bodies, lawful

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2019, 11, 20, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def editor():
    return p.make_user("editor", email="editor@example.org")


def told(user, kind=None):
    """Kind, reference and day of each clock that a person may read."""
    clocks = clocks_read_by(Reader.for_user(user))
    return [(str(c.kind), c.code, c.due.isoformat(), c.asks) for c in clocks if kind is None or c.kind == kind]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


# Agreements ------------------------------------------------------------------------------------------------------


def test_out_for_signature_is_counted_until_the_last_has_signed(editor):
    agreement = lawful()
    record(agreement=agreement, kind="drafted", by=editor, on="2019-09-01")
    record(agreement=agreement, kind="out_for_signature", by=editor, on="2019-10-01")
    *most, last = bodies(agreement).values()
    for body in most:
        record(agreement=agreement, kind="party_signed", by=editor, on="2019-10-02", body=body)

    clock = next(c for c in clocks_read_by(Reader.for_user(editor)) if c.kind == "unsigned")
    assert (clock.due, clock.asks, clock.bodies) == (dt.date(2019, 10, 29), "1 of 4 parties still to sign", {last.pk})
    assert clock.words(dt.date(2019, 11, 20)) == "Overdue by 22 days"
    assert clock.why == "28 days after it went out on 1 October 2019: the register’s own reminder; no law sets a day"
    record(agreement=agreement, kind="party_signed", by=editor, on="2019-11-20", body=last)
    assert told(editor, "unsigned") == []


def test_a_review_is_due_its_months_after_the_last_one(editor):
    agreement = at("in_force")  # its only event: 2016
    agreement.review_months = 12
    agreement.save()
    assert told(editor, "review") == [("review", agreement.reference, "2017-12-31", "The agreement is due for review")]
    record(**asked(agreement, "reviewed", editor, "2019-03-31", words="It goes on."))
    assert told(editor, "review") == [("review", agreement.reference, "2020-03-31", "The agreement is due for review")]


def test_a_term_ends_as_directed(editor):
    agreement = at("in_force")
    agreement.ends = "2019-10-09"
    agreement.save()
    assert [(row[2]) for row in told(editor, "expiry")] == ["2019-10-09"]
    record(**asked(agreement, "directed", editor, "2019-10-08", words="Six months more.", effective="2020-04-08"))
    clock = next(c for c in clocks_read_by(Reader.for_user(editor)) if c.kind == "expiry")
    assert (clock.due, clock.why) == (dt.date(2020, 4, 8), "directed by the Secretary of State (s23G): 8 April 2020")
    record(**asked(agreement, "superseded", editor, "2019-11-01"))
    assert told(editor) == []


def test_a_notice_of_who_left_by_it_is_spent_and_stays_so_when_it_joins_again(editor):
    agreement = at("in_force")
    office = bodies(agreement)["Kent PCC"]
    record(**asked(agreement, "notice_given", editor, "2018-10-01", office))
    p.make_agreement_event(agreement=agreement, kind="party_left", body=office, on="2019-10-01")
    assert told(editor, "notice") == []  # whoever joined again is a party without a day of leaving
    p.make_agreement_event(
        agreement=agreement, kind="notice_given", body=office, on="2019-11-01", effective="2020-11-01"
    )
    assert [row[2] for row in told(editor, "notice")] == ["2020-11-01"]


def test_a_notice_runs_until_who_gave_it_has_left(editor):
    agreement = at("in_force")
    office = bodies(agreement)["Kent PCC"]
    record(**asked(agreement, "notice_given", editor, "2018-10-01", office))
    assert told(editor, "notice") == [
        ("notice", agreement.reference, "2019-10-01",
         "The notice of Kent PCC takes effect: record who leaves, or that it ended"),
    ]  # fmt: skip
    record(**asked(agreement, "party_left", editor, "2019-10-01", office, basis="clause"))
    assert told(editor, "notice") == []


def test_publication_is_asked_for_until_each_policing_body_says_where_s23e(editor):
    agreement = lawful(publication_mode="full_copy")
    p.make_agreement_event(agreement=agreement, kind="signed", sets_state="signed", on="2019-10-01")
    first, second = (agreement.parties.get(body__name=name) for name in ("Kent PCC", "Essex PCC"))
    first.publication_url = "https://kent-pcc.gov.uk/a"
    first.save()
    clock = next(c for c in clocks_read_by(Reader.for_user(editor)) if c.kind == "publication")
    assert (clock.due, clock.asks) == (dt.date(2019, 10, 29), "Its publication is not recorded for 1 policing body")
    assert clock.bodies == {second.body_id}
    second.published = "2019-11"
    second.save()
    assert told(editor, "publication") == []


def test_an_agreement_in_force_has_its_document_s23c_2(editor):
    agreement = lawful(document_url="")
    p.make_agreement_event(agreement=agreement, kind="in_force", sets_state="in_force", on="2019-05-01")
    assert told(editor, "writing") == [
        ("writing", agreement.reference, "2019-05-01", "It is in force, and its document is not at hand"),
    ]  # fmt: skip
    agreement.document_url = "https://example.org/a.pdf"
    agreement.save()
    assert told(editor, "writing") == []


def test_funding_ends_until_the_programme_has(editor):
    programme = p.make_programme(funded_until="2020-03")
    assert told(editor) == [
        ("funding", programme.reference, "2020-03-31",
         "Its funding ends: record what pays for it next, or that it ended"),
    ]  # fmt: skip
    programme.ends = "2020-03"
    programme.save()
    assert told(editor) == []


# Deciding --------------------------------------------------------------------------------------------------------


def test_a_commissioners_notice_is_due_ten_working_days_after_the_decision():
    story = Story("Kent", "Essex")
    story.to_local_decisions()
    for name in ("Kent PCC", "Kent CC"):
        local = story.local(name)
        own = p.make_user("office_recorder", body=local.body)
        record_local(local_decision=local, outcome="approved", by=own, on="2018-12-18", **LEGAL_TEST)
    story.approve("Essex PCC", on="2018-12-18", notice_reference="DN/2")
    found = told(story.editor, "decision_notice")
    # 25 and 26 December and 1 January are no working days
    assert [row[2] for row in found] == ["2019-01-04"]


def test_a_review_after_going_live_is_due_when_the_business_case_says_so(editor):
    story = Story("Kent", "Essex")
    story.document("fbc", number=1, pir_due="2019-03")
    story.document("fbc", number=2, pir_due="2019-12-31")
    story.put("live", "fbc")
    due = [("pir", story.case.reference, "2019-12-31", "Its post-implementation review is due")]
    assert told(editor, "pir") == due
    g.make_case_event(case=story.case, kind="review", stage="fbc", state="reviewed", on="2019-11-01")
    assert told(editor, "pir") == []


def test_the_panel_is_told_in_time_and_answered(editor):
    board = g.make_board(name="Panel", paper_days=6)
    meeting = g.make_meeting(board=board, held="2019-12-02")
    item = g.make_panel_item(panel=board, meeting=meeting, matter="plan_variation")
    assert told(editor) == [("panel", item.reference, "2019-11-22", "Send the Panel the draft")]
    item = PanelItem.objects.get()
    item.sent = "2019-11-01"
    item.save()
    assert told(editor) == [("panel_review", item.reference, "2019-12-02", "Record the Panel’s review")]
    item.reviewed, item.recommendation = "2019-11-18", "Say more of cost."
    item.save()
    assert told(editor) == [
        ("panel_answer", item.reference, "2019-12-16", "Have regard to what the Panel recommended"),
    ]  # fmt: skip
    item.answer_by = "2019-12-01"
    item.save()
    assert [row[2] for row in told(editor)] == ["2019-12-01"]
    item.regard_had = item.responded = item.response_published = "2019-11-20"
    item.response, item.response_url = "Accepted.", "https://example.org"
    item.save()
    assert told(editor) == []


# Whose -----------------------------------------------------------------------------------------------------------


def test_an_office_is_told_what_names_it_and_its_forerunners(editor):
    agreement = at("in_force")
    agreement.ends = "2019-12-31"
    agreement.publication_mode = "summary"
    agreement.publication_reason = "Tactics."
    agreement.save()
    for party in agreement.parties.all():
        party.published = "2016"
        party.save()
    office = bodies(agreement)["Kent PCC"]
    successor = p.make_body(name="Kent Mayor", kind="pfcc", force=office.force)
    office.succeeded_by = successor
    office.save()
    mine = p.make_user("office_viewer", body=office)
    heir = p.make_user("office_recorder", body=successor)
    other = p.make_user("office_viewer", body=p.make_body(name="Norfolk PCC"))

    assert [c.code for c in clocks_for(Reader.for_user(mine))] == [agreement.reference]
    assert [c.code for c in clocks_for(Reader.for_user(heir))] == [agreement.reference]
    assert list(clocks_for(Reader.for_user(other))) == []
    assert [c.code for c in clocks_read_by(Reader.for_user(other))] == [agreement.reference]
    assert list(clocks_for(Reader.for_user(p.make_user("administrator")))) == []


def test_clocks_of_sensitive_records_are_not_told_to_readers(editor):
    p.make_programme(funded_until="2020-03", marking="sensitive")
    assert len(told(editor)) == 1
    assert told(p.make_user("office_viewer")) == []


# Pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(editor):
    """A programme whose funding ended, and an agreement whose term ends in six weeks."""
    programme = p.make_programme(name="Old programme", funded_until="2019-03")
    agreement = at("in_force")
    agreement.ends, agreement.publication_mode, agreement.publication_reason = "2019-12-31", "summary", "Tactics."
    agreement.save()
    for party in agreement.parties.all():
        party.published = "2016"
        party.save()
    return programme, agreement


def test_the_list_says_how_near_in_words_and_filters(editor, two):
    client = signed_in(editor)
    page = client.get("/register/clocks/").content.decode()
    assert '<span class="tag tag-bad">Overdue by 234 days</span>' in page
    assert '<span class="tag tag-warn">Due in 41 days</span>' in page

    def codes(query):
        return [row[-1] for row in _csv(client.get(f"/register/clocks.csv{query}"))[1:]]

    programme, agreement = two
    assert codes("") == [programme.reference, agreement.reference]
    assert codes("?sort=-due") == [agreement.reference, programme.reference]
    assert codes("?standing=overdue") == [programme.reference]
    assert codes("?kind=expiry") == [agreement.reference]
    office = bodies(agreement)["Kent CC"]
    assert codes(f"?office={office.reference}") == [agreement.reference]
    assert codes("?q=old+prog") == [programme.reference]
    assert codes("?whose=mine") == [programme.reference, agreement.reference]


@pytest.mark.parametrize(
    "query", ["kind=nothing", "standing=x", "office=BOD-999", "sort=why", "page=0", "page=9", "who=me"]
)
def test_a_bad_address_of_the_list_is_a_sentence(editor, two, query):
    assert signed_in(editor).get(f"/register/clocks/?{query}").status_code == 400


def _csv(response):
    import csv

    return list(csv.reader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_calendar_has_each_clock_on_its_day(editor, two):
    response = signed_in(editor).get("/register/clocks.ics?kind=expiry")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    agreement = two[1]
    assert event.decoded("dtstart") == dt.date(2019, 12, 31)
    assert event["uid"] == f"expiry-{agreement.reference}@collaboration-programme-register"
    assert event["summary"] == "End of an agreement’s term: Procurement agreement"
    assert event["url"] == f"http://testserver/register/agreements/{agreement.reference}/"


def test_the_home_shows_what_is_overdue_and_soon(editor, two):
    page = signed_in(editor).get("/register/").content.decode()
    assert "Funding ends: Old programme" in page
    assert "Overdue by 234 days" in page
    home = signed_in(p.make_user("office_viewer", body=p.make_body(name="Norfolk PCC"))).get("/register/")
    assert "Nothing is overdue, and nothing is due soon." in home.content.decode()


# Reminders -------------------------------------------------------------------------------------------------------


def remind(*options):
    said = StringIO()
    call_command("remind", *options, stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SITE_URL = "https://register.example.org"


def test_a_reminder_is_sent_once_at_each_step(editor, two):
    assert "Overdue by 234 days (31 March 2019): Old programme" in remind("--dry-run")
    assert (mail.outbox, ReminderSent.objects.count()) == ([], 0)

    assert remind() == "1 e-mail sent.\n"
    (message,) = mail.outbox
    assert message.to == ["editor@example.org"]
    assert message.subject == "Collaboration register: 2 things come due, 1 overdue"
    assert "Due in 41 days (31 December 2019): Procurement agreement" in message.body
    assert f"https://register.example.org/register/agreements/{two[1].reference}/" in message.body
    assert sorted(ReminderSent.objects.values_list("key", flat=True)) == [
        f"expiry:{two[1].reference}::2019-12-31:soon-90", f"funding:{two[0].reference}::2019-03-31:overdue",
    ]  # fmt: skip

    assert remind() == "0 e-mails sent.\n"
    with time_machine.travel(dt.datetime(2019, 12, 5, 12, tzinfo=dt.UTC)):
        remind()
        remind()
    with time_machine.travel(dt.datetime(2020, 1, 5, 12, tzinfo=dt.UTC)):
        remind()
    assert [m.subject for m in mail.outbox[1:]] == [
        "Collaboration register: 1 thing comes due", "Collaboration register: 1 thing comes due, 1 overdue",
    ]  # fmt: skip


def test_what_is_recorded_falls_silent(editor, two):
    programme, agreement = two
    programme.ends = "2019-03"
    programme.save()
    record(
        agreement=agreement, kind="ended", by=editor, on="2019-11", words="All agreed.", details=Details(basis="agreed")
    )
    assert remind() == "0 e-mails sent.\n"


def test_only_those_whose_role_it_concerns_are_reminded(editor, two):
    p.make_user("auditor", email="auditor@example.org")
    p.make_user("office_viewer", body=p.make_body(name="Norfolk PCC"), email="norfolk@example.org")
    p.make_user("office_recorder", body=bodies(two[1])["Kent PCC"], email="kent@example.org")
    p.make_user("editor", email="gone@example.org", is_active=False)
    remind()
    assert sorted(m.to[0] for m in mail.outbox) == ["editor@example.org", "kent@example.org"]


def test_an_email_that_cannot_be_sent_is_tried_again(editor, two, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(CommandError, match=r"^1 e-mail was not sent\. Check EMAIL_HOST and try again\.$"):
        remind()
    assert ReminderSent.objects.count() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind() == "1 e-mail sent.\n"


def test_without_a_mail_server_or_an_address_nothing_is_sent(settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="^SITE_URL is not set"):
        remind()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    with pytest.raises(CommandError, match="^EMAIL_HOST is not set"):
        remind()


def test_the_database_keeps_one_reminder_of_a_kind(editor):
    ReminderSent.objects.create(user=editor, key="a", address="a@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderSent.objects.create(user=editor, key="a", address="a@example.org")
