"""Citations on the page of the record they support: source, paragraph, the words quoted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.http import HttpRequest
from django.utils.text import Truncator

from programmes.access import Capability, may
from programmes.admin.base import ContentPermissions
from programmes.models import Citation, Source, SourceParagraph
from programmes.plain_forms import PlainModelForm
from programmes.reference_fields import ShortChoiceField


class SourceChoiceField(ShortChoiceField):
    """Sources by their code and the beginning of their title."""

    def label_from_instance(self, obj: Any) -> str:
        return Truncator(str(obj)).chars(60)


class CitationForm(PlainModelForm):
    """A paragraph named by its source and its printed number."""

    source = SourceChoiceField(Source.objects.all(), label="source")
    label = forms.CharField(
        label="paragraph",
        max_length=120,
        help_text="The printed number, such as 4.7, or heading and order within it.",
        widget=forms.TextInput(attrs={"size": 12}),
    )

    class Meta:
        model = Citation
        fields = ("field", "quote")
        widgets = {"quote": forms.Textarea(attrs={"rows": 2, "cols": 50}), "field": forms.TextInput(attrs={"size": 16})}
        labels = {"field": "for the field"}

    field_order = ("source", "label", "quote", "field")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.paragraph_id:
            self.initial["source"] = self.instance.paragraph.source_id
            self.initial["label"] = self.instance.paragraph.label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        source, label = cleaned.get("source"), cleaned.get("label")
        if source and label:
            paragraph = SourceParagraph.objects.filter(source=source, label=label).select_related("source").first()
            if paragraph is None:
                self.add_error("label", f"{source.code} has no paragraph “{label}”; give its number as printed.")
            else:
                self.instance.paragraph = paragraph
        return cleaned


class CitationFormSet(forms.BaseModelFormSet):
    """The citations of one record, tied to it by its reference."""

    def __init__(
        self, data: Any = None, files: Any = None, instance: Any = None, save_as_new: bool = False,
        prefix: str | None = None, queryset: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.instance = instance
        code = instance.reference if instance is not None and instance.pk else ""
        rows = Citation.objects.filter(about_id=code).select_related("paragraph__source")
        super().__init__(data=data, files=files, prefix=prefix or "citations", queryset=rows, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return "citations"

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            if not form.is_valid() or form in self.deleted_forms or not form.instance.paragraph_id:
                continue
            key = (form.instance.paragraph_id, form.cleaned_data.get("field"), form.cleaned_data.get("quote"))
            if key in seen:
                form.add_error("quote", "This citation stands here twice; leave one out.")
            seen.add(key)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        form.instance.about_id = self.instance.reference
        return super().save_new(form, commit=commit)


class _Checks(InlineModelAdminChecks):
    """The tie to the parent is its reference, not a foreign key."""

    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[Any]:
        return []

    def _check_relation(self, obj: Any, parent_model: Any) -> list[Any]:
        return []


class CitationInline(ContentPermissions, admin.TabularInline):
    """Where the record’s facts come from."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    checks_class = _Checks
    fields = ("source", "label", "quote", "field")
    extra = 1
    verbose_name_plural = "sources cited"
    template = "admin/register/tabular.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Capability.EDIT)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        may_edit = self.has_change_permission(request, obj)
        source = SourceChoiceField(Source.objects.all(), label="source")
        form = type("CitationForm", (self.form,), {"source": source})
        return forms.modelformset_factory(
            self.model, form=form, formset=self.formset, fields=("field", "quote"), extra=self.extra if may_edit else 0,
            can_delete=may_edit,
        )  # fmt: skip
