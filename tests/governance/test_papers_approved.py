"""Reports through their addresses: figures refreshed or kept, approved by another, begun anew, put on an agenda."""

import io

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from docx import Document

from governance.models import Paper, ReportEvent, ReportFigure
from governance.papers import doors
from programmes.choices import Role
from programmes.history import AppendOnlyError
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.reports import approve, fill, make_approved_report, make_report, write

pytestmark = pytest.mark.django_db


def signed_in(role=Role.EDITOR, **fields):
    user = p.make_user(role, **fields)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor():
    return signed_in()


@pytest.fixture
def publisher():
    return signed_in(Role.PUBLISHER)


@pytest.fixture
def programme():
    return p.make_programme(short_name="7F programme", alliance=p.make_alliance(name="Seven Force"), marking="public")


@pytest.fixture
def work(programme):
    """A workstream with a status that names its saving and its milestone."""
    workstream = w.make_workstream(programme=programme, name="Vetting", marking="public")
    w.make_savings_figure(
        workstream=workstream, words="over £200k in savings", said="2016-09", marking="public", programme=None
    )
    w.make_milestone(workstream=workstream, name="Live", forecast="2017-01", marking="public")
    w.make_status_update(
        workstream=workstream, as_at="2016-09-21", marking="public", heading="Vetting",
        public_text="It gave over £200k in savings and goes live in January 2017.",
    )  # fmt: skip
    return workstream


@pytest.fixture
def report(editor, programme, work):
    """A Panel report as at October 2016, drawn up by the editor, every section written."""
    made = make_report(programme=programme, by=editor.user)
    return fill(made)


def page(client, report, status=200):
    response = client.get(f"/register/reports/{report.reference}/")
    assert response.status_code == status
    return response.content.decode()


def plain(html):
    return " ".join(html.split()).replace(" </", "</")


def section_url(report, code):
    return f"/register/reports/{report.reference}/sections/{report.sections.get(code=code).reference}"


def edit(client, report, code, text, **data):
    section = report.sections.get(code=code)
    sent = {"heading": section.heading, "text": text, "exempt_ground": "", "opened_version": section.version} | data
    return client.post(section_url(report, code), sent, follow=True).content.decode()


def approve_by(client, report):
    url = f"/register/reports/{report.reference}/approve"
    seen = client.get(url).content.decode().split('name="seen" value="')[1].split('"')[0]
    return client.post(url, {"seen": seen, "token": "once"}, follow=True).content.decode()


# Figures whose records change -------------------------------------------------------------------------------------------


@pytest.fixture
def changed(report, work):
    """The saving says something else after the report was drafted."""
    saving = work.savings_figures.get()
    saving.words = "over £250k in savings"
    saving.save()
    return report.figures.get(key=f"{saving.reference}.words")


def settle(client, report, figure, **data):
    url = f"/register/reports/{report.reference}/figures/{figure.reference}"
    assert client.get(url).status_code == 200
    return client.post(url, data, follow=True).content.decode()


def test_changed_record_is_marked_in_the_text_and_above_it(editor, report, changed):
    html = plain(page(editor, report))
    mark = "changed since drafted: was “over £200k in savings”, now “over £250k in savings”"
    assert f'<mark class="report-changed">{mark}</mark>' in html
    assert html.count(mark) == 2
    assert f"/figures/{changed.reference}" in html


def test_figure_is_refreshed(editor, report, changed):
    assert "says what the record says now" in settle(editor, report, changed, do="refresh")
    html = page(editor, report)
    assert "over £250k in savings</a>" in html
    assert "changed since drafted" not in html


def test_figure_is_kept_with_a_reason(editor, report, changed):
    assert "Reason: say why the report keeps the earlier words." in settle(
        editor, report, changed, do="keep", reason=" "
    )
    settle(editor, report, changed, do="keep", reason="As the Panel was told.")
    html = plain(page(editor, report))
    assert "changed since drafted" not in html
    assert "“over £200k in savings”, although the record says “over £250k in savings”. As the Panel was told." in html


def test_kept_figure_is_marked_again_when_the_record_changes_again(editor, report, changed, work):
    settle(editor, report, changed, do="keep", reason="As told.")
    saving = work.savings_figures.get()
    saving.words = "over £300k in savings"
    saving.save()
    assert "now “over £300k in savings”" in page(editor, report)


def test_figure_that_did_not_change_is_not_kept(editor, report, work):
    figure = report.figures.get(key=f"{work.milestones.get().reference}.forecast")
    assert "says the same as the report; there is nothing to keep." in settle(
        editor, report, figure, do="keep", reason="Why not"
    )


def test_figure_emptied_in_the_record_is_not_refreshed(editor, report, work):
    milestone = work.milestones.get()
    figure = report.figures.get(key=f"{milestone.reference}.forecast")
    milestone.forecast = milestone.forecast_words = ""
    milestone.save()
    assert "now not recorded" in page(editor, report)
    assert "says nothing in the register now" in settle(editor, report, figure, do="refresh")


def test_figure_whose_record_is_gone_is_neither_kept_nor_refreshed(editor, report):
    ReportFigure.objects.create(report=report, key="SAV-999.words", words="£1")
    edit_text = report.sections.get(code="background")
    edit_text.text = "[[SAV-999.words]]"
    edit_text.save()
    figure = report.figures.get(key="SAV-999.words")
    assert "now SAV-999 is not in the register" in page(editor, report)
    assert "the record is no longer in the register" in settle(editor, report, figure, do="keep", reason="x")
    assert editor.get(f"/register/reports/{report.reference}/figures/RPF-999").status_code == 404


# Approved ---------------------------------------------------------------------------------------------------------------


def test_another_person_approves_and_the_text_is_frozen(editor, publisher, report):
    html = approve_by(publisher, report)

    event = ReportEvent.objects.get()
    assert "The report is approved and fixed." in html
    assert f"{report.reference}. Approved, version 1, as at October 2016." in html
    assert f"SHA-256 {event.sha256}" in html
    assert len(event.sha256) == 64
    assert "This version is approved and fixed. Begin a new version to change it." in edit(
        editor, report, "background", "No."
    )
    section = report.sections.get(code="background")
    section.text = "Past the door"
    with pytest.raises(AppendOnlyError):
        section.save()


def test_database_refuses_to_change_an_approval(report):
    approve(report)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_reportevent SET document = 'x'")


def test_who_wrote_it_does_not_approve_it(report):
    both = p.make_user(Role.EDITOR)
    p.make_grant(user=both, role=Role.PUBLISHER)
    client = Client()
    client.force_login(both)
    write(report, "background", "Mine.", by=both)
    assert "You have written in this report." in approve_by(client, report)
    assert not ReportEvent.objects.exists()


def test_editor_does_not_approve(editor, report):
    assert editor.get(f"/register/reports/{report.reference}/approve").status_code == 403


def test_changed_figures_are_settled_before_approval(publisher, report, changed):
    assert f"Figures changed since they were drafted: {changed.key}." in approve_by(publisher, report)


def test_text_changed_after_it_was_read_is_not_approved(publisher, editor, report):
    url = f"/register/reports/{report.reference}/approve"
    seen = publisher.get(url).content.decode().split('name="seen" value="')[1].split('"')[0]
    edit(editor, report, "background", "Other words.")
    html = publisher.post(url, {"seen": seen, "token": "t"}).content.decode()
    assert "This report was changed after you opened it. Read it again, then approve it." in html


def test_empty_section_is_named(publisher, editor, report):
    edit(editor, report, "background", "")
    assert "Nothing is written yet under: Background." in approve_by(publisher, report)


def test_public_report_does_not_rest_on_internal_records(publisher, editor, report):
    saving = w.make_savings_figure(words="£3m", marking="internal")
    edit(editor, report, "background", f"[[{saving.reference}.words]]")
    assert f"The text rests on {saving.reference} (internal), which its readers may not have." in approve_by(
        publisher, report
    )
    edit(editor, report, "background", f"[[{saving.reference}.words]]", exempt_ground="commercial")
    assert "The report is approved and fixed." in approve_by(publisher, report)


def test_public_report_names_no_officer_whose_contact_is_not_public(publisher, editor, report):
    p.make_contact(name="Ada Byron", kind="named_officer", marking="internal")
    edit(editor, report, "background", "Ask Ada Byron.")
    assert "The text names Ada Byron, whose contact is not public." in approve_by(publisher, report)


def test_internal_report_may_rest_on_internal_records(report):
    report.refresh_from_db()
    report.marking = "internal"
    report.save()
    saving = w.make_savings_figure(words="£3m", marking="internal")
    write(report, "background", f"[[{saving.reference}.words]]")
    approve(report)
    assert doors.state_of(report) == "approved"


def test_approval_sent_twice_is_one(publisher, report):
    approve_by(publisher, report)
    event = ReportEvent.objects.get()
    assert doors.approve(report=report, by=publisher.user, seen=event.sha256, token="once") == event
    with pytest.raises(doors.ReportFrozen):
        doors.approve(report=report, by=publisher.user, seen=event.sha256, token="twice")


def test_offices_read_what_was_approved_without_what_is_withheld(editor, publisher, report):
    viewer = signed_in(Role.OFFICE_VIEWER)
    page(viewer, report, 404)
    assert "No report is drawn up." in viewer.get("/register/reports/").content.decode()
    edit(editor, report, "background", "The price is high.", exempt_ground="commercial")
    approve_by(publisher, report)

    html = page(viewer, report)

    assert "withheld (commercial)" in html
    assert "The price is high." not in html
    assert "The price is high." in page(editor, report)
    assert report.reference in viewer.get("/register/reports/").content.decode()
    assert ReportEvent.objects.get().open_sha256 in html


def test_contact_of_an_officer_is_read_by_the_team_alone(editor, publisher, programme, work):
    officer = p.make_contact(name="Ada Byron", email="ada@example.org", kind="named_officer", marking="internal")
    report = fill(make_report(programme=programme, contact=officer, by=editor.user))
    approve_by(publisher, report)
    assert "ada@example.org" in page(editor, report)
    assert "ada@example.org" not in page(signed_in(Role.OFFICE_VIEWER), report)


def test_new_version_leaves_the_approved_one_to_its_readers(editor, publisher, report):
    approve_by(publisher, report)
    url = f"/register/reports/{report.reference}/version"
    assert "Fill this in" in editor.post(url, {"reason": "", "token": "v"}).content.decode()
    editor.post(url, {"reason": "A figure was wrong.", "token": "v"})
    edit(editor, report, "background", "The second version.")

    assert "Draft, version 2" in page(editor, report)
    assert "The second version." not in page(signed_in(Role.OFFICE_VIEWER), report)
    approve(report)
    assert "The second version." in page(signed_in(Role.OFFICE_VIEWER), report)
    assert list(report.events.values_list("kind", "version")) == [("approved", 1), ("reopened", 2), ("approved", 2)]


def test_new_version_is_begun_once_and_of_an_approved_report_alone(editor, report):
    with pytest.raises(doors.ReportNotAllowed, match="not approved yet"):
        doors.begin_version(report=report, by=editor.user, reason="Why", token="a")
    approve(report)
    with pytest.raises(doors.ReportNotAllowed, match="say why a new version is begun"):
        doors.begin_version(report=report, by=editor.user, reason=" ", token="b")
    event = doors.begin_version(report=report, by=editor.user, reason="Why", token="c")
    assert doors.begin_version(report=report, by=editor.user, reason="Why", token="c") == event


# On an agenda, and as files ---------------------------------------------------------------------------------------------


def test_approved_report_becomes_a_paper_of_an_agenda_item(editor, publisher, report):
    meeting = g.make_meeting(held="2030-01-10", status="planned")
    url = f"/register/reports/{report.reference}/agenda"
    assert (
        "Only an approved report goes on an agenda."
        in editor.post(url, {"meeting": meeting.reference}).content.decode()
    )
    edit(editor, report, "background", "The price.", exempt_ground="commercial")
    approve_by(publisher, report)

    html = editor.post(url, {"meeting": meeting.reference}, follow=True).content.decode()

    paper = Paper.objects.get()
    assert "It is on the agenda:" in html
    assert (paper.title, paper.item.title, paper.meeting) == (report.title, report.title, meeting)
    assert "Background\n\nwithheld (commercial)" in paper.text
    assert "The price." not in paper.text
    report.refresh_from_db()
    assert report.paper == paper
    editor.post(url, {"meeting": meeting.reference})
    assert Paper.objects.count() == 1


def test_files_say_the_same_fingerprint_as_the_page(editor, publisher, report):
    draft = editor.get(f"/register/reports/{report.reference}/report.pdf")
    assert draft["Content-Type"] == "application/pdf"
    assert draft["Content-Disposition"] == f'attachment; filename="{report.reference}-draft.pdf"'
    assert draft.content.startswith(b"%PDF")
    approve_by(publisher, report)
    event = ReportEvent.objects.get()

    response = editor.get(f"/register/reports/{report.reference}/report.docx")

    assert response["Content-Disposition"] == f'attachment; filename="{report.reference}.docx"'
    document = Document(io.BytesIO(response.content))
    foot = "".join(part.text for part in document.sections[0].footer.paragraphs)
    assert event.sha256 in foot.replace(" ", "")
    assert event.sha256 in page(editor, report)


def test_list_says_how_far_each_report_is(editor, report):
    made = make_approved_report(title="Approved one")
    html = plain(editor.get("/register/reports/?kind=panel").content.decode())
    assert "Draft, version 1" in html
    assert "Approved, version 1" in html
    csv = b"".join(editor.get("/register/reports.csv").streaming_content).decode()
    assert f"{made.title},Panel report," in csv
    assert '"Approved, version 1"' in csv
