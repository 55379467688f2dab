"""Business areas and what the matrix says of them."""

from django.contrib import admin

from programmes.admin.base import RegisterAdmin, dated
from programmes.admin.citation import CitationInline
from programmes.admin.filters import CitedFilter
from programmes.admin.inlines import TabularRecords
from workstreams.models import AreaComment, AreaGroup, AreaMapping, AreaStatus, BusinessArea

GROUP = "Business areas and the matrix"


class AreaInline(TabularRecords):
    model = BusinessArea
    row_fields = ("name", "synonyms", "position")


@admin.register(AreaGroup)
class AreaGroupAdmin(RegisterAdmin):
    group = GROUP
    order = 1
    plural = "groups of areas"
    list_display = ("name", "position")
    list_filter = (CitedFilter,)
    search_fields = ("name",)
    sections = ((None, ("name", "position")),)
    inlines = (AreaInline, CitationInline)


class AreaStatusInline(TabularRecords):
    model = AreaStatus
    select_related = ("area", "alliance")
    row_fields = ("alliance", "status", "as_at", "words")


class AreaCommentInline(TabularRecords):
    model = AreaComment
    select_related = ("area",)
    row_fields = ("as_at", "words")


@admin.register(BusinessArea)
class BusinessAreaAdmin(RegisterAdmin):
    group = GROUP
    order = 2
    list_display = ("name", "group", "synonyms")
    list_filter = ("group", CitedFilter)
    list_select_related = ("group",)
    search_fields = ("name", "synonyms")
    sections = ((None, ("group", "name", "synonyms", "position")),)
    inlines = (AreaStatusInline, AreaCommentInline, CitationInline)


@admin.register(AreaStatus)
class AreaStatusAdmin(RegisterAdmin):
    group = GROUP
    order = 3
    plural = "matrix observations"
    list_display = ("area", "alliance", "status", "words", dated("as_at", "As at"))
    list_filter = ("status", "alliance", "area__group", CitedFilter)
    list_select_related = ("area", "area__group", "alliance")
    search_fields = ("area__name", "words")
    date_hierarchy = "as_at_earliest"
    autocomplete_fields = ("area",)
    sections = ((None, ("area", "alliance", "as_at")), ("What stands there", ("words", "status")))
    inlines = (CitationInline,)


@admin.register(AreaComment)
class AreaCommentAdmin(RegisterAdmin):
    group = GROUP
    order = 4
    list_display = ("area", "words", dated("as_at", "As at"))
    list_filter = ("area__group", CitedFilter)
    list_select_related = ("area", "area__group")
    search_fields = ("area__name", "words")
    date_hierarchy = "as_at_earliest"
    autocomplete_fields = ("area",)
    sections = ((None, ("area", "as_at", "words")),)
    inlines = (CitationInline,)


@admin.register(AreaMapping)
class AreaMappingAdmin(RegisterAdmin):
    group = GROUP
    order = 5
    plural = "areas renamed or merged"
    list_display = ("old", "new", dated("starts", "From"), "note")
    list_filter = (CitedFilter,)
    list_select_related = ("old", "new")
    search_fields = ("old__name", "new__name")
    date_hierarchy = "starts_earliest"
    autocomplete_fields = ("old", "new")
    sections = ((None, ("old", "new", "starts", "note")),)
    inlines = (CitationInline,)
