"""The cost share calculator: asked by the address, saving nothing, unless an Editor keeps the answer as a set."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.generic import TemplateView

from programmes.access import Capability, check, may
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters, one_line
from programmes.amounts import pounds
from programmes.calculator import Answer, answer
from programmes.calculator_forms import CalculatorForm, KeepForm
from programmes.cost_share_sets import SetRefused, keep_set
from programmes.csv_export import csv_response
from programmes.history import Reference
from programmes.models import Agreement, Alliance, Force, Programme
from programmes.money_pages import money_links
from programmes.navigation import reference_url

OWNERS = {"PRG": Programme, "AGR": Agreement, "ALL": Alliance}


class CalculatorPage(PageMixin, TemplateView):
    """What each force would pay, and what would change if one left; also as CSV."""

    capability = Capability.READ
    template_name = "programmes/calculator.html"
    title = "Cost share calculator"
    keep: KeepForm | None = None
    answer: Answer | None = None

    def ask(self, request: HttpRequest) -> None:
        """Read the question off the address, and answer it. Raises BadAddress."""
        forces = sorted(self.reader.rows(Force.objects), key=lambda force: (force.name, force.pk))
        self.form = CalculatorForm(request.GET or None, forces=forces)
        check_parameters(request, list(self.form.fields))
        if self.form.is_bound and self.form.is_valid():
            self.answer = answer(self.form.question(), reader_rows=self.reader.rows)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the CSV when the address ends in .csv."""
        self.ask(request)
        if kwargs.get("form") == "csv":
            return self.csv()
        if self.can_keep():
            self.keep = KeepForm(owners=self.owners())
        return self.render_to_response(self.get_context_data())

    def csv(self) -> HttpResponseBase:
        """The answer as CSV; made-up figures say so in the name of the file and in every row."""
        if self.answer is None or self.answer.why_not:
            sentence = self.answer.why_not if self.answer else ""
            raise BadAddress(sentence or (one_line(self.form) if self.form.is_bound else "Say what cost is shared."))
        name = "fictional-example-cost-shares.csv" if self.answer.warning else "cost-shares.csv"
        return csv_response(self.answer.csv_rows(), name)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the answer to the address as a set, or show the page again with what was typed."""
        check(request.user, Capability.EDIT)
        self.ask(request)
        if self.answer is None:
            raise BadAddress("Say what cost is shared before you keep its shares.")
        self.keep = KeepForm(request.POST, owners=self.owners())
        if self.keep.is_valid():
            cleaned = dict(self.keep.cleaned_data)
            code = cleaned.pop("belongs_to")
            owner: Any = self.reader.rows(OWNERS[code.partition("-")[0]].objects).get(reference=code)  # type: ignore[attr-defined]
            try:
                made = keep_set(answer=self.answer, belongs_to=owner, by=request.user, **cleaned)
            except SetRefused as error:
                name = next((name for name in error.fields if name in self.keep.fields), None)
                self.keep.add_error(name, str(error).removeprefix(f"{self.keep.fields[name].label}: " if name else ""))
            else:
                messages.success(request, f"Kept as {made.reference}.")
                return HttpResponseRedirect(reference_url(made.reference))
        return self.render_to_response(self.get_context_data())

    def can_keep(self) -> bool:
        """Whether this person may keep this answer."""
        found = self.answer
        return bool(found and found.rows and not found.warning and may(self.request.user, Capability.EDIT))

    def owners(self) -> list[tuple[str, str]]:
        """What a set may belong to: the programmes, agreements and alliances this person may read."""
        rows = Reference.objects.filter(prefix__in=OWNERS, marking__in=self.reader.markings).order_by("prefix", "title")
        return [("", "Choose"), *((row.code, f"{row.title} ({row.code})") for row in rows)]

    def finding(self) -> str:
        """What the answer comes to, in a sentence."""
        if self.answer is None or self.answer.why_not:
            return ""
        asked, sums = self.answer.question, self.answer.sums()
        count = len(self.answer.rows)
        if asked.leaving is None:
            return f"{count} force{'' if count == 1 else 's'} together pay {pounds(sums[2])}."
        gone = next(row for row in self.answer.rows if row.force == asked.leaving)
        return f"If {asked.leaving} leaves, the others bear the {pounds(gone.before.pays)} it pays now."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query: QueryDict = self.request.GET
        fields = [self.form[name] for name in ("cost", "grant", "order", "basis", "base_year", "measured", "figures")]
        return super().get_context_data(
            form=self.form, fields=fields, taking=self.form["force"], leaving=self.form["leaving"],
            typed=[self.form[name] for name in self.form.typed], answer=self.answer, finding=self.finding(),
            sums=self.answer.sums() if self.answer else (), keep=self.keep if self.can_keep() else None,
            csv_url=f"{reverse('programmes:cost-share-calculator-csv')}?{query.urlencode()}",
            links=money_links("programmes:cost-share-calculator"), **kwargs,
        )  # fmt: skip
