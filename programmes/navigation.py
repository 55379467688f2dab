"""Addresses: where each record's page is, by reference, and what leads there.

A record's reference says what it is, so a page of any app finds the address of any record by the *name* of a page,
and no lower app needs to import a higher one.
"""

from collections.abc import Callable, Iterable
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
    "IMP": "workstreams:import-detail",
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
    "RPT": "governance:report-detail",
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
    "RPS": ("report",),
    "RPF": ("report",),
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
def _address_of(prefix: str, urlconf: str | None) -> tuple[str, str]:
    """The address of the records of a prefix: what stands before the reference, and what after it."""
    try:
        url = reverse(PAGES[prefix], args=[_PLACE])
    except (KeyError, NoReverseMatch):
        url = reverse("programmes:reference", args=[_PLACE])
    before, _, after = url.partition(_PLACE)
    return before, after


def reference_url(code: str, as_at: Any = None) -> str:
    """The permanent address of a record by its reference, such as /register/cases/CASE-12/.

    A record shown on another's page is found through /register/r/<reference>/. `as_at` is kept where the page knows it.
    """
    return addresses(as_at)(code)


def addresses(as_at: Any = None) -> Callable[[str], str]:
    """`reference_url` for the many links of one page: which addresses hold and which day is kept is asked once."""
    urlconf = get_urlconf()
    ending = f"?{urlencode({'as_at': as_at.isoformat()})}" if as_at is not None else ""

    def url(code: str) -> str:
        prefix = prefix_of(code)
        before, after = _address_of(prefix, urlconf)
        return f"{before}{code}{after}{ending}" if ending and prefix in AS_AT_PREFIXES else f"{before}{code}{after}"

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

_NAMES_IN_MENU = frozenset(name.partition(":")[2] for _, name in (*MENU, EDITIONS))

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
    "report": "meeting-list",
    **{f"{kind}{page}": f"{kind}-list" for kind in ("programme", "alliance", "force") for page in ("", "-overview")},
    "body": "body-list",
    "home": "home",
    **dict.fromkeys(("clock", "calendar-addresses", "reminder", "data-quality"), "home"),
    "edition": "edition-list",
}


@cache  # the same few menus on every page
def _menu(urlconf: str | None, reads: bool, previews: bool, here: str) -> tuple[Link, ...]:
    """The links of a menu, the one that the page belongs to marked."""
    found = []
    for label, name in (*MENU, EDITIONS) if previews else MENU:
        if not reads and name != "governance:home":
            continue
        try:
            found.append(Link(label, reverse(name), name.partition(":")[2] == here))
        except NoReverseMatch:
            continue
    return tuple(found)


class Menu:
    """The links every page of the register carries, for the person who reads it."""

    def __init__(self, request: Any) -> None:
        self.request = request

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The menu; somebody who may not read the content sees the way home alone."""
        user, here = self.request.user, self._current()
        in_menu = here if here in _NAMES_IN_MENU else ""
        return _menu(get_urlconf(), may(user, Capability.READ), may(user, Capability.PREVIEW), in_menu)

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
