"""The saved views that a list offers at its head, which of them it shows now, and what it opens with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from programmes.access import visible_markings
from programmes.filters.base import CodeFilter, RegisterFilter
from programmes.saved_views import NOT_KEPT, Offered, default_of, offered
from programmes.search import visible_references

#: `view=all` opens a list whole although it has a view to open with.
PARAMETER = "view"
ALL = "all"


@dataclass(frozen=True)
class ViewLink:
    """A view at the head of a list."""

    label: str
    url: str
    is_current: bool
    note: str = ""


class ListViews:
    """The views of one list for one request."""

    def __init__(self, request: HttpRequest, page: str, filterset: RegisterFilter, known: Iterable[str]) -> None:
        self.request, self.page, self.filter, self.known = request, page, filterset, set(known)

    @cached_property
    def all(self) -> list[Offered]:
        """The views that this person may be offered; those of others that name what they may not read are left out."""
        views = offered(page=self.page, user=self.request.user)
        hidden = self._hidden_codes(views)
        return [v for v in views if v.is_mine or not (self.problem(v.query) or self._codes(v.query) & hidden)]

    @cached_property
    def default(self) -> Offered | None:
        """The view that the list opens with, if any."""
        return default_of(self.all)

    @property
    def default_problem(self) -> str:
        """Why the list does not open with its view."""
        return self.problem(self.default.query) if self.default else ""

    @property
    def opens_with(self) -> str:
        """The query to which a list without parameters leads; "" when it shows everything."""
        return self.default.query if self.default and not self.default_problem else ""

    @property
    def whole_url(self) -> str:
        """The address of the whole list."""
        return f"{self.request.path}?{PARAMETER}={ALL}" if self.opens_with else self.request.path

    @cached_property
    def now(self) -> set[tuple[str, str]]:
        """What the address asks, without the page."""
        return _asked(self.request.GET)

    def links(self) -> list[ViewLink]:
        """The whole list and the views of it, the current one marked; none where nobody has kept any."""
        if not self.all:
            return []
        found = [ViewLink("Whole list", self.whole_url, not self.now)]
        for view in self.all:
            notes = ["opens the list"] * (view == self.default)
            if self.problem(view.query):
                url = f"{reverse('programmes:saved-view-change', args=[view.pk])}"
                found.append(ViewLink(view.name, url, False, "no longer understood"))
                continue
            url = f"{self.request.path}?{view.query}" if view.query else self.whole_url
            found.append(ViewLink(view.name, url, bool(self.now) and self.now == _asked(QueryDict(view.query)), *notes))
        return found

    @property
    def shows_default(self) -> bool:
        """Whether the list shows the view that it opens with."""
        return bool(self.opens_with) and self.now == _asked(QueryDict(self.opens_with))

    def problem(self, query: str) -> str:
        """What a view asks that this list does not know, or this person may not read; "" when all is well."""
        return problem(query, self.filter, self.known)

    def _codes(self, query: str) -> set[str]:
        codes = [n for n, f in self.filter.filters.items() if isinstance(f, CodeFilter)]
        return {str(value) for name, value in QueryDict(query).items() if name in codes and value}

    def _hidden_codes(self, views: list[Offered]) -> set[str]:
        """The records named by the views of others that this person may not read; no question where none is named."""
        named = set().union(*(self._codes(view.query) for view in views if not view.is_mine), set())
        if not named:
            return set()
        rows = visible_references(self.request.user, visible_markings(self.request.user))
        return named - set(rows.filter(code__in=named).values_list("code", flat=True))


def problem(query: str, filterset: RegisterFilter, known: set[str]) -> str:
    """The first thing a kept query asks that a list does not know; "" when it knows all."""
    for name, value in QueryDict(query).items():
        if name not in known:
            return f"“{name}” is nothing this list knows any more."
        bare, _, operator = name.partition("__")
        field = filterset.listed_fields.get(bare)
        if field is not None and operator in ("", "not") and value and not field.offers(value):
            return f"{field.label}: “{value}” is not there to choose any more."
    return ""


def _asked(params: Any) -> set[tuple[str, str]]:
    return {(name, value) for name, value in params.items() if value and name not in NOT_KEPT}
