"""Every address of the register, asked for by every role and by a stranger: who gets in is written here by hand.

Deny by default: an address that stands in no line of the grid fails the test, and so does a view that names neither
a capability nor that it is for everybody.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from governance.models import ReportFigure
from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.reports import make_approved_report, make_report

OK, MOVED, NO, MISSING, POST_ONLY = 200, 302, 403, 404, 405
PEOPLE = ("stranger", "editor", "publisher", "viewer", "recorder", "kent", "contributor", "auditor", "administrator")

#: The addresses of each line, and the answer to each of PEOPLE in order.
#:                           stranger editor publisher viewer recorder kent contributor auditor administrator
GRID: tuple[tuple[str, tuple[int, ...], str], ...] = (
    ("home",                  (MOVED, OK,    OK,       OK,    OK,      OK,  OK,         OK,     OK), """
        governance:home"""),
    ("pages of the register", (MOVED, OK,    OK,       OK,    OK,      OK,  OK,         OK,     NO), """
        governance:data-quality governance:data-quality-csv governance:office-home
        governance:contents programmes:search programmes:history programmes:saved-view-list
        governance:case-board workstreams:matrix workstreams:matrix-csv workstreams:work-plan workstreams:work-plan-csv
        programmes:programme-list programmes:programme-csv programmes:programme-detail
        programmes:alliance-list programmes:alliance-csv programmes:alliance-detail
        programmes:force-list programmes:force-csv programmes:force-detail
        governance:programme-overview governance:alliance-overview governance:force-overview
        governance:programme-overview-csv governance:alliance-overview-csv governance:force-overview-csv
        programmes:body-list programmes:body-csv governance:body-detail
        programmes:contact-list programmes:contact-csv programmes:review-list programmes:review-csv
        programmes:agreement-list programmes:agreement-csv programmes:agreement-detail
        programmes:nre programmes:nre-csv programmes:quantity-list programmes:quantity-csv
        programmes:cost-share-set-list programmes:cost-share-set-csv programmes:cost-share-set-detail
        programmes:cost-share-schedule-csv programmes:cost-share-schedule-pdf programmes:cost-share-calculator
        programmes:legal-reference-list programmes:legal-reference-csv programmes:legal-reference-detail
        programmes:source-list programmes:source-csv programmes:source-detail
        workstreams:workstream-list workstreams:workstream-csv workstreams:workstream-detail
        workstreams:area-list workstreams:area-csv workstreams:area-detail
        workstreams:milestone-list workstreams:milestone-csv workstreams:milestone-detail
        workstreams:risk-list workstreams:risk-csv workstreams:risk-detail
        workstreams:timeline workstreams:timeline-csv workstreams:timeline-svg
        workstreams:dependency-list workstreams:dependency-csv workstreams:dependency-detail
        workstreams:savings-figure-list workstreams:savings-figure-csv workstreams:savings-figure-detail
        workstreams:ledger-list workstreams:ledger-csv workstreams:ledger-totals workstreams:ledger-totals-csv
        workstreams:benefit-list workstreams:benefit-csv workstreams:benefit-detail workstreams:savings
        workstreams:enabling-group-list workstreams:enabling-group-csv workstreams:enabling-group-detail
        workstreams:period-list workstreams:period-csv workstreams:period-detail
        workstreams:import-list workstreams:import-csv workstreams:import-detail workstreams:import-changes-csv
        workstreams:round workstreams:rag workstreams:return-list workstreams:return-csv workstreams:return-detail
        governance:case-list governance:case-csv governance:case-detail
        governance:case-document-detail governance:case-document-compare
        governance:local-decision-list governance:local-decision-csv governance:local-decision-detail
        governance:ratification governance:ratification-csv governance:case-shares
        governance:board-list governance:board-csv governance:board-detail
        governance:meeting-list governance:meeting-csv governance:meeting-detail
        governance:meeting-agenda governance:meeting-agenda-pdf governance:meeting-pack governance:meeting-pack-pdf
        governance:meeting-minutes governance:meeting-minutes-pdf governance:board-calendar
        governance:forward-plan governance:forward-plan-csv
        governance:divergence-list governance:divergence-csv governance:divergence-detail
        governance:decision-list governance:decision-csv governance:decision-detail
        governance:paper-list governance:paper-csv governance:paper-detail
        governance:report-list governance:report-csv governance:report-detail
        governance:report-pdf governance:report-docx
        governance:recommendation-list governance:recommendation-csv governance:recommendation-detail
        governance:net-position governance:net-position-csv governance:net-position-force
        governance:clock-list governance:clock-csv governance:clock-calendar governance:calendar-addresses
        governance:decision-latency governance:decision-latency-csv governance:decision-latency-cases
        governance:panel-item-list governance:panel-item-csv governance:panel-item-detail"""),
    ("a view of nobody’s",    (MOVED, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, NO), """
        programmes:saved-view-change"""),
    ("another office’s own",  (MOVED, NO,    NO,       NO,    MISSING, MISSING, NO,     NO,     NO), """
        governance:local-decision-record governance:condition-close"""),
    ("an entry not made",     (MOVED, MISSING, NO,     NO,    MISSING, MISSING, NO,     NO,     NO), """
        governance:local-decision-correct"""),
    ("reminders, to look at", (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         OK,     NO), """
        governance:chase-list governance:chase-log governance:chase-log-csv
        governance:reminder-list governance:reminder-csv"""),
    ("reminders, to log",     (MOVED, OK,    NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:chase-office"""),
    ("a local difference",    (MOVED, OK,    NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:divergence-review"""),
    ("a reminder not logged", (MOVED, MISSING, NO,     NO,    NO,      NO,  NO,         NO,     NO), """
        governance:chase-correct"""),
    ("an answer to no question", (MOVED, 400, 400,     400,   400,     400, 400,        400,    NO), """
        programmes:cost-share-calculator-csv"""),
    ("what was delivered",    (MOVED, OK,    NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        workstreams:benefit-deliver"""),
    ("its validation",        (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         NO,     NO), """
        workstreams:benefit-line-validate"""),
    ("exempt papers",         (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         OK,     NO), """
        governance:meeting-full-pack governance:meeting-full-pack-pdf"""),
    ("returns that are late", (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         OK,     NO), """
        workstreams:period-late workstreams:return-chase-list workstreams:return-chase-csv"""),
    ("returns, to write",     (MOVED, OK,    NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        workstreams:period-open workstreams:period-lock workstreams:period-reopen workstreams:period-due
        workstreams:period-bulk workstreams:return-correct"""),
    ("a return submitted",    (MOVED, MOVED, NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        workstreams:return-status workstreams:return-milestones workstreams:return-risks workstreams:return-benefits
        workstreams:return-check"""),
    ("a return, a button",    (MOVED, POST_ONLY, NO,   NO,    NO,      NO,  NO,         NO,     NO), """
        workstreams:return-start"""),
    ("no workstream named, no reminder logged", (MOVED, MISSING, NO, NO, NO, NO, NO, NO, NO), """
        workstreams:period-remind workstreams:return-chase-correct"""),
    ("imports of milestones", (MOVED, OK,    NO,       NO,    NO,      NO,  OK,         NO,     NO), """
        workstreams:import-start workstreams:milestone-edit-csv workstreams:milestone-edit-xlsx"""),
    ("imports of the rest",   (MOVED, OK,    NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        workstreams:ledger-edit-csv workstreams:ledger-edit-xlsx
        workstreams:period-edit-csv workstreams:period-edit-xlsx"""),
    ("nobody’s check",        (MOVED, MISSING, NO,     NO,    NO,      NO,  MISSING,    NO,     NO), """
        workstreams:import-check"""),
    ("a force’s milestones",  (MOVED, NO,    NO,       NO,    NO,      NO,  OK,         NO,     NO), """
        workstreams:round-milestones"""),
    ("another force’s own",   (MOVED, NO,    NO,       NO,    NO,      NO,  MISSING,    NO,     NO), """
        workstreams:milestone-dates"""),
    ("what happens to a risk", (MOVED, OK,   NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        workstreams:risk-score workstreams:risk-review workstreams:risk-escalate workstreams:risk-take-back
        workstreams:risk-close workstreams:risk-reopen"""),
    ("files",                 (MOVED, OK,    OK,       OK,    OK,      OK,  OK,         OK,     NO), """
        programmes:file"""),
    ("permanent addresses",   (MOVED, MOVED, MOVED,    MOVED, MOVED,   MOVED, MOVED,    MOVED,  NO), """
        programmes:reference"""),
    ("what the law asks",     (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         OK,     NO), """
        programmes:agreement-law"""),
    ("editions, to look at",  (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         OK,     NO), """
        governance:edition-list governance:edition-detail governance:edition-queue governance:edition-queue-preview
        governance:edition-queue-preview-page governance:withheld-list governance:record-public
        governance:alert-readers"""),
    ("withholding",           (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:record-withhold governance:view-as governance:view-as-page governance:view-as-outside
        governance:view-as-outside-page"""),
    ("what is not withheld",  (MOVED, MISSING, MISSING, NO,   NO,      NO,  NO,         NO,     NO), """
        governance:record-withheld-review"""),
    ("the time of an edition", (MOVED, NO,   OK,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:edition-time"""),
    ("editions, a front page not composed here", (MOVED, MISSING, MISSING, NO, NO, NO, NO, MISSING, NO), """
        governance:edition-preview governance:edition-preview-page"""),
    ("editions, to make",     (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:edition-compose governance:edition-correct governance:edition-withdraw
        governance:edition-restore"""),
    ("reports, to write",     (MOVED, OK,    NO,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:report-new governance:report-facts governance:report-section governance:report-figure
        governance:report-version governance:report-agenda"""),
    ("reports, to approve",   (MOVED, NO,    OK,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:report-approve"""),
    ("editions, a button",    (MOVED, MOVED, MOVED,    NO,    NO,      NO,  NO,         NO,     NO), """
        governance:edition-time-cancel
        governance:edition-abandon"""),
    ("editions, to let out",  (MOVED, NO,    MOVED,       NO,    NO,      NO,  NO,         NO,     NO), """
        governance:edition-approve governance:edition-publish"""),
    ("the desk",              (MOVED, OK,    OK,       NO,    NO,      NO,  NO,         NO,     OK), """
        admin:index"""),
    ("for everybody",         (OK,    OK,    OK,       OK,    OK,      OK,  OK,         OK,     OK), """
        login healthz readyz public:front public:page public:edition-list public:correction-list
        public:edition-list-before public:correction-list-before public:robots public:site-map
        public:data-dictionary public:api public:api-description alerts:ask alerts:asked"""),
    ("calendars, for a wrong token", (MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING), """
        governance:private-clocks governance:private-board"""),
    ("alerts, for a wrong link", (MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING), """
        alerts:confirm alerts:stop"""),
    ("not published yet",     (MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING), """
        public:edition-front public:edition-page public:site-map-part public:edition-fingerprints
        public:data-all public:edition-data-all public:data-csv public:data-csv-metadata.json public:data-json
        public:data-xlsx public:edition-data-csv public:edition-data-csv-metadata.json public:edition-data-json
        public:edition-data-xlsx public:feed-atom public:feed-calendar public:paper-pdf public:paper-docx
        public:api-tables public:api-rows public:api-record public:api-nothing"""),
    ("sign out",              (MOVED, POST_ONLY, POST_ONLY, POST_ONLY, POST_ONLY, POST_ONLY, POST_ONLY, POST_ONLY,
                               POST_ONLY), """
        logout"""),
)  # fmt: skip
ANSWERS = {name: answers for _, answers, names in GRID for name in names.split()}


def walk(patterns: list[Any], route: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every address: its name, its route, its pattern."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, here, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield f"{space}{pattern.name or ''}", here, pattern


ADDRESSES = list(walk(get_resolver().url_patterns))
OWN = [address for address in ADDRESSES if not address[0].startswith("admin:")] + [
    address for address in ADDRESSES if address[0] == "admin:index"
]


@pytest.fixture
def one_of_each(db):
    """A record for each address that names one: the address’s kind to its reference."""
    local = g.make_local_decision()
    made = {
        "programme": p.make_programme(), "alliance": p.make_alliance(), "force": p.make_force(), "body": local.body,
        "agreement": p.make_agreement(), "legal-reference": p.make_legal_reference(), "source": p.make_source(),
        "workstream": w.make_workstream(), "area": w.make_business_area(), "milestone": w.make_milestone(),
        "risk": w.make_risk(), "savings-figure": w.make_savings_figure(), "enabling-group": w.make_enabling_group(),
        "benefit": w.make_benefit(), "benefit-line": w.make_benefit_line(delivered=1),
        "import": w.make_import_run(), "period": w.make_period(), "divergence": g.make_divergence(),
        "case": local.case, "case-document": g.make_case_document(),
        "local-decision": local, "board": g.make_board(),
        "meeting": g.make_meeting(), "decision": g.make_decision(), "paper": g.make_paper(),
        "recommendation": g.make_recommendation(), "panel-item": g.make_panel_item(),
        "condition": g.make_condition(local_decision=local), "chase-office": local.body,
        "reference": p.make_holder(), "history": p.make_holder(),
    }  # fmt: skip
    made["return"] = w.make_status_update(period=made["period"], rag="green", submitted_at=timezone.now())
    for page in ("status", "milestones", "risks", "benefits", "check"):
        made[f"return-{page}"] = made["return"]
    made["import-changes-csv"] = made["import"]
    for page in ("edit-csv", "edit-xlsx", "lock", "reopen", "due", "start", "bulk", "late", "remind"):
        made[f"period-{page}"] = made["return-start"] = made["period"]
    made["dependency"] = w.make_dependency()
    for step in ("score", "review", "escalate", "take-back", "close", "reopen"):
        made[f"risk-{step}"] = made["risk"]
    for page in ("agenda", "agenda-pdf", "pack", "pack-pdf", "full-pack", "full-pack-pdf", "minutes", "minutes-pdf"):
        made[f"meeting-{page}"] = made["meeting"]
    for kind in ("drafted", "circulated"):
        g.make_minutes_event(meeting=made["meeting"], kind=kind)
    made["office-home"] = made["body"]
    made["api"] = made["case"]
    made["board-calendar"] = made["board"]
    made["report"] = make_approved_report()
    for page in ("pdf", "docx", "facts", "section", "figure", "version", "agenda", "approve"):
        made[f"report-{page}"] = made[f"paper-{page}"] = made["report"]
    figure = ReportFigure(report=make_report(), key="SAV-1.words", words="£1")
    figure.save()
    made["report-section"] = made["report-figure"] = figure.report
    made["figure-of-report"], made["section-of-report"] = figure, figure.report.sections.all()[1]
    made["net-position-force"] = p.make_force(in_seven_force=True)
    made["cost-share-set"] = p.make_cost_share_set()
    made["cost-share-schedule-csv"] = made["cost-share-schedule-pdf"] = made["cost-share-set"]
    made["record-public"] = made["record-withhold"] = made["record-withheld"] = made["case"]
    g.make_edition_event(edition=g.make_edition())
    kept = p.make_stored_file(about=made["agreement"])
    return {kind: record.reference for kind, record in made.items()} | {"file": str(kept.pk)}


def client_of(person: str) -> Client:
    client = Client(raise_request_exception=True)
    role = {
        "stranger": None, "editor": Role.EDITOR, "publisher": Role.PUBLISHER, "viewer": Role.OFFICE_VIEWER,
        "recorder": Role.OFFICE_RECORDER, "kent": Role.OFFICE_RECORDER, "contributor": Role.FORCE_CONTRIBUTOR,
        "auditor": Role.AUDITOR, "administrator": Role.ADMINISTRATOR,
    }[person]  # fmt: skip
    if role:
        client.force_login(p.make_user(role, is_staff=role in (Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)))
    return client


def address_of(name: str, pattern: URLPattern, codes: dict[str, str]) -> str:
    kwargs: dict[str, Any] = {}
    wanted = pattern.pattern.regex.groupindex
    if "reference" in wanted and "token" not in wanted:
        kind = name.partition(":")[2]
        kwargs["reference"] = codes[
            kind.removesuffix("-detail")
            .removesuffix("-overview-csv")
            .removesuffix("-overview")
            .removesuffix("-record")
            .removesuffix("-close")
            .removesuffix("-dates")
            .removesuffix("-correct")
            .removesuffix("-shares")
            .removesuffix("-compare")
            .removesuffix("-law")
            .removesuffix("-review")
            .removesuffix("-deliver")
            .removesuffix("-validate")
        ]
    parts = {
        "section": codes["section-of-report"],
        "figure": codes["figure-of-report"],
        "number": codes["file"] if name == "programmes:file" else 1,
        "before": 1,
        "office": codes["body"],
        "who": "panel",
        "mark": "1",
        "part": "purpose" if name.startswith("governance:") else 1,
        "name": "cases",
        "rest": "cases/CASE-1/parts/",
    }
    kwargs |= {part: value for part, value in parts.items() if part in wanted}
    if "token" in wanted:
        other = {"which": "mine"} if "which" in wanted else {"reference": "BRD-1"} if "reference" in wanted else {}
        kwargs |= {"token": "x" * 54} | other
    elif "path" in wanted:
        kwargs["path"] = "programmes/"
    return reverse(name, kwargs=kwargs or None)


def test_every_address_stands_in_the_grid():
    assert {name for name, _, _ in OWN} == set(ANSWERS)


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_every_address_answers_as_the_grid_says(person, one_of_each):
    client = client_of(person)
    expected = {name: answers[PEOPLE.index(person)] for name, answers in ANSWERS.items()}

    found = {name: client.get(address_of(name, pattern, one_of_each)).status_code for name, _, pattern in OWN}

    assert found == expected


@pytest.mark.django_db
def test_stranger_is_asked_to_sign_in(client):
    response = client.get(reverse("governance:case-list"))

    assert response.url == f"{reverse('login')}?next=/register/cases/"


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["stranger", "viewer", "recorder", "kent", "contributor", "auditor"])
def test_no_address_of_the_desk_opens_to_others(person):
    client = client_of(person)
    opened = []
    for name, _, pattern in ADDRESSES:
        if not name.startswith("admin:") or name in ("admin:login", "admin:", "admin:logout"):
            continue
        asked = {key: "commission" if key == "kind" else "1" for key in pattern.pattern.converters}
        if name == "admin:app_list":
            asked = {"app_label": "programmes"}
        response = client.get(reverse(name, kwargs=asked or None))
        if response.status_code not in (MOVED, NO, MISSING):
            opened.append((name, response.status_code))

    assert opened == []


@pytest.mark.django_db
def test_user_without_a_role_gets_nowhere(one_of_each):
    client = Client()
    client.force_login(p.make_user(is_staff=True, is_superuser=True))

    found = {
        name: client.get(address_of(name, pattern, one_of_each)).status_code
        for name, route, pattern in OWN
        if route.startswith("register/") and "private-" not in name
    }

    assert set(found.values()) == {NO}


@pytest.mark.django_db
def test_user_whose_grant_has_ended_gets_nowhere(client):
    user = p.make_user()
    p.make_grant(user=user, role=Role.EDITOR, ends=dt.date(2016, 12, 31))
    client.force_login(user)

    assert client.get(reverse("governance:case-list")).status_code == NO


def test_every_view_names_its_capability_or_that_it_is_for_everybody():
    silent = []
    for name, _, pattern in OWN:
        view = getattr(pattern.callback, "view_class", pattern.callback)
        for_all = getattr(pattern.callback, "login_required", True) is False
        if not for_all and not getattr(view, "capability", None) and name not in ("logout", "admin:index"):
            silent.append(name)

    assert silent == []
