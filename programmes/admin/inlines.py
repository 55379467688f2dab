"""Records shown and edited on the page of the record they belong to."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programmes.admin.base import ContentPermissions, ViewOnly
from programmes.admin.form_fields import FormFields, with_words
from programmes.editing import VersionedForm


class RecordInline(FormFields, ContentPermissions):
    """Base of inlines of records: each row carries its own version."""

    form = VersionedForm
    extra = 1
    can_delete = False
    show_change_link = True
    #: The fields of a row; vague dates bring their words along.
    row_fields: tuple[Any, ...] = ()
    select_related: tuple[str, ...] = ()

    def get_queryset(self: Any, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related(*self.select_related) if self.select_related else rows

    def get_fields(self: Any, request: HttpRequest, obj: Any = None) -> Any:
        names = with_words(self.model, self.row_fields)
        return [*names, "opened_version"] if self.has_change_permission(request, obj) else names


class StackedRecords(RecordInline, admin.StackedInline):
    """Rows of many fields, each folded under its name."""

    template = "admin/register/stacked.html"


class TabularRecords(RecordInline, admin.TabularInline):
    """Rows of few fields as a table."""

    template = "admin/register/tabular.html"


class EventsInline(ViewOnly, admin.TabularInline):
    """Events of a record, as recorded; a correction is a new event."""

    extra = 0
    can_delete = False
    template = "admin/register/tabular.html"
