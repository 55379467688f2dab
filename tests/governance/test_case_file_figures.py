"""Figures added up and checked against what the case states; two versions compared in words; the page of a version."""

from decimal import Decimal as D

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from governance.case_file.comparing import compare
from governance.case_file.copying import new_version
from governance.case_file.figures import gap_fault, mismatches, option_faults, sum_fault
from governance.case_file.freezing import freeze
from governance.case_file.parts import parts_of
from governance.case_file.years import gaps, span, years_from
from governance.choices import Stage
from governance.models import CaseDocument, CaseOption
from programmes.choices import Role
from tests.factories.case_file import (
    make_case_amount,
    make_case_attachment,
    make_case_funding,
    make_case_line,
    make_case_option,
    make_whole_document,
)
from tests.factories.governance import make_case_document
from tests.factories.programmes import make_stored_file, make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return Story("Kent", "Essex").put("drafting")


def warned(document):
    return mismatches(document, parts_of(document))


def with_figures(costs: dict[str, str], benefits: dict[str, str], **fields):
    document = make_case_document(**fields)
    for kind, name, amounts in (("revenue", "Cost", costs), ("cashable", "Saving", benefits)):
        line = make_case_line(document=document, kind=kind, name=name)
        for year, amount in amounts.items():
            make_case_amount(line=line, financial_year=year, amount=D(amount))
    return document


# What the case states ------------------------------------------------------------------------------------------------


def test_ratio_and_value_that_the_figures_bear_out_give_no_warning():
    costs, benefits = {"2016/17": "100"}, {"2016/17": "0", "2017/18": "207"}

    assert (
        warned(with_figures(costs, benefits, npsv=D("100"), bcr=D("2.0"), discount_rate=D("3.5"), base_year="2016/17"))
        == []
    )


def test_ratio_and_value_that_differ_are_warned_of_with_both_figures():
    document = with_figures({"2016/17": "100"}, {"2016/17": "300"}, npsv=D("-50"), bcr=D("2.50"))

    assert warned(document) == [
        "Benefit-cost ratio: the case states 2.50; its figures give 3.00 (£300 over £100, not discounted).",
        "Net present social value: the case states -£50; its figures give £200 (£300 less £100, not discounted).",
    ]


def test_what_is_not_known_is_no_nought():
    document = with_figures({"2016/17": "100"}, {}, bcr=D("2.00"))

    assert warned(document) == ["“Saving” has no amount, so the stated values cannot be checked."]
    assert warned(with_figures({"2016/17": "100"}, {})) == []


def test_a_line_without_years_cannot_be_discounted():
    document = with_figures({"2016/17": "1"}, {"2016/17": "1"}, bcr=D(1), discount_rate=D("3.5"), base_year="2016/17")
    make_case_line(document=document, name="Rent", total=D(5))

    assert warned(document) == ["“Rent” is not divided by year, so the stated values cannot be checked."]


def test_funding_that_is_not_the_cost_is_warned_of():
    document = with_figures({"2016/17": "1000000.00"}, {"2016/17": "1"})
    make_case_funding(document=document, name="PTF", amount=D("660000.00"))
    make_case_funding(document=document, name="Forces", amount=D("339999.99"))

    assert warned(document) == ["The funding is £999,999.99, £0.01 less than the costs of £1,000,000."]


def test_the_page_of_the_document_on_the_desk_shows_the_warnings(story):
    document = with_figures({"2016/17": "100"}, {"2016/17": "300"}, bcr=D("2.50"), case=story.case, stage="obc")
    client = Client()
    client.force_login(story.editor)

    html = client.get(f"/admin/governance/casedocument/{document.pk}/change/").content.decode()

    assert "the case states 2.50; its figures give 3.00 (£300 over £100, not discounted)." in html


@given(st.lists(st.decimals(min_value=D("-1e9"), max_value=D("1e9"), places=2), min_size=1, max_size=8))
def test_parts_of_a_whole_never_lose_a_penny(parts):
    assert sum_fault("X", sum(parts, D(0)), parts) == ""
    assert "£0.01 less than the total of" in sum_fault("X", sum(parts, D(0)) + D("0.01"), parts)


@given(st.integers(1990, 2060), st.integers(1, 20))
def test_years_in_a_row_have_no_gap_and_one_taken_out_is_named(first, count):
    years = years_from(f"{first}/{(first + 1) % 100:02d}", count)

    assert gaps(years) == []
    assert span(years) == years
    if count > 2:
        assert gaps([years[0], *years[2:]]) == [years[1]]
        assert gap_fault("X", [years[0], *years[2:]]) == f"The years of “X” leave out {years[1]}."


def test_a_century_turns_in_a_financial_year():
    assert years_from("1998/99", 3) == ["1998/99", "1999/00", "2000/01"]


# Options -----------------------------------------------------------------------------------------------------------


def test_an_option_that_its_own_present_values_bear_out_gives_no_warning():
    document = make_case_document()
    make_case_option(document=document, npsv=D("100"), bcr=D("2.0"), pv_benefits=D("201"), pv_costs=D("100.50"))

    assert warned(document) == []


def test_an_option_whose_present_values_say_otherwise_is_warned_of_by_name():
    document = make_case_document()
    make_case_option(
        document=document, code="2", name="One service", npsv=D("-50"), bcr=D("2.50"), pv_benefits=D("300"),
        pv_costs=D("100"),
    )  # fmt: skip

    assert warned(document) == [
        "Benefit-cost ratio of option “2: One service”: the case states 2.50; its present values give 3.00 "
        "(£300 over £100).",
        "Net present social value of option “2: One service”: the case states -£50; its present values give £200 "
        "(£300 less £100).",
    ]


@pytest.mark.parametrize("empty", ["npsv", "bcr", "pv_benefits", "pv_costs"])
def test_an_empty_value_of_an_option_is_unknown_and_no_nought(empty):
    values = {"npsv": D("5"), "bcr": D("9"), "pv_benefits": D("10"), "pv_costs": D("0")} | {empty: None}
    document = make_case_document()
    make_case_option(document=document, **values)

    assert [w[:28] for w in warned(document)] == (["Net present social value of "] if empty == "bcr" else [])


def test_no_ratio_is_made_of_costs_of_nought():
    document = make_case_document()
    make_case_option(document=document, bcr=D("9"), pv_benefits=D("10"), pv_costs=D("0"))

    assert warned(document) == []


def test_the_preferred_option_and_the_economic_case_must_agree():
    document = make_case_document(npsv=D("1000"), bcr=D("2.00"))
    make_case_option(document=document, code="1", npsv=D("7"), bcr=D("7"), is_shortlisted=True)
    make_case_option(
        document=document, code="2", name="One", npsv=D("1006"), bcr=D("2.06"), is_shortlisted=True, is_preferred=True
    )

    assert warned(document) == [
        "Benefit-cost ratio: the economic case states 2.00, the row of its preferred option “2: One” 2.06.",
        "Net present social value: the economic case states £1,000, the row of its preferred option “2: One” £1,006.",
    ]
    option = document.options.get(code="2")
    option.npsv, option.bcr = D("1005"), D("2.05")
    option.save()
    assert warned(document) == []


@given(
    st.decimals(min_value=D("-1e9"), max_value=D("1e9"), places=2),
    st.decimals(min_value=D("0.01"), max_value=D("1e9"), places=2),
)
def test_an_option_that_states_what_its_present_values_give_is_never_warned_of(benefits, costs):
    option = CaseOption(code="1", npsv=benefits - costs, pv_benefits=benefits, pv_costs=costs)
    option.bcr = (benefits / costs).quantize(D("0.01"))

    assert option_faults(CaseDocument(), [option]) == []
    option.npsv += max(abs(benefits - costs) * D("0.006"), D("1.01"))
    assert len(option_faults(CaseDocument(), [option])) == 1


def test_the_pages_show_the_value_of_the_preferred_option_beside_that_of_the_case(story):
    document = make_case_document(case=story.case, stage="obc", npsv=D("1000"))
    make_case_option(document=document, code="2", name="One", npsv=D("900"), is_shortlisted=True, is_preferred=True)
    client = Client()
    client.force_login(story.editor)

    page = client.get(f"/register/documents/{document.reference}/").content.decode()
    desk = client.get(f"/admin/governance/casedocument/{document.pk}/part/options/").content.decode()

    assert "The preferred option, 2: One, states £900." in page
    assert "The preferred option, 2: One, states none." in page
    for html in (page, desk):
        assert "the economic case states £1,000, the row of its preferred option “2: One” £900." in html


# Compared ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def versions(story):
    """Two versions: the second with another problem, NPSV, option, amount, risk left out and file given anew."""
    first = make_whole_document(case=story.case, stage="obc", title="OBC", problem="Old words.", npsv=D("100.00"))
    make_case_attachment(document=first, title="Assessment")
    freeze(first, story.editor)
    second = new_version(case=story.case, stage=Stage.OBC, by=story.editor)
    second.problem, second.npsv = "New words.", D("-20.50")
    second.save()
    option = second.options.get(code="2")
    option.name, option.appraisal, option.bcr = "One service for two", "Cheapest.", D("1.50")
    option.save()
    amount = second.amounts.get(line__name="Set-up")
    amount.amount = D("140.50")
    amount.save()
    make_case_amount(line=amount.line, force=story.force("Kent"), financial_year="2017/18", amount=D("10.00"))
    second.risks.get().delete()
    row = second.attachments.get()
    row.file = make_stored_file(content=b"another", about=second, name="second.txt")
    row.save()
    return first, second


def test_two_versions_compared_in_words(versions):
    found = {part.title: [(r.label, r.how, r.before, r.after, r.by) for r in part.rows] for part in compare(*versions)}
    risk = versions[0].risks.get()

    assert found == {
        "Strategic case": [("Problem or opportunity", "Changed", "Old words.", "New words.", "")],
        "Economic case": [("Net present social value (£)", "Changed", "£100", "-£20.50", "£120.50 less")],
        "Options": [
            ("2: One service for two: name", "Changed", "One service", "One service for two", ""),
            ("2: One service for two: benefit-cost ratio", "Changed", "2", "1.5", ""),
            ("2: One service for two: appraisal", "Added", "", "Cheapest.", ""),
        ],
        "Costs and benefits": [
            ("Set-up: 2016/17", "Changed", "£100", "£140.50", "£40.50 more"),
            ("Set-up: Kent, 2017/18", "Added", "", "£10", ""),
            ("All costs", "Changed", "£100", "£150.50", "£50.50 more"),
        ],
        "Risks": [(risk.words, "Left out", risk.words, "", "")],
        "Attachments": [("“Assessment”", "Changed", "signed.txt", "second.txt", "")],
    }
    assert compare(versions[0], versions[0]) == []


def test_an_office_compares_versions_on_a_page(versions):
    first, second = versions
    client = Client()
    client.force_login(make_user(Role.OFFICE_VIEWER))

    html = client.get(f"/register/documents/{second.reference}/compare").content.decode()
    turned = client.get(f"/register/documents/{first.reference}/compare?with={second.reference}").content.decode()

    for page in (html, turned):
        assert "OBC, version 1 (circulated): OBC" in page
        assert "Changed: £40.50 more" in page
        assert page.index("Old words.") < page.index("New words.")
    assert client.get(f"/register/documents/{second.reference}/compare?with=DOC-999").status_code == 400
    assert client.get("/register/documents/DOC-999/compare").status_code == 404


def test_a_first_version_has_nothing_to_be_compared_with(story):
    document = make_case_document(case=story.case)
    client = Client()
    client.force_login(story.editor)

    html = client.get(f"/register/documents/{document.reference}/compare").content.decode()

    assert "There is no other version of this case to compare with." in html


def test_a_version_is_shown_whole_to_an_office_and_a_sensitive_one_is_not(versions):
    first, _ = versions
    client = Client()
    client.force_login(make_user(Role.OFFICE_VIEWER))
    url = f"/register/documents/{first.reference}/"

    html = client.get(url).content.decode()

    for words in ("Old words.", "One service", "Set-up", "£100", "Not stated", first.content_hash, "signed.txt"):
        assert words in html
    first.case.marking = "sensitive"
    first.case.save()
    assert client.get(url).status_code == 404
    assert client.get(f"{url}compare").status_code == 404


def test_a_reference_leads_to_the_page_of_the_version(story):
    document = make_case_document(case=story.case)
    client = Client()
    client.force_login(story.editor)

    assert client.get(f"/register/r/{document.reference}/").url == f"/register/documents/{document.reference}/"
