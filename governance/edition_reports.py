"""What the staff pages of editions show: state, who did what, what is possible next, and the difference in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from governance.choices import EditionEventKind, EditionKind
from governance.models import Edition
from governance.publication.chain import stored_pages
from governance.publication.difference import PageChange, What, difference
from governance.publication.errors import AuthorCannotApprove, NotApproved, NotTheSuccessor
from governance.publication.states import OPEN_STATES, EditionState, state_of
from governance.publication.timing import moment
from programmes.access import Capability, NotAllowed, may, roles_with
from programmes.models import Grant, User

STATE_TAGS = {
    EditionState.COMPOSED: "warn",
    EditionState.APPROVED: "info",
    EditionState.CURRENT: "good",
    EditionState.PAST: "done",
    EditionState.ABANDONED: "outline",
    EditionState.OVERTAKEN: "outline",
}


@dataclass(frozen=True)
class EditionRow:
    """One edition in the list; people by name, because only the programme team and auditors read it."""

    number: int
    kind: str
    note: str
    state: str
    tag: str
    composed_at: str
    composed_by: str
    approved_by: str
    sha256: str


def names_of(editions: Iterable[Edition]) -> dict[int, str]:
    """The names behind the numbers that editions keep, from the accounts of today."""
    numbers = {event.by_id_number for edition in editions for event in edition.events.all()}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=numbers)}


def edition_rows(editions: list[Edition], current: Edition | None) -> list[EditionRow]:
    names = names_of(editions)
    rows = []
    for edition in editions:
        state = state_of(edition, current)
        approvals = [e for e in edition.events.all() if e.kind == EditionEventKind.APPROVED]
        rows.append(
            EditionRow(
                number=edition.number,
                kind=EditionKind(edition.kind).label,
                note=edition.note,
                state=state.value.capitalize(),
                tag=STATE_TAGS[state],
                composed_at=moment(edition.composed_at),
                composed_by=names.get(edition.composed_by_id_number, edition.composed_by),
                approved_by=names.get(approvals[0].by_id_number, approvals[0].by) if approvals else "",
                sha256=edition.sha256,
            )
        )
    return rows


@dataclass(frozen=True)
class Step:
    """A button for a step of an edition, or the reason why it cannot be taken."""

    name: str
    label: str
    url_name: str
    why_not: str = ""


def steps(edition: Edition, current: Edition | None, by: User) -> list[Step]:
    """The steps an open edition has before it, each possible or with its reason."""
    state = state_of(edition, current)
    if state not in OPEN_STATES:
        return []
    found = [Step("abandon", "Abandon", "governance:edition-abandon", _refusal(by, Capability.COMPOSE))]
    overtaken = str(NotTheSuccessor(edition, current)) if state == EditionState.OVERTAKEN else ""
    if state != EditionState.APPROVED:
        author = str(AuthorCannotApprove(edition)) if edition.composed_by_id_number == by.pk else ""
        why_not = _refusal(by, Capability.PUBLISH) or overtaken or author
        found.insert(0, Step("approve", "Approve this edition", "governance:edition-approve", why_not))
    approved = "" if state == EditionState.APPROVED else str(NotApproved(edition))
    why_not = _refusal(by, Capability.PUBLISH) or overtaken or approved
    found.insert(-1, Step("publish", "Publish now", "governance:edition-publish", why_not))
    author = str(AuthorCannotApprove(edition)) if edition.composed_by_id_number == by.pk else ""
    why_not = _refusal(by, Capability.PUBLISH) or overtaken or author
    found.insert(-1, Step("time", "Publish at a time", "governance:edition-time", why_not))
    return found


def nobody_else_approves(by: User, on: dt.date) -> str:
    """Why nobody could approve what this person composes today; "" where somebody else may."""
    holding = Grant.objects.filter(role__in=roles_with(Capability.PUBLISH), starts__lte=on, user__is_active=True)
    holders = set(holding.filter(Q(ends=None) | Q(ends__gte=on)).values_list("user", flat=True))
    if holders - {by.pk}:
        return ""
    if by.pk in holders:
        return (
            "You are the only one who may approve editions, and you cannot approve what you compose yourself. Let somebody "
            "else compose it, or ask an administrator to make somebody else a publisher."
        )
    return "Nobody may approve editions now. Ask an administrator to make somebody a publisher."


def _refusal(by: User, capability: Capability) -> str:
    return "" if may(by, capability) else str(NotAllowed(capability))


@dataclass(frozen=True)
class ChangeGroup:
    """The pages that an edition adds, changes or takes away, under one heading."""

    heading: str
    changes: tuple[PageChange, ...]
    is_gone: bool


def predecessor(edition: Edition) -> Edition | None:
    """The edition this one was composed to follow; None for the first."""
    return Edition.objects.filter(sha256=edition.previous_hash).first() if edition.previous_hash else None


def change_groups(edition: Edition, before: Edition | None) -> list[ChangeGroup]:
    """What changes against the edition before, withdrawn and changed pages first."""
    changes = difference(stored_pages(before), stored_pages(edition))
    order = (What.WITHDRAWN, What.CHANGED, What.REMOVED, What.RESTORED, What.ADDED)
    groups = []
    for what in order:
        found = tuple(change for change in changes if change.what == what)
        if found:
            pages = "page" if len(found) == 1 else "pages"
            groups.append(ChangeGroup(f"{what.value}: {len(found):,} {pages}", found, what == What.REMOVED))
    return groups
