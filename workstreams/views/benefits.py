"""The ledger of benefits: its lines, its totals, each benefit, and the doors to what was delivered."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from programmes.access import Capability, check
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.amounts import pounds
from programmes.csv_export import csv_response
from programmes.lists import RegisterList
from programmes.models import Force
from programmes.money_pages import money_links
from programmes.navigation import Link, reference_url
from programmes.records import RecordPage
from programmes.tables.base import count_words
from workstreams.benefit_forms import DeliverForm, TakeBackForm, ValidateForm
from workstreams.benefits import BenefitRefused, record_delivered, take_back_validation, validate_delivered
from workstreams.choices import ImportKind, LedgerFigure
from workstreams.filters import BenefitFilter, LedgerFilter
from workstreams.imports.exports import import_link
from workstreams.models import Benefit, BenefitLine, SavingsFigure
from workstreams.reports.benefit import benefit_page
from workstreams.reports.ledger import UNSTATED, kind_totals, ledger_totals
from workstreams.reports.savings import claims
from workstreams.tables.benefit import BenefitLineTable, BenefitTable


class Ledger(RegisterList):
    title = "Benefit ledger"
    lead = (
        "What each benefit was predicted to bring, and has brought, to each force in each financial year. A dash is a "
        "figure that nobody stated: it is not nought."
    )
    empty = (
        "The ledger holds no line yet: no source in the register gives a benefit by force and year. What the sources "
        "say of benefits is under “Benefits described”."
    )
    table_class, filter_class, csv_name = BenefitLineTable, LedgerFilter, "workstreams:ledger-csv"
    edit_name = "workstreams:ledger-edit"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(BenefitLine.objects)

    def shown(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related("force", "benefit__workstream")

    def links(self) -> list[Link]:
        return [*money_links("workstreams:ledger-list"), *import_link(self.request.user, ImportKind.BENEFITS)]


class LedgerTotals(PageMixin, TemplateView):
    """The ledger added up, each kind alone, by force and year; also as CSV."""

    capability = Capability.READ
    template_name = "workstreams/ledger_totals.html"
    title = "Benefits by force and year"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        lines = self.reader.rows(BenefitLine.objects)
        self.filter = LedgerFilter(request.GET, queryset=lines, request=request)
        check_parameters(request, self.filter.parameters)
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))
        figure = LedgerFigure(self.filter.form.cleaned_data["figure"] or LedgerFigure.DELIVERED)
        self.totals = ledger_totals(self.filter.qs, self.reader, figure, request.GET)
        if kwargs.get("form") == "csv":
            return csv_response(self.totals.csv_rows(), f"benefits-{figure.value.replace('_', '-')}.csv")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        asked = self.request.GET.copy()
        figures = []
        for figure in LedgerFigure:
            asked["figure"] = figure.value
            figures.append(Link(figure.label, f"?{asked.urlencode()}", figure == self.totals.figure))
        return super().get_context_data(
            totals=self.totals, figures=figures, links=money_links("workstreams:ledger-totals"),
            counted=count_words(self.totals.lines, "line states it", "lines state it"),
            filter=self.filter, chips=self.filter.chips(), clear_url=self.filter.clear_url(),
            csv_url=reverse("workstreams:ledger-totals-csv") + (f"?{query}" if query else ""), **kwargs,
        )  # fmt: skip


class BenefitList(RegisterList):
    title = "Benefits described"
    lead = "What the work is to bring, in the words of the sources; figures by force and year stand in the ledger."
    table_class, filter_class, csv_name = BenefitTable, BenefitFilter, "workstreams:benefit-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Benefit.objects)

    def shown(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related("workstream")

    def links(self) -> list[Link]:
        return money_links("workstreams:benefit-list")


class BenefitPage(RecordPage):
    list_title, list_name, report = "Benefits described", "workstreams:benefit-list", benefit_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Benefit.objects).select_related("workstream")


class Savings(PageMixin, TemplateView):
    """What the sources claim of savings, and beside it what the ledger holds; the one is never added to the other."""

    capability = Capability.READ
    template_name = "workstreams/savings.html"
    title = "Savings claimed, and the ledger"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        rows = self.reader.rows(SavingsFigure.objects).select_related("workstream", "programme", "alliance")
        ledger = reverse("workstreams:ledger-list")
        lines = self.reader.rows(BenefitLine.objects)
        kinds = [
            (words, pounds(total), count, f"{ledger}?kind={kind or UNSTATED}&figure=delivered")
            for kind, words, total, count in kind_totals(lines, LedgerFigure.DELIVERED)
        ]
        return self.render_to_response(
            self.get_context_data(
                claims=claims(rows, self.reader), kinds=kinds, links=money_links("workstreams:savings")
            )
        )


class _Door(PageMixin, TemplateView):
    """A form about one benefit; `what` is what it does, `send` opens the door."""

    template_name = "workstreams/benefit_form.html"
    benefit: Benefit
    form: Any
    button = ""
    lead = ""

    def find(self, reference: str) -> None:
        """Set what the form is about; raises Http404."""
        raise NotImplementedError

    def make_form(self, data: Any = None) -> Any:
        """The form, bound to what was sent."""
        raise NotImplementedError

    def send(self, request: HttpRequest) -> str:
        """Open the door with the cleaned form; the sentence that says what was done."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, ["force", "year"])
        self.find(kwargs["reference"])
        self.form = self.make_form()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was said, or show the form again with what was typed and what is wrong."""
        self.find(kwargs["reference"])
        self.form = self.make_form(request.POST)
        if self.form.is_valid():
            try:
                done = self.send(request)
            except BenefitRefused as error:
                self.form.refuse(str(error), error.fields)
            else:
                messages.success(request, done)
                return HttpResponseRedirect(reference_url(self.benefit.reference))
        return self.render_to_response(self.get_context_data())

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link("Benefit ledger", reverse("workstreams:ledger-list")),
            Link(str(self.benefit), reference_url(self.benefit.reference)),
            Link(self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form, benefit=self.benefit, lead=self.lead, button=self.button,
            back_url=reference_url(self.benefit.reference), **kwargs,
        )  # fmt: skip


class Deliver(_Door):
    """Record what a benefit delivered to one force in one year."""

    capability = Capability.EDIT
    title = "Record what was delivered"
    button = "Keep the figure"
    lead = "Somebody else than you then validates it. A figure that changes loses its validation."

    def find(self, reference: str) -> None:
        benefit = self.reader.rows(Benefit.objects).select_related("workstream").filter(reference=reference).first()
        if benefit is None:
            raise Http404("The register has no such benefit.")
        self.benefit = benefit

    def make_form(self, data: Any = None) -> DeliverForm:
        asked = self.request.GET
        initial = {"force": asked.get("force"), "financial_year": asked.get("year")}
        return DeliverForm(data, forces=self.reader.rows(Force.objects), initial=initial)

    def send(self, request: HttpRequest) -> str:
        line = record_delivered(benefit=self.benefit, by=request.user, **self.form.cleaned_data)
        return f"Kept: {line.reference}, {line.force} {line.financial_year}."


class Validate(_Door):
    """Record who validated a delivered figure, or take that back."""

    capability = Capability.VALIDATE_BENEFIT
    line: BenefitLine

    def find(self, reference: str) -> None:
        rows = self.reader.rows(BenefitLine.objects).select_related("benefit__workstream", "force")
        line = rows.filter(reference=reference).first()
        if line is None:
            raise Http404("The register has no such line.")
        self.line, self.benefit = line, line.benefit
        where = f"{line.force} {line.financial_year}"
        if line.validated_by:
            self.title, self.button = f"Take back the validation for {where}", "Take it back"
            self.lead = f"Validated by {line.validated_by}. The figure stays; the history keeps both."
        else:
            self.title, self.button = f"Validate what was delivered for {where}", "Validate the figure"
            self.lead = "Who entered a figure does not validate it."

    def make_form(self, data: Any = None) -> Any:
        return TakeBackForm(data) if self.line.validated_by else ValidateForm(data)

    def send(self, request: HttpRequest) -> str:
        check(request.user, Capability.VALIDATE_BENEFIT)
        cleaned = self.form.cleaned_data
        if self.line.validated_by:
            take_back_validation(line=self.line, by=request.user, reason=cleaned["reason"])
            return "The validation is taken back."
        validate_delivered(
            line=self.line, by=request.user, validated_by=cleaned["validated_by"], on=cleaned["validated_on"]
        )
        return "The figure is validated."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)
