"""A version of a case’s document as its page shows it whole, and two versions beside each other."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse

from governance.case_file.desk_views import attachment_rows
from governance.case_file.figures import figure_faults, option_faults
from governance.case_file.parts import label_of, parts_of, words_of
from governance.case_file.word_tables import PlainRow, PlainTable, figure_tables, table_of_rows
from governance.choices import STAGE_SHORT, Stage
from governance.models import CaseAttachment, CaseDocument, CaseFunding, CaseOption, CaseRisk, CaseStep
from programmes import pages
from programmes.access import Capability, may
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, Section
from programmes.reading import Reader
from programmes.reports.changes import moment_words

_TABLES = "governance/_plain_tables.html"


def document_page(document: CaseDocument, reader: Reader) -> PageParts:
    """A version whole: what it recommends, the five cases field by field, options, figures, risks, plan, attachments."""
    parts = parts_of(document)
    preferred = next((option for option in parts.options if option.is_preferred), None)
    sections = []
    for case, names in CaseDocument.SECTIONS:
        facts = tuple(_fact(document, name, preferred) for name in names)
        sections.append(Section(label_of(CaseDocument, case), f"case-{case}", facts=facts))
        if case == "economic":
            warnings = "\n".join(option_faults(document, parts.options))
            sections.append(replace(_rows("Options", "options", CaseOption, parts.options, "code"), words=warnings))
        if case == "financial":
            sections.append(_figures(document, parts))
            sections.append(_rows("Funding", "funding", CaseFunding, parts.funding, "name"))
    sections += [
        _rows("Risks", "risks", CaseRisk, parts.risks, "words"),
        _rows("Plan", "plan", CaseStep, parts.steps, "name"),
        _attachments(parts.attachments, reader),
    ]
    fixed = f"{moment_words(document.frozen_at)}" if document.frozen_at else ""
    return PageParts(
        kind=f"{Stage(document.stage).label}, version {document.number}",
        lead=document.recommends or document.summary,
        facts=(
            pages.record("Business case", document.case, reader),
            pages.date("Dated", document, "dated", empty="Not stated"),
            Fact("What it says", document.summary, empty="Not stated"),
            Fact("What it recommends", document.recommends, empty="Not stated"),
            pages.address("Address", document.url),
            Fact("Circulated and fixed", fixed, empty="A working version"),
            Fact("SHA-256", document.content_hash, empty="Given when it is circulated"),
            *((pages.record("Begun as a copy of", document.based_on, reader),) if document.based_on else ()),
        ),
        sections=tuple(sections),
        see_also=tuple(_links(document, reader)),
    )


def _fact(document: CaseDocument, name: str, preferred: CaseOption | None) -> Fact:
    """A field of the five cases; the value of the preferred option beside that of the document."""
    note = ""
    if preferred is not None and name in ("npsv", "bcr"):
        note = f"The preferred option, {preferred}, states {words_of(preferred, name) or 'none'}."
    return Fact(_label(name), words_of(document, name), empty="Not stated", note=note)


def _label(name: str) -> str:
    """What a field of the five cases is called below the name of its case."""
    return "In brief" if name in CaseDocument.FIVE_CASES else label_of(CaseDocument, name)


def _links(document: CaseDocument, reader: Reader) -> Iterable[Link]:
    yield Link("Compare with another version", reverse("governance:case-document-compare", args=[document.reference]))
    if may(reader.user, Capability.EDIT) and not document.frozen_at:
        yield Link("Edit this version", reverse("admin:governance_casedocument_change", args=[document.pk]))


def _rows(title: str, anchor: str, model: Any, rows: list[Any], head: str) -> Section:
    """The rows of a part as a table."""
    table = table_of_rows(title, model, rows, head)
    if table is None:
        return Section(title, anchor, empty="None stated.")
    return Section(title, anchor, template=_TABLES, extra=[table])


def _figures(document: CaseDocument, parts: Any) -> Section:
    """Costs and benefits by year and by force, with what does not agree with what the case states."""
    title, tables = "Costs and benefits", figure_tables(parts)
    if not tables:
        return Section(title, "figures", empty="None stated.")
    return Section(title, "figures", template=_TABLES, extra=tables, words="\n".join(figure_faults(document, parts)))


def _attachments(rows: list[CaseAttachment], reader: Reader) -> Section:
    shown = attachment_rows(rows, reader)
    if not shown:
        return Section("Attachments", "attachments", empty="None.")
    columns = ("What it is", "File", "Version", "SHA-256")
    found = tuple(
        PlainRow(
            f"{row['title']}", (f"{row['name']} ({row['size']})", str(row["number"]), row["sha256"]), url=row["url"]
        )
        for row in shown
    )
    return Section(
        "Attachments",
        "attachments",
        template=_TABLES,
        extra=[PlainTable("Attachments", columns, found, has_hashes=True)],
    )


def version_words(document: CaseDocument) -> str:
    """A version in a list of versions: “OBC, version 2 (circulated)”."""
    state = "circulated" if document.frozen_at else "working version"
    return f"{STAGE_SHORT[Stage(document.stage)]}, version {document.number} ({state}): {document.title}"
