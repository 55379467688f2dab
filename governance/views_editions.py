"""Staff pages of editions: the list, one edition with its difference, the preview, and a form for each door."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import FormView, TemplateView

from governance import publication
from governance.edition_forms import ComposeForm, CorrectForm, RestoreForm, TimeForm, WithdrawForm
from governance.edition_reports import (
    STATE_TAGS,
    change_groups,
    edition_rows,
    moment,
    names_of,
    nobody_else_approves,
    predecessor,
    steps,
)
from governance.models import DuePublication, Edition
from governance.public.reading import Reading
from governance.public.rendering import render_page
from governance.publication import PublicationError, timing
from governance.publication.canonical import FrozenPage
from governance.publication.chain import problems_of
from governance.publication.errors import TimeNotAhead, TimeNotOnce
from governance.publication.states import EditionState, current_edition, state_of
from programmes.access import Capability, may
from programmes.access_views import AccessMixin, PageMixin
from programmes.navigation import Link
from programmes.tables.base import page_links

EDITIONS_ON_A_PAGE = 50


def detail_url(number: int) -> str:
    return reverse("governance:edition-detail", args=[number])


class EditionTrail(PageMixin):
    """Pages below the list of editions."""

    capability = Capability.PREVIEW

    def crumbs(self) -> list[Link]:
        trail = [Link("Register", "/register/"), Link("Editions", reverse("governance:edition-list"))]
        return [*trail, Link(self.title)]


class EditionList(PageMixin, TemplateView):
    """Every edition with its state."""

    capability = Capability.PREVIEW
    template_name = "governance/edition_list.html"
    title = "Editions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = current_edition()
        editions = Edition.objects.prefetch_related("events").order_by("-number")
        page = Paginator(editions, EDITIONS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        due = DuePublication.objects.select_related("edition").first()
        return super().get_context_data(
            rows=edition_rows(list(page.object_list), current),
            pages=page_links(page=page, params=self.request.GET, singular="edition", plural="editions"),
            current=current,
            due=due,
            due_words=moment(due.due_at) if due else "",
            may_compose=may(self.request.user, Capability.COMPOSE),
            **kwargs,
        )


class EditionDetail(EditionTrail, TemplateView):
    """One edition: where it stands, what it changes, its preview, and the steps before it."""

    template_name = "governance/edition_detail.html"
    error = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = edition_or_404(kwargs.pop("number"))
        self.title = str(edition)
        current, before = current_edition(), predecessor(edition)
        state = state_of(edition, current)
        return super().get_context_data(
            edition_row=edition_rows([edition], current)[0],
            facts=self.facts(edition, state, before),
            edition=edition,
            before=before,
            groups=change_groups(edition, before),
            steps=steps(edition, current, self.request.user),  # type: ignore[arg-type]
            problems=problems_of(edition),
            error=self.error,
            preview=reverse("governance:edition-preview", args=[edition.number]).rstrip("/"),
            **kwargs,
        )

    def facts(self, edition: Edition, state: Any, before: Edition | None) -> list[dict[str, Any]]:
        """The summary list; events name people, because only the programme team and auditors read this page."""
        names = names_of([edition])
        rows: list[dict[str, Any]] = [
            {"label": "State", "value": state.value.capitalize(), "kind": STATE_TAGS[state]},
            {"label": "Kind", "value": edition.get_kind_display()},
        ]
        if edition.note:
            rows.append({"label": "Note for the public", "value": edition.note})
        for event in edition.events.all():
            name = names.get(event.by_id_number, "")
            who = f"{name} ({event.by})" if name else event.by
            words = f"{moment(event.due_at)}, set {moment(event.at)}" if event.due_at else moment(event.at)
            rows.append({"label": event.get_kind_display(), "value": f"{words}, by {who}", "note": event.note})
        if due := DuePublication.objects.filter(edition=edition).first():
            rows.append({"label": "Waits for its time", "value": moment(due.due_at), "kind": "warn"})
        rows.append({"label": "Pages", "value": f"{edition.pages.count():,}"})
        if before:
            rows.append({"label": "Follows", "value": str(before), "url": detail_url(before.number)})
        rows.append({"label": "Fingerprint (SHA-256)", "value": edition.sha256})
        return rows


def edition_or_404(number: int) -> Edition:
    return get_object_or_404(Edition.objects.prefetch_related("events"), number=number)


class EditionPreview(AccessMixin, View):
    """A page of an edition as the public will see it, with the links kept inside the preview."""

    capability = Capability.PREVIEW

    def get(self, request: HttpRequest, number: int, path: str = "") -> HttpResponse:
        edition = edition_or_404(number)
        page = edition.pages.filter(path=f"/{path}").first()
        if page is None:
            raise Http404(f"Edition {number} has no page at this address.")
        found = Reading(
            number=number,
            sha256=edition.sha256,
            published_at=None,
            current_number=number,
            content=FrozenPage(page.path, page.kind, page.title, page.payload, page.sha256).content,
            page_sha256=page.sha256,
        )
        base = reverse("governance:edition-preview", args=[number]).rstrip("/")
        response = HttpResponse(render_page(found, base))
        response["Cache-Control"] = "no-store"
        return response


class EditionForm(EditionTrail, FormView):
    """A form whose door makes a new edition that waits for approval; a refusal stands above what was typed."""

    capability = Capability.COMPOSE
    template_name = "governance/edition_form.html"
    intro = ""
    button = ""
    door: ClassVar[Callable[..., Edition]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            intro=self.intro,
            button=self.button,
            back=reverse("governance:edition-list"),
            nobody_else=nobody_else_approves(self.request.user, timezone.localdate()),  # type: ignore[arg-type]
            **kwargs,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            edition = type(self).door(by=self.request.user, **form.cleaned_data)
        except PublicationError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"{edition} is composed. Somebody else must read and approve it.")
        return HttpResponseRedirect(detail_url(edition.number))


class EditionCompose(EditionForm):
    title = "Compose an edition"
    form_class = ComposeForm
    door = staticmethod(publication.compose)
    intro = "All records marked “Public when published” are frozen into pages as they stand now. Nothing is public yet."
    button = "Compose the edition"


class EditionCorrect(EditionForm):
    title = "Correct what is public"
    form_class = CorrectForm
    door = staticmethod(publication.correct)
    intro = "A correction is a new edition with a note. What was published before stays readable."
    button = "Compose the correction"


class CurrentPageForm(EditionForm):
    """A form about a page of the edition that is public now."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"current": current_edition()}

    def get_initial(self) -> dict[str, Any]:
        return {"path": self.request.GET.get("path", "")}


class EditionWithdraw(CurrentPageForm):
    title = "Withdraw a page"
    form_class = WithdrawForm
    door = staticmethod(publication.withdraw)
    intro = "The page leaves its date and the reason in its place, in this and later editions and in the archive."
    button = "Compose the withdrawal"


class EditionRestore(CurrentPageForm):
    title = "Publish a withdrawn page again"
    form_class = RestoreForm
    door = staticmethod(publication.restore)
    intro = "The page stands again as the register has it now, if its record may be public."
    button = "Compose the edition"


class EditionStep(EditionDetail):
    """A step of one edition, posted from its page; a refusal is shown there."""

    http_method_names = ["get", "post"]
    done = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(detail_url(kwargs["number"]))

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        edition = edition_or_404(number)
        try:
            self.take(edition)
        except PublicationError as error:
            self.error = str(error)
            return self.render_to_response(self.get_context_data(number=number), status=409)
        messages.success(request, f"{edition} {self.done}.")
        return HttpResponseRedirect(detail_url(number))

    def take(self, edition: Edition) -> None:
        raise NotImplementedError


class EditionApprove(EditionStep):
    capability = Capability.PUBLISH
    done = "is approved"

    def take(self, edition: Edition) -> None:
        publication.approve(edition=edition, by=self.request.user, sha256=self.request.POST.get("sha256", ""))


class EditionPublish(EditionStep):
    capability = Capability.PUBLISH
    done = "is public now"

    def take(self, edition: Edition) -> None:
        publication.publish(edition=edition, by=self.request.user)


class EditionAbandon(EditionStep):
    capability = Capability.COMPOSE
    done = "is abandoned"

    def take(self, edition: Edition) -> None:
        publication.abandon(edition=edition, by=self.request.user)


class EditionCancelTime(EditionStep):
    capability = Capability.COMPOSE
    done = "waits for no time any more"

    def take(self, edition: Edition) -> None:
        timing.cancel_time(edition=edition, by=self.request.user)


class EditionTime(EditionTrail, FormView):
    """Approve an edition and let it be published at a time."""

    capability = Capability.PUBLISH
    template_name = "governance/edition_time.html"
    form_class = TimeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.title = f"Publish edition {kwargs['number']} at a time"
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = edition_or_404(self.kwargs["number"])
        due = DuePublication.objects.filter(edition=edition).first()
        return super().get_context_data(
            edition=edition,
            due=moment(due.due_at) if due else "",
            is_approved=state_of(edition, current_edition()) == EditionState.APPROVED,
            now_words=moment(timezone.now()),
            preview=reverse("governance:edition-preview", args=[edition.number]),
            back=detail_url(edition.number),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        edition = edition_or_404(self.kwargs["number"])
        try:
            due_at = timing.london(form.cleaned_data["day"], form.cleaned_data["time"])
            timing.schedule(
                edition=edition, by=self.request.user, sha256=self.request.POST.get("sha256", ""), due_at=due_at
            )  # fmt: skip
        except PublicationError as error:
            form.add_error("time" if isinstance(error, TimeNotAhead | TimeNotOnce) else None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"{edition} is approved and will be published on {moment(due_at)}.")
        return HttpResponseRedirect(detail_url(edition.number))
