"""Saved views: the one door through which they are kept, changed, deleted and made what a list opens with."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.http import QueryDict

from programmes.access import Capability, NotAllowed, check, may
from programmes.models import SavedView, ViewDefault
from programmes.statements import Prepared

LONGEST_QUERY = 2000
#: What a view does not keep: the page somebody stood on, and what chooses among views or columns.
NOT_KEPT = ("page", "choose", "view")


class ViewRefused(ValueError):
    """A view cannot be kept so; the sentence is what the person reads, `field` the box it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True)
class Offered:
    """A view that a list offers to a person, and whether it opens with it."""

    pk: int
    name: str
    query: str
    is_mine: bool
    is_shared: bool
    is_my_default: bool
    is_team_default: bool


def _of_page(page: Any, user: Any) -> Any:
    """The views of a list that a person has or shares, each with what opens with it for this person or for all."""
    rule = Q(defaults__user=user) | Q(defaults__user__isnull=True)
    return (
        SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), page=page)
        .annotate(chosen=FilteredRelation("defaults", condition=rule))
        .order_by("name", "pk")
        .values_list("pk", "name", "query", "owner_id", "is_shared", "chosen__pk", "chosen__user")
    )


_OFFERED = Prepared(_of_page)


def offered(*, page: str, user: Any) -> list[Offered]:
    """The views of a list that a person has or shares, own ones first; one query."""
    found: dict[int, Offered] = {}
    for pk, name, query, owner, is_shared, default, default_of in _OFFERED.rows([page, user.pk]):
        before = found.get(pk)
        is_mine = default is not None and default_of == user.pk
        is_team = default is not None and default_of is None
        found[pk] = Offered(
            pk, name, query, owner == user.pk, is_shared,
            is_mine or bool(before and before.is_my_default), is_team or bool(before and before.is_team_default),
        )  # fmt: skip
    return sorted(found.values(), key=lambda view: not view.is_mine)


def default_of(views: list[Offered]) -> Offered | None:
    """The view a list opens with: the person's own choice, else everybody's."""
    mine = next((view for view in views if view.is_my_default), None)
    return mine or next((view for view in views if view.is_team_default), None)


def kept_query(query: str) -> str:
    """What a view keeps of an address."""
    params = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        params.pop(name, None)
    return params.urlencode()


def find(*, number: int, user: Any) -> SavedView | None:
    """A view that a person may see: their own, or one that is shared."""
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), pk=number).select_related("owner").first()


def may_change(view: SavedView, user: Any) -> bool:
    """Whether a person may rename or delete a view: its owner; a shared one also who chooses views for everybody."""
    if view.owner_id == user.pk:
        return may(user, Capability.SAVE_VIEWS)
    return view.is_shared and may(user, Capability.CHOOSE_TEAM_VIEWS)


@transaction.atomic
def save(*, by: Any, page: str, name: str, query: str, is_shared: bool = False, over: int | None = None) -> SavedView:
    """Keep a view of a list under a new name, or anew over one's own (`over`). Raises ViewRefused, NotAllowed."""
    check(by, Capability.SAVE_VIEWS)
    query = kept_query(query)
    if len(query) > LONGEST_QUERY:
        raise ViewRefused("This list asks too much to be kept as a view; take some filters away.")
    if over is not None:
        view = SavedView.objects.select_for_update().filter(pk=over, owner=by, page=page).first()
        if view is None:
            raise ViewRefused("There is no such view of yours to replace; give a new name.", "over")
        view.query = query
        view.save()
        return view
    view = SavedView(owner=by, page=page, name=_name(name), query=query, is_shared=is_shared)
    _refuse_second(view)
    view.save()
    return view


@transaction.atomic
def change(*, by: Any, view: SavedView, name: str, is_shared: bool) -> SavedView:
    """Rename a view, share it or keep it to its owner. Raises ViewRefused, NotAllowed."""
    view = _locked(view, by)
    view.name = _name(name)
    _refuse_second(view)
    if not is_shared and view.defaults.filter(user__isnull=True).exists():
        raise ViewRefused(
            "The list opens with this view for everybody; end that before you keep it to yourself.", "is_shared"
        )
    if not is_shared:
        view.defaults.exclude(user=view.owner).delete()
    view.is_shared = is_shared
    view.save()
    return view


@transaction.atomic
def delete(*, by: Any, view: SavedView) -> None:
    """Delete a view; a list that opened with it shows everything again. Raises NotAllowed."""
    _locked(view, by).delete()


@transaction.atomic
def open_with(*, by: Any, view: SavedView, is_default: bool) -> None:
    """Let a list open with a view for this person, or no longer. Raises NotAllowed for a view that is not shared."""
    check(by, Capability.SAVE_VIEWS)
    if view.owner_id != by.pk and not view.is_shared:
        raise NotAllowed(Capability.SAVE_VIEWS)
    if is_default:
        ViewDefault.objects.update_or_create(user=by, page=view.page, defaults={"view": view})
    else:
        ViewDefault.objects.filter(user=by, view=view).delete()


@transaction.atomic
def open_for_all(*, by: Any, view: SavedView, is_default: bool) -> None:
    """Let a list open with a shared view for everybody who has chosen none, or no longer. Raises ViewRefused."""
    check(by, Capability.CHOOSE_TEAM_VIEWS)
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if is_default and not view.is_shared:
        raise ViewRefused(
            "Share the view first: everybody’s list cannot open with one that only its owner sees.", "for_all"
        )
    if is_default:
        ViewDefault.objects.update_or_create(user=None, page=view.page, defaults={"view": view})
    else:
        ViewDefault.objects.filter(user=None, view=view).delete()


def _locked(view: SavedView, by: Any) -> SavedView:
    if not may_change(view, by):
        raise NotAllowed(Capability.CHOOSE_TEAM_VIEWS if view.is_shared else Capability.SAVE_VIEWS)
    return SavedView.objects.select_for_update().get(pk=view.pk)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ViewRefused("Give the view a name.", "name")
    if len(name) > 60:
        raise ViewRefused("The name is longer than 60 characters; shorten it.", "name")
    return name


def _refuse_second(view: SavedView) -> None:
    same = SavedView.objects.filter(owner=view.owner, page=view.page, name=view.name).exclude(pk=view.pk)
    if same.exists():
        raise ViewRefused(f"There is a view “{view.name}” of this list already; give another name.", "name")
