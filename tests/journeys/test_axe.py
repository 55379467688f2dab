"""Every page, as each role sees it, on the real record: axe finds nothing, the content policy stops nothing, and
nothing runs over the side of a phone.

Each page of the URLconf that answers a reader is opened once for each way it is rendered. A new address must be
walked here or stand in NO_PAGE with its reason.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "preload": False, "runOnly": {"type": "tag", "values": TAGS}}
axe = Axe()
pytestmark = pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="Pages are the same on both: seen on SQLite")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

#: Addresses that are no page to read.
NO_PAGE = {
    "healthz readyz admin:jsi18n admin:autocomplete robots edition-fingerprints site-map site-map-part": "for machines",
    "logout reference admin:login admin:logout admin:view_on_site admin:None": "they lead elsewhere",
    "edition-approve edition-publish edition-abandon edition-time-cancel": "doors of the edition’s page",
    "edition-preview-page edition-page edition-queue-preview edition-queue-preview-page view-as view-as-page "
    "view-as-outside view-as-outside-page": "the public pages once more",
    "return-start": "a button",
    "decision-latency-cases": "a CSV to keep, no page",
    "file clock-calendar private-clocks private-board admin:programmes_agreement_checklist": "files to keep, and a button",
    "report-pdf report-docx paper-pdf paper-docx": "files to keep, no pages",
    "data-dictionary data-all data-csv-metadata.json data-json data-xlsx edition-data-all": "files to keep, no pages",
    "feed-atom feed-calendar": "for feed readers and calendar programs",
    "edition-data-csv-metadata.json edition-data-json edition-data-xlsx": "the same files of an earlier edition",
    "api-tables api-rows api-record api-nothing api-description": "JSON, no pages",
    "timeline-svg": "a drawing to keep, drawn on the timeline’s page too",
    "milestone-edit-xlsx ledger-edit-xlsx period-edit-xlsx": "files to edit, no pages",
    "cost-share-schedule-pdf": "a file to keep, no page",
    "meeting-agenda-pdf meeting-pack-pdf meeting-full-pack-pdf meeting-minutes-pdf board-calendar": "files to keep, no pages",
    "admin:password_change_done": "one sentence in the frame of the desk",
    "admin:app_list": "a part of the home of the desk",
}
#: Addresses that are written out below, for one reader or another.
WRITTEN_OUT = """
    front page login local-decision-record local-decision-correct condition-close milestone-dates
    risk-score risk-review risk-escalate risk-take-back risk-close risk-reopen
    case-shares chase-office chase-correct saved-view-change divergence-review
    correction-list edition-list edition-front edition-detail edition-preview edition-compose
    edition-queue withheld-list record-public record-withhold record-withheld-review edition-time
    edition-list-before correction-list-before api
    edition-correct edition-withdraw edition-restore history admin:index admin:password_change
    admin:auth_user_password_change admin:programmes_agreement_event
    admin:programmes_agreement_signatures admin:programmes_agreement_variation admin:governance_businesscase_event agreement-law
    admin:governance_panelitem_step admin:programmes_body_review admin:programmes_body_review_correct
    admin:governance_businesscase_local admin:governance_businesscase_condition
    case-document-compare admin:governance_businesscase_version admin:governance_businesscase_duty
    admin:governance_businesscase_agreement admin:governance_businesscase_marking
    admin:governance_casedocument_part admin:governance_casedocument_amounts admin:governance_casedocument_attachments
    meeting-agenda meeting-pack meeting-full-pack meeting-minutes admin:governance_board_series
    report-detail report-facts report-section report-figure report-approve report-version report-agenda
    admin:governance_meeting_agenda admin:governance_meeting_record admin:governance_meeting_minutes
    admin:governance_meeting_action admin:governance_meeting_paper
    office-home
    case-shares local-decision-correct chase-office chase-correct benefit-deliver benefit-line-validate net-position-force
    programme-overview alliance-overview force-overview
    period-lock period-reopen period-due period-bulk period-late period-remind return-chase-correct return-detail
    import-check import-detail
    ask asked confirm stop alert-readers
    round-milestones return-status return-milestones return-risks return-benefits return-check return-correct
"""
#: Rows of long lists that are like the rows before them.
MORE_ROWS = [["#result_list tbody tr:nth-child(n+6)"], [".table tbody tr:nth-child(n+16)"]]


def walk(patterns: list[Any], route: str = "/", space: str = "") -> Iterator[tuple[str, str]]:
    """The name and route of every address."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, here, space + ("admin:" if pattern.namespace == "admin" else ""))
        else:
            yield f"{space}{pattern.name}", here


ADDRESSES = dict(walk(get_resolver().url_patterns))
LISTS = [
    route
    for name, route in ADDRESSES.items()
    if route.startswith("/register/")
    and "<" not in route
    and not route.endswith((".csv", ".ics", ".svg", ".xlsx"))
    and "edition-" not in name
    and name != "round-milestones"  # a contributor’s
]
DETAILS = sorted(route for route in ADDRESSES.values() if re.fullmatch(r"/register/[a-z-]+/<slug:reference>/", route))
KINDS = sorted(
    name.removeprefix("admin:").removesuffix("_changelist").replace("_", ".", 1)
    for name in ADDRESSES
    if name.endswith("_changelist")
)
ACCOUNTS = ["programmes.user", "programmes.grant"]
CONTENT = [kind for kind in KINDS if kind not in ACCOUNTS]
OPEN_DATA = ["/data/cases/", "/data/agreements/", "/editions/1/data/cases/", "/api/"]
EDITIONS = ["/register/editions/", "/register/editions/1/", "/register/editions/1/preview/"]
EVENTS = (
    "commission circulate revise refer recommend send_back schedule agree agree_in_part defer return reject waive "
    "rescope implement go_live review split stop supersede resubmit note correct"
).split()


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open: what axe finds, and what runs over the side of a phone."""
    found = axe.run(page, context={"exclude": MORE_ROWS}, options=OPTIONS).response["violations"]
    said = [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"][:3]]
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size(DESK)
    return said + ([f"{wide} px too wide for a phone"] if wide > 0 else [])


def look_at(page: Page, complaints: Any, addresses: list[str]) -> None:
    """Open each address; say at the end what is wrong, page by page."""
    wrong: dict[str, list[str]] = {}
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200:
            wrong[address] = [f"answers {answer.status}"]
            continue
        policy = list(complaints.said)
        complaints.said.clear()
        found = faults(page)
        complaints.said.clear()  # axe itself sets styles, which the policy reports
        if policy or found:
            wrong[address] = policy + found
    assert wrong == {}


@pytest.fixture
def look(sign_in: Callable[..., Page], visit: Callable[..., Page], complaints: Any) -> Callable[..., None]:
    """Look at addresses as a demo user, or as the public."""

    def look(username: str, addresses: list[str], **options: Any) -> None:
        page = sign_in(username, **options) if username else visit(**options)
        page.set_viewport_size(DESK)
        look_at(page, complaints, addresses)

    return look


def record_pages(register: Any) -> list[str]:
    """The page of one record of each kind that has one."""
    return [record["page"] for record in register.found["records"].values() if record["page"]]


def test_every_address_is_walked_or_said_to_be_no_page(register):
    walked = {page.rstrip("/").rpartition("/")[0] for page in record_pages(register)}
    accounted = {*" ".join(NO_PAGE).split(), *WRITTEN_OUT.split()}
    forgotten = []
    for name, route in ADDRESSES.items():
        of_a_kind = name.startswith("admin:") and name.endswith(
            ("_changelist", "_add", "_change", "_history", "_delete")
        )
        detail = route in DETAILS and route.partition("/<slug")[0] in walked
        if not (of_a_kind or detail or name in accounted or route in LISTS or name.endswith("-csv")):
            forgotten.append(name)
    assert forgotten == []


def test_public_pages(look, register):
    pages = [*register.found["pages"].values(), "/editions/", "/corrections/", "/editions/1/", "/matrix/2011-01/"]
    look("", [*pages, *OPEN_DATA, "/decisions/by/words/year/2016/", "/accounts/login/"])


def test_alerts(look):
    look("", ["/alerts/", "/alerts/asked/"])


def test_editor_at_the_lists_of_the_register(look):
    look("editor", [*LISTS, "/register/search?q=vetting", "/register/r/CASE-4/history/"])


def test_editor_at_the_records_of_the_register(look, register):
    look("editor", [*record_pages(register), register.found["story"]["page"]])


def test_editor_with_editions(look):
    look(
        "editor",
        [
            *EDITIONS,
            *(
                f"/register/editions/{verb}/"
                for verb in ("compose", "correct", "withdraw", "restore", "queue", "withheld", "alerts")
            ),
            *(f"/register/public/CASE-1{ending}" for ending in ("/", "/withhold")),
        ],
    )


def test_editor_at_the_lists_of_the_desk(look):
    look("editor", ["/admin/", *(f"/admin/{kind.replace('.', '/')}/" for kind in CONTENT)])


def test_editor_at_the_empty_forms_of_the_desk(look):
    made_elsewhere = ("governance.edition", "governance.localdecision")
    look("editor", [f"/admin/{kind.replace('.', '/')}/add/" for kind in CONTENT if kind not in made_elsewhere])


@pytest.mark.parametrize("app", ["programmes", "workstreams", "governance"])
def test_editor_at_the_records_of_the_desk(look, register, app):
    look("editor", [register.address_of(kind) for kind in CONTENT if kind.startswith(app)])


def test_editor_at_the_review_of_a_difference(look):
    look("editor", ["/register/differences/DIV-1/review", "/register/matrix/?as_at=2020-01-01&against=2011-01-31"])


def test_editor_at_the_forms_and_the_sheet_of_an_agreement(look, register):
    agreement = register.found["records"]["programmes.agreement"]
    desk = f"/admin/programmes/agreement/{agreement['pk']}"
    look("editor", [f"{desk}/event/{kind}/" for kind in ("drafted", "party_signed", "notice_given", "corrected")])
    look("editor", [f"{desk}/signatures/", f"/admin/programmes/agreement/{register.found['in_force']}/variation/"])


def test_editor_at_the_law_and_the_chain_of_an_agreement(look, register):
    look("editor", ["/register/agreements/AGR-11/", "/register/agreements/AGR-11/law/"])


def test_editor_at_the_log_of_reviews_of_an_office(look, register):
    entry = register.found["review"]
    desk = f"/admin/programmes/body/{entry['body']}/review"
    look("editor", [f"{desk}/", f"{desk}/{entry['pk']}/correct/"])


def test_editor_at_what_happens_to_a_risk(look):
    steps = ("score", "review", "escalate", "take-back", "close", "reopen")
    look("editor", [f"/register/risks/RSK-1/{step}" for step in steps])


def test_editor_at_the_steps_of_a_panel_item(look, register):
    item = register.found["records"]["governance.panelitem"]["pk"]
    look("editor", [f"/admin/governance/panelitem/{item}/step/{step}/" for step in ("send", "review", "back")])


def test_editor_at_the_case_that_waits_for_its_offices(look, register):
    story = register.found["story"]
    look(
        "editor", [story["desk"], story["local"], story["condition"], *(f"{story['event']}{kind}/" for kind in EVENTS)]
    )


def test_editor_at_the_pages_of_a_meeting(look, register):
    found = register.found["records"]
    desk = f"/admin/governance/meeting/{found['governance.meeting']['pk']}/"
    action = f"{desk}action/{found['governance.action']['pk']}/"
    series = f"/admin/governance/board/{found['governance.board']['pk']}/series/"
    asked = "?first=2027-01-01&last=2027-12-31&kind=rule&months=3&month=1&week=2&weekday=2"
    pages = [f"/register/meetings/MTG-1/{page}" for page in ("agenda", "pack", "full-pack", "minutes")]
    pages.append("/admin/governance/meeting/1/paper/4/")
    look(
        "editor",
        [*(f"{desk}{page}/" for page in ("agenda", "record", "minutes")), action, series, series + asked, *pages],
    )


def test_editor_at_reports(look, register):
    look("editor", register.found["reports"][:-1])


def test_publisher_at_a_report_to_approve(look, register):
    look("publisher", register.found["reports"][-1:])


def test_editor_at_what_is_asked_of_the_offices(look, register):
    look("editor", register.found["story"]["offices"])


def test_editor_changes_a_view_that_is_kept(look, sign_in):
    page = sign_in("editor")
    page.goto("/register/cases/?state=open")
    page.get_by_text("Save this view").first.click()
    page.get_by_label("Name of the view").fill("Open cases")
    page.get_by_role("button", name="Save this view").click()
    page.goto("/register/views/")
    href = page.get_by_role("link", name="Change").first.get_attribute("href")
    assert href
    look("editor", [href])


def test_editor_in_the_update_round(look, register):
    look("editor", register.found["round"]["pages"])


def test_editor_at_the_imports(look, register):
    look("editor", register.found["imports"])


def test_editor_at_the_money(look, register):
    look("editor", register.found["money"])


def test_editor_at_the_overviews(look):
    places = ("programmes/PRG-3", "alliances/ALL-2", "forces/FOR-1")
    look("editor", [f"/register/{place}/overview?year=2016/17" for place in places])


def test_office_at_an_overview_of_a_past_day(look):
    look("viewer-cambridgeshire-pcc", ["/register/forces/FOR-2/overview?as_at=2016-12-31"])


def test_editor_at_the_file_of_a_case(look, register):
    look("editor", register.found["story"]["file"])


def test_publisher_reads_the_desk(look, register):
    look("publisher", ["/admin/", "/admin/governance/businesscase/", *(register.address_of(kind) for kind in CONTENT)])


OTHERS = {
    "publisher": EDITIONS,
    "viewer-cambridgeshire-pcc": ["/register/bodies/BOD-9/"],
    "recorder-cambridgeshire-pcc": ["/register/local-decisions/"],
    "contributor-norfolk": ["/register/milestones/"],
    "auditor": [*EDITIONS, "/register/contacts/", "/register/bodies/BOD-9/home", "/register/?since=2020-01-01"],
}


@pytest.mark.parametrize("username", OTHERS)
def test_other_roles_in_the_register(look, register, username):
    main = ["/register/", "/register/everything/", "/register/cases/", "/register/cases/CASE-4/", "/register/matrix/"]
    story = register.found["story"]
    look(username, [*main, story["page"], story["own_decision"], *OTHERS[username]])


def test_force_that_moves_its_dates(look, register):
    own = [register.found["story"]["own_milestone"] + tail for tail in ("", "dates")]
    look("contributor-norfolk", [*own, "/register/round/", "/register/round/milestones"])


def test_office_that_records_its_decision(look, register):
    story = register.found["story"]
    own = [f"{story['own_decision']}{verb}" for verb in ("", "record", "correct")]
    look("recorder-cambridgeshire-pcc", ["/register/", *own, story["own_condition"], story["shares"]])


def test_editor_chases_the_offices(look, register):
    story = register.found["story"]
    pages = ["/register/ratification/", "/register/chase-list/", "/register/reminders/"]
    look("editor", [*pages, story["log"], story["take_back"], story["shares"], f"{story['own_decision']}correct"])


def test_administrator(look, register):
    lists = [f"/admin/{kind.replace('.', '/')}/" for kind in ACCOUNTS]
    forms = [f"{address}add/" for address in lists] + [register.address_of(kind) for kind in ACCOUNTS]
    password = f"/admin/programmes/user/{register.found['records']['programmes.user']['pk']}/password/"
    look("administrator", ["/register/", "/admin/", *lists, *forms, password, "/admin/password_change/"])


def test_pages_in_the_dark(look, register):
    pages = [
        "/",
        "/matrix/2011-01/",
        "/register/",
        "/register/cases/CASE-4/",
        "/register/cases/board",
        "/register/matrix/",
    ]
    look("editor", [*pages, "/admin/", register.found["story"]["desk"]], color_scheme="dark")


def test_refusals_are_pages_too(look, visit, sign_in, complaints):
    page = sign_in("viewer-cambridgeshire-pcc")
    for address, status in (("/admin/", 403), ("/register/cases/CASE-999/", 404), ("/register/cases/?colour=red", 400)):
        answer = page.goto(address)
        assert (answer.status, faults(page)) == (status, []), address
    page.goto("/no/such/page")
    assert faults(page) == []
    complaints.said.clear()  # axe itself sets styles, which the policy reports
