"""A paper as plain values: what it prints, what it is stored as, and its fingerprint."""

from dataclasses import replace

import pytest

from governance.papers.document import (
    Bullets,
    Column,
    PaperDocument,
    Paragraph,
    Picture,
    Recommendations,
    Run,
    Section,
    Subheading,
    Table,
    as_json,
    fingerprint,
    from_json,
)

WHOLE = PaperDocument(
    reference="REP-1",
    kind="Board update",
    title="Collaboration update",
    front=(("To", "Business Coordination Board"), ("Date", "21 September 2016")),
    sections=(
        Section("1", "Purpose", (Paragraph((Run("To update the Board."),), "1.1"),)),
        Section(
            "2",
            "Savings",
            (
                Subheading("Claimed"),
                Paragraph(
                    (Run("Vetting", is_strong=True), Run(" up to £20m", "/register/r/CLM-1/", "CLM-1.words")), "2.1"
                ),
                Bullets(((Run("Dogs"),), (Run("Roads"),))),
                Table("Claims", (Column("Claim"), Column("Amount", True)), (((Run("Goal"),), (Run("£20m"),)),)),
                Picture("<svg/>", "A bar of 5", "Savings"),
            ),
        ),
        Section("3", "Recommendation", (Recommendations((Paragraph((Run("Note the report."),), "3.1"),)),)),
        Section("4", "Contract", (), "commercial"),
    ),
    closing=(("Contact officer", (Run("The office", "mailto:office@example.org"),)),),
    as_at="21 September 2016",
)


def test_a_document_comes_back_from_its_json_as_it_went() -> None:
    assert from_json(as_json(WHOLE)) == WHOLE
    assert as_json(from_json(as_json(WHOLE))) == as_json(WHOLE)


def test_the_json_of_a_small_document_is_canonical() -> None:
    small = PaperDocument("REP-2", "Panel report", "Zäh", sections=(Section("", "Background", (Subheading("A"),)),))
    assert as_json(small) == (
        '{"as_at":"","closing":[],"edition":null,"front":[],"is_draft":false,"kind":"Panel report","lang":"en-GB",'
        '"reference":"REP-2","sections":[{"blocks":[{"block":"Subheading","text":"A"}],"exempt_ground":"",'
        '"heading":"Background","number":""}],"sha256":"","state":"","title":"Zäh"}'
    )


def test_the_fingerprint_covers_the_words_and_not_the_footer() -> None:
    published = replace(WHOLE, edition=7, sha256="0" * 64, state="Approved, version 2", is_draft=True)
    assert fingerprint(published) == fingerprint(WHOLE)
    assert len(fingerprint(WHOLE)) == 64
    for changed in (
        replace(WHOLE, title="Another"),
        replace(WHOLE, as_at="22 September 2016"),
        replace(WHOLE, front=()),
    ):
        assert fingerprint(changed) != fingerprint(WHOLE)


def test_headings_print_with_the_number_they_have() -> None:
    assert WHOLE.sections[0].full_heading == "1. Purpose"
    assert Section("", "Background").full_heading == "Background"


def test_a_withheld_section_says_on_what_ground() -> None:
    assert [section.withheld_words for section in WHOLE.sections] == ["", "", "", "withheld (commercial)"]
    kept = Section("4", "Contract", (Subheading("Price"),), "commercial")
    assert kept.withheld_words == ""


def test_a_paragraph_all_quoted_is_a_quotation() -> None:
    assert Paragraph((Run("“The legal requirements”", is_quote=True),)).is_quotation is True
    assert Paragraph((Run("The Plan said "), Run("“savings”", is_quote=True))).is_quotation is False
    assert Paragraph(()).is_quotation is False
    assert Paragraph((Run("The Plan said "), Run("“savings”"))).text == "The Plan said “savings”"


def test_an_unknown_block_is_refused() -> None:
    with pytest.raises(ValueError, match="'Film' is no block of a paper"):
        from_json(as_json(WHOLE).replace('"block":"Picture"', '"block":"Film"'))
