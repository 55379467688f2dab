"""Reports through their addresses: drawn up, edited, figures refreshed or kept, approved by another, begun anew."""

import re

import pytest
from django.test import Client

from governance.models import Report
from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.reports import fill, make_report, write

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


# Drawn up ---------------------------------------------------------------------------------------------------------------


def test_editor_draws_up_a_report_from_the_record_as_at_a_day(editor, programme, work):
    sent = {"kind": "panel", "as_at": "2016-10", "programme": programme.reference, "marking": "internal"}

    html = editor.post("/register/reports/new", sent, follow=True).content.decode()

    report = Report.objects.get()
    assert report.title == "Police and Crime Panel report on the 7F Programme, October 2016"
    assert "The report is drawn up." in html
    assert "<strong>Vetting:</strong> It gave" in html
    figure = work.savings_figures.get()
    assert (
        f'<a class="report-figure" href="/register/savings-figures/{figure.reference}/">over £200k in savings</a>'
        in html
    )
    assert set(report.figures.values_list("key", flat=True)) == {
        f"{figure.reference}.words", f"{work.milestones.get().reference}.forecast",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"as_at": ""}, "Give the date as 21/04/2016, April 2016"),
        ({"as_at": "2016-04-01/.."}, "As at: give a day or a month with a beginning and an end."),
        ({"as_at": "2999"}, "As at: this lies in the future; the record cannot be read on it yet."),
        ({"since": "2017-01-01"}, "What is new since: this is not before"),
        ({"kind": "office"}, "For the office: an office brief names the office it is for."),
        ({"programme": ""}, "Programme, alliance, office or Panel item: say what the report tells."),
        ({"programme": "PRG-99"}, "“PRG-99” is no programme of the register"),
    ],
)
def test_what_cannot_be_drawn_up_is_said_and_nothing_typed_is_lost(editor, programme, data, sentence):
    sent = {
        "kind": "panel",
        "as_at": "2016-10",
        "title": "My own title",
        "programme": programme.reference,
        "marking": "internal",
    }

    html = editor.post("/register/reports/new", sent | data).content.decode()

    assert sentence in html
    assert 'value="My own title"' in html
    assert not Report.objects.exists()


def test_statuses_and_decisions_after_the_day_stay_out(editor, programme, work):
    w.make_status_update(workstream=work, as_at="2016-11-02", public_text="Said later.", marking="public")
    early = page(editor, make_report(programme=programme))
    late = page(editor, make_report(programme=programme, as_at="2016-12"))
    assert "Said later." not in early
    assert "Said later." in late


def test_sensitive_records_never_enter_a_report(editor, programme, work):
    w.make_status_update(workstream=work, as_at="2016-10-02", public_text="Kept quiet.", marking="sensitive")
    assert "Kept quiet." not in page(editor, make_report(programme=programme))


def test_summit_summary_tells_cases_decisions_and_what_comes(editor, programme, work):
    board = g.make_board(name="Summit", programme=programme)
    case = g.make_business_case(title="Vetting case", programme=programme, marking="public")
    g.make_case_event(case=case, on="2016-08-01", stage="obc", state="drafting")
    g.make_decision(
        title="Go on", wording="Go on with vetting.", programme=programme, board=board, decided="2016-09-30", case=None,
        meeting=None, marking="public",
    )  # fmt: skip
    report = make_report(kind="summit", as_at="2016-10-10", programme=programme, board=board)
    html = plain(page(editor, report))
    assert "2. Business cases" in html
    assert '<th scope="row">Vetting case</th><td>Outline business case</td><td>Drafting</td>' in html
    assert "<td>Go on with vetting.</td><td>Summit</td>" in html
    assert "Live</td>" in html
    assert "The Summit is asked to note this summary." in html


def test_office_brief_begins_after_the_last_meeting_of_the_office(editor, work):
    force = p.make_force()
    body = p.make_body(force=force, name="PCC of Cambridgeshire")
    work.participating_forces.add(force)
    g.make_meeting(board=g.make_board(body=body), held="2016-09-20")
    html = plain(page(editor, make_report(kind="office", as_at="2016-10-10", body=body)))
    assert "<dt>Since</dt><dd>20 September 2016</dd>" in html
    assert "Nothing waits for a decision of this office as at 10 October 2016." in html
    assert "It gave" in html
    brief = make_report(kind="office", as_at="2016-10-10", body=body, title="Second", since=None)
    assert "2. Decided since 20 September 2016" in page(editor, brief)


# Edited in place --------------------------------------------------------------------------------------------------------


def test_prose_is_edited_and_the_figure_stays_bound(editor, report, work):
    key = f"{work.savings_figures.get().reference}.words"
    shown = editor.get(section_url(report, "workstreams")).content.decode()
    assert f"[[{key}: over £200k in savings]]" in shown

    html = edit(
        editor, report, "workstreams", f"We are glad: [[{key}: over £200k in savings]] is saved.", change_reason="Ours"
    )

    assert "Saved: Key Work-streams." in html
    assert report.sections.get(code="workstreams").text == f"We are glad: [[{key}]] is saved."
    assert report.sections.get(code="workstreams").history.first().history_change_reason == "Ours"


def test_words_of_a_bound_figure_cannot_be_typed_over(editor, report, work):
    key = f"{work.savings_figures.get().reference}.words"
    html = edit(editor, report, "workstreams", f"We saved [[{key}: over £900k]].")
    assert f"the figure {key} is bound and reads “over £200k in savings”" in html
    assert f"We saved [[{key}: over £900k]]." in html
    assert "900k" not in report.sections.get(code="workstreams").text


def test_a_figure_is_bound_by_naming_it(editor, report):
    saving = w.make_savings_figure(words="up to £20m", marking="public")
    html = edit(editor, report, "background", f"They aim at [[{saving.reference}.words]].")
    assert "up to £20m</a>" in html
    assert report.figures.get(key=f"{saving.reference}.words").words == "up to £20m"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[SAV-999.words]]", "names no figure that can be bound"),
        ("[[WS-1.internal_note]]", "names no figure that can be bound"),
    ],
)
def test_what_is_no_figure_is_not_bound(editor, report, text, sentence):
    assert sentence in edit(editor, report, "background", text)


def test_a_figure_that_is_not_recorded_is_not_bound(editor, report):
    milestone = w.make_milestone(actual="", actual_words="")
    html = edit(editor, report, "background", f"[[{milestone.reference}.actual]]")
    assert f"{milestone.reference}.actual is not recorded, so there is nothing to bind." in html


def test_two_editors_lose_nothing(editor, report):
    other = signed_in(first_name="Ada", last_name="Byron")
    opened = report.sections.get(code="background").version
    edit(other, report, "background", "Ada’s words.")

    html = edit(editor, report, "background", "My words.", opened_version=opened)

    assert "after you opened it. Nothing you typed is lost" in html
    assert "My words." in html
    assert "Ada’s words." in html
    assert report.sections.get(code="background").text == "Ada’s words."


def test_section_of_another_report_is_not_found(editor, report, programme):
    other = make_report(programme=programme, title="Other")
    url = f"/register/reports/{report.reference}/sections/{other.sections.first().reference}"
    assert editor.get(url).status_code == 404


def test_facts_are_changed_without_drafting_anew(editor, report):
    report.refresh_from_db()
    sent = {
        "title": "Another title", "as_at": "2016-10", "programme": report.programme.reference, "marking": "internal",
        "opened_version": report.version,
    }  # fmt: skip
    html = editor.post(f"/register/reports/{report.reference}/facts", sent, follow=True).content.decode()
    assert "Another title" in html
    assert "Saved." in html


def test_numbers_written_by_hand_are_named(editor, report):
    edit(editor, report, "background", "Some £7m by 2031.")
    html = plain(page(editor, report))
    assert "Numbers without a record</h2>" in html
    assert '<li>£7m <span class="quiet">in Background</span></li>' in html


def test_a_decision_is_told_with_its_condition(editor, programme):
    board = g.make_board(name="Summit", marking="public")
    g.make_decision(
        title="Fuel", wording="The Summit decided to buy fuel together.", kind="final", board=board, programme=programme,
        decided="2026-11-20", conditions="Kent joins once its contract has ended.", marking="public",
    )  # fmt: skip
    report = make_report(kind="summit", as_at="2026-11-29", programme=programme, by=editor.user)

    html = " ".join(editor.get(f"/register/reports/{report.reference}/").content.decode().split())

    assert '<th scope="col">Conditions</th>' in html
    assert "<td>Kent joins once its contract has ended. </td>" in html


def test_no_decision_has_a_condition_no_column_is_there(editor, programme):
    g.make_decision(title="Fuel", wording="Agreed.", programme=programme, decided="2026-11-20", marking="public")
    report = make_report(kind="summit", as_at="2026-11-29", programme=programme, by=editor.user)

    html = editor.get(f"/register/reports/{report.reference}/").content.decode()

    assert "What kind" in html
    assert "Conditions" not in html


def test_the_days_and_names_of_a_report_are_no_numbers_written_by_hand(editor, programme):
    report = make_report(kind="summit", as_at="2026-11-29", programme=programme, by=editor.user)
    section = report.sections.get(heading="Purpose")
    write(report, section.code, f"{section.text} It hopes for 42 posts by 3 May.", by=editor.user)

    html = " ".join(editor.get(f"/register/reports/{report.reference}/").content.decode().split())

    assert "the work of the 7F Programme stands as at 29 November 2026, what was decided since 29 August 2026" in html
    told = html.partition("Numbers without a record")[2].partition("</ul>")[0]
    assert re.findall(r"<li>(\w+) <span class=\"quiet\">in ([^<]*)", told) == [
        ("42", "1. Purpose"),
        ("3", "1. Purpose"),
    ]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("It seeks efficiency.", ["Efficiency", "Value for Money"]),
        ("It seeks efficiency and value for money.", []),
    ],
)
def test_a_list_is_told_whole_or_not_at_all(editor, programme, before, told):
    said = [before, "The aims are to deliver better:", "Efficiency", "Value for Money"]
    for position, words in enumerate(said):
        p.make_statement(
            programme=programme, kind="aim", words=words, said="2019-12", position=position, marking="public"
        )
    report = make_report(programme=programme, as_at="2026-11-29", by=editor.user)

    html = " ".join(editor.get(f"/register/reports/{report.reference}/").content.decode().split())

    background = html.partition("<h2>Background ")[2].partition("</section>")[0]
    assert ("The aims are to deliver better:" in background) == bool(told)
    assert re.findall(r"<li>(.*?) </li>", background) == told


def test_what_was_to_come_at_a_date_that_is_past_is_told_to_the_officer(editor, programme):
    report = make_report(programme=programme, as_at="2016-10", by=editor.user)
    write(
        report, "next",
        "A report will be presented on 30th September 2016. Another will follow on 10 October 2016. The team was set up in "
        "May 2016. It is hoped to go live in August 2016. It will open on 31 June 2016.",
        by=editor.user,
    )  # fmt: skip

    html = " ".join(editor.get(f"/register/reports/{report.reference}/").content.decode().split())

    told = html.partition("Said to come, and past by its day")[2].partition("</ul>")[0]
    assert re.findall(r"<li>(.*?) <span class=\"quiet\">in Next reporting period</span></li>", told) == [
        "30th September 2016: “A report will be presented on 30th September 2016.”",
        "August 2016: “It is hoped to go live in August 2016.”",
        "31 June 2016: “It will open on 31 June 2016.”",
    ]
