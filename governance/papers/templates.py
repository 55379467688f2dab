"""The templates of reports as data: order and numbering of sections, and which records feed which part.

A section is fed, in this order: by its own standing words (`says`, the officer’s to edit); by what an earlier document of the
same kind says under its headings, in the words of the records that cite it; by what was said since, of the kinds in
`statements`; by the statuses of the work in `statuses`; by the tables in `tables`. In `heading` and `says`, {programme},
{alliance}, {board}, {office}, {forces}, {since} and {as_at} stand for the names and days of the report.

A template that changes in meaning gets a new version; reports say which version they were drawn up by.
"""

from dataclasses import dataclass

from governance.choices import ReportKind
from programmes.choices import StatementKind as Kind


@dataclass(frozen=True)
class SectionTemplate:
    """One section. `headings` are what it is called in earlier documents, compared without number and case."""

    code: str
    heading: str
    headings: tuple[str, ...] = ()
    says: str = ""
    statements: tuple[Kind, ...] = ()
    #: Whose statements, figures and work: “programme” or “alliance”.
    about: str = "programme"
    #: Whose workstreams’ statuses: “programme”, “alliance”, “office” or none.
    statuses: str = ""
    #: What leads over to the statuses or to a list of workstreams.
    lead: str = ""
    figures: bool = False
    tables: tuple[str, ...] = ()
    asks: bool = False


@dataclass(frozen=True)
class Template:
    """A kind of report: its version, whether paragraphs are numbered, what stands before and after the sections."""

    kind: ReportKind
    version: int
    title: str
    sections: tuple[SectionTemplate, ...]
    front: tuple[tuple[str, str], ...] = ()
    is_numbered: bool = True
    #: Labels of the block after the last section in earlier documents: what the record cites there is told.
    closing: tuple[tuple[str, str], ...] = ()

    def section(self, code: str) -> SectionTemplate | None:
        return next((part for part in self.sections if part.code == code), None)


PANEL = Template(
    kind=ReportKind.PANEL,
    version=1,
    title="Police and Crime Panel report on the {programme}",
    is_numbered=False,
    sections=(
        SectionTemplate("background", "Background", ("Background",), statements=(Kind.AIM, Kind.FACT), figures=True),
        SectionTemplate(
            "existing", "Existing Police Collaboration", ("Existing Police Collaboration",), statements=(Kind.FACT,),
            about="alliance",
        ),
        SectionTemplate(
            "governance", "Governance and Accountability", ("Governance and Accountability",),
            statements=(Kind.GOVERNANCE,),
        ),
        SectionTemplate(
            "programme", "The {programme}", ("The 7F Programme",), statements=(Kind.SCOPE, Kind.APPROACH),
        ),
        SectionTemplate(
            "workstreams", "Key Work-streams", ("Key Work-streams",), statuses="programme",
            lead="Some of the primary work-streams are:",
        ),
        SectionTemplate("next", "Next reporting period", ("Next reporting period",), tables=("meetings",)),
    ),
    closing=(("", "enquiries"),),
)  # fmt: skip

BOARD = Template(
    kind=ReportKind.BOARD,
    version=1,
    title="Collaboration update – {alliance} and {programme_alliance}",
    front=(("To", "board"), ("From", "from"), ("Date", "date")),
    sections=(
        SectionTemplate(
            "purpose", "Purpose", ("Purpose",),
            says="The purpose of this report is to update the {board} (“the Board”) on the progress of collaboration in "
            "{forces} (“{alliance}”) and across the Eastern Region.",
        ),
        SectionTemplate(
            "recommendation", "Recommendation", ("Recommendation",), asks=True,
        ),
        SectionTemplate(
            "background", "Background", ("Background",), statements=(Kind.FACT, Kind.SCOPE), about="alliance",
            figures=True,
        ),
        SectionTemplate(
            "alliance", "{alliance} Collaboration Update", ("BCH Collaboration Update",), about="alliance",
            statuses="alliance",
        ),
        SectionTemplate(
            "programme", "{programme_alliance} Collaboration Update", ("Seven Force Collaboration Update",),
            statements=(Kind.FACT, Kind.GOVERNANCE), statuses="programme",
            lead="Updates on key collaboration areas are as follows.",
        ),
        SectionTemplate("recommended", "Recommendation", ("Recommendation",), asks=True),
    ),
    closing=(("Contact Officer", "contact"), ("Background Papers", "sources")),
)  # fmt: skip

VARIATION = Template(
    kind=ReportKind.VARIATION,
    version=1,
    title="Police and Crime Plan update – collaboration",
    front=(
        ("Panel", "board"), ("Agenda item No.", "item"), ("Date", "date"), ("Status", "status"),
        ("Report of the", "from"), ("Contact officer", "contact"), ("Contact details", "mailbox"),
    ),
    sections=(
        SectionTemplate("purpose", "PURPOSE", ("Purpose",)),
        SectionTemplate("recommendations", "RECOMMENDATIONS", ("Recommendations",), asks=True),
        SectionTemplate("terms", "TERMS OF REFERENCE", ("Terms of reference",)),
        SectionTemplate(
            "background", "BACKGROUND", ("Background", "Police and Crime Plan", "Collaboration"),
            statements=(Kind.FACT,), about="alliance",
        ),
        SectionTemplate(
            "issues", "KEY ISSUES – NEXT STEPS ON COLLABORATION", ("Key issues – next steps on collaboration",),
        ),
        SectionTemplate("implications", "IMPLICATIONS", ("Implications",)),
        SectionTemplate("consultation", "CONSULTATION", ("Consultation",)),
        SectionTemplate("steps", "NEXT STEPS", ("Next steps",)),
        SectionTemplate("documents", "BACKGROUND DOCUMENTS", ("Background documents",)),
        SectionTemplate("appendices", "APPENDICES", ("Appendices",), says="None"),
    ),
)  # fmt: skip

SUMMIT = Template(
    kind=ReportKind.SUMMIT,
    version=1,
    title="Summit summary – {programme}",
    front=(("To", "board"), ("From", "from"), ("Date", "date")),
    sections=(
        SectionTemplate(
            "purpose", "Purpose",
            says="This summary tells the {board} how the work of the {programme} stands as at {as_at}, what was decided "
            "since {since}, and which cases wait for a decision.",
        ),
        SectionTemplate("cases", "Business cases", tables=("cases",)),
        SectionTemplate("decisions", "Decisions since {since}", tables=("decisions",)),
        SectionTemplate("statuses", "Workstreams", statuses="programme"),
        SectionTemplate("money", "Savings and funding", figures=True),
        SectionTemplate("milestones", "What comes next", tables=("milestones", "meetings")),
        SectionTemplate(
            "recommendation", "Recommendation", asks=True, says="The {board} is asked to note this summary.",
        ),
    ),
    closing=(("Contact officer", "contact"),),
)  # fmt: skip

OFFICE = Template(
    kind=ReportKind.OFFICE,
    version=1,
    title="Since your last meeting – brief for the {office}",
    front=(("For", "office"), ("Since", "since"), ("As at", "date")),
    sections=(
        SectionTemplate("waiting", "Waiting for your decision", tables=("waiting",)),
        SectionTemplate("decided", "Decided since {since}", tables=("decisions",)),
        SectionTemplate("statuses", "How the work stands", statuses="office"),
        SectionTemplate("agreements", "Agreements signed since {since}", tables=("agreements",)),
        SectionTemplate("next", "What comes next", tables=("milestones", "meetings")),
    ),
    closing=(("Contact officer", "contact"),),
)

TEMPLATES: dict[str, Template] = {t.kind.value: t for t in (PANEL, BOARD, VARIATION, SUMMIT, OFFICE)}
