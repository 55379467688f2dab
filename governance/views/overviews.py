"""The overview of a programme, an alliance or a force: a page beside its record, and the same as CSV."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.generic import TemplateView

from governance.about import KINDS, About
from governance.overviews.page import overview
from governance.views.net_position import YearForm
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.as_at import PARAMETER as AS_AT
from programmes.csv_export import csv_response
from programmes.dates import financial_year
from programmes.navigation import Link
from programmes.pages import overview_tabs
from programmes.record_state import part, record_state
from workstreams.views.timeline import SIGNS

#: The part that a CSV is narrowed to.
PART = "part"


class _Overview(PageMixin, TemplateView):
    """What the work of one record comes to: each part with its finding, its numbers and the rule they are counted by."""

    capability = Capability.READ
    template_name = "governance/overview.html"
    knows_as_at = True
    kind: ClassVar[str]
    list_title: ClassVar[str]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        is_csv = kwargs.get("form") == "csv"
        check_parameters(request, ["year", AS_AT, *([PART] if is_csv else [])])
        form = YearForm(request.GET)
        if not form.is_valid():
            raise BadAddress(one_line(form))
        rows = self.reader.rows(KINDS[self.kind].objects).filter(reference=kwargs["reference"])
        record = (rows.select_related("alliance") if self.kind == "programme" else rows).first()
        if record is None:
            raise Http404("The register has no such record, or your role may not read it.")
        self.year = form.cleaned_data["year"] or financial_year(timezone.localdate())
        self.about = About(self.kind, record, request, self.reader)
        rests_on = self.reader.sight, self.kind, record.pk, record.version, self.year, timezone.localdate()
        self.found = part(record_state(), ("overview", *rests_on), lambda: overview(self.about, self.year))
        self.title = f"{record}: overview"
        if is_csv:
            return self.as_csv(request.GET.get(PART, ""))
        return self.render_to_response(self.get_context_data())

    def as_csv(self, asked: str) -> HttpResponseBase:
        """The numbers of one part or of all. Raises BadAddress for a part that there is not."""
        if asked and self.found.part(asked) is None:
            known = ", ".join(each.anchor for each in self.found.parts)
            raise BadAddress(f"“{asked}” is no part of this page. Its parts are {known}.")
        name = "-".join(filter(None, ["overview", self.about.code, asked]))
        return csv_response(self.found.csv_rows(asked), f"{name}.csv")

    def crumbs(self) -> list[Link]:
        record = self.about.record
        return [
            Link("Register", "/register/"),
            Link(self.list_title, reverse(f"programmes:{self.kind}-list")),
            Link(str(record), self.reader.url(record)),
            Link("Overview"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = {"year": self.year, **({AS_AT: self.reader.as_at.isoformat()} if self.reader.as_at else {})}
        csv_url = reverse(f"governance:{self.kind}-overview-csv", args=[self.about.code])
        return super().get_context_data(
            about=self.about,
            record=self.about.record,
            found=self.found,
            tabs=overview_tabs(self.about.record, self.kind, self.reader, is_overview=True),
            signs=SIGNS,
            year_form=YearForm(initial={"year": self.year}),
            csv_url=f"{csv_url}?{urlencode(query)}",
            **kwargs,
        )


class ProgrammeOverview(_Overview):
    kind, list_title = "programme", "Programmes"


class AllianceOverview(_Overview):
    kind, list_title = "alliance", "Alliances"


class ForceOverview(_Overview):
    kind, list_title = "force", "Forces"
