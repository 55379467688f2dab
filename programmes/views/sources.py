"""Sources, each paragraph with the records that rest on it."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from programmes.filters.records import SourceFilter
from programmes.lists import RegisterList
from programmes.models import Citation, Source, SourceParagraph
from programmes.records import RecordPage
from programmes.reports.sources import source_page
from programmes.tables.source import SourceTable


def _counted(rows: QuerySet, by: str) -> Coalesce:
    """How many rows belong to the source of the outer query."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class SourceList(RegisterList):
    title = "Sources"
    lead = "The documents and public pages that every fact of the register is taken from."
    table_class, filter_class, csv_name = SourceTable, SourceFilter, "programmes:source-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Source.objects).annotate(
            paragraph_count=_counted(SourceParagraph.objects.all(), "source"),
            citation_count=_counted(Citation.objects.all(), "paragraph__source"),
        )


class SourcePage(RecordPage):
    list_title, list_name, report = "Sources", "programmes:source-list", source_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Source.objects)
