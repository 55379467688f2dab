"""What a case needs before it is commissioned and before Oversight: a list with links, a refusal, a waiver."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from governance.case_file.completeness import needs_of
from governance.models import BusinessCase
from programmes.choices import Role
from tests.factories.case_file import make_case_amount, make_case_line, make_case_option, make_whole_document
from tests.factories.governance import make_case_document
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_alliance,
    make_membership,
    make_party,
    make_user,
)
from tests.factories.workstreams import make_business_area, make_workstream
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Story("Kent", "Essex").put("drafting")


@pytest.fixture
def editor(story):
    return signed_in(story.editor)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def lacks(document):
    return {need.label: need.missing for need in needs_of(document) if need.missing}


# The list -----------------------------------------------------------------------------------------------------------


def test_an_empty_outline_case_lacks_everything_of_its_stage(story):
    assert lacks(make_case_document(case=story.case, stage="obc")) == {
        "Strategic case": "Still empty: the case in brief, problem or opportunity, objectives, in scope, baseline, "
        "out of scope, dependencies, constraints, priorities it serves.",
        "Economic case": "Still empty: the case in brief, critical success factors, net present social value (£), "
        "benefit-cost ratio, discount rate (%), appraisal period (years), base year, optimism bias, capital (%), "
        "optimism bias, revenue (%), benefits not put in money.",
        "Options": "Still needed: at least two options on the shortlist (there are 0).",
        "Commercial case": "Still empty: the case in brief, route to market, lead contracting force, "
        "staff: TUPE, secondment, terms.",
        "Financial case": "Still empty: the case in brief, how costs are shared.",
        "Management case": "Still empty: the case in brief, senior responsible owner, governance of the project.",
        "Costs by force and year": "No cost is listed.",
        "Benefits by force and year": "No benefit is listed.",
        "Funding": "Say where the money comes from.",
        "Risks": "No risk is listed.",
        "Plan": "No milestone is listed.",
        "Finance officer’s view": "Still empty.",
    }


def test_a_strategic_outline_case_needs_less_and_a_full_case_more(story):
    assert lacks(make_case_document(case=story.case, stage="soc")) == {
        "Strategic case": "Still empty: the case in brief, problem or opportunity, objectives, in scope.",
        "Economic case": "Still empty: the case in brief, critical success factors.",
        "Options": "List at least two options.",
        "Commercial case": "Still empty: the case in brief.",
        "Financial case": "Still empty: the case in brief.",
        "Management case": "Still empty: the case in brief, senior responsible owner.",
        "Finance officer’s view": "Still empty.",
    }
    full = make_whole_document(case=story.case, stage="fbc", sensitivity="", contract_value=None, pir_due="")
    assert lacks(full) == {
        "Economic case": "Still empty: sensitivity.",
        "Commercial case": "Still empty: contract value (£).",
        "Management case": "Still empty: post-implementation review due.",
    }


def test_a_whole_case_lacks_nothing(story):
    assert lacks(make_whole_document(case=story.case, stage="fbc")) == {}


@pytest.mark.parametrize(
    ("stage", "options", "missing"),
    [
        # code: B business as usual, S shortlisted, P preferred
        ("fbc", ["BS", "SP"], ""),
        ("fbc", ["S", "SP"], "Still needed: business as usual on the shortlist."),
        ("fbc", ["B", "S", "SP"], "Still needed: business as usual on the shortlist."),
        ("fbc", ["BS", "S"], "Still needed: exactly one preferred option."),
        (
            "fbc", ["BSP"], "Still needed: at least two options on the shortlist (there is 1).",
        ),
        ("obc", ["S", "S"], ""),
        ("obc", ["BS", ""], "Still needed: at least two options on the shortlist (there is 1)."),
        ("soc", ["", ""], ""),
    ],
)  # fmt: skip
def test_options_by_stage(story, stage, options, missing):
    document = make_case_document(case=story.case, stage=stage)
    for number, flags in enumerate(options):
        make_case_option(
            document=document,
            code=str(number),
            is_bau="B" in flags,
            is_shortlisted="S" in flags,
            is_preferred="P" in flags,
            npsv=Decimal("0"),
            bcr=Decimal("0"),
        )

    assert lacks(document).get("Options", "") == missing


def test_a_full_case_states_the_value_of_each_shortlisted_option_but_business_as_usual(story):
    document = make_case_document(case=story.case, stage="fbc")
    make_case_option(document=document, name="Stay", is_bau=True, is_shortlisted=True)
    make_case_option(document=document, name="Half", is_shortlisted=True, bcr=Decimal("1"))
    make_case_option(document=document, name="All", is_shortlisted=True, is_preferred=True)
    make_case_option(document=document, name="Dropped")

    assert lacks(document)["Options"] == (
        "Still needed: the net present social value of “Half”, "
        "the net present social value and benefit-cost ratio of “All”."
    )
    document.stage = "obc"
    assert "Options" not in lacks(document)


def test_lines_add_up_to_the_penny_and_their_years_have_no_gap(story):
    document = make_case_document(case=story.case, stage="obc")
    line = make_case_line(document=document, name="Set-up", total=Decimal("0.30"))
    make_case_amount(line=line, financial_year="2016/17", amount=Decimal("0.10"))
    make_case_amount(line=line, financial_year="2018/19", amount=Decimal("0.21"))
    make_case_line(document=document, name="Rent")

    assert lacks(document)["Costs by force and year"] == (
        "The parts of “Set-up” add up to £0.31, £0.01 more than the total of £0.30. "
        "The years of “Set-up” leave out 2017/18. “Rent” has no amount by year."
    )


def test_ten_tenths_of_a_pound_are_one_pound(story):
    document = make_case_document(case=story.case, stage="obc")
    line = make_case_line(document=document, total=Decimal("1.00"))
    for year in range(10):
        make_case_amount(line=line, financial_year=f"20{10 + year}/{11 + year}", amount=Decimal("0.10"))

    assert "Costs by force and year" not in lacks(document)


# On the pages --------------------------------------------------------------------------------------------------------


def test_the_case_page_lists_each_need_with_its_place(story, editor):
    document = make_case_document(case=story.case, stage="obc", problem="Said.", strategic="Said.")

    html = editor.get(f"/admin/governance/businesscase/{story.case.pk}/change/").content.decode()

    links = dict(re.findall(r'task-name"><a href="([^"]+)">([^<]+)</a>', html))
    desk = f"/admin/governance/casedocument/{document.pk}"
    assert links[f"{desk}/change/#id_objectives"] == "Strategic case"
    assert links[f"{desk}/part/options/"] == "Options"
    assert links[f"{desk}/part/risks/"] == "Risks"
    assert links[f"{desk}/change/#id_finance_view"] == "Finance officer’s view"
    assert 'id="id_objectives"' in editor.get(f"{desk}/change/").content.decode()


def test_a_circulated_version_is_made_whole_in_the_next_one(story, editor):
    story.do("circulate", document=make_case_document(case=story.case, stage="obc"))

    html = editor.get(f"/admin/governance/businesscase/{story.case.pk}/change/").content.decode()

    assert f'<a href="/admin/governance/businesscase/{story.case.pk}/version/">Strategic case</a>' in html


def test_an_office_reads_the_list_without_links_to_the_desk(story):
    document = make_case_document(case=story.case, stage="obc")

    html = signed_in(make_user(Role.OFFICE_VIEWER)).get(f"/register/cases/{story.case.reference}/").content.decode()

    assert "What the OBC needs before Oversight" in html
    assert f'<a href="/register/documents/{document.reference}/#options">Options</a>' in html
    assert "Still needed: at least two options on the shortlist (there are 0)." in html
    assert "/admin/governance/casedocument" not in html


def test_refer_needs_all_of_it_or_a_waiver_with_its_reason(story, editor):
    document = make_whole_document(case=story.case, stage="obc", title="OBC", route="")
    document.risks.get().delete()
    url = f"/admin/governance/businesscase/{story.case.pk}/event/refer/"
    data = form_data(editor.get(url), "event-form")

    html = editor.post(url, {**data, "document": document.pk}).content.decode()
    assert (
        "OBC, version 1 is not complete for Oversight: commercial case (still empty: route to market); "
        "risks (no risk is listed). Put this right, or give a waiver with its reason." in html
    )
    assert story.place == ("obc", "drafting")

    editor.post(url, {**data, "document": document.pk, "waives": "The market test runs to May."})
    assert story.place == ("obc", "oversight")
    assert story.case.events.last().waives == "The market test runs to May."


# The duty to collaborate (Police Act 1996 s22B, s22C, s23HA) -----------------------------------------------------------


def mandate(**fields):
    """A case with its mandate and without the note."""
    return Story("Kent", "Essex", **dict.fromkeys(BusinessCase.DUTY_FIELDS, ""), **fields)


def test_s23ha_commissioning_needs_the_note_or_a_waiver():
    story = mandate()
    sentence = (
        "The duty-to-collaborate note is not complete. Still empty: Existing agreements considered (s23HA), Desirability "
        "of a consistent approach (s23HA), Opportunities kept under review (s22B, s22C, s23HA), Why collaboration is best "
        "(s22B, s22C). Write it on the case’s page, or give a waiver with its reason."
    )

    assert story.refused("commission") == (sentence, ("waives",))
    assert story.do("commission", waives="Written on paper in 2016.").waives == "Written on paper in 2016."


def test_s22b_s22c_the_note_is_written_beside_the_agreements_there_are():
    area = make_business_area(name="Firearms licensing")
    story = mandate(workstream=make_workstream(name="Licensing", area=area))
    kent, essex = story.force("Kent"), story.force("Essex")
    same = make_agreement(title="Firearms and explosives", functions="Licensing of firearms")
    for office in story.offices("Kent", "Essex"):
        make_party(agreement=same, body=office)
    make_agreement_event(agreement=same, kind="signed", sets_state="in_force", on="2015-01-01")
    make_party(agreement=make_agreement(title="Of Kent alone"), body=story.offices("Kent")[0])
    alliance = make_alliance()
    for force in (kent, essex):
        make_membership(alliance=alliance, force=force)
    make_agreement(title="Custody", alliance=alliance)
    editor = signed_in(story.editor)
    url = f"/admin/governance/businesscase/{story.case.pk}/duty/"

    page = editor.get(url)
    html = page.content.decode()
    rows = re.findall(r"<tr><th scope=\"row\"><a href=\"[^\"]+\">\S+ ([^<]+)</a></th><td>([^<]+)</td><td>([^<]+)", html)
    assert rows == [
        ("Firearms and explosives", "Names “firearms, licensing”", "In force"),
        ("Custody", "–", "State not recorded"),
    ]

    data = form_data(page, "duty-form")
    editor.post(
        url, {**data, **dict.fromkeys(BusinessCase.DUTY_FIELDS, "Thought of."), "change_reason": "For the Summit."}
    )
    story.case.refresh_from_db()
    assert story.case.duty_reasons == "Thought of."
    story.do("commission")
    assert story.place == ("obc", "drafting")
    register = signed_in(make_user(Role.OFFICE_VIEWER)).get(f"/register/cases/{story.case.reference}/").content.decode()
    assert "Why collaboration is best (s22B, s22C)" in register


def test_two_editors_of_the_note_see_both_versions():
    story = mandate()
    mine, other = signed_in(story.editor), signed_in(make_user(Role.EDITOR, username="other"))
    url = f"/admin/governance/businesscase/{story.case.pk}/duty/"
    data = form_data(mine.get(url), "duty-form")
    other.post(url, {**form_data(other.get(url), "duty-form"), "duty_reasons": "Theirs."})

    html = mine.post(url, {**data, "duty_reasons": "Mine."}).content.decode()

    assert "Not saved: other changed Vetting" in html
    assert "Theirs." in html
    assert "Mine." in html
