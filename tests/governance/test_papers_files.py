"""A written paper as PDF and DOCX: the same words, numbers and hash, for readers of paper, Word and screen readers."""

import datetime as dt
import io
import re
import shutil
import subprocess

import docx
import pytest
from docx.oxml.ns import qn

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
    fingerprint,
)
from governance.papers.docx import render_docx
from governance.papers.pdf import render_pdf

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian: apt-get install poppler-utils")
MOMENT = dt.datetime(2016, 9, 14, 9, 30, tzinfo=dt.UTC)
BAR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40">'
    '<rect x="0" y="5" width="120" height="30" fill="#1d4f91"/></svg>'
)


def words(text, **more):
    return (Run(text, **more),)


def paper(**fields):
    content = PaperDocument(
        reference="RPT-1",
        kind="Business Coordination Board update",
        title="Collaboration update",
        front=(("To", "Business Coordination Board"), ("From", "Chief Executive"), ("Date", "21 September 2016")),
        sections=(
            Section("1", "Purpose", (Paragraph(words("To note progress."), "1.1"),)),
            Section(
                "4",
                "BCH Collaboration Update",
                (
                    Paragraph(
                        (Run("Savings of "), Run("up to £20m each year", figure="SAV-1"), Run(" #1 *x*.")), "4.1"
                    ),
                    Paragraph(words("Better policing.", is_quote=True)),
                    Subheading("Custody"),
                    Bullets((words("First"), words("Second & last"))),
                    Table(
                        "Savings by year",
                        (Column("Year"), Column("£m", is_numeric=True)),
                        ((words("2015/16"), words("4.0")), (words("2016/17"), words("5.25"))),
                    ),
                    Picture(BAR, "Twelve of fourteen offices have approved.", "Offices that approved"),
                ),
            ),
            Section("5", "Price", (), "commercial"),
            Section("6", "Risks", (Paragraph(words("A risk."), "6.2"),), "operational"),
            Section(
                "7",
                "Recommendation",
                (
                    Recommendations(
                        (Paragraph(words("To note."), "7.1"), Paragraph(words("To tell the Panel."), "(a)"))
                    ),
                ),
            ),
        ),
        closing=(("Contact officer", words("a@example.org", url="mailto:a@example.org")),),
        as_at="21 September 2016",
        state="Approved, version 2",
        edition=3,
    )
    made = PaperDocument(**{name: getattr(content, name) for name in content.__dataclass_fields__} | fields)
    return PaperDocument(
        **{name: getattr(made, name) for name in made.__dataclass_fields__} | {"sha256": fingerprint(made)}
    )


def pdf_text(document):
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=render_pdf(document, MOMENT), capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


def word_of(document):
    return docx.Document(io.BytesIO(render_docx(document, MOMENT)))


@needs_poppler
def test_pdf_says_what_the_paper_says_in_its_order():
    document = paper()

    text = pdf_text(document)

    assert text == (
        "Collaboration update Business Coordination Board update Collaboration update Approved, version 2 "
        "To: Business Coordination Board From: Chief Executive Date: 21 September 2016 "
        "1. Purpose 1.1 To note progress. 4. BCH Collaboration Update 4.1 Savings of up to £20m each year #1 *x*. "
        "Better policing. Custody • First • Second & last Savings by year Year £m 2015/16 4.0 2016/17 5.25 "
        "Offices that approved 5. Price Withheld (commercial) 6. Risks Exempt, not for publication: operational "
        "6.2 A risk. 7. Recommendation 7.1 To note. (a) To tell the Panel. Contact officer: a@example.org "
        "Made from the register on 14 September 2016. "
        "RPT-1, Approved, version 2, the record as at 21 September 2016, published in edition 3 "
        f"SHA-256 {document.sha256} Page 1 of 1"
    )


@needs_poppler
def test_line_without_a_label_has_no_colon_before_it():
    document = paper(closing=(("", words("If you require more, ask.")),))

    assert "(a) To tell the Panel. If you require more, ask. Made from the register" in pdf_text(document)
    assert word_of(document).paragraphs[-1].text == "If you require more, ask."


def test_pdf_is_tagged_and_the_same_for_the_same_paper():
    made = render_pdf(paper(), MOMENT)

    assert made == render_pdf(paper(), MOMENT)
    assert b"pdfuaid" in made
    assert b"/MarkInfo" in made


@needs_poppler
def test_each_page_of_a_draft_says_so():
    text = pdf_text(paper(is_draft=True, state="Draft, version 2", edition=None))

    assert "Draft, version 2: not approved and not published." in text
    assert "RPT-1, Draft, version 2, the record as at 21 September 2016 SHA-256" in text  # the foot of each page
    assert "published in edition" not in text


def test_word_has_headings_and_counts_the_numbers_itself():
    word = word_of(paper())
    counted = {}
    lists = {n.get(qn("w:numId")): n for n in word.part.numbering_part.element.findall(qn("w:num"))}
    for paragraph in word.paragraphs:
        number = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        if number is not None and number.numId is not None:
            starts = [
                o.find(qn("w:startOverride")).get(qn("w:val"))
                for o in lists[str(number.numId.val)].findall(qn("w:lvlOverride"))
            ]
            counted[paragraph.text] = (paragraph.style.name, number.ilvl.val, starts[: number.ilvl.val + 1])

    assert counted == {
        "Purpose": ("Heading 1", 0, ["1"]),
        "To note progress.": ("Normal", 1, ["1", "1"]),
        "BCH Collaboration Update": ("Heading 1", 0, ["4"]),
        "Savings of up to £20m each year #1 *x*.": ("Normal", 1, ["4", "1"]),
        "Price": ("Heading 1", 0, ["4"]),  # follows on: the fifth of the list that began at 4
        "Risks": ("Heading 1", 0, ["4"]),
        "A risk.": ("Normal", 1, ["6", "2"]),
        "Recommendation": ("Heading 1", 0, ["6"]),
        "To note.": ("Normal", 1, ["6", "2"]),
    }
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 2"] == ["Custody"]
    assert [p.text for p in word.paragraphs if p.style.name == "List Bullet"] == ["First", "Second & last"]
    assert "(a)\tTo tell the Panel." in [p.text for p in word.paragraphs]
    assert "Withheld (commercial)" in [p.text for p in word.paragraphs]


def bullets_of(word):
    """The indents of the list style as Word takes them (the style’s) and as others do (its list’s), and its sign, in twips."""
    style = word.styles["List Bullet"]
    root = word.part.numbering_part.element
    number = root.num_having_numId(style.element.pPr.numPr.numId.val)
    (level,) = root.xpath(f"./w:abstractNum[@w:abstractNumId='{number.abstractNumId.val}']/w:lvl")
    indent = level.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    kept = style.paragraph_format
    return (
        (kept.left_indent.twips, kept.first_line_indent.twips),
        (indent.get(qn("w:left")), indent.get(qn("w:hanging"))),
        level.find(qn("w:numFmt")).get(qn("w:val")),
        level.find(qn("w:pStyle")).get(qn("w:val")),
    )


def test_word_sets_a_quotation_in_on_both_sides():
    word = word_of(paper())

    (said,) = [p for p in word.paragraphs if p.text == "Better policing."]

    kept = said.style.paragraph_format
    assert (said.style.name, kept.left_indent.twips, kept.right_indent.twips) == ("Quote", 936, 227)
    assert said.paragraph_format.left_indent is None  # the style alone says it: whoever edits the paper changes it once


def test_word_lets_the_bullets_of_a_numbered_paper_stand_below_its_words():
    assert bullets_of(word_of(paper())) == ((1066, -357), ("1066", "357"), "bullet", "ListBullet")


def test_word_lets_the_bullets_of_a_paper_without_numbers_stand_a_little_in():
    plain = Section("", "Background", (Paragraph(words("It covers:")), Bullets((words("Dogs"), words("Roads")))))

    word = word_of(paper(sections=(plain,)))

    assert [(p.text, p.style.name) for p in word.paragraphs if p.text in ("It covers:", "Dogs", "Roads")] == [
        ("It covers:", "Normal"),
        ("Dogs", "List Bullet"),
        ("Roads", "List Bullet"),
    ]
    assert bullets_of(word) == ((640, -357), ("640", "357"), "bullet", "ListBullet")


def test_word_marks_table_heads_and_gives_words_for_pictures():
    word = word_of(paper())
    (table,) = word.tables

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Year", "£m"],
        ["2015/16", "4.0"],
        ["2016/17", "5.25"],
    ]
    assert [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [
        True,
        False,
        False,
    ]
    (picture,) = word.inline_shapes
    assert picture._inline.docPr.get("descr") == "Twelve of fourteen offices have approved."
    assert word.part.rels[word.element.body.findall(f".//{qn('w:hyperlink')}")[0].get(qn("r:id"))].target_ref == (
        "mailto:a@example.org"
    )


def test_word_says_who_made_it_in_which_language_and_its_hash():
    document = paper()
    word = word_of(document)
    foot = word.sections[0].footer

    assert [paragraph.text for paragraph in foot.paragraphs] == [
        "RPT-1, Approved, version 2, the record as at 21 September 2016, published in edition 3\tPage  of ",
        f"SHA-256 {document.sha256}",
    ]
    assert [f.get(qn("w:instr")) for f in foot._element.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    core = word.core_properties
    assert (core.title, core.language, core.created) == (
        "Business Coordination Board update: Collaboration update",
        "en-GB",
        dt.datetime(2016, 9, 14, 9, 30, tzinfo=dt.UTC),
    )
    assert word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert render_docx(document, MOMENT) == render_docx(document, MOMENT)


def test_word_of_a_draft_says_so_on_every_page():
    word = word_of(paper(is_draft=True, state="Draft, version 1"))

    assert word.sections[0].header.paragraphs[0].text == "DRAFT"
    assert re.search(r"Draft, version 1: not approved and not published\.", "\n".join(p.text for p in word.paragraphs))
