"""The collaboration matrix, on a day or between two."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView

from programmes import as_at
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.as_at import PARAMETER as AS_AT
from programmes.csv_export import csv_response
from programmes.filters.base import kept
from programmes.reports.counts import Count
from programmes.tables.base import changed_query, count_words
from workstreams.choices import AreaState
from workstreams.filters import MatrixFilter
from workstreams.matrix_changes import RULES, SKIPPED, Change
from workstreams.models import AreaStatus
from workstreams.reports.matrix import matrix

#: The other of two days to compare.
AGAINST = "against"


class MatrixPage(PageMixin, TemplateView):
    """Business areas by partnerships, as observed by a day or compared between two; also as CSV, one row a cell."""

    capability = Capability.READ
    template_name = "workstreams/matrix.html"
    title = "Collaboration matrix"
    knows_as_at = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        self.filter = MatrixFilter(request.GET, queryset=AreaStatus.objects.none(), request=request)
        check_parameters(request, [*self.filter.parameters, AS_AT, AGAINST])
        if not self.filter.form.is_valid():
            raise BadAddress(one_line(self.filter.form))
        self.against = as_at.day_of(request, AGAINST)
        asked = self.filter.form.cleaned_data
        if self.against and self.against == self.reader.as_at:
            raise BadAddress(f"“as_at” and “{AGAINST}” are the same day. Give two days to compare.")
        if asked["change"] and not self.against:
            raise BadAddress(f"“change” in the address needs a second day. Write {AGAINST}=2011-01-31, for example.")
        self.matrix = matrix(self.reader, against=self.against, **asked)
        if kwargs.get("form") == "csv":
            days = [day.isoformat() for day in (self.reader.as_at, self.against) if day]
            return csv_response(self.matrix.csv_rows(), f"{'-'.join(['matrix', *days])}.csv")
        return self.render_to_response(self.get_context_data())

    def counts(self) -> list[Count]:
        """How many cells are of each status; of each change when two days are compared."""
        name, words, numbers = "status", dict(AreaState.choices), self.matrix.statuses
        if self.against:
            name, words, numbers = "change", dict([*Change.choices, SKIPPED]), self.matrix.changes
        chosen = self.filter.form.cleaned_data[name]
        return [
            Count(
                label,
                numbers.get(key, 0),
                changed_query(self.request.GET, **{name: key}),
                RULES[key] if self.against else "",
                key == chosen,
            )
            for key, label in words.items()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        later = max(filter(None, [self.reader.as_at, self.against])) if self.reader.as_at and self.against else None
        return super().get_context_data(
            matrix=self.matrix,
            filled=count_words(self.matrix.filled, "filled cell", "filled cells"),
            counts=self.counts(),
            against=self.against,
            later_words=as_at.words_of(later) if later else "today",
            earlier_words=as_at.words_of(self.matrix.against) if self.matrix.against else "",
            filter=self.filter,
            chips=self.filter.chips(),
            clear_url=self.filter.clear_url(),
            kept=kept(self.request.GET, [AS_AT, AGAINST]),
            plain_url=changed_query(self.request.GET, **{AGAINST: None, "change": None}),
            csv_url=reverse("workstreams:matrix-csv") + (f"?{query}" if query else ""),
            **kwargs,
        )
