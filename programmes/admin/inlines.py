"""Records shown and edited on the page of the record they belong to."""

from typing import Any

from django.contrib import admin
from django.forms import BoundField
from django.http import HttpRequest

from programmes.admin.base import ContentPermissions, ViewOnly
from programmes.admin.form_fields import FormFields, with_words
from programmes.editing import VersionedForm, vague_dates
from programmes.fields import vague

#: So many rows of a kind are taken at most; no record has nearly as many, and a form of thousands takes a minute to answer.
MOST_ROWS = 200


class RecordInline(FormFields, ContentPermissions):
    """Base of inlines of records: each row carries its own version."""

    form = VersionedForm
    extra = 1
    can_delete = False
    show_change_link = True
    max_num = MOST_ROWS
    #: The fields of a row; vague dates bring their words along.
    row_fields: tuple[Any, ...] = ()
    select_related: tuple[str, ...] = ()

    def get_formset(self: Any, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS, **kwargs})  # type: ignore[misc]

    def get_queryset(self: Any, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related(*self.select_related) if self.select_related else rows

    def get_fields(self: Any, request: HttpRequest, obj: Any = None) -> Any:
        names = with_words(self.model, self.row_fields)
        return [*names, "opened_version"] if self.has_change_permission(request, obj) else names


class RowField(BoundField):
    """A field of one row among many: the help of stored rows stands once above them, that of a new row beside it."""

    form: Any

    @property
    def aria_describedby(self) -> str | None:
        found = super().aria_describedby
        if not found or self.form.has_own_help:
            return found
        shared = f"{self.form.prefix.rpartition('-')[0]}-{self.name}-help"
        return found.replace(f"{self.auto_id}_helptext", shared)


class RowForm:
    """Mixed into the forms of stacked rows."""

    bound_field_class = RowField
    rest_fields: tuple[str, ...] = ()
    instance: Any

    @property
    def has_own_help(self) -> bool:
        """A new row says beside each field what to write there; for stored rows that is said once."""
        return self.instance.pk is None

    @property
    def rest(self) -> list[tuple[str, str]]:
        """What the stored row says besides its boxes: label and words of each field that is filled."""
        found = []
        dates = vague_dates(type(self.instance))
        for name in self.rest_fields if self.instance.pk else ():
            words = str(vague(self.instance, name) if name in dates else getattr(self.instance, name))
            found.append((str(self.instance._meta.get_field(name).verbose_name), words))
        return [(label, words) for label, words in found if words]


class StackedRecords(RecordInline, admin.StackedInline):
    """Rows of many fields, each folded under its name."""

    template = "admin/register/stacked.html"
    #: Fields without a box in the row: told where they are filled, changed on the record’s own page.
    rest_fields: tuple[str, ...] = ()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = type(formset.form.__name__, (RowForm, formset.form), {"rest_fields": self.rest_fields})
        return formset


class TabularRecords(RecordInline, admin.TabularInline):
    """Rows of few fields as a table."""

    template = "admin/register/tabular.html"


class EventsInline(ViewOnly, admin.TabularInline):
    """Events of a record, as recorded; a correction is a new event."""

    extra = 0
    can_delete = False
    template = "admin/register/tabular.html"
