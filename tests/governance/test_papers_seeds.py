"""Drafts on the real record: the sections, order and numbering of the documents, and every figure and status in them."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from governance.papers.coverage import drafted, gaps, report_for
from governance.papers.document import Bullets, PaperDocument, Paragraph, Recommendations, Subheading, Table
from programmes.models import Source
from workstreams.models import SavingsFigure, StatusUpdate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]

GOLDEN = Path(__file__).parent / "papers"


def draft_of(code: str) -> PaperDocument:
    return drafted(report_for(Source.objects.get(code=code)))


def structure(document: PaperDocument) -> str:
    """The form of a document without its words: headings, numbers, kinds of blocks, bound figures."""
    lines = [f"{document.kind}: {document.title}", *(f"{label}:" for label, _ in document.front)]
    for section in document.sections:
        lines.append(section.full_heading)
        for block in section.blocks:
            match block:
                case Paragraph():
                    mark = block.number or ("quotation" if block.is_quotation else "paragraph")
                    lines.append("  " + " ".join([mark, *(run.figure for run in block.runs if run.figure)]))
                case Recommendations():
                    lines += [f"  asks {item.number}" for item in block.items]
                case Bullets():
                    lines.append(f"  list of {len(block.items)}")
                case Subheading():
                    lines.append(f"  {block.text}")
                case Table():
                    lines.append(f"  table of {len(block.rows)}: {block.caption}")
    return "\n".join([*lines, *(f"{label or 'line'}:" for label, _ in document.closing)]) + "\n"


def coverage(code: str) -> str:
    out = io.StringIO()
    call_command("paper_coverage", code, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("code", ["S0", "S1", "S3"])
def test_draft_has_the_form_of_the_document(code):
    assert structure(draft_of(code)) == (GOLDEN / f"{code}.txt").read_text()


def test_headings_of_the_panel_report_are_those_of_october_2016():
    document = draft_of("S0")
    assert document.title == "Police and Crime Panel 7F report – October 2016"
    assert [section.full_heading for section in document.sections] == [
        "Background",
        "Existing Police Collaboration",
        "Governance and Accountability",
        "The 7F Programme",
        "Key Work-streams",
        "Next reporting period",
    ]


def test_headings_and_numbers_of_the_board_update_are_those_of_21_september_2016():
    document = draft_of("S1")
    assert document.front == (
        ("To", "Business Coordination Board"),
        ("From", "Chief Executive"),
        ("Date", "21 September 2016"),
    )
    assert [section.full_heading for section in document.sections] == [
        "1. Purpose",
        "2. Recommendation",
        "3. Background",
        "4. BCH Collaboration Update",
        "5. Seven Force Collaboration Update",
        "6. Recommendation",
    ]
    names = {
        block.number: block.runs[0].text
        for section in document.sections[3:5]
        for block in section.blocks
        if isinstance(block, Paragraph) and block.runs[0].is_strong
    }
    assert names == {
        "4.1": "Human Resources / Learning and Development:",
        "4.2": "Finance/HR ERP system:",
        "4.3": "Public Contact:",
        "4.4": "ICT:",
        "4.5": "Information Management Department:",
        "4.6": "Custody:",
        "4.7": "Criminal Justice Phase 1:",
        "": "Criminal Justice Phase 2:",
        "4.8": "Firearms Licencing:",
        "5.2": "Procurement:",
        "5.3": "Criminal Justice:",
        "5.4": "ICT:",
        "5.5": "Vetting:",
    }


def test_no_figure_and_no_status_of_the_panel_report_is_missing():
    assert coverage("S0").endswith(
        "S0: 27 paragraphs with data, 0 with a figure or status missing, 1 told in other words\n"
    )


def test_no_figure_and_no_status_of_the_board_update_is_missing():
    assert coverage("S1") == (
        "Front matter, letterhead: in other words “Cambridgeshire Police & Crime Commissioner”\n"
        "S1: 47 paragraphs with data, 0 with a figure or status missing, 1 told in other words\n"
    )


def test_no_figure_and_no_status_of_the_statutory_report_is_missing():
    assert coverage("S3") == (
        "Front matter, date and status: in other words “18 July 2013 | Public Report”\n"
        "S3: 32 paragraphs with data, 0 with a figure or status missing, 1 told in other words\n"
    )


def test_statutory_report_names_the_item_of_the_terms_the_day_of_the_plan_and_the_parties_of_the_memorandum():
    said = {
        section.number: [block.text for block in section.blocks if isinstance(block, Paragraph)]
        for section in draft_of("S3").sections
    }

    assert said["3"] == [
        "Item 1, To review and make a report or recommendation on the draft Police and Crime Plan, or draft variation, "
        "given to the Panel by the Police and Crime Commissioner."
    ]
    assert said["4"][0] == (
        "The Police Reform and Social Responsibility Act 2011 places a responsibility on Police and Crime Commissioners "
        "to issue a Police and Crime Plan within the financial year they are elected. Cambridgeshire's Police and Crime "
        "Plan was published by 31 March 2013."
    )
    assert said["9"] == [
        "Police and Crime Plan 2013-16 www.cambridgeshire-pcc.gov.uk/police-crime-plan",
        "Strategic Policing Alliance - Memorandum of Understanding Between: Bedfordshire Police, Bedfordshire Police and "
        "Crime Commissioner, Cambridgeshire Constabulary, Cambridgeshire Police and Crime Commissioner, Hertfordshire "
        "Constabulary and Hertfordshire Police and Crime Commissioner",
    ]


def test_a_status_taken_out_of_the_record_is_missed():
    update = StatusUpdate.objects.get(reference="UPD-30")
    update.public_text = "A shared management structure is in place."
    update.save()

    out = io.StringIO()
    with pytest.raises(CommandError, match="S1: the draft misses"):
        call_command("paper_coverage", "S1", stdout=out)

    assert "4.6: FIGURE MISSING 24" in out.getvalue()
    assert "4.6: STATUS MISSING “It is hoped that the new rota may be implemented in January 2017.”" in out.getvalue()


def test_a_figure_that_the_record_says_otherwise_is_missed():
    source = Source.objects.get(code="S1")
    document = drafted(report_for(source))
    assert not [gap for gap in gaps(source, document) if gap.is_missing]
    figure = SavingsFigure.objects.get(reference="SAV-5")
    figure.words = "Total collaboration savings are predicted to reach £6.0m."
    figure.save()
    update = StatusUpdate.objects.get(reference="UPD-22")
    for row in StatusUpdate.objects.filter(public_text=update.public_text):
        row.public_text = row.public_text.replace("£5.0m", "£6.0m")
        row.save()

    missing = {gap.label: gap.figures for gap in gaps(source, drafted(report_for(source))) if gap.figures}

    assert missing["3.4"] == ("2017/18", "2019/20", "£5.0m") or missing["3.4"] == ("£5.0m",)


def test_source_that_is_not_loaded_is_named():
    with pytest.raises(CommandError, match="invalid choice: 'S2'"):
        call_command("paper_coverage", "S2")


def test_later_status_takes_the_place_of_the_earlier_one_and_keeps_its_number():
    report = report_for(Source.objects.get(code="S1"))
    old = StatusUpdate.objects.get(reference="UPD-27")
    StatusUpdate.objects.create(
        workstream=old.workstream, as_at="2016-11-02", public_text="Two rooms are one.", marking="public"
    )
    report.as_at, report.meeting, report.paper = "2016-11-30", None, None

    document = drafted(_dated(report))

    told = [b for b in document.sections[3].blocks if isinstance(b, Paragraph) and "Public Contact" in b.runs[0].text]
    assert [(b.number, b.text) for b in told] == [("4.3", "Public Contact: Two rooms are one.")]


def test_statuses_older_than_the_time_told_are_left_out():
    report = report_for(Source.objects.get(code="S1"))
    report.as_at, report.meeting, report.paper = "2018-03-01", None, None

    document = drafted(_dated(report))

    assert [b.text for b in document.sections[3].blocks] == [
        "No status was said after 29 November 2017 and by 1 March 2018."
    ]


def _dated(report):
    from programmes.dates import bounds

    report.as_at_words = ""
    report.as_at_earliest, report.as_at_latest = bounds(report.as_at)
    return report
