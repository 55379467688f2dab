"""Which paragraphs of the sources the register's records rest on, and which state nothing for it."""

from dataclasses import dataclass

from django.db.models import Count

from programmes.models import Source, SourceParagraph


@dataclass(frozen=True)
class ParagraphCoverage:
    """One paragraph: how many records cite it, or the reason why it is no data."""

    label: str
    records: int
    no_data: str

    @property
    def is_covered(self) -> bool:
        return bool(self.records or self.no_data)

    def __str__(self) -> str:
        if self.records:
            return f"{self.label}: {self.records} {'record' if self.records == 1 else 'records'}"
        return f"{self.label}: no data. {self.no_data}" if self.no_data else f"{self.label}: NEITHER CITED NOR SAID WHY"


@dataclass(frozen=True)
class SourceCoverage:
    """One source with its paragraphs, in their order."""

    code: str
    title: str
    paragraphs: tuple[ParagraphCoverage, ...]

    @property
    def cited(self) -> int:
        return sum(p.records > 0 for p in self.paragraphs)

    @property
    def without_data(self) -> int:
        return sum(p.records == 0 and bool(p.no_data) for p in self.paragraphs)

    @property
    def missing(self) -> list[ParagraphCoverage]:
        """The paragraphs that no record cites and that give no reason."""
        return [p for p in self.paragraphs if not p.is_covered]

    def __str__(self) -> str:
        return (
            f"{self.code}: {len(self.paragraphs)} paragraphs, {self.cited} cited, "
            f"{self.without_data} without data, {len(self.missing)} neither"
        )


def source_coverage() -> list[SourceCoverage]:
    """Every source that has paragraphs, in the order of their codes, in two queries."""
    counted = SourceParagraph.objects.annotate(records=Count("citations__about", distinct=True)).order_by("position")
    found: dict[int, list[ParagraphCoverage]] = {}
    for paragraph in counted:
        row = ParagraphCoverage(paragraph.label, paragraph.records, paragraph.no_data)
        found.setdefault(paragraph.source_id, []).append(row)
    return [
        SourceCoverage(source.code, source.title, tuple(found[source.pk]))
        for source in Source.objects.order_by("code")
        if source.pk in found
    ]
