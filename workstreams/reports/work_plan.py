"""A work plan (S2 Appendix A): approaches, the areas under each, and what the sources say came of every entry."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from programmes.choices import AllianceKind
from programmes.fields import vague
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.reports.citations import CitedWords, citations_of
from workstreams.choices import ServiceType
from workstreams.models import AreaPlan, PlanOutcome, PlanRow
from workstreams.plan_outcomes import Came, Verdict, verdict

CSV_COLUMNS = (
    "programme", "approach", "service_type", "business_area", "qualifier", "implementation", "note", "source",
    "paragraph", "period", "outcome", "what_the_sources_say", "outcome_source", "outcome_paragraph",
)  # fmt: skip

VERDICT_KINDS = {Verdict.MET: "good", Verdict.LATE: "bad", Verdict.CHANGED: "info", Verdict.UNKNOWN: "outline"}


@dataclass(frozen=True)
class Outcome:
    """One statement of a source on what came of an entry."""

    code: str
    says: str
    where: Link
    as_at: str
    words: str
    citations: tuple[CitedWords, ...]

    def in_words(self) -> str:
        """The statement in one line, for a row of CSV."""
        return f"{self.says}, {self.where.label}, {self.as_at}: “{self.words}”"


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
    verdict: Verdict
    outcomes: tuple[Outcome, ...]

    @property
    def verdict_words(self) -> str:
        return self.verdict.label

    @property
    def verdict_kind(self) -> str:
        return VERDICT_KINDS[self.verdict]


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

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All its entries."""
        return (*self.general, *self.protective)


@dataclass(frozen=True)
class Plan:
    """The approaches as asked for, and how many entries came to what before they were narrowed to one outcome."""

    approaches: tuple[Approach, ...]
    counts: dict[str, int]

    @property
    def entries(self) -> int:
        """How many entries are shown."""
        return sum(len(approach.entries) for approach in self.approaches)


class _Found:
    """The statements and citations of the plan, by the reference they belong to."""

    def __init__(self, reader: Reader, rows: list[PlanRow], entries: list[AreaPlan]) -> None:
        self.reader = reader
        stated: Any = reader.rows(PlanOutcome.objects).select_related("alliance")
        self.stated: dict[int, list[PlanOutcome]] = {}
        for outcome in stated.order_by("as_at_latest", "pk"):
            if reader.sees(outcome.alliance):
                self.stated.setdefault(outcome.entry_id, []).append(outcome)
        shown = [*rows, *entries, *(one for found in self.stated.values() for one in found)]
        self.cited: dict[str, list[CitedWords]] = {}
        for citation in citations_of({record.reference: "" for record in shown}, reader):
            self.cited.setdefault(citation.about, []).append(citation)

    def citations(self, record: Any) -> tuple[CitedWords, ...]:
        return tuple(self.cited.get(record.reference, ()))

    def entry(self, entry: AreaPlan, row: PlanRow) -> Entry:
        stated = self.stated.get(entry.pk, [])
        came = [
            Came(
                one.says,
                one.alliance.kind == AllianceKind.PREFERRED_PARTNERSHIP,
                vague(one, "as_at").earliest,
                vague(one, "as_at").latest,
            )
            for one in stated
        ]
        return Entry(
            code=entry.reference,
            name=entry.name,
            qualifier=entry.qualifier,
            implementation=str(vague(entry, "implementation")),
            note=entry.note,
            url=reference_url(entry.area.reference) if entry.area and self.reader.sees(entry.area) else "",
            citations=self.citations(entry),
            verdict=verdict(row.approach, vague(row, "period").latest, came),
            outcomes=tuple(
                Outcome(
                    code=one.reference,
                    says=one.get_says_display(),
                    where=Link(one.alliance.short_name, self.reader.url(one.alliance)),
                    as_at=str(vague(one, "as_at")),
                    words=one.words,
                    citations=self.citations(one),
                )
                for one in stated
            ),
        )


def work_plan(reader: Reader, *, approach: str = "", outcome: str = "") -> Plan:
    """Every approach of the plan in its order, with its entries and what came of them, in four queries.

    `approach` is a reference; with it or an outcome only the approaches that have such an entry are left.
    """
    rows = list(reader.rows(PlanRow.objects).select_related("programme"))
    entries = list(reader.rows(AreaPlan.objects).select_related("area"))
    found = _Found(reader, rows, entries)
    approaches, counts = [], Counter[str]()
    for row in rows:
        if approach not in ("", row.reference):
            continue
        mine = [(entry.service_type, found.entry(entry, row)) for entry in entries if entry.row_id == row.pk]
        counts.update(entry.verdict for _, entry in mine)
        shown = [(service, entry) for service, entry in mine if outcome in ("", entry.verdict)]
        if not shown and outcome:
            continue
        programme = Link(str(row.programme), reader.url(row.programme)) if reader.sees(row.programme) else Link("")
        approaches.append(
            Approach(
                code=row.reference,
                programme=programme,
                words=row.words,
                period=str(vague(row, "period")),
                footnote=row.footnote,
                general=tuple(entry for service, entry in shown if service == ServiceType.GENERAL),
                protective=tuple(entry for service, entry in shown if service == ServiceType.PROTECTIVE),
                citations=found.citations(row),
            )
        )
    return Plan(tuple(approaches), dict(counts))


def csv_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The column heads, then one row for each entry of the plan."""
    yield CSV_COLUMNS
    for approach in plan.approaches:
        for service, entries in approach.columns():
            for entry in entries:
                cited = [citation for outcome in entry.outcomes for citation in outcome.citations]
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
                    approach.period,
                    entry.verdict_words,
                    "; ".join(outcome.in_words() for outcome in entry.outcomes),
                    "; ".join(c.code for c in cited),
                    "; ".join(c.paragraph for c in cited),
                )
