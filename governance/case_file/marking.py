"""What belongs to a public case and is still internal: its decisions and those of the offices, marked in one step.

Each takes the marking that its case had when it was recorded. A case made public later would be read without them, and
fourteen decisions of offices would have to be opened one by one.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from governance.models import BusinessCase, Decision, LocalDecision
from programmes.access import Capability, check
from programmes.choices import Marking
from programmes.plain_forms import PlainForm
from programmes.tables.base import count_words

#: The kinds that belong to a case, each with what one and more of them are called.
_KINDS: dict[str, tuple[Any, str, str]] = {
    "decisions": (Decision, "decision of a board", "decisions of boards"),
    "local": (LocalDecision, "decision of an office", "decisions of offices"),
}


@dataclass(frozen=True)
class Belonging:
    """The records of one kind that belong to a case, by who may read them."""

    code: str
    words: str
    internal: list[Any]
    public: int
    sensitive: int


def belonging_to(case: BusinessCase, user: Any) -> list[Belonging]:
    """What belongs to a case and this person may read; a query for each kind."""
    found = []
    for code, (model, one, more) in _KINDS.items():
        rows = list(model.objects.visible_to(user).filter(case=case).order_by("pk"))
        by = {marking: [row for row in rows if row.marking == marking] for marking in Marking}
        internal = by[Marking.INTERNAL]
        words = count_words(len(internal), one, more)
        found.append(Belonging(code, words, internal, len(by[Marking.PUBLIC]), len(by[Marking.SENSITIVE])))
    return found


class MarkForm(PlainForm):
    """Which kinds become public, and why."""

    kinds = forms.MultipleChoiceField(
        label="Make public when published", widget=forms.CheckboxSelectMultiple,
        help_text="They may then go into the next edition, which somebody else reads and approves before it is public.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Reason for the change", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept in the history of each of them.",
    )  # fmt: skip

    def __init__(self, *args: Any, found: list[Belonging], **options: Any) -> None:
        kinds = [(one.code, one.words) for one in found if one.internal]
        super().__init__(*args, **{"initial": {"kinds": [code for code, _ in kinds]}, **options})
        field: Any = self.fields["kinds"]
        field.choices = kinds


def marking(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on the desk that says who may read what belongs to a case, and makes it public with the case."""
    check(request.user, Capability.EDIT)
    case = get_object_or_404(BusinessCase.objects.visible_to(request.user), pk=pk)
    url = reverse("admin:governance_businesscase_change", args=[case.pk])
    found = belonging_to(case, request.user)
    waiting = [one for one in found if one.internal]
    is_public = case.marking == Marking.PUBLIC
    form = MarkForm(request.POST or None, found=found) if is_public and waiting else None
    if request.method == "POST" and form and form.is_valid():
        chosen = [row for one in waiting if one.code in form.cleaned_data["kinds"] for row in one.internal]
        with transaction.atomic():
            for row in chosen:
                row.marking = Marking.PUBLIC
                row._history_user = request.user
                row._change_reason = form.cleaned_data["reason"] or f"Made public with {case.reference}"
                row.save()
        messages.success(request, f"Public when published: {count_words(len(chosen), 'record', 'records')}.")
        return HttpResponseRedirect(url)
    own = {
        "title": f"Who may read what belongs to it: {case.title}", "case": case, "form": form, "found": found,
        "is_public": is_public, "opts": BusinessCase._meta, "record_url": url, "here": "Who may read it",
    }  # fmt: skip
    return TemplateResponse(
        request, "admin/governance/businesscase/marking.html", {**admin.site.each_context(request), **own}
    )
