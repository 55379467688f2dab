"""Updating the status of many workstreams at once: one page, a group of boxes for each, one transaction."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from programmes.access import Capability
from programmes.addresses import BadAddress, check_parameters
from programmes.choices import Marking
from programmes.history import AppendOnlyError, StaleRecord
from programmes.navigation import reference_url
from programmes.tables.base import count_words, page_links
from workstreams.models import StatusUpdate, Workstream
from workstreams.reports.returns import problem_words
from workstreams.reports.round import owing_in, whose
from workstreams.round import returns
from workstreams.round.bulk_form import BulkRow
from workstreams.round.periods import PeriodRefused, described_on
from workstreams.round.returns import NotComplete, ReturnRefused, last_told_of
from workstreams.round.rules import problems
from workstreams.views.round_late import PeriodMixin

#: How many workstreams stand on one page.
PAGE_LENGTH = 20


class BulkReturns(PeriodMixin, TemplateView):
    """The workstreams that owe a return, twenty to a page; drafts are saved, the chosen ones submitted, or nothing is."""

    capability = Capability.EDIT
    template_name = "workstreams/round_bulk.html"
    title = "Update many at once"
    problem = ""

    def rows(self, codes: list[str] | None = None) -> list[Workstream]:
        """The workstreams of the page, or those that the form sent names."""
        readable = self.reader.rows(Workstream.objects).select_related("alliance", "programme")
        if codes is not None:
            return list(readable.filter(reference__in=codes[:PAGE_LENGTH]).order_by("name", "pk"))
        rows = readable.filter(pk__in=owing_in(self.period).values("pk")).order_by("name", "pk")
        number = self.request.GET.get("page") or "1"
        paginator = Paginator(rows, PAGE_LENGTH)
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= paginator.num_pages:
            raise BadAddress(f"There is no page {number[:20]}; the last page is {paginator.num_pages}.")
        self.page = paginator.page(int(number))
        return list(self.page)

    def make_forms(self, workstreams: list[Workstream], data: Any = None) -> list[BulkRow]:
        """A form for each workstream, on its draft or on a new one."""
        last = last_told_of(workstreams, self.period)
        kept = StatusUpdate.objects.drafts().filter(period=self.period, workstream__in=workstreams)
        drafts = {draft.workstream_id: draft for draft in kept.filter(corrects=None)}
        day = described_on(self.period, timezone.localdate()).isoformat()
        forms = []
        for workstream in workstreams:
            before = last.get(workstream.pk)
            draft = drafts.get(workstream.pk) or StatusUpdate(
                as_at=day, marking=before.marking if before else Marking.INTERNAL
            )
            draft.workstream, draft.period = workstream, self.period
            owner = whose(workstream, self.reader)
            forms.append(BulkRow(data, instance=draft, prefix=workstream.reference, last=before, whose=owner))
        return forms

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, ["page"])
        self.find(kwargs["reference"])
        self.forms = self.make_forms(self.rows())
        return self.answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the drafts and submit the chosen ones, or change nothing and say for each row what is wrong."""
        check_parameters(request, ["page"])
        self.find(kwargs["reference"])
        sent = [code for code in request.POST.getlist("rows") if "\x00" not in code]
        workstreams = self.rows(sent)
        self.forms = self.make_forms(workstreams, request.POST)
        touched = [form for form in self.forms if form.is_touched()]
        if touched and self.all_done([form.instance.workstream for form in touched]):
            return self.done("Submitted already: these returns are in.")
        if not touched:
            self.problem = "Nothing was filled in. Fill in a row, or go back."
            return self.answer()
        valid = [form.is_valid() for form in touched]  # each is looked at, so that all errors stand on the page
        if all(valid):
            try:
                return self.done(self.keep(touched, submits="submit" in request.POST))
            except NotComplete as error:
                self.show(touched, error)
            except (PeriodRefused, ReturnRefused) as error:
                self.problem = str(error)
            except (StaleRecord, AppendOnlyError, IntegrityError):
                self.forms = self.make_forms(workstreams, request.POST)
                for form in self.forms:
                    form.is_valid()
                self.problem = "Somebody else saved some of these in the meantime. Nothing was saved; see below."
        elif "submit" in request.POST:
            self.show_what_lacks(touched)
        return self.answer()

    def keep(self, touched: list[BulkRow], *, submits: bool) -> str:
        """Save all rows and submit the chosen ones, in one transaction; the sentence that says so."""
        with transaction.atomic():
            drafts = []
            for form in touched:
                if form.instance.pk is None:
                    returns.check_new(period=self.period, workstream=form.instance.workstream, by=self.request.user)
                drafts.append(returns.save(draft=form.keep(), by=self.request.user))
            chosen = [draft for draft, form in zip(drafts, touched, strict=True) if form.cleaned_data["chosen"]]
            if submits and not chosen:
                raise ReturnRefused("Choose at least one to submit: tick “submit this one” in its row.")
            if submits:
                returns.submit_all(drafts=chosen, by=self.request.user)
        saved = count_words(len(drafts) - len(chosen) * submits, "draft", "drafts")
        if not submits:
            return f"Saved: {saved}."
        return f"Submitted: {count_words(len(chosen), 'return', 'returns')}." + (
            f" Saved: {saved}." if len(drafts) > len(chosen) else ""
        )

    def show_what_lacks(self, touched: list[BulkRow]) -> None:
        """Beside a box that cannot be read, say what the other chosen rows still need: one look shows all."""
        for form in touched:
            if form.is_valid() and form.cleaned_data["chosen"]:
                for problem in problems(form.instance, form.last):
                    form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)

    def show(self, touched: list[BulkRow], error: NotComplete) -> None:
        """Put each problem into the row it belongs to. The drafts went back with the transaction."""
        for form in touched:
            form.forget_saving()
            for problem in error.of(form.instance.workstream):
                field = problem.field if problem.field in form.fields else None
                form.add_error(field, ValidationError(problem.sentence if field else problem_words(problem)))
        self.problem = str(error)

    def all_done(self, workstreams: list[Workstream]) -> bool:
        """Whether every row that was sent has its return already, by the same person: a form sent twice."""
        done = StatusUpdate.objects.current().filter(
            period=self.period, workstream__in=workstreams, submitted_by=self.request.user.pk
        )
        return done.count() == len(workstreams)

    def done(self, sentence: str) -> HttpResponse:
        """Back to the page with what is left, or to the period when nothing is."""
        messages.success(self.request, sentence)
        left = self.reader.rows(Workstream.objects).filter(pk__in=owing_in(self.period).values("pk")).exists()
        name = "workstreams:period-bulk"
        url = reverse(name, args=[self.period.reference]) if left else reference_url(self.period.reference)
        return HttpResponseRedirect(url)

    def answer(self) -> HttpResponse:
        """The page with its rows."""
        errors = [
            (form.title, form.id_of(name), form.label_of(name), sentence)
            for form in self.forms
            if form.is_bound
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
        pages = None
        if hasattr(self, "page"):
            pages = page_links(page=self.page, params=self.request.GET, singular="workstream", plural="workstreams")
        return self.render_to_response(
            self.get_context_data(
                forms=self.forms, errors=errors, problem=self.problem, pages=pages, period=self.period,
                back_url=reference_url(self.period.reference),
            )
        )  # fmt: skip
