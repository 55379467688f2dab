"""Risks and issues: the list with its matrix, a page for each, and a form for each thing that can happen to one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.forms import HiddenInput
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.filters.base import ChoiceFilter, RecordFilter, RegisterFilter
from programmes.filters.operators import DateFilter, TextFilter
from programmes.history import StaleRecord
from programmes.lists import RegisterList
from programmes.navigation import Link, reference_url
from programmes.records import RecordPage
from workstreams import risk_forms
from workstreams.choices import RiskBand, RiskKind, RiskStatus
from workstreams.filters import of_programme
from workstreams.models import Risk
from workstreams.reports.risks import matrices, risk_page, summary
from workstreams.risks import SCORES, RiskRefused
from workstreams.scores import cells_of
from workstreams.tables.risk import RiskTable

_LEVELS = [(str(n), str(n)) for n in range(1, 6)]


def _level(label: str) -> ChoiceFilter:
    """One of the two halves of a score, which the matrix links to."""
    return ChoiceFilter(choices=_LEVELS, label=label, widget=HiddenInput, method="of_level")


class RiskFilter(RegisterFilter):
    kind = ChoiceFilter(choices=RiskKind.choices, label="Kind")
    status = ChoiceFilter(choices=RiskStatus.choices, label="Status")
    words, owner = TextFilter("Words as written"), TextFilter("Owner")
    raised, review_on = DateFilter("Stated on"), DateFilter("Next review", plain=True)
    score = ChoiceFilter(choices=RiskBand.choices, label="Score before the response", method="in_band")
    review = ChoiceFilter(
        choices=[("overdue", "Overdue"), ("planned", "Planned"), ("none", "None planned")],
        label="Review", method="by_review",
    )  # fmt: skip
    escalated = ChoiceFilter(choices=[("yes", "Yes"), ("no", "No")], label="Escalated", method="by_escalation")
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    programme = RecordFilter("PRG", "programme", label="Programme", method="of_owner", blank="of_no_owner")
    alliance = RecordFilter("ALL", "alliance", label="Alliance", method="of_alliance")
    force = RecordFilter("FOR", "workstream__participating_forces", label="Force")
    likelihood = _level("Likelihood before")
    impact = _level("Impact before")
    residual_likelihood = _level("Likelihood after")
    residual_impact = _level("Impact after")

    def of_owner(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a programme, and of its workstreams."""
        return queryset.filter(of_programme(value))

    def of_no_owner(self, queryset: QuerySet) -> Q:
        """The rule of those of no programme, neither their own nor their workstream’s."""
        return Q(programme__isnull=True) & (Q(workstream__isnull=True) | Q(workstream__programme__isnull=True))

    def of_alliance(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those of an alliance’s programmes, and of its workstreams."""
        own = Q(programme__alliance__reference=value, workstream__isnull=True)
        return queryset.filter(own | Q(workstream__alliance__reference=value))

    def of_level(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those scored so in one half of a score."""
        return queryset.filter(**{name: int(value)})

    def in_band(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those whose score before the response lies in a band."""
        if value == RiskBand.NOT_SCORED:
            return queryset.filter(Q(likelihood__isnull=True) | Q(impact__isnull=True))
        found = Q()
        for likelihood, impact in cells_of(value):
            found |= Q(likelihood=likelihood, impact=impact)
        return queryset.filter(found)

    def by_review(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those whose review is overdue, planned, or not planned; a closed one has none to come."""
        today = timezone.localdate()
        if value == "none":
            return queryset.filter(review_on__isnull=True)
        side = {"review_on__lt": today} if value == "overdue" else {"review_on__gte": today}
        return queryset.filter(status=RiskStatus.OPEN, **side)

    def by_escalation(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those escalated now, or not."""
        escalated = Q(escalated_to__gt="")
        return queryset.filter(escalated if value == "yes" else ~escalated | Q(escalated_to__isnull=True))


class RiskList(RegisterList):
    title = "Risks and issues"
    lead = "What may go wrong, or has, as each source states it; scored before and after what is done about it."
    template_name = "workstreams/risk_list.html"
    table_class, filter_class, csv_name = RiskTable, RiskFilter, "workstreams:risk-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Risk.objects).with_escalation()

    def shown(self, queryset: QuerySet) -> QuerySet:
        products = {"product": F("likelihood") * F("impact")}
        products["residual_product"] = F("residual_likelihood") * F("residual_impact")
        return queryset.annotate(**products).select_related("workstream", "programme")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scores = list(self.filter.qs.filter(status=RiskStatus.OPEN).order_by().values_list(*SCORES))
        scored = sum(row[0] is not None and row[1] is not None for row in scores)
        return super().get_context_data(matrices=matrices(scores), summary=summary(len(scores), scored), **kwargs)


class RiskPage(RecordPage):
    list_title, list_name, report = "Risks and issues", "workstreams:risk-list", risk_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Risk.objects).with_escalation().select_related("workstream", "programme")


class RiskStep(PageMixin, TemplateView):
    """Something happens to a risk: the form, and its door."""

    capability = Capability.EDIT
    template_name = "workstreams/risk_step.html"
    form_class: ClassVar[type[risk_forms.StepForm]]
    words = ""
    form: risk_forms.StepForm

    def find(self, reference: str) -> None:
        """Set the risk the page is about."""
        rows = self.reader.rows(Risk.objects).with_escalation().select_related("workstream", "programme")
        self.risk = rows.filter(reference=reference).first()
        if self.risk is None:
            raise Http404("The register has no such risk, or your role may not read it.")
        self.title = f"{self.words}: {self.risk}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, [])
        self.find(kwargs["reference"])
        self.form = self.form_class(risk=self.risk)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record it, or show the form again with what was typed and the sentence that says what to do."""
        self.find(kwargs["reference"])
        self.form = self.form_class(request.POST, risk=self.risk)
        if self.form.is_valid():
            try:
                event = self.form.record(self.risk, request.user)
            except RiskRefused as error:
                field = next((name for name in error.fields if name in self.form.fields), None)
                label = f"{self.form.fields[field].label}: " if field else ""
                self.form.add_error(field, str(error).removeprefix(label))
            except StaleRecord:
                self._refuse_as_stale()
            else:
                messages.success(request, f"Recorded: {event.get_kind_display().lower()}, {self.risk}.")
                return HttpResponseRedirect(reference_url(self.risk.reference))
        return self.render_to_response(self.get_context_data())

    def _refuse_as_stale(self) -> None:
        """Say that somebody changed the risk since the form was opened; sent again, the form holds for what stands now."""
        data: Any = self.form.data
        self.form.data = {**data.dict(), "version": str(self.risk.version)}
        self.form.add_error(
            None,
            "Somebody changed this risk after you opened the form. It stands now as shown here: look at it, and send the "
            "form again if it still holds.",
        )

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Risks and issues", reverse("workstreams:risk-list")),
            Link(str(self.risk), reference_url(self.risk.reference)),
            Link(self.words),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = risk_page(self.risk, self.reader).facts
        return super().get_context_data(
            form=self.form, risk=self.risk, facts=facts, words=self.words,
            back_url=reference_url(self.risk.reference), **kwargs,
        )  # fmt: skip


class ScoreStep(RiskStep):
    form_class, words = risk_forms.ScoreForm, "Score"


class ReviewStep(RiskStep):
    form_class, words = risk_forms.ReviewForm, "Record a review"


class EscalateStep(RiskStep):
    form_class, words = risk_forms.EscalateForm, "Escalate"


class TakeBackStep(RiskStep):
    form_class, words = risk_forms.TakeBackForm, "Take back from escalation"


class CloseStep(RiskStep):
    form_class, words = risk_forms.CloseForm, "Close"


class ReopenStep(RiskStep):
    form_class, words = risk_forms.ReopenForm, "Open again"
