"""Data quality: every gap with its rule and number, and the rows of one gap, each with the place where it is mended."""

from typing import Any

from django import forms
from django.core.paginator import InvalidPage
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.generic import TemplateView

from governance.quality import GAPS, MONTHS, Gap, Looking
from governance.reports.quality import counted, csv_counts, csv_rows, gap_url, give_places
from governance.tables.gap import GapTable
from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.csv_export import csv_response
from programmes.filters.base import FilterSelect
from programmes.lists import PAGE_LENGTH
from programmes.models import Reference
from programmes.navigation import Link
from programmes.plain_forms import PlainForm

BY_CODE = {gap.code: gap for gap in GAPS}


class QualityForm(PlainForm):
    """Which gap, and when a status is stale."""

    gap = forms.ChoiceField(
        label="What is missing", required=False, widget=FilterSelect,
        choices=[("", "Every gap, with its number"), *((gap.code, gap.title) for gap in GAPS)],
    )  # fmt: skip
    months = forms.IntegerField(
        label="A status is stale after", required=False, min_value=1, max_value=240, help_text="Months.",
        error_messages={
            "min_value": "Give at least one month.",
            "max_value": "Give at most 240 months.",
        },
    )  # fmt: skip


class DataQuality(PageMixin, TemplateView):
    """All gaps, or the rows of the one that the address names; both as CSV too."""

    capability = Capability.READ
    template_name = "governance/data_quality.html"
    title = "Data quality"
    gap: Gap | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        check_parameters(request, ["gap", "months", "page"])
        form = QualityForm(request.GET)
        if not form.is_valid():
            raise BadAddress(one_line(form))
        self.months = form.cleaned_data["months"] or MONTHS
        self.looking = Looking(self.reader, timezone.localdate(), self.months)
        self.gap = BY_CODE.get(form.cleaned_data["gap"])
        self.form = QualityForm(initial={"gap": form.cleaned_data["gap"], "months": self.months})
        is_csv = kwargs.get("form") == "csv"
        if self.gap is None:
            if "page" in request.GET:
                raise BadAddress("The list of all gaps has one page.")
            found = counted(self.looking)
            if is_csv:
                return csv_response(csv_counts(found), "data-quality.csv")
            return self.render_to_response(self.get_context_data(found=found))
        self.title = self.gap.title
        rows = self.gap.rows(self.looking).select_related(*self.gap.joins)
        if is_csv:
            return csv_response(csv_rows(self.gap, rows.iterator(2000)), f"data-quality-{self.gap.code}.csv")
        table = self.table(rows)
        return self.render_to_response(self.get_context_data(table=table, rule=self.gap.rule_for(self.months)))

    def table(self, rows: Any) -> GapTable:
        """A page of the rows of the gap. Raises BadAddress for a page that is none."""
        assert self.gap is not None
        one, many = self.gap.noun
        table = GapTable(rows, caption=self.gap.title, empty_text=f"No {one} lacks this.")
        table.noun, table.noun_plural = one, many
        table.gap = self.gap
        if not may(self.request.user, Capability.EDIT):
            table.columns.hide("mend")
        asked = self.request.GET.get("page") or "1"
        try:
            table.paginate(page=int(asked) if asked.isascii() and asked.isdigit() else 0, per_page=PAGE_LENGTH)
        except InvalidPage:
            raise BadAddress(f"There is no page {asked} of this list.") from None
        if self.gap.model is Reference:
            give_places([row.record for row in table.paginated_rows])
        table.for_reader(self.reader)
        table.before_render(self.request)
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {"months": self.months} if self.months != MONTHS else {}
        whole = reverse("governance:data-quality") + (f"?{urlencode(asked)}" if asked else "")
        csv_url = reverse("governance:data-quality-csv") + (f"?{urlencode(asked)}" if asked else "")
        if self.gap:
            csv_url = gap_url(self.gap, self.months, "governance:data-quality-csv")
        return super().get_context_data(
            form=self.form, gap=self.gap, whole_url=whole, csv_url=csv_url,
            mends=may(self.request.user, Capability.EDIT), **kwargs,
        )  # fmt: skip

    def crumbs(self) -> list[Link]:
        trail = [Link("Register", "/register/")]
        if self.gap:
            trail.append(Link(DataQuality.title, reverse("governance:data-quality")))
        return [*trail, Link(self.title)]
