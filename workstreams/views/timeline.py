"""The timeline of milestones: a drawing and the same rows as a table; also as SVG and CSV."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from programmes.navigation import Link
from workstreams.choices import MilestoneDate
from workstreams.reports.timeline import counts_of, parts_of, summary, warnings_of
from workstreams.tables.milestone import TimelineTable
from workstreams.timeline import TITLE
from workstreams.views.milestones import MilestoneFilter, MilestoneList

#: The colours of the bars by kind of date, as a drawing that is kept apart from the style sheet has them.
SIGNS = (
    (MilestoneDate.BASELINE.value, "#4c5960"),
    (MilestoneDate.FORECAST.value, "#0b5872"),
    (MilestoneDate.ACTUAL.value, "#12522d"),
)


class Day(filters.DateFilter):
    """A day of the calendar, chosen in the browser's own box."""

    def __init__(self, label: str, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, **options)


def _beside(day: Any, *, after: bool) -> Q:
    """The milestones with a date that may lie on or after a day, or on or before it."""
    found = Q()
    for name in MilestoneDate.values:
        end, side = ("latest", "gte") if after else ("earliest", "lte")
        found |= ~Q(**{name: ""}) & (Q(**{f"{name}_{end}__isnull": True}) | Q(**{f"{name}_{end}__{side}": day}))
    return found


class TimelineFilter(MilestoneFilter):
    since = Day("From", method="from_day")
    until = Day("To", method="to_day")

    def from_day(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """The milestones with a date that may lie on or after a day."""
        return queryset.filter(_beside(value, after=True))

    def to_day(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """The milestones with a date that may lie on or before a day."""
        return queryset.filter(_beside(value, after=False))


class Timeline(MilestoneList):
    title = "Milestones timeline"
    lead = "When each milestone was to be, is expected and was reached, as far as its source says."
    template_name = "workstreams/timeline.html"
    table_class, filter_class, csv_name = TimelineTable, TimelineFilter, "workstreams:timeline-csv"

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows.order_by("workstream__name", "workstream", "seen_earliest", "seen_latest", "pk")

    def make_table(self, queryset: QuerySet) -> TimelineTable:
        table: Any = super().make_table(queryset)
        table.warnings_of = lambda rows: warnings_of(self.reader, rows)
        return table

    @cached_property
    def milestones(self) -> list[Any]:
        """The milestones on this page."""
        return [row.record for row in self.table.paginated_rows]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.kwargs.get("form") != "svg":
            return super().render_to_response(context, **kwargs)
        answer = render(self.request, "workstreams/timeline.svg", context, content_type="image/svg+xml")
        answer["Content-Disposition"] = 'attachment; filename="milestones-timeline.svg"'
        return answer

    def links(self) -> list[Link]:
        return [
            Link("List of milestones", reverse("workstreams:milestone-list")),
            Link("Dependencies", reverse("workstreams:dependency-list")),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        counts = counts_of(self.filter.qs)
        asked = self.filter.form.cleaned_data
        self.table.warnings = warnings_of(self.reader, self.milestones)
        parts = parts_of(self.milestones, self.table.warnings, today, asked["since"], asked["until"])
        query = self.request.GET.urlencode()
        svg_url = reverse("workstreams:timeline-svg") + (f"?{query}" if query else "")
        kept = self.request.GET.copy()
        for name in ("standing", "slip_kind", "page", "sort"):
            kept.pop(name, None)
        rest = f"&{kept.urlencode()}" if kept else ""
        return super().get_context_data(
            counts=counts,
            numbers=[(number, words, f"?{asks}{rest}") for number, words, asks in counts.parts],
            parts=parts,
            height=TITLE + sum(part.height for part in parts),
            signs=SIGNS,
            summary=summary(counts, len(self.milestones), today),
            svg_url=svg_url,
            **kwargs,
        )
