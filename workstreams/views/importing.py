"""Importing: choose a file, see what it would change, confirm once; on long files the page says how far it has come."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.generic import TemplateView

from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.files import FileDamaged
from programmes.navigation import Link, reference_url
from programmes.sheets.reading import SheetRefused
from programmes.tables.base import count_words, page_links
from workstreams.choices import ImportKind
from workstreams.imports import runs
from workstreams.imports.exports import edit_links
from workstreams.imports.forms import ConfirmForm, ImportForm, allowed_kinds
from workstreams.imports.runs import ImportRefused, RegisterChanged
from workstreams.models import ImportCheck, Period
from workstreams.round.periods import PeriodRefused

log = logging.getLogger(__name__)
#: From so many bytes of a file, and so many rows to write, on the page says how far it has come.
LONG_FILE, LONG_WRITING = 200_000, 200
PAGE_LENGTH = 100
ERRORS, CHANGES = "errors", "changes"
_GONE = "The file is no longer kept here: it waits for a day. Choose it again."
_BROKEN = "Something went wrong and the import was given up. Nothing was changed. Try it again."


class ImportPage(PageMixin, TemplateView):
    """A page of an import, in its trail."""

    capability = (Capability.EDIT, Capability.UPDATE_OWN_FORCE)

    def crumbs(self) -> list[Link]:
        trail = [Link("Register", "/register/"), Link("Imports", reverse("workstreams:import-list"))]
        return [*trail, Link(self.title)]

    def tell(self, title: str, steps: Callable[[], Iterator[Any]]) -> StreamingHttpResponse:
        """The page as it grows: its head at once, a line for each step, and what the last step gives."""
        self.title = title
        mark = "<!-- steps -->"
        page = render_to_string("workstreams/import_progress.html", self.get_context_data(mark=mark), self.request)
        head, _, tail = page.partition(mark)

        def lines() -> Iterator[str]:
            yield head
            for step in steps():
                yield step if hasattr(step, "__html__") else format_html("<li>{}.</li>\n", step)
            yield tail

        response = StreamingHttpResponse(lines())
        response["X-Accel-Buffering"] = "no"  # a proxy before us hands each line on
        response["Cache-Control"] = "private, no-store"
        return response


def closing(words: str, url: str, label: str, *, is_error: bool = False) -> str:
    """The end of a growing page: what it came to and where to go on."""
    kind = "notice-error" if is_error else "notice-done"
    html = '</ol><div class="import-end {}" role="status"><p>{}</p><p><a class="button" href="{}">{}</a></p></div><ol hidden>'
    return format_html(html, kind, words, url, label)


class StartImport(ImportPage):
    """Choose what is imported and from which file."""

    template_name = "workstreams/import_start.html"
    title = "Import from a file"

    def make_form(self, *data: Any) -> ImportForm:
        """The form for this person."""
        asked = self.request.GET
        initial = {name: asked[name] for name in ("kind", "period") if name in asked}
        return ImportForm(*data, user=self.request.user, periods=self.reader.rows(Period.objects), initial=initial)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        check_parameters(request, ["kind", "period"])
        if request.GET.get("kind", ImportKind.MILESTONES) not in ImportKind.values:
            raise BadAddress("This kind of import is not known.")
        return self.answer(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the file; a long one on a page that grows."""
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(form)
        held = form.cleaned_data["file"]
        asked = {"kind": form.cleaned_data["kind"], "period": form.cleaned_data.get("period"), "held": held}
        if held.size > LONG_FILE:
            return self.tell(f"Checking {held.name}", lambda: self.checked(asked))
        try:
            check = runs.finish(runs.check_file(by=request.user, **asked))
        except SheetRefused as refused:
            form.add_error("file", str(refused))
        except (PeriodRefused, FileDamaged) as refused:
            form.add_error("period" if isinstance(refused, PeriodRefused) else "file", str(refused) or _GONE)
        else:
            return HttpResponseRedirect(reverse("workstreams:import-check", args=[check.token]))
        return self.answer(form)

    def checked(self, asked: dict[str, Any]) -> Iterator[Any]:
        """The steps of a long check."""
        here = reverse("workstreams:import-start")
        try:
            check = yield from runs.check_file(by=self.request.user, **asked)
        except (SheetRefused, PeriodRefused) as refused:
            yield closing(f"{refused} Nothing was changed.", here, "Choose another file", is_error=True)
        except Exception:  # the head of the page is sent already: the person reads that nothing was changed
            log.exception("A check of an import failed.")
            yield closing(_BROKEN, here, "Back to the import", is_error=True)
        else:
            url = reverse("workstreams:import-check", args=[check.token])
            yield closing(counts_words(check), url, "See what the file would change")

    def answer(self, form: ImportForm) -> HttpResponse:
        """The page with the form."""
        return self.render_to_response(
            self.get_context_data(
                form=form,
                downloads=[(kind.label, edit_links(kind)) for kind in allowed_kinds(self.request.user)],
                most=f"{runs.most_written():,}",
            )
        )


def counts_words(check: Any) -> str:
    """How many rows do what, in a sentence."""
    parts = [
        count_words(check.unchanged, "row unchanged", "rows unchanged"),
        count_words(check.changed, "changed", "changed"),
        count_words(check.added, "new", "new"),
        count_words(check.faulty, "with errors", "with errors"),
    ]
    return f"{', '.join(parts[:3])}, {parts[3]}."


class CheckImport(ImportPage):
    """What a file would do: errors, differences cell by cell, and the button that does it."""

    template_name = "workstreams/import_check.html"
    check: ImportCheck

    def find(self, token: str) -> None:
        """Set the check, if it is this person's own; raises Http404."""
        found = ImportCheck.objects.filter(token=token, made_by=self.request.user.pk).select_related("period").first()
        if found is None:
            raise Http404("This check is no longer kept. Choose the file again.")
        self.check = found
        self.title = f"What {found.file_name} would change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; where the import was confirmed, what it did."""
        check_parameters(request, ["show", "page"])
        self.find(kwargs["token"])
        if run := self.done():
            return HttpResponseRedirect(reference_url(run.reference))
        return self.answer(ConfirmForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Confirm it, once."""
        self.find(kwargs["token"])
        form = ConfirmForm(request.POST)
        form.is_valid()
        reason = form.cleaned_data.get("reason", "")
        if len(self.check.rows) > LONG_WRITING and not self.lacks_reason(reason) and not self.done():
            return self.tell(f"Importing {self.check.file_name}", lambda: self.confirmed(reason))
        try:
            run = runs.finish(runs.confirm(check=self.check, by=request.user, reason=reason))
        except RegisterChanged as changed:
            return HttpResponseRedirect(self.again(changed))
        except (ImportRefused, PeriodRefused, FileDamaged) as refused:
            self.refuse(form, refused)
            return self.answer(form)
        messages.success(request, f"Imported: {run.reference}. {counts_words(self.check)}")
        return HttpResponseRedirect(reference_url(run.reference))

    def confirmed(self, reason: str) -> Iterator[Any]:
        """The steps of a long import. A page that is closed before its end takes all of it back."""
        here = reverse("workstreams:import-check", args=[self.check.token])
        try:
            run = yield from runs.confirm(check=self.check, by=self.request.user, reason=reason)
        except RegisterChanged as changed:
            yield closing(str(changed), self.again(changed), "See what changed", is_error=True)
        except (ImportRefused, PeriodRefused) as refused:
            told = " ".join(f"Row {f.row}: {f.sentence}" for f in getattr(refused, "faults", ())[:20])
            yield closing(f"{refused} {told}", here, "Back to the check", is_error=True)
        except Exception:  # as above
            log.exception("An import failed.")
            yield closing(_BROKEN, here, "Back to the check", is_error=True)
        else:
            yield closing(
                f"Imported: {run.reference}. {counts_words(self.check)}",
                reference_url(run.reference),
                "See what it did",
            )

    def again(self, changed: RegisterChanged) -> str:
        """The address of a new check of the same file, with what changed in between."""
        check = runs.check_again(check=self.check, by=self.request.user, conflicts=changed.conflicts)
        return reverse("workstreams:import-check", args=[check.token])

    def lacks_reason(self, reason: str) -> bool:
        """Whether rows need a reason that nobody has given."""
        return not reason.strip() and any(row[4] and not row[6] for row in self.check.rows)

    def refuse(self, form: ConfirmForm, refused: Exception) -> None:
        """Say in the form what stands in the way."""
        names = getattr(refused, "fields", ())
        sentence = str(refused) if not isinstance(refused, FileDamaged) else _GONE
        form.add_error("reason" if "reason" in names else None, capfirst(sentence.removeprefix("Reason: ")))
        for fault in getattr(refused, "faults", ())[:50]:
            form.add_error(None, f"Row {fault.row}{f', {fault.column}' if fault.column else ''}: {fault.sentence}")

    def done(self) -> Any:
        """The import that this check was confirmed as, if it was."""
        return runs.run_of(self.check)

    def answer(self, form: ConfirmForm) -> HttpResponse:
        """The page: errors first where there are any."""
        check, asked = self.check, self.request.GET
        show = asked.get("show") or (ERRORS if check.faults else CHANGES)
        if show not in (ERRORS, CHANGES):
            raise BadAddress(f"“{show[:20]}” is nothing that can be shown here; “{ERRORS}” and “{CHANGES}” are.")
        rows = check.faults if show == ERRORS else cells_of(check.rows)
        number = asked.get("page") or "1"
        paginator = Paginator(rows, PAGE_LENGTH)
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= paginator.num_pages:
            raise BadAddress(f"There is no page {number[:20]}; the last page is {paginator.num_pages}.")
        page = paginator.page(int(number))
        words = ("error", "errors") if show == ERRORS else ("cell that changes", "cells that change")
        return self.render_to_response(
            self.get_context_data(
                form=form, check=check, show=show, rows=page.object_list, total=count_words(len(rows), *words),
                pages=page_links(page=page, params=asked, singular=words[0], plural=words[1]),
                counts=counts_words(check), needs_reason=self.lacks_reason(""),
                too_many=len(check.rows) > runs.most_written(), most=f"{runs.most_written():,}",
                may_skip_reason=not self.lacks_reason(""),
                counts_short=count_words(len(check.rows), "row", "rows"),
                may_confirm=bool(check.rows) and not check.faults, conflicts=check.conflicts[:PAGE_LENGTH],
                more_conflicts=max(len(check.conflicts) - PAGE_LENGTH, 0),
                unread=runs.unread_columns(check.kind), start_url=start_url(check),
            )
        )  # fmt: skip


def start_url(check: ImportCheck) -> str:
    """The form to choose another file of the same kind."""
    period = f"&period={check.period.reference}" if check.period else ""
    return f"{reverse('workstreams:import-start')}?kind={check.kind}{period}"


def cells_of(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """A line for each cell that changes, the first of each row with what it is about."""
    lines = []
    for number, reference, title, is_new, _, cells, reason in rows:
        for place, (column, before, after) in enumerate(cells):
            url = reference_url(reference) if reference else ""
            lines.append(
                {
                    "number": number, "reference": reference, "url": url, "title": title, "is_new": is_new,
                    "is_first": place == 0, "column": column, "before": before, "after": after, "reason": reason,
                }
            )  # fmt: skip
    return lines
