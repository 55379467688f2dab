"""The 2011-15 work plan (S2 Appendix A): approaches, the areas under each, qualifiers and footnotes kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from programmes.fields import vague
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.reports.citations import CitedWords, citations_of
from workstreams.choices import ServiceType
from workstreams.models import AreaPlan, PlanRow

CSV_COLUMNS = (
    "programme", "approach", "service_type", "business_area", "qualifier", "implementation", "note", "source",
    "paragraph",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One area under an approach, as written; linked to the business area where the register knows it."""

    code: str
    name: str
    qualifier: str
    implementation: str
    note: str
    url: str
    citations: tuple[CitedWords, ...]


@dataclass(frozen=True)
class Approach:
    """One row of the plan: its title as written, general and protective services, footnote."""

    code: str
    programme: Link
    words: str
    period: str
    footnote: str
    general: tuple[Entry, ...]
    protective: tuple[Entry, ...]
    citations: tuple[CitedWords, ...]

    def columns(self) -> list[tuple[str, tuple[Entry, ...]]]:
        """The two columns with their headings."""
        return [("General", self.general), ("Protective services", self.protective)]


def work_plan(reader: Reader) -> list[Approach]:
    """Every approach of the plan in its order, with its entries, in three queries."""
    rows = list(reader.rows(PlanRow.objects).select_related("programme"))
    entries = list(reader.rows(AreaPlan.objects).select_related("area"))
    cited: dict[str, list[CitedWords]] = {}
    for citation in citations_of({record.reference: "" for record in [*rows, *entries]}, reader):
        cited.setdefault(citation.about, []).append(citation)
    found = []
    for row in rows:
        mine = [entry for entry in entries if entry.row_id == row.pk]
        found.append(
            Approach(
                code=row.reference,
                programme=Link(str(row.programme), reader.url(row.programme))
                if reader.sees(row.programme)
                else Link(""),
                words=row.words,
                period=str(vague(row, "period")),
                footnote=row.footnote,
                general=_entries(mine, ServiceType.GENERAL, reader, cited),
                protective=_entries(mine, ServiceType.PROTECTIVE, reader, cited),
                citations=tuple(cited.get(row.reference, ())),
            )
        )
    return found


def csv_rows(approaches: list[Approach]) -> Iterator[tuple[str, ...]]:
    """The column heads, then one row for each entry of the plan."""
    yield CSV_COLUMNS
    for approach in approaches:
        for service, entries in approach.columns():
            for entry in entries:
                yield (
                    approach.programme.label,
                    approach.words,
                    service,
                    entry.name,
                    entry.qualifier,
                    entry.implementation,
                    entry.note,
                    "; ".join(c.code for c in entry.citations),
                    "; ".join(c.paragraph for c in entry.citations),
                )


def _entries(
    entries: list[AreaPlan], service: ServiceType, reader: Reader, cited: dict[str, list[CitedWords]]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            code=entry.reference,
            name=entry.name,
            qualifier=entry.qualifier,
            implementation=str(vague(entry, "implementation")),
            note=entry.note,
            url=reference_url(entry.area.reference) if entry.area and reader.sees(entry.area) else "",
            citations=tuple(cited.get(entry.reference, ())),
        )
        for entry in entries
        if entry.service_type == service
    )
