"""The programme team’s workplace: who may enter, what its home shows, its lists in the users’ words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.core.exceptions import BadRequest
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from programmes.access import Capability, NotAllowed, grants_of, may
from programmes.history import Reference
from programmes.record_state import part, record_state
from programmes.reference_fields import label_of

#: The headings under which kinds of record stand, in the order of the home page.
GROUPS = (
    "Forces and offices",
    "Alliances and programmes",
    "Agreements and money",
    "The work",
    "Business areas and the matrix",
    "Business cases and decisions",
    "Boards and meetings",
    "Telling the public",
    "Sources",
    "Accounts",
)


@dataclass(frozen=True)
class WorkRow:
    """One line of work: what, where it stands, how long, and where to go; `action` is what to do: words and address."""

    title: str
    url: str
    cells: tuple[str, ...] = ()
    action: tuple[str, str] | None = None


@dataclass(frozen=True)
class Work:
    """A part of the home page: a table of work waiting, with the whole number of rows and a link to all."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[WorkRow, ...]
    empty: str
    more_url: str = ""
    more_words: str = ""
    total: int = 0
    hides_when_empty: bool = False


@dataclass
class Desk:
    """What the apps put on the home page; each function reads a fixed number of queries."""

    parts: list[tuple[int, Callable[[HttpRequest], Work]]] = field(default_factory=list)

    def add(self, order: int) -> Callable[[Callable[[HttpRequest], Work]], Callable[[HttpRequest], Work]]:
        """Put a function’s work on the home page, in the order of the numbers."""

        def keep(part: Callable[[HttpRequest], Work]) -> Callable[[HttpRequest], Work]:
            self.parts.append((order, part))
            return part

        return keep

    def work(self, request: HttpRequest) -> list[Work]:
        """Each part, worked out anew only when what it rests on has changed."""
        state = record_state()
        held = tuple((grant.role, grant.body_id, grant.force_id) for grant in grants_of(request.user))
        rests_on = held, timezone.localdate()
        return [
            part(state, (work.__module__, work.__qualname__, rests_on), partial(work, request))
            for _, work in sorted(self.parts, key=lambda p: p[0])
        ]


desk = Desk()


class SuggestView(AutocompleteJsonView):
    """Suggestions for a search box: reference and name."""

    paginate_by = 20

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": label_of(obj)}


class RegisterAdminSite(admin.AdminSite):
    """The admin for those who may work in it; superuser and staff flags give nothing."""

    site_title = "Collaboration programme register"
    site_header = "Collaboration programme register"
    index_title = "Programme team’s desk"
    site_url = "/register/"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """As Django’s, without its groups: what a user may do comes from grants alone."""
        if model_or_iterable not in (Group, [Group], (Group,)):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Capability.USE_ADMIN)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send a stranger to the register’s own sign-in page; refuse a user whose role does not enter here."""
        target = request.GET.get("next") or reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            raise NotAllowed(Capability.USE_ADMIN)
        return redirect_to_login(target, reverse(settings.LOGIN_URL))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django’s, but a signed-in user without the right reads a refusal at once."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if user.is_authenticated and not self.has_permission(request) and request.path != reverse("admin:logout"):
                raise NotAllowed(Capability.USE_ADMIN)
            if any("\x00" in value for _, values in request.GET.lists() for value in values):
                raise BadRequest("The address holds a character that no record has.")
            return inner(request, *args, **kwargs)

        return guarded

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """As Django’s, with refusals that say what to do."""
        from programmes.admin.account import OwnPasswordForm

        frame = {**self.each_context(request), **(extra_context or {})}
        done = reverse("admin:password_change_done")
        view = PasswordChangeView.as_view(form_class=OwnPasswordForm, success_url=done, extra_context=frame)
        return view(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return SuggestView.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The desk: work waiting first, then the kinds of record with their number and a way to add one."""
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            "work": desk.work(request) if may(request.user, Capability.READ) else [],
            "kinds": self.kinds(request),
            "may_import": may(request.user, Capability.EDIT),
            **(extra_context or {}),
        }
        request.current_app = self.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/index.html", context)

    def kinds(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The kinds of record a user may see, under the users’ headings, each with its number and links."""
        counts = dict(Reference.objects.values_list("kind").annotate(n=Count("pk")).order_by())
        groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
        for model, model_admin in self._registry.items():
            group = getattr(model_admin, "group", "")
            if group not in groups or not model_admin.has_view_permission(request):
                continue
            groups[group].append(
                {
                    "order": getattr(model_admin, "order", 50),
                    "name": getattr(model_admin, "plural", "") or str(model._meta.verbose_name_plural),
                    "singular": str(model._meta.verbose_name),
                    "count": counts.get(model._meta.label_lower),
                    "url": address(model, "changelist"),
                    "add_url": address(model, "add") if model_admin.has_add_permission(request) else "",
                }
            )
        return [
            {"name": name, "kinds": sorted(kinds, key=lambda k: (k["order"], k["name"]))}
            for name, kinds in groups.items()
            if kinds
        ]


def address(model: Any, page: str, *args: Any) -> str:
    """The address of an admin page of a model: changelist, add, change, history."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def review_url(body: int, entry: int | None = None) -> str:
    """The form that enters a review in an office’s log, or that strikes an entry out."""
    if entry is None:
        return reverse("admin:programmes_body_review", args=[body])
    return reverse("admin:programmes_body_review_correct", args=[body, entry])


def register_page(record: Any, page: str = "reference") -> str:
    """The address of a record’s page in the register (reference) or of its history; "" where there is none."""
    try:
        return reverse(f"programmes:{page}", args=[record.reference])
    except NoReverseMatch:
        return ""
