"""What may be withheld of a record: the fields of the allow-list that tell it, by the names they have there."""

from dataclasses import Field, fields
from typing import Any

from django.apps import apps

from governance.publication.deciding_pages import AgendaRow, ConditionRow, PaperRow
from governance.publication.difference import PAGE_TYPES
from governance.publication.parts import Shape, Statement
from governance.publication.rows import (
    ActionRow,
    BenefitLineRow,
    BenefitRow,
    BoardRow,
    ClaimRow,
    ContactRow,
    DocumentRow,
    FundingRow,
    LocalDecisionRow,
    MemberRow,
    MilestoneRow,
    OfficeRow,
    PartyRow,
    PlanEntryRow,
    RiskRow,
)
from programmes.fields import parts_of
from programmes.history import Record

#: The row that tells a record which has no page of its own, by the name of its model.
ROWS: dict[str, type] = {
    "action": ActionRow,
    "agendaitem": AgendaRow,
    "areaplan": PlanEntryRow,
    "benefit": BenefitRow,
    "benefitline": BenefitLineRow,
    "board": BoardRow,
    "body": OfficeRow,
    "casedocument": DocumentRow,
    "condition": ConditionRow,
    "contact": ContactRow,
    "funding": FundingRow,
    "localdecision": LocalDecisionRow,
    "membership": MemberRow,
    "milestone": MilestoneRow,
    "paper": PaperRow,
    "party": PartyRow,
    "risk": RiskRow,
    "savingsfigure": ClaimRow,
    "statement": Statement,
    "statusupdate": Statement,
}

#: The kind of page of a model that is called otherwise.
_KINDS = {"businesscase": "case", "localdecision": "local-decision"}

#: The labels of a statement’s parts, which the page shows without one.
_STATEMENT = {"words": "Words", "heading": "Heading", "on": "Date", "note": "Notes", "sources": "Sources"}

#: The columns behind a part, where they are called otherwise.
_COLUMNS: dict[tuple[str, str], tuple[str, ...]] = {
    ("agendaitem", "asked"): ("recommendation",),
    ("agreement", "document"): ("document_url",),
    ("alliance", "title"): ("short_name",),
    ("areaplan", "area"): ("name",),
    ("benefit", "benefit"): ("title",),
    ("board", "board"): ("name",),
    ("board", "members"): ("members_words",),
    ("body", "office"): ("name",),
    ("businesscase", "forces"): ("participating_forces",),
    ("contact", "who"): ("role",),
    ("decision", "by"): ("decided_by", "board", "body"),
    ("decision", "notice"): ("notice_url",),
    ("decision", "office"): ("body",),
    ("force", "title"): ("name",),
    ("milestone", "milestone"): ("name",),
    ("programme", "established"): ("starts",),
    ("programme", "lead"): ("lead_chief_constable",),
    ("programme", "title"): ("short_name",),
    ("risk", "risk"): ("title",),
    ("savingsfigure", "claim"): ("title",),
    ("source", "address"): ("url",),
    ("statement", "on"): ("said",),
    ("statusupdate", "note"): ("next_steps", "rag_reason", "unchanged_since"),
    ("statusupdate", "on"): ("as_at",),
    ("statusupdate", "words"): ("public_text",),
    ("workstream", "forces"): ("participating_forces",),
    ("workstream", "title"): ("name",),
}

#: What a record is told with wherever it is told: it is withheld as a whole, or not.
_TOLD_WITH: dict[str, tuple[str, ...]] = {"localdecision": ("case", "page")}

#: The columns of rows elsewhere that tell the same as a field of the record’s own page, where called otherwise.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "alliance": ("about",),
    "case": ("about",),
    "ends": ("dates",),
    "established": ("dates",),
    "board": ("meeting",),
    "kind_of_agreement": ("kind",),
    "kind_of_alliance": ("kind",),
    "kind_of_source": ("kind",),
    "minutes_words": ("minutes",),
    "outcome": ("kind",),
    "parties_words": ("parties",),
    "programme": ("about",),
    "starts": ("dates",),
    "updates": ("latest",),
    "what_kind": ("kind",),
    "workstream": ("about",),
}


def page_type_of(model_name: str) -> type | None:
    """The page that a record of a model has to itself; None when it is told on others’ pages alone."""
    found = PAGE_TYPES.get(_KINDS.get(model_name, model_name))
    return found if found and found.IS_WITHDRAWABLE else None


def parts_of_record(model: type[Record]) -> dict[str, str]:
    """What may be withheld of a record of a model: the names of the allow-list with their labels."""
    name = model._meta.model_name or ""
    page, row = page_type_of(name), ROWS.get(name)
    found: dict[str, str] = {}
    if page:
        if columns_of(model, "title"):  # else it is made of the names of others
            found["title"] = "Title"
        found |= {f.name: label_of(f) for f in fields(page) if f.metadata["shape"] != Shape.HIDDEN}
    if row:
        found |= {f.name: label_of(f) for f in fields(row) if f.name not in found}
    return {part: label for part, label in found.items() if part not in _TOLD_WITH.get(name, ())}


def label_of(field: "Field[Any]") -> str:
    """The label that a field of the allow-list is shown with."""
    return str(field.metadata.get("label") or _STATEMENT.get(field.name, field.name.capitalize()))


def model_of(kind: str) -> type[Record]:
    """The model of a record from the `kind` of its reference."""
    return apps.get_model(kind)  # type: ignore[return-value]


def columns_of(model: type[Record], part: str) -> tuple[str, ...]:
    """The columns of a record whose words or keys a part tells; none where it is worked out from something else."""
    name = model._meta.model_name or ""
    known = {f.name for f in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    wanted = _COLUMNS.get((name, part), (part,))
    return tuple(column for column in wanted if column in known)


def told_columns(model: type[Record], part: str) -> tuple[str, ...]:
    """The names by which citations may call what a part tells: its own and those of its columns."""
    found = columns_of(model, part)
    return (part, *found, *(name for column in found for name in parts_of(column)))
