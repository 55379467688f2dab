"""Sources and the legal references they name."""

from typing import Any

from django.contrib import admin

from programmes.admin.base import RegisterAdmin, ViewOnly, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.models import LegalReference, Source, SourceParagraph


class ParagraphInline(ViewOnly, admin.TabularInline):
    """The source word for word; it is read, not edited."""

    model = SourceParagraph
    template = "admin/register/tabular.html"
    fields = ("label", "heading", "text", "no_data")
    extra = 0
    can_delete = False
    verbose_name_plural = "paragraphs"


@admin.register(Source)
class SourceAdmin(RegisterAdmin):
    group = "Sources"
    order = 1
    list_display = ("code", "title", "publisher", "kind", dated("dated", "Dated"))
    list_filter = ("kind", "publisher")
    search_fields = ("code", "title", "publisher")
    date_hierarchy = "dated_earliest"
    sections = ((None, ("code", "title", "publisher", "kind", "dated", "url", "note")),)
    inlines = (ParagraphInline,)


@admin.register(LegalReference)
class LegalReferenceAdmin(RegisterAdmin):
    group = "Sources"
    order = 2
    plural = "statutes and guidance named"
    list_display = ("provision", "words", "url")
    list_filter = ("title", CitedFilter)
    search_fields = ("title", "section", "words")
    sections = ((None, ("title", "section", "words", "url")),)
    inlines = (CitationInline,)

    @admin.display(description="Provision", ordering="title")
    def provision(self, obj: Any) -> str:
        return str(obj)
