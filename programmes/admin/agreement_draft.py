"""Beginning an agreement with its parties at once: of an approved case, or as the variation of another."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from programmes import agreements
from programmes.access import Capability, check
from programmes.agreements.drafting import DraftNotAllowed, draft
from programmes.agreements.parties import BINDING
from programmes.choices import CORPORATIONS_SOLE, AgreementKind
from programmes.holders import office_on
from programmes.models import Agreement, Body
from programmes.plain_forms import PlainForm
from programmes.tables.base import count_words


class DraftForm(PlainForm):
    """Title, kind and parties; the parties that are expected are chosen already."""

    title = forms.CharField(max_length=250)
    kind = forms.ChoiceField(choices=AgreementKind.choices)
    parties = forms.ModelMultipleChoiceField(Body.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        title: str,
        kind: str,
        offices: Iterable[Body],
        chosen: Iterable[Body],
        hint: str,
        **options: Any,
    ) -> None:
        given = {"title": title[:250], "kind": kind, "parties": [office.pk for office in chosen]}
        super().__init__(*args, **{"initial": given, **options})
        field: Any = self.fields["parties"]
        field.queryset = Body.objects.filter(pk__in=[office.pk for office in offices])
        field.help_text = hint


def begin(request: HttpRequest, form: DraftForm, template: str, shown: dict[str, Any], **given: Any) -> HttpResponse:
    """The page of a draft: begins it with what the form and `given` say, or shows the form again with the sentence why not."""
    existing = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = draft(
                title=typed["title"],
                kind=AgreementKind(typed["kind"]),
                parties=typed["parties"],
                by=request.user,
                **given,
            )
        except DraftNotAllowed as refused:
            form.add_error("title", str(refused).removeprefix("Title: "))
            existing = refused.existing
        else:
            number = count_words(len(typed["parties"]), "party", "parties")
            messages.success(
                request, f"Begun: {made.reference} with {number}. "
                "Say what it provides, then record what happens to it, signature by signature.",
            )  # fmt: skip
            return HttpResponseRedirect(desk_of(made))
    own = {"form": form, "existing": existing, "existing_url": desk_of(existing) if existing else ""}
    return TemplateResponse(request, template, {**admin.site.each_context(request), **shown, **own})


def desk_of(agreement: Agreement) -> str:
    """An agreement’s page on the desk."""
    return reverse("admin:programmes_agreement_change", args=[agreement.pk])


def variation(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the further agreement by which one in force is varied; its parties, or who took over from them, stand there.

    A Section 22A agreement is varied by a further one (s23C(4)). Not found: an agreement that is not in force.
    """
    check(request.user, Capability.EDIT)
    rows = Agreement.objects.visible_to(request.user).with_state().filter(state__in=BINDING)
    varied = get_object_or_404(rows.select_related("programme", "alliance"), pk=pk)
    today = timezone.localdate()
    parties = list(dict.fromkeys(office_on(party.body, today) for party in agreements.parties_on(varied, today)))
    others = Body.objects.visible_to(request.user).filter(kind__in=CORPORATIONS_SOLE, succeeded_by=None)
    hint = "Those of the agreement that is varied."
    if set(others) - set(parties):
        hint += " Choose another office when it joins by this variation; it signs too."
    form = DraftForm(
        request.POST or None, title=f"Variation of {varied.reference}: {varied.title}", kind=varied.kind,
        offices=[*parties, *others], chosen=parties, hint=hint,
    )  # fmt: skip
    shown = {
        "title": f"Variation of {varied.reference}: {varied.title}"[:250], "record": varied, "opts": Agreement._meta,
        "record_url": desk_of(varied), "is_s22a": varied.kind == AgreementKind.S22A,
    }  # fmt: skip
    return begin(
        request, form, "admin/programmes/agreement/variation.html", shown, programme=varied.programme,
        alliance=varied.alliance, marking=varied.marking, varies=varied, reason=f"Drafted to vary {varied.reference}",
    )  # fmt: skip
