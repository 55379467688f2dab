"""The page of saved views, and the page that changes one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.views.generic import TemplateView

from programmes import saved_views
from programmes.access import Capability, may
from programmes.access_views import PageMixin
from programmes.addresses import BadAddress, check_parameters
from programmes.as_at import PARAMETER as AS_AT
from programmes.list_views import ALL, PARAMETER, ListViews, problem
from programmes.lists import OWN_PARAMETERS, RegisterList
from programmes.models import SavedView
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.saved_views import ViewRefused
from programmes.view_forms import ChangeViewForm, OpenWithForm, SaveViewForm

TITLE = "Saved views"


@dataclass(frozen=True)
class KeptView:
    """One view on the page of views."""

    name: str
    list_title: str
    url: str
    change_url: str
    owner: str
    notes: tuple[str, ...]


def list_of(page: str, user: Any) -> type[RegisterList] | None:
    """The list that a view is of; None when there is none that this person may open."""
    try:
        view = getattr(resolve(reverse(page)).func, "view_class", None)
    except NoReverseMatch:
        return None
    if not (isinstance(view, type) and issubclass(view, RegisterList)):
        return None
    listed: Any = view
    wanted = listed.capability if isinstance(listed.capability, tuple) else (listed.capability,)
    return listed if any(may(user, capability) for capability in wanted) else None


def back_to(page: str, query: str) -> str:
    """The address of a list as a view has it."""
    return f"{reverse(page)}?{query or f'{PARAMETER}={ALL}'}"


class Filters:
    """The filter of each list that a person’s views are of, made once."""

    def __init__(self, request: HttpRequest, reader: Reader) -> None:
        self.request, self.reader = request, reader
        self.made: dict[str, tuple[Any, set[str]]] = {}

    def of(self, page: str, view: type[RegisterList]) -> tuple[Any, set[str]]:
        """The filter of a list and the parameters it knows."""
        if page not in self.made:
            own = [AS_AT] if view.knows_as_at else []
            listed = view()
            listed.request, listed.reader = self.request, self.reader
            filterset = view.filter_class(QueryDict(), queryset=listed.get_queryset(), request=self.request)
            self.made[page] = filterset, {*filterset.parameters, *own, *OWN_PARAMETERS}
        return self.made[page]

    def problem(self, kept: SavedView, view: type[RegisterList]) -> str:
        """What a view asks that its list does not know any more."""
        return problem(kept.query, *self.of(kept.page, view))

    def offers(self, kept: SavedView, view: type[RegisterList]) -> bool:
        """Whether the list offers this person the view: not one of others that names what they may not read."""
        filterset, known = self.of(kept.page, view)
        views = ListViews(self.request, kept.page, filterset, known)
        return kept.pk in {offered.pk for offered in views.all}


class SavedViews(PageMixin, TemplateView):
    """The views a person keeps and those shared with them; a new one is sent here by the form of a list."""

    capability = Capability.SAVE_VIEWS
    template_name = "programmes/saved_views.html"
    title = TITLE
    form: Any = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep a view of a list, or say what is wrong with what was sent."""
        page = request.POST.get("page", "")
        if list_of(page, request.user) is None:
            raise BadAddress("The form names no list whose view could be kept. Open the list and save its view there.")
        user: Any = request.user
        mine = SavedView.objects.filter(owner=user, page=page).values_list("pk", "name")
        self.form = SaveViewForm(request.POST, mine=list(mine))
        if self.form.is_valid():
            given = self.form.cleaned_data
            try:
                kept = saved_views.save(
                    by=request.user, page=page, name=given["name"], query=given["query"],
                    is_shared=given["is_shared"], over=given["over"],
                )  # fmt: skip
                if given["is_default"]:
                    saved_views.open_with(by=request.user, view=kept, is_default=True)
            except ViewRefused as error:
                self.form.add_error(error.field or None, str(error))
            else:
                done = "now shows what this list shows" if given["over"] else "is kept"
                messages.success(request, f"The view “{kept.name}” {done}.")
                return HttpResponseRedirect(back_to(page, kept.query))
        self.title = "Save this view"
        self.back_url = back_to(page, request.POST.get("query", "")[: saved_views.LONGEST_QUERY])
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.form is not None:
            return super().get_context_data(form=self.form, back_url=self.back_url, **kwargs)
        user, filters = self.reader.user, Filters(self.request, self.reader)
        mine: list[KeptView] = []
        shared: list[KeptView] = []
        rows = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
        defaults = self._defaults()
        for kept in rows:
            view = list_of(kept.page, user)
            is_mine = kept.owner_id == user.pk
            if view is None and not is_mine:
                continue
            if view is not None and not is_mine and not filters.offers(kept, view):
                continue
            (mine if is_mine else shared).append(self._line(kept, view, filters, defaults))
        return super().get_context_data(mine=mine, shared=shared, **kwargs)

    def _defaults(self) -> set[tuple[int, bool]]:
        """The views that lists open with: key of the view, and whether for everybody."""
        rows = saved_views.ViewDefault.objects.filter(Q(user=self.request.user) | Q(user__isnull=True))
        return {(view, user is None) for view, user in rows.values_list("view", "user")}

    def _line(self, kept: SavedView, view: Any, filters: Filters, defaults: set[tuple[int, bool]]) -> KeptView:
        wrong = filters.problem(kept, view) if view else "The list is no longer there for you."
        notes = [
            "Shared" if kept.is_shared else "Yours alone",
            *["Opens the list for you"] * ((kept.pk, False) in defaults),
            *["Opens the list for everybody"] * ((kept.pk, True) in defaults),
            *[f"No longer understood: {wrong}"] * bool(wrong),
        ]
        return KeptView(
            name=kept.name,
            list_title=view.title if view else kept.page,
            url="" if wrong else back_to(kept.page, kept.query),
            change_url=reverse("programmes:saved-view-change", args=[kept.pk]),
            owner=str(kept.owner),
            notes=tuple(notes),
        )


class ChangeView(PageMixin, TemplateView):
    """Rename a view, share it, delete it, or let its list open with it."""

    capability = Capability.SAVE_VIEWS
    template_name = "programmes/saved_view.html"

    def find(self, number: int) -> None:
        """Set the view; raises Http404 for one that is not there for this person."""
        kept = saved_views.find(number=number, user=self.request.user)
        view = list_of(kept.page, self.request.user) if kept else None
        filters = Filters(self.request, self.reader)
        is_mine = kept is not None and kept.owner_id == self.request.user.pk
        if kept is None or not (is_mine or (view and filters.offers(kept, view))):
            raise Http404("There is no such view, or it is not shared with you.")
        self.kept, self.view, self.title = kept, view, kept.name
        self.problem = filters.problem(kept, view) if view else "The list is no longer there for you."
        self.changes = saved_views.may_change(kept, self.request.user)
        self.chooses = may(self.request.user, Capability.CHOOSE_TEAM_VIEWS) and kept.is_shared
        chosen = kept.defaults.values_list("user", flat=True)
        self.form = ChangeViewForm(initial={"name": kept.name, "is_shared": kept.is_shared})
        self.opens = OpenWithForm(initial={"is_default": self.request.user.pk in chosen, "for_all": None in chosen})
        if not self.chooses:
            del self.opens.fields["for_all"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.find(kwargs["number"])
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says."""
        self.find(kwargs["number"])
        do = request.POST.get("do", "change")
        doors = {"change": self.change, "opens": self.open_with, "delete": self.delete}
        if do not in doors:
            raise BadAddress("The form asks for nothing this page does.")
        try:
            done = doors[do]()
        except ViewRefused as error:
            form = self.form if do == "change" else self.opens
            form.add_error(error.field if error.field in form.fields else None, str(error))
            done = ""
        if not done:
            return self.render_to_response(self.get_context_data())
        messages.success(request, done)
        return HttpResponseRedirect(reverse("programmes:saved-view-list"))

    def change(self) -> str:
        """Rename, share; the sentence that says so, "" when the form is not in order."""
        self.form = ChangeViewForm(self.request.POST)
        if not self.form.is_valid():
            return ""
        kept = saved_views.change(by=self.request.user, view=self.kept, **self.form.cleaned_data)
        return f"The view “{kept.name}” is changed."

    def open_with(self) -> str:
        """What the list opens with."""
        given, user = self.request.POST, self.request.user
        self.opens = OpenWithForm(given)
        if not self.chooses:
            del self.opens.fields["for_all"]
        saved_views.open_with(by=user, view=self.kept, is_default="is_default" in given)
        if self.chooses:
            saved_views.open_for_all(by=user, view=self.kept, is_default="for_all" in given)
        return f"What the list opens with is changed: {self.kept.name}."

    def delete(self) -> str:
        """Delete the view."""
        saved_views.delete(by=self.request.user, view=self.kept)
        return f"The view “{self.kept.name}” is deleted. The list and its records are as they were."

    def crumbs(self) -> list[Link]:
        return [
            Link("Register", "/register/"),
            Link(TITLE, reverse("programmes:saved-view-list")),
            Link(self.kept.name),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kept=self.kept, list_title=self.view.title if self.view else self.kept.page, problem=self.problem,
            url="" if self.problem else back_to(self.kept.page, self.kept.query),
            asked=list(QueryDict(self.kept.query).items()), form=self.form, opens=self.opens, changes=self.changes,
            is_mine=self.kept.owner_id == self.request.user.pk, **kwargs,
        )  # fmt: skip
