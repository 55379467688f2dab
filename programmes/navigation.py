"""Addresses: where each record's page is, by reference, and what leads there.

A record's reference says what it is, so a page of any app finds the address of any record by the *name* of a page,
and no lower app needs to import a higher one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from programmes.access import Capability, grants_of, may
from programmes.choices import Role

#: Reference prefix -> the name of the page of that kind of record.
PAGES: dict[str, str] = {
    "FOR": "programmes:force-detail",
    "BOD": "governance:body-detail",
    "ALL": "programmes:alliance-detail",
    "PRG": "programmes:programme-detail",
    "AGR": "programmes:agreement-detail",
    "CSS": "programmes:cost-share-set-detail",
    "SRC": "programmes:source-detail",
    "LAW": "programmes:legal-reference-detail",
    "WS": "workstreams:workstream-detail",
    "ARE": "workstreams:area-detail",
    "ENB": "workstreams:enabling-group-detail",
    "MIL": "workstreams:milestone-detail",
    "RSK": "workstreams:risk-detail",
    "DEP": "workstreams:dependency-detail",
    "SAV": "workstreams:savings-figure-detail",
    "BEN": "workstreams:benefit-detail",
    "PER": "workstreams:period-detail",
    "BRD": "governance:board-detail",
    "MTG": "governance:meeting-detail",
    "CASE": "governance:case-detail",
    "DOC": "governance:case-document-detail",
    "LOC": "governance:local-decision-detail",
    "DEC": "governance:decision-detail",
    "DIV": "governance:divergence-detail",
    "REC": "governance:recommendation-detail",
    "PIT": "governance:panel-item-detail",
    "PAP": "governance:paper-detail",
}

#: Reference prefix of a record without a page of its own -> the fields that name the record whose page shows it.
SHOWN_ON: dict[str, tuple[str, ...]] = {
    "HOL": ("body",),
    "CON": ("body", "programme"),
    "MEM": ("alliance",),
    "STM": ("programme", "alliance"),
    "PTY": ("agreement",),
    "LDF": ("agreement",),
    "CHK": ("agreement",),
    "FND": ("programme",),
    "SHR": ("share_set",),
    "NRE": ("force",),
    "MAP": ("old",),
    "OBS": ("area",),
    "ACM": ("area",),
    "OUT": ("entry",),
    "UPD": ("workstream",),
    "BLN": ("benefit",),
    "MBR": ("board",),
    "CHR": ("board",),
    "AGI": ("meeting",),
    "CND": ("local_decision",),
    "ACT": ("decision", "meeting"),
}

#: Reference prefix of a record shown on a page that lists its kind -> the name of that page.
LISTED_ON: dict[str, str] = {
    "AGP": "workstreams:matrix",
    "PLA": "workstreams:work-plan",
    "PLN": "workstreams:work-plan",
    "CON": "programmes:contact-list",
    "QTY": "programmes:quantity-list",
}

#: Prefixes whose pages can show what was true on a day; links to them keep the day.
AS_AT_PREFIXES = frozenset({"CASE", "AGR", "ALL", "BOD", "LOC"})


def prefix_of(code: str) -> str:
    """The prefix of a reference: CASE of CASE-12."""
    return code.rpartition("-")[0]


_PLACE = "REFERENCE-0"


@cache  # a list of 50 rows has some 400 links; finding the route anew for each took a sixth of the page
def _address_of(prefix: str, urlconf: str | None) -> str:
    """The address of the records of a prefix, with a placeholder for the reference."""
    try:
        return reverse(PAGES[prefix], args=[_PLACE])
    except (KeyError, NoReverseMatch):
        return reverse("programmes:reference", args=[_PLACE])


def reference_url(code: str, as_at: Any = None) -> str:
    """The permanent address of a record by its reference, such as /register/cases/CASE-12/.

    A record shown on another's page is found through /register/r/<reference>/. `as_at` is kept where the page knows it.
    """
    prefix = prefix_of(code)
    url = _address_of(prefix, get_urlconf()).replace(_PLACE, code)
    if as_at is not None and prefix in AS_AT_PREFIXES:
        url += f"?{urlencode({'as_at': as_at.isoformat()})}"
    return url


def history_url(code: str) -> str:
    """The address of a record's history."""
    return reverse("programmes:history", args=[code])


@dataclass(frozen=True)
class Link:
    """One link of a menu or trail; the current page has no address of its own in a trail."""

    label: str
    url: str = ""
    is_current: bool = False


#: The menu of the register: words, name of the page.
MENU: tuple[tuple[str, str], ...] = (
    ("Home", "governance:home"),
    ("Cases", "governance:case-list"),
    ("Decisions", "governance:decision-list"),
    ("Workstreams", "workstreams:workstream-list"),
    ("Matrix", "workstreams:matrix"),
    ("Agreements", "programmes:agreement-list"),
    ("Meetings", "governance:meeting-list"),
    ("Programmes", "programmes:programme-list"),
    ("Alliances", "programmes:alliance-list"),
    ("Forces", "programmes:force-list"),
    ("Offices", "programmes:body-list"),
    ("More", "governance:contents"),
)

#: What the menu shows besides to those who may preview what the public will read.
EDITIONS = ("Editions", "governance:edition-list")

#: What a page that is not in the menu belongs to: name of the page's kind -> name in the menu.
_MENU_OF = {
    "case": "case-list",
    "local-decision": "case-list",
    "case-document": "case-list",
    "case-document-compare": "case-list",
    "decision": "decision-list",
    "workstream": "workstream-list",
    **dict.fromkeys(
        (
            "round",
            "rag",
            "return",
            "period",
            "period-open",
            "period-bulk",
            "period-late",
            "return-status",
            "return-check",
        ),
        "workstream-list",
    ),
    **dict.fromkeys(("timeline", "timeline-svg", "milestone", "risk", "dependency"), "workstream-list"),
    "area": "matrix",
    "matrix": "matrix",
    "agreement": "agreement-list",
    "agreement-law": "agreement-list",
    "meeting": "meeting-list",
    "board": "meeting-list",
    **dict.fromkeys(("meeting-agenda", "meeting-pack", "meeting-full-pack", "meeting-minutes"), "meeting-list"),
    "forward-plan": "meeting-list",
    "programme": "programme-list",
    "alliance": "alliance-list",
    "force": "force-list",
    "body": "body-list",
    "home": "home",
    **dict.fromkeys(("clock", "calendar-addresses", "reminder", "data-quality"), "home"),
    "edition": "edition-list",
}


class Menu:
    """The links every page of the register carries, for the person who reads it."""

    def __init__(self, request: Any) -> None:
        self.request = request

    @cached_property
    def links(self) -> list[Link]:
        """The menu; somebody who may not read the content sees the way home alone."""
        reads = may(self.request.user, Capability.READ)
        here = self._current()
        found = []
        previews = may(self.request.user, Capability.PREVIEW)
        for label, name in (*MENU, EDITIONS) if previews else MENU:
            if not reads and name != "governance:home":
                continue
            try:
                found.append(Link(label, reverse(name), name.partition(":")[2] == here))
            except NoReverseMatch:
                continue
        return found

    @cached_property
    def roles(self) -> list[str]:
        """The roles of the person in words, with office or force."""
        words = []
        for grant in grants_of(self.request.user):
            bound_to = grant.body or grant.force
            label = Role(grant.role).label
            words.append(f"{label}, {bound_to}" if bound_to else label)
        return words

    def _current(self) -> str:
        match = getattr(self.request, "resolver_match", None)
        name = (match.url_name or "") if match else ""
        for ending in ("-list", "-detail", "-csv", "-board"):
            name = name.removesuffix(ending)
        return _MENU_OF.get(name, name)


def frame(request: Any, crumbs: Iterable[Link] = ()) -> dict[str, Any]:
    """What templates/base.html asks of every page of the register: menu, roles, trail."""
    menu = Menu(request)
    return {
        "navigation": menu.links,
        "user_roles": menu.roles,
        "opens_desk": may(request.user, Capability.USE_ADMIN),
        "breadcrumbs": list(crumbs),
    }
