"""RegisterAdmin: the base of every kind of record on the programme team’s desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, models
from django.db.models import IntegerField, Q
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst

from programmes.access import Capability, may
from programmes.admin.form_fields import FormFields, flat, with_words
from programmes.admin_site import address, register_page
from programmes.editing import ReasonedForm, VersionedForm
from programmes.fields import vague
from programmes.history import AppendOnlyError, Record, Reference, StaleRecord, fold
from programmes.public_standing import public_standing


class ContentPermissions:
    """Content is edited by editors and read by whoever reads the register; nothing with a past is deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Capability.READ)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Capability.READ)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Capability.EDIT)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Capability.EDIT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ViewOnly(ContentPermissions):
    """Shown, never added or changed by a form of the admin."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeyPaginator(Paginator):
    """Sorts and skips keys alone, and reads the rows of one page whole; far pages of long lists stay quick."""

    def page(self, number: Any) -> Page:
        """One page of rows, in one query."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self.object_list.values("pk")[start : start + self.per_page]  # type: ignore[union-attr]
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)  # type: ignore[union-attr]


class RegisterChangeList(ChangeList):
    """A list whose filters may meet a row more than once: it is found by its key, not by comparing whole rows."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        rows = super().get_queryset(request, exclude_parameters)
        if not rows.query.distinct:
            return rows
        rows.query.distinct = False  # “in” asks only whether, so the database need not sort out the repeated ones
        once = self.root_queryset.filter(pk__in=rows.order_by().values("pk"))
        return self.apply_select_related(once.order_by(*self.get_ordering(request, once)))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.query and not self.get_filters_params():
            self.full_result_count = self.result_count  # so that no “Show all” is offered where all is shown


class RegisterAdmin(FormFields, ContentPermissions, admin.ModelAdmin):
    """One kind of record: its list, its form with version and reason, its links into the register."""

    form = ReasonedForm
    actions = None
    list_per_page = 50
    paginator = KeyPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a count for each choice of each filter; the lists of the register count
    view_on_site = False
    save_on_top = False
    change_form_template = "admin/register/change_form.html"
    change_list_template = "admin/register/change_list.html"
    list_select_related: Any = ()

    #: Where the kind stands on the desk’s home page; "" keeps it off.
    group = ""
    order = 50
    plural = ""
    #: The form’s parts: (heading, field names). Vague dates bring their words along; the marking comes last.
    sections: tuple[tuple[str | None, tuple[Any, ...]], ...] = ()

    def __init__(self, model: type[models.Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        self._code = _reference_column(model) if issubclass(model, Record) else None

    # Lists --------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        if issubclass(self.model, Record):
            rows = rows.visible_to(request.user)
        return rows.select_related(*self.list_select_related) if self.list_select_related else rows

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = tuple(self.list_display)
        return (self._code, *shown) if self._code else shown

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return list_display[:2]

    def get_search_fields(self, request: HttpRequest) -> Any:
        return self.search_fields or ("reference",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Every word must stand in the record’s own texts (accents and case aside), or fit the search fields."""
        term = search_term.replace("\x00", "").strip()
        if not term:
            return queryset, False
        if not issubclass(self.model, Record):
            return super().get_search_results(request, queryset, term)[0], True
        texts = Reference.objects.filter(kind=self.model._meta.label_lower)
        for word in fold(term).split():
            texts = texts.filter(text__contains=word)
        if not any("__" in name for name in self.get_search_fields(request)) and not {"'", '"'} & set(term):
            # Fields of the record itself are in its texts already; only a phrase in quotation marks means more.
            return queryset.filter(reference__in=texts.values("code")), False
        by_field, _ = super().get_search_results(request, queryset, term)
        found = self.model._base_manager.filter(pk__in=by_field.order_by().values("pk"))
        return queryset.filter(Q(reference__in=texts.values("code")) | Q(pk__in=found.values("pk"))), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RegisterChangeList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.heading, **(extra_context or {})})

    @property
    def heading(self) -> str:
        """What the list is called, in the users’ words."""
        return capfirst(self.plural or str(self.opts.verbose_name_plural))

    # Forms --------------------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """As Django’s, with the records that its search boxes name."""
        boxes = [n for n in self.get_autocomplete_fields(request) if self.opts.get_field(n).many_to_one]
        rows = self.get_queryset(request)
        rows = rows.select_related(*boxes) if boxes else rows
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            return rows.get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sections = self.sections or ((None, tuple(self.get_fields(request, obj))),)
        parts = [(title, {"fields": with_words(self.model, names)}) for title, names in sections]
        if issubclass(self.model, Record) and "marking" not in flat(p[1]["fields"] for p in parts):
            parts.append(("Who may read it", {"fields": ["marking"]}))
        return parts

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", "")
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As Django’s; a save that the database refuses comes back as a sentence on the form, with all that was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleRecord:
            pass  # read again below: the form then finds the newer version and shows both
        except AppendOnlyError as error:
            request.refusal = str(error)  # type: ignore[attr-defined]
        except IntegrityError as error:
            models_here = [self.model, *(inline.model for inline in self.inlines)]
            request.refusal = sentence_of(error, models_here)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        context["problems"] = context.pop("errors", None)  # one summary of ours in place of Django’s two
        if obj is not None:
            context["title"] = self.title_of(obj)
            context["subtitle"] = None
            context["register_url"] = register_page(obj) if isinstance(obj, Record) else ""
            context["history_url"] = address(self.model, "history", obj.pk)
            context |= public_standing(obj, request.user) if isinstance(obj, Record) else {}
        return super().render_change_form(request, context, *args, **kwargs)

    def title_of(self, obj: Any) -> str:
        """The heading of a record’s page."""
        return f"{obj.reference} {obj}" if isinstance(obj, Record) else str(obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and isinstance(form, VersionedForm) and not form.changed_own_fields:
            return  # nothing of the record itself was changed, so it gets no new version
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        reason = form.cleaned_data.get("change_reason") or None
        marking = getattr(form.instance, "marking", None)
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            row._change_reason = reason
            if row._state.adding and isinstance(row, Record) and marking and "marking" not in formset.form.base_fields:
                row.marking = marking
            row.save()
        formset.save_m2m()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The record’s history in words, which lives in the register."""
        obj = self.get_object(request, object_id)
        if (
            isinstance(obj, Record)
            and self.has_view_permission(request, obj)
            and (url := register_page(obj, "history"))
        ):
            return HttpResponseRedirect(url)
        return super().history_view(request, object_id, extra_context)


def _reference_column(model: Any) -> Callable[[Any], str]:
    number = Cast(Substr("reference", len(model.PREFIX) + 2), IntegerField())

    @admin.display(description="Reference", ordering=number)
    def reference(obj: Any) -> str:
        return obj.reference

    return reference


def dated(name: str, words: str) -> Callable[[Any], str]:
    """A list column for a vague date: the words as written, sorted by its first day."""

    @admin.display(description=words, ordering=f"{name}_earliest", empty_value="–")
    def column(obj: Any) -> str:
        return str(vague(obj, name)) or "–"

    column.__name__ = f"{name}_in_words"
    return column


def sentence_of(error: IntegrityError, kinds: list[Any]) -> str:
    """What a person reads for a rule the database kept: the rule’s own sentence where it has one."""
    text = str(error)
    for model in kinds:
        for constraint in model._meta.constraints:
            columns = [f"{model._meta.db_table}.{n}" for n in getattr(constraint, "fields", ())]
            if constraint.name in text or (columns and all(c in text for c in columns)):
                words = constraint.get_violation_error_message() % {"name": constraint.name}
                if "“" in words and constraint.name in words:
                    words = f"{constraint.name.replace('_', ' ').capitalize()}."
                return f"Not saved. {words} Change it and save again."
    return "Not saved: the register holds this already, or it breaks a rule between records. Check it and save again."
