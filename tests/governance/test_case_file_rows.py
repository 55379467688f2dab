"""The parts of a document on the desk: rows with room for more, amounts by force and year, files; two editors at once."""

import pytest
from django.test import Client

from governance.models import CaseAmount, CaseFunding, CaseOption, CaseStep
from programmes.choices import Role
from tests.factories.case_file import make_case_amount, make_case_line, make_case_option, make_case_risk
from tests.factories.governance import make_case_document
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Story("Kent", "Essex").put("drafting")


@pytest.fixture
def editor(story):
    return signed_in(story.editor)


@pytest.fixture
def document(story):
    return make_case_document(case=story.case, stage="obc", title="OBC", base_year="2016/17")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def part(document, name):
    return f"/admin/governance/casedocument/{document.pk}/part/{name}/"


def history(document):
    return [h.history_change_reason for h in type(document).history.filter(id=document.pk).order_by("history_id")]


def test_options_are_typed_into_empty_rows_and_an_empty_row_is_left_alone(editor, document):
    url = part(document, "options")
    data = form_data(editor.get(url), "part-form")
    assert data["rows"] == "3"

    page = editor.post(
        url,
        {**data, "row-0-code": "1", "row-0-name": "Stay as we are", "row-0-is_bau": "on", "row-0-is_shortlisted": "on",
         "row-2-code": "2", "row-2-name": "One service", "change_reason": "From the workshop."},
        follow=True,
    )  # fmt: skip

    assert "Saved: options, 2 changed." in page.content.decode()
    assert [(o.code, o.name, o.is_bau, o.is_shortlisted) for o in CaseOption.objects.all()] == [
        ("1", "Stay as we are", True, True),
        ("2", "One service", False, False),
    ]
    assert history(document)[-1] == (
        "Options: “1: Stay as we are” added (Code: 1; Name: Stay as we are; Business as usual; Shortlisted); "
        "“2: One service” added (Code: 2; Name: One service). From the workshop."
    )
    words = editor.get(f"/register/r/{document.reference}/history/").content.decode()
    assert "From the workshop." in words


def test_more_rows_are_a_button_that_checks_and_loses_nothing(editor, document):
    url = part(document, "risks")
    data = form_data(editor.get(url), "part-form")

    page = editor.post(url, {**data, "row-1-owner": "The SRO", "more": "1"})

    again = form_data(page, "part-form")
    assert (again["rows"], again["row-1-owner"], again["row-5-words"]) == ("6", "The SRO", "")
    assert "There is a problem" not in page.content.decode()
    assert document.risks.count() == 0


def test_a_fault_names_row_field_and_fix_and_nothing_typed_is_lost(editor, document):
    url = part(document, "options")
    data = form_data(editor.get(url), "part-form")

    page = editor.post(
        url,
        {**data, "row-0-code": "1", "row-0-name": "", "row-1-code": "1", "row-1-name": "A", "row-1-is_preferred": "on",
         "row-2-code": "3", "row-2-name": "Third words"},
    )  # fmt: skip

    html = page.content.decode()
    assert '<a href="#id_row-0-name">1. New, Name – Fill this in; it is needed.</a>' in html
    assert "2. New, Shortlisted – The preferred option is on the shortlist too; tick this." in html
    assert 'value="Third words"' in html
    assert CaseOption.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"row-1-code": "1", "row-1-name": "B"}, "2. New, Code – Two options have this code; give each its own."),
        (
            {"row-1-code": "2", "row-1-name": "B", "row-1-is_shortlisted": "on", "row-1-is_preferred": "on"},
            "2. New, Preferred – Another option is preferred already; choose exactly one.",
        ),
    ],
)
def test_rows_that_contradict_each_other_are_refused(editor, document, typed, sentence):
    url = part(document, "options")
    data = form_data(editor.get(url), "part-form")
    first = {"row-0-code": "1", "row-0-name": "A", "row-0-is_shortlisted": "on", "row-0-is_preferred": "on"}

    html = editor.post(url, {**data, **first, **typed}).content.decode()

    assert sentence in html
    assert CaseOption.objects.count() == 0


def test_the_preference_moves_from_one_option_to_another_in_one_save(editor, document):
    for code, preferred in (("1", False), ("2", True)):
        make_case_option(document=document, code=code, is_shortlisted=True, is_preferred=preferred)
    url = part(document, "options")
    data = form_data(editor.get(url), "part-form")
    del data["row-1-is_preferred"]

    editor.post(url, {**data, "row-0-is_preferred": "on"})

    assert [(o.code, o.is_preferred) for o in CaseOption.objects.all()] == [("1", True), ("2", False)]


def test_codes_exchanged_between_two_options_are_a_sentence_and_no_error(editor, document):
    for code in ("1", "2"):
        make_case_option(document=document, code=code)
    url = part(document, "options")
    data = form_data(editor.get(url), "part-form")

    html = editor.post(url, {**data, "row-0-code": "2", "row-1-code": "1"}).content.decode()

    assert "two rows would bear the same name or code for a moment" in html
    assert [o.code for o in CaseOption.objects.all()] == ["1", "2"]


def test_a_row_is_taken_off_and_the_history_says_so(editor, document):
    make_case_risk(document=document, words="Too late")
    url = part(document, "risks")
    data = form_data(editor.get(url), "part-form")

    editor.post(url, {**data, "row-0-remove": "on"})

    assert document.risks.count() == 0
    assert history(document)[-1] == "Risks: “Too late” taken off."


def test_a_form_sent_twice_adds_its_rows_once(editor, document):
    url = part(document, "funding")
    data = form_data(editor.get(url), "part-form") | {
        "row-0-source": "grant", "row-0-name": "PTF", "row-0-amount": "660000"
    }  # fmt: skip

    for _ in range(2):
        editor.post(url, data)

    assert [(f.name, str(f.amount)) for f in CaseFunding.objects.all()] == [("PTF", "660000.00")]


def test_a_plan_takes_a_vague_date_in_words(editor, document):
    url = part(document, "plan")
    data = form_data(editor.get(url), "part-form")

    editor.post(url, {**data, "row-0-name": "Go-live", "row-0-due_words": "autumn 2017"})

    step = CaseStep.objects.get()
    assert (step.due, step.due_words, str(step.due_latest)) == ("2017-23", "autumn 2017", "2017-11-30")


def test_two_editors_of_one_row_see_both_versions_and_choose(editor, document):
    make_case_option(document=document, code="1", name="Stay", appraisal="Before.")
    url = part(document, "options")
    mine = form_data(editor.get(url), "part-form")
    other = signed_in(make_user(Role.EDITOR, username="other"))
    other.post(url, {**form_data(other.get(url), "part-form"), "row-0-name": "Stay as we are"})

    page = editor.post(url, {**mine, "row-0-appraisal": "After."})

    html = page.content.decode()
    assert "Not saved: other changed 1: Stay as we are" in html
    assert "Nothing you typed is lost" in html
    assert "Stay as we are" in html
    editor.post(url, form_data(page, "part-form") | {"row-0-take_name": "stored"})
    option = CaseOption.objects.get()
    assert (option.name, option.appraisal) == ("Stay as we are", "After.")


def test_two_editors_of_different_rows_do_not_meet(editor, document):
    url = part(document, "options")
    mine = form_data(editor.get(url), "part-form")
    other = signed_in(make_user(Role.EDITOR))
    other.post(url, {**form_data(other.get(url), "part-form"), "row-0-code": "1", "row-0-name": "Theirs"})

    editor.post(url, {**mine, "row-0-code": "2", "row-0-name": "Mine"})

    assert {o.name for o in CaseOption.objects.all()} == {"Theirs", "Mine"}


def test_a_row_somebody_took_off_can_be_put_back(editor, document):
    option = make_case_option(document=document, code="1", name="Stay")
    url = part(document, "options")
    mine = form_data(editor.get(url), "part-form") | {"row-0-appraisal": "Mine."}
    option.delete()

    page = editor.post(url, mine)

    assert "Somebody else took this row off after you opened the page." in page.content.decode()
    editor.post(url, form_data(page, "part-form"))
    assert [(o.name, o.appraisal) for o in CaseOption.objects.all()] == [("Stay", "Mine.")]


# Amounts ------------------------------------------------------------------------------------------------------------


def line_url(line):
    return f"/admin/governance/casedocument/{line.document_id}/line/{line.pk}/"


def box(force, year):
    return f"amount_{force.pk if force else 0}_{year}"


def test_amounts_are_a_grid_of_forces_by_year_exact_to_the_penny_and_empty_is_unknown(story, editor, document):
    line = make_case_line(document=document, name="Set-up", total="100.30")
    kent, essex = story.force("Kent"), story.force("Essex")
    page = editor.get(line_url(line) + "?first=2016/17&count=2")
    data = form_data(page, "amounts-form")
    assert {name for name in data if name.startswith("amount_")} == {
        box(force, year) for force in (kent, essex, None) for year in (2016, 2017)
    }

    answer = editor.post(line_url(line), {**data, box(kent, 2016): "0.10", box(essex, 2017): "100.20"})

    assert answer.status_code == 302
    assert [(a.force, a.financial_year, str(a.amount)) for a in CaseAmount.objects.all()] == [
        (kent, "2016/17", "0.10"),
        (essex, "2017/18", "100.20"),
    ]
    assert history(document)[-1] == (
        "Costs and benefits: “Set-up” changed: Essex, 2017/18 not stated to £100.20; Kent, 2016/17 not stated to £0.10."
    )


def test_parts_that_do_not_add_up_say_by_how_much_and_stay_typed(story, editor, document):
    line = make_case_line(document=document, name="Set-up", total="100.00")
    data = form_data(editor.get(line_url(line)), "amounts-form")

    html = editor.post(line_url(line), {**data, box(None, 2016): "99.99"}).content.decode()

    assert (
        "The parts of “Set-up” add up to £99.99, £0.01 less than the total of £100. Correct an amount or the total; "
        "leave the total empty when it is not stated." in html
    )
    assert 'value="99.99"' in html
    assert CaseAmount.objects.count() == 0


def test_an_amount_is_taken_back_to_not_stated(editor, document):
    amount = make_case_amount(line=make_case_line(document=document), financial_year="2016/17")
    data = form_data(editor.get(line_url(amount.line)), "amounts-form")

    editor.post(line_url(amount.line), {**data, box(None, 2016): ""})

    assert CaseAmount.objects.count() == 0


def test_a_gap_between_years_is_a_warning(editor, document):
    line = make_case_line(document=document, name="Set-up")
    data = form_data(editor.get(line_url(line)), "amounts-form")

    page = editor.post(line_url(line), {**data, box(None, 2016): "1", box(None, 2018): "1"}, follow=True)

    assert "The years of “Set-up” leave out 2017/18." in page.content.decode()


def test_one_more_year_is_a_button_that_loses_nothing(editor, document):
    line = make_case_line(document=document)
    data = form_data(editor.get(line_url(line) + "?first=2016/17&count=1"), "amounts-form")

    page = editor.post(line_url(line), {**data, box(None, 2016): "12", "more": "1"})

    again = form_data(page, "amounts-form")
    assert (again[box(None, 2016)], again[box(None, 2017)]) == ("12", "")
    assert CaseAmount.objects.count() == 0


@pytest.mark.parametrize("typed", ["ten", "1e400", "NaN", "9" * 40, "1.001", "\x00"])
def test_a_bad_amount_is_a_sentence(editor, document, typed):
    line = make_case_line(document=document)
    data = form_data(editor.get(line_url(line)), "amounts-form")

    page = editor.post(line_url(line), {**data, box(None, 2016): typed})

    assert page.status_code == 200
    assert "Not divided between forces, 2016/17 – " in page.content.decode()


@pytest.mark.parametrize("query", ["first=x", "first=2016/18", "count=-1", "count=x", "count=999"])
def test_nonsense_in_the_address_is_no_error(editor, document, query):
    assert editor.get(f"{line_url(make_case_line(document=document))}?{query}").status_code == 200


def test_two_editors_of_the_same_amounts_see_both(editor, document):
    line = make_case_line(document=document, name="Set-up")
    mine = form_data(editor.get(line_url(line)), "amounts-form")
    other = signed_in(make_user(Role.EDITOR, username="other"))
    other.post(line_url(line), {**form_data(other.get(line_url(line)), "amounts-form"), box(None, 2016): "50"})

    page = editor.post(line_url(line), {**mine, box(None, 2017): "70"})

    html = page.content.decode()
    assert "Not saved: other changed Set-up" in html
    editor.post(line_url(line), form_data(page, "amounts-form"))
    assert [(a.financial_year, str(a.amount)) for a in CaseAmount.objects.all()] == [
        ("2016/17", "50.00"),
        ("2017/18", "70.00"),
    ]


# Who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.OFFICE_RECORDER, Role.AUDITOR])
def test_only_an_editor_opens_the_pages_of_the_parts(document, role):
    client = signed_in(make_user(role))
    line = make_case_line(document=document)
    for url in (part(document, "options"), line_url(line), f"/admin/governance/casedocument/{document.pk}/attachments/",
                f"/admin/governance/businesscase/{document.case_id}/version/",
                f"/admin/governance/businesscase/{document.case_id}/duty/",
                f"/admin/governance/businesscase/{document.case_id}/agreement/",
                f"/admin/governance/businesscase/{document.case_id}/marking/"):  # fmt: skip
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403


def test_what_does_not_exist_is_not_found(editor, document):
    other = make_case_line()
    for url in (part(document, "nothing"), f"/admin/governance/casedocument/{document.pk}/line/{other.pk}/",
                "/admin/governance/casedocument/99999/part/options/"):  # fmt: skip
        assert editor.get(url).status_code == 404
