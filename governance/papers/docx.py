"""A written paper as DOCX: real headings and numbering, marked table heads, words for each picture, hash in the footer."""

import datetime as dt
import io
import zipfile
from functools import cache
from typing import Any

import docx
import typst
from django.utils import timezone
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from governance.meetings.pack import fonts
from governance.papers.document import (
    Block,
    Bullets,
    PaperDocument,
    Paragraph,
    Picture,
    Recommendations,
    Run,
    Runs,
    Section,
    Subheading,
    Table,
)
from governance.papers.docx_numbers import SET_IN, Numbers
from governance.papers.pdf import foot_words

_INK, _QUIET, _LINK = RGBColor(0x16, 0x41, 0x50), RGBColor(0x44, 0x44, 0x44), RGBColor(0x0B, 0x4F, 0x6C)
_WIDTH = Cm(16.2)
#: How far lists stand in where no numbers stand before the words of a paper.
_LIST_IN = Cm(0.5)
#: How far quotations stand off from the words around them, on both sides.
_QUOTE_OFF = Cm(0.4)
#: The first day a ZIP file can name; the moment a paper is made stands in its properties.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def render_docx(document: PaperDocument, at: dt.datetime | None = None) -> bytes:
    """The paper as DOCX; the same document made on the same moment gives the same bytes. `at`: when it is made, or now."""
    at = at or timezone.now()
    return _Writer(document, at).bytes()


class _Writer:
    """One document on its way to Word."""

    def __init__(self, document: PaperDocument, at: dt.datetime) -> None:
        self.document = document
        self.word = docx.Document()
        self.numbers = Numbers(self.word)
        self._styles()
        self._properties(at)
        self._foot()
        self._body()

    def bytes(self) -> bytes:
        """The file, without the moments at which its parts were written."""
        raw, steady = io.BytesIO(), io.BytesIO()
        self.word.save(raw)
        with zipfile.ZipFile(raw) as given, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as made:
            for name in given.namelist():
                made.writestr(zipfile.ZipInfo(name, _ZIP_DAY), given.read(name), zipfile.ZIP_DEFLATED)
        return steady.getvalue()

    # Frame

    def _styles(self) -> None:
        styles: Any = self.word.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), self.document.lang)
        normal.element.get_or_add_rPr().append(language)
        for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Caption", 10)):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold, style.font.color.rgb = "Calibri", Pt(size), True, _INK
            fonts_of = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts_of.attrib.pop(qn(f"w:{attribute}"), None)
        self._set_in(styles)
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)

    def _set_in(self, styles: Any) -> None:
        """Quotations and lists stand in from the margin as they do in the PDF: lists below the words of a numbered paper."""
        quotation = styles["Quote"].paragraph_format
        quotation.left_indent, quotation.right_indent = Length(SET_IN + _QUOTE_OFF), _QUOTE_OFF
        is_numbered = any(section.number for section in self.document.sections)
        self.numbers.set_in_bullets(styles["List Bullet"], SET_IN if is_numbered else _LIST_IN)

    def _properties(self, at: dt.datetime) -> None:
        core = self.word.core_properties
        core.title, core.subject = f"{self.document.kind}: {self.document.title}", self.document.reference
        core.author = core.last_modified_by = "Collaboration programme register"
        core.language, core.comments = self.document.lang, ""
        core.created = core.modified = at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)

    def _foot(self) -> None:
        section = self.word.sections[0]
        head = section.header.paragraphs[0]
        _tabbed(head)
        _quiet(head.add_run(f"{self.document.title}\t{self.document.kind}"))
        if self.document.is_draft:
            mark = head.insert_paragraph_before()
            mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = mark.add_run("DRAFT")
            run.bold, run.font.size = True, Pt(16)
        foot = section.footer.paragraphs[0]
        _tabbed(foot)
        _quiet(foot.add_run(f"{foot_words(self.document)}\tPage "))
        _field(foot, "PAGE")
        _quiet(foot.add_run(" of "))
        _field(foot, "NUMPAGES")
        if self.document.sha256:
            _quiet(section.footer.add_paragraph().add_run(f"SHA-256 {self.document.sha256}"))

    # Content

    def _body(self) -> None:
        document = self.document
        self.word.add_paragraph(document.title, style="Title")
        if document.state:
            state = self.word.add_paragraph()
            state.add_run(document.state).bold = True
            state.add_run(": not approved and not published." if document.is_draft else "")
        for label, value in document.front:
            self._labelled(label, (Run(value),))
        for section in document.sections:
            self._section(section)
        for label, runs in document.closing:
            self._labelled(label, runs)

    def _labelled(self, label: str, runs: Runs) -> None:
        paragraph = self.word.add_paragraph()
        if label:
            paragraph.add_run(f"{label}: ").bold = True
        self._say(paragraph, runs)

    def _section(self, section: Section) -> None:
        heading = self.word.add_heading(level=1)
        counted = bool(section.number) and self.numbers.number(heading, section.number)
        heading.add_run(section.heading if counted else section.full_heading)
        if withheld := section.withheld_words:
            self.word.add_paragraph().add_run(withheld[:1].upper() + withheld[1:]).italic = True
        elif section.exempt_ground:
            self.word.add_paragraph().add_run(f"Exempt, not for publication: {section.exempt_ground}").bold = True
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._paragraph(block)
            case Subheading():
                self.word.add_heading(block.text, level=2)
            case Bullets():
                for item in block.items:
                    self._say(self.word.add_paragraph(style="List Bullet"), item)
            case Recommendations():
                for paragraph in block.items:
                    self._paragraph(paragraph)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.word.add_paragraph(style="Quote" if block.is_quotation and not block.number else None)
        if block.number and not self.numbers.number(paragraph, block.number):
            paragraph.add_run(f"{block.number}\t")
        self._say(paragraph, block.runs)

    def _table(self, block: Table) -> None:
        caption = self.word.add_paragraph(block.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
        table = self.word.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        _set(table._tbl.tblPr, "w:tblCaption", val=block.caption)
        head = table.rows[0]
        _set(head._tr.get_or_add_trPr(), "w:tblHeader", val="true")
        for cell, column in zip(head.cells, block.columns, strict=True):
            cell.paragraphs[0].add_run(column.label).bold = True
        for row in block.rows:
            for cell, runs in zip(table.add_row().cells, row, strict=True):
                self._say(cell.paragraphs[0], runs)
        for row_of in table.rows:
            for cell, column in zip(row_of.cells, block.columns, strict=True):
                if column.is_numeric:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.word.add_paragraph()

    def _picture(self, block: Picture) -> None:
        shape = self.word.add_picture(io.BytesIO(_png(block.svg)), width=_WIDTH)
        about: Any = shape._inline.docPr
        about.set("descr", block.alt)
        about.set("title", block.caption)
        self.word.add_paragraph(block.caption, style="Caption")

    def _say(self, paragraph: Any, runs: Runs) -> None:
        for run in runs:
            said = paragraph.add_run(run.text)
            said.bold, said.italic = run.is_strong or None, run.is_quote or None
            if run.url:
                key = paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), key)
                said.font.underline, said.font.color.rgb = True, _LINK
                said._r.addprevious(link)
                link.append(said._r)


def _tabbed(paragraph: Any) -> None:
    """One tab that leads to the right margin, in place of the two that Word’s style has."""
    paragraph.style = paragraph.part.package.main_document_part.document.styles["Normal"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _quiet(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(9), _QUIET


def _set(parent: Any, name: str, **attributes: str) -> None:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)


def _field(paragraph: Any, name: str) -> None:
    """A number that Word keeps: of the page, or of all pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    _quiet(run)
    run._r.addprevious(field)
    field.append(run._r)


@cache
def _png(svg: str) -> bytes:
    """A drawing as PNG at 200 dots an inch, for Word."""
    page = (
        '#set page(width: 16.2cm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    made = typst.compile(page.encode(), format="png", ppi=200, font_paths=fonts(), sys_inputs={"svg": svg})
    assert isinstance(made, bytes)
    return made
