"""What a case’s page in the register tells of its file: the family it stands in, what its version needs, why collaborate."""

from typing import Any

from governance.case_file.completeness import needs_of
from governance.case_file.family import family_of
from governance.case_file.parts import label_of
from governance.choices import STAGE_SHORT, CaseState, Stage
from governance.models import BusinessCase, CaseDocument
from programmes.navigation import reference_url
from programmes.pages import Fact, Section
from programmes.reading import Reader

#: The states in which a version is still being made complete.
_BEING_WRITTEN = (CaseState.DRAFTING, CaseState.CIRCULATED)


def family_section(case: BusinessCase, reader: Reader) -> Section | None:
    """The tree of cases this one stands in, on the reader’s day; None for a case that stands alone."""
    rows: Any = reader.rows(BusinessCase.objects).with_stage(reader.as_at)
    tree = family_of(case, rows, reader.url)
    return (
        Section("The family of this case", "family", template="governance/_family.html", extra=tree) if tree else None
    )


def needs_section(case: Any, documents: list[CaseDocument], reader: Reader) -> Section | None:
    """What the newest version of the present stage needs before Oversight, while it is being written; today only."""
    if reader.as_at or case.state not in _BEING_WRITTEN:
        return None
    versions = [document for document in documents if document.stage == case.stage]
    short = STAGE_SHORT[Stage(case.stage)]
    title = f"What the {short} needs before Oversight"
    if not versions:
        return Section(title, "needed", empty=f"There is no version of the {short} yet.")
    newest = max(versions, key=lambda document: document.number)
    url = reference_url(newest.reference)
    tasks = [
        {
            "label": need.label, "url": f"{url}#{_anchor(need.part, need.label)}", "hint": need.missing,
            "status": "There" if need.is_there else "Needed", "kind": "good" if need.is_there else "warning",
        }
        for need in needs_of(newest)
    ]  # fmt: skip
    return Section(title, "needed", words=f"In {newest}:", template="governance/_needs.html", extra=tasks)


def _anchor(part: str, label: str) -> str:
    """The place on the document’s page where a need is seen."""
    if part:
        return "figures" if part == "lines" else part
    case = next((c for c in CaseDocument.FIVE_CASES if label_of(CaseDocument, c) == label), "financial")
    return f"case-{case}"


def duty_section(case: BusinessCase) -> Section | None:
    """The duty-to-collaborate note (Police Act 1996 s22B, s22C, s23HA); None when nothing of it is written."""
    facts = tuple(Fact(label_of(BusinessCase, name), getattr(case, name)) for name in BusinessCase.DUTY_FIELDS)
    return Section("Duty to collaborate", "duty", facts=facts) if any(fact.value for fact in facts) else None
