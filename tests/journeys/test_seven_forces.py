"""A case of seven forces goes all the way: mandate, OBC, Oversight, Summit, FBC, Summit, fourteen offices, re-scope,
twelve signatures, go-live by force, review; by the programme team and by two offices, each in a browser of its own."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.test_case_to_public import fill, state_is, told

TITLE = "7F Interview recording"
FORCES = ("Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Kent", "Norfolk", "Suffolk")
CHIEFS = tuple(f"Chief Constable of {force}" for force in FORCES)
KEEPERS = tuple("Essex PFCC" if force == "Essex" else f"{force} PCC" for force in FORCES)
OFFICES = (*CHIEFS, *KEEPERS)
STAYING = tuple(office for office in OFFICES if "Kent" not in office)
#: The two offices with a recorder of their own.
CAMBRIDGESHIRE, KENT = "Cambridgeshire PCC", "Chief Constable of Kent"
LEGAL_TEST = (
    "Efficiency or effectiveness test", "Existing agreements considered", "Desirability of a consistent approach",
    "Opportunities available",
)  # fmt: skip
WAIVED = "Held on paper by the programme team."


def record(page: Page, event: str, on: str, **given: str) -> None:
    """Record an event from its button on the case's page."""
    page.get_by_role("link", name=event, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{event}: {TITLE}")
    fill(page, Date=on, **given)
    page.get_by_role("button", name=event, exact=True).click()
    told(page, "Recorded: ")


def add_meeting(page: Page, day: str) -> None:
    page.goto("/admin/governance/meeting/add/")
    fill(page, Board="Eastern Regions Summit", Date=day)
    page.get_by_role("button", name="Save", exact=True).click()
    told(page, "was added successfully")


def make_case(page: Page) -> None:
    page.goto("/admin/governance/businesscase/add/")
    fill(
        page,
        Title=TITLE,
        Programme="7F programme",
        Purpose="One way to record.",
        Scope="Interviews.",
        Sponsor="The SRO",
    )
    for force in FORCES:
        page.get_by_label(force, exact=True).check()
    page.get_by_role("button", name="Save and continue editing").click()
    state_is(page, "OBC: not yet commissioned")
    record(page, "Commission", "2024-09-02", Waiver=WAIVED)


def add_document(page: Page, stage: str, title: str) -> None:
    case = page.url
    page.get_by_role("link", name="Add a document version").click()
    expect(page.get_by_label("Stage").locator("option:checked")).to_have_text(stage)
    fill(page, Title=title)
    page.get_by_role("button", name="Begin the version").click()
    fill(page, **{"Strategic case in brief": f"{title}: why.", "Finance officer’s view": "Affordable."})
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(case)


def to_the_summit(page: Page, short: str, stage: str, day: str, meeting: str) -> None:
    """From a new document version to the agenda of the Summit, all in one month."""
    add_document(page, stage, short)
    version = f"{short}, version 1"
    record(page, "Circulate", f"{day}-01", Document_version=version, Comments_by=f"{day}-05")
    record(page, "Refer to Oversight", f"{day}-06", Document_version=version, Waiver=WAIVED)
    record(
        page, "Record Oversight’s recommendation", f"{day}-07", Words=f"To agree the {short}.", Minute_reference="OG 40",
        Board="7F Oversight Group",
    )  # fmt: skip
    record(page, "Put on a Summit agenda", f"{day}-08", Meeting=f"Eastern Regions Summit, {meeting}")
    state_is(page, f"{short}: on a Summit agenda")


def decide_from_notice(page: Page, case: str, office: str, n: int) -> None:
    """The team records an approval from the notice that an office sent."""
    page.goto(case)
    page.get_by_role("link", name=f"Record its decision ({office})").click()
    expect(page.get_by_role("main")).to_contain_text("This is the very version that was agreed in principle.")
    fill(page, **{"What the office decided": "Approved", "Date": "2025-07-01", "Notice reference": f"DN {n}/2025"})
    page.get_by_role("button", name="Record the decision").click()
    told(page, f"Recorded: {office}, approved. The case is now: Local decisions.")


def open_from_home(office: Page) -> None:
    """The office finds the case on its home, with the age of what is asked and the one thing to do."""
    office.goto("/register/")
    line = office.locator(".task-list li").filter(has_text=TITLE).first
    expect(line).to_contain_text("overdue since 30 June 2025")
    line.get_by_role("link", name=re.compile("^Record our decision")).click()
    main = office.get_by_role("main")
    expect(main).to_contain_text("To approve the full business case.")
    expect(main).to_contain_text("This is the very version that was agreed in principle.")
    expect(main).to_contain_text("FBC: why.")
    expect(main).to_contain_text(re.compile("fingerprint [0-9a-f]{12}"))


def approve_with_a_condition(office: Page) -> None:
    open_from_home(office)
    fill(
        office, **{"What our office decided": "Approved with conditions", "Date": "2025-06-20"},
        Conditions="A break clause at five years.", **dict.fromkeys(LEGAL_TEST, "Considered at our board."),
    )  # fmt: skip
    office.get_by_role("button", name="Record our decision").click()
    expect(office.get_by_role("main")).to_contain_text("Recorded: Cambridgeshire PCC, approved with conditions.")


def refuse(office: Page) -> None:
    open_from_home(office)
    fill(office, **{"What our office decided": "Rejected", "Date": "2025-06-25"})
    office.get_by_role("button", name="Record our decision").click()
    expect(office.get_by_role("alert")).to_contain_text("say why the office did not approve")
    fill(office, Reason="Kent keeps its own recorders until 2030.")
    office.get_by_role("button", name="Record our decision").click()
    expect(office.get_by_role("main")).to_contain_text("Recorded: Chief Constable of Kent, rejected.")


def chase(page: Page, office: str) -> None:
    """The chase list has the text for an office; what was sent is logged, and shown there."""
    page.goto("/register/chase-list/")
    part = page.locator("section.chase").filter(has=page.get_by_role("link", name=office, exact=True))
    expect(part).to_contain_text("Not reminded yet.")
    part.get_by_text("The text to send").click()
    expect(part.locator("pre")).to_contain_text("Asked: To approve the full business case.")
    part.get_by_role("link", name=re.compile("^Log a reminder")).click()
    fill(page, Date="2025-07-01", How="Telephone", To_whom="The chief executive")
    page.get_by_role("button", name="Log the reminder").click()
    expect(page.get_by_role("main")).to_contain_text(f"Logged: {office} was reminded.")
    expect(part).to_contain_text("Last reminded on 1 July 2025")
    page.goto("/register/reminders/")
    expect(page.get_by_role("row").filter(has_text=office).filter(has_text=TITLE)).to_contain_text(
        "The chief executive"
    )


def grid_says(page: Page, reference: str, *words: str) -> None:
    page.goto(f"/register/ratification/?case={reference}")
    for part in words:
        expect(page.get_by_role("region", name="Cases by office")).to_contain_text(part)


def make_agreement(page: Page) -> str:
    """The Section 22A agreement of the twelve, out for signature; its number on the desk."""
    page.goto("/admin/programmes/agreement/add/")
    fill(page, Kind="Section 22A agreement", Title=f"{TITLE} agreement", Force_provision="Yes")
    fill(page, Accountability_arrangements="The Summit, each quarter.")
    fill(page, **{"Document, address": "https://example.org/agreement"})
    page.get_by_role("button", name="Save and continue editing").click()
    told(page, "was added successfully")
    agreement = page.url
    pk = re.search(r"/agreement/(\d+)/", agreement).group(1)
    for office in STAYING[:-1]:
        add_party(page, pk, office)
    happens(page, pk, "drafted", "2025-07-20")
    page.goto(f"/admin/programmes/agreement/{pk}/event/out_for_signature/")
    fill(page, Date="2025-07-25")
    page.locator("form.event-form button[type=submit]").click()
    expect(page.locator(".error-summary, [role=alert]").first).to_contain_text(
        "the policing body of Suffolk must be party too (s22A(3))"
    )
    add_party(page, pk, STAYING[-1])
    happens(page, pk, "out_for_signature", "2025-07-25")
    return pk


def add_party(page: Page, agreement: str, office: str) -> None:
    page.goto(f"/admin/programmes/party/add/?agreement={agreement}")
    fill(page, Body=office)
    page.get_by_role("button", name="Save", exact=True).click()
    told(page, "was added successfully")


def happens(page: Page, agreement: str, kind: str, on: str) -> None:
    """Record an event of the agreement."""
    page.goto(f"/admin/programmes/agreement/{agreement}/event/{kind}/")
    fill(page, Date=on)
    page.locator("form.event-form button[type=submit]").click()
    told(page, "Recorded")


def sign_all(page: Page, agreement: str) -> None:
    sheet = f"/admin/programmes/agreement/{agreement}/signatures/"
    for n, office in enumerate(STAYING, start=1):
        page.goto(sheet)
        page.get_by_role("link", name=f"Record its signature ({office})").click()
        fill(page, Date="2025-08-01")
        page.locator("form.event-form button[type=submit]").click()
        told(page, "Recorded")
        page.goto(sheet)
        expect(page.locator(".case-state")).to_contain_text(f"{n} of 12 signed")


def test_a_case_of_seven_forces_from_mandate_to_review(sign_in: Any):
    page = sign_in("editor")
    add_meeting(page, "2024-11-20")
    add_meeting(page, "2025-05-21")

    # Mandate, OBC, Oversight, Summit; FBC, Oversight, Summit, with what the offices are asked and by when.
    make_case(page)
    case = page.url
    reference = re.search(r"CASE-\d+", page.locator("h1", has_text=TITLE).inner_text()).group()
    to_the_summit(page, "OBC", "Outline business case", "2024-11", "20 November 2024")
    record(page, "Record agreement in principle", "2024-11-20", Words="The OBC is agreed.", Minute_reference="ERS 30")
    to_the_summit(page, "FBC", "Full business case", "2025-05", "21 May 2025")
    record(
        page, "Record agreement in principle", "2025-05-21", Words="The FBC is agreed in principle.",
        Minute_reference="ERS 32", Decisions_due_by="30 June 2025",
        What_each_office_is_asked="To approve the full business case.",
    )  # fmt: skip
    state_is(page, "Local decisions")
    grid_says(page, reference, "0 of 14 approved", "Awaiting")

    # Fourteen decisions: one with a condition and one refusal by the offices themselves, twelve from their notices.
    cambridgeshire, kent = sign_in("recorder-cambridgeshire-pcc"), sign_in("recorder-kent-cc")
    approve_with_a_condition(cambridgeshire)
    refuse(kent)
    chase(page, "Norfolk PCC")
    for n, office in enumerate((o for o in OFFICES if o not in (CAMBRIDGESHIRE, KENT)), start=1):
        decide_from_notice(page, case, office, n)
    grid_says(page, reference, "12 of 14 approved", "Approved; 1 condition open", "Blocked by Chief Constable of Kent")

    # The refusal blocks; the team is led from its home to re-scope without Kent, which leaves the condition.
    page.goto("/register/")
    line = page.locator(".task-list li").filter(has_text=TITLE).filter(has_text="Rejected")
    line.get_by_role("link", name=re.compile("^Re-scope without it")).click()
    page.get_by_label("Kent", exact=True).uncheck()
    page.get_by_label("Ask again").uncheck()
    fill(page, Date="2025-07-10", Reason="Kent stays out; the offer to the others is the same.")
    page.get_by_role("button", name="Re-scope", exact=True).click()
    told(page, "Recorded: Re-scoped. The case is now: Local decisions.")
    grid_says(page, reference, "11 of 12 approved")
    cambridgeshire.goto("/register/")
    line = cambridgeshire.locator(".task-list li").filter(has_text=TITLE).first
    line.get_by_role("link", name=re.compile("^Close the condition")).click()
    fill(cambridgeshire, **{"Closed on": "2025-07-15", "Closed how": "The contract has the clause."})
    cambridgeshire.get_by_role("button", name="Close the condition").click()
    expect(cambridgeshire.get_by_role("main")).to_contain_text("Condition closed. The case is now: approved.")
    grid_says(page, reference, "12 of 12 approved")

    # The agreement: the law names who is missing; twelve signatures; in force.
    agreement = make_agreement(page)
    sign_all(page, agreement)
    happens(page, agreement, "signed", "2025-08-05")
    happens(page, agreement, "in_force", "2025-09-01")

    # Service by force, and the review.
    page.goto(case)
    state_is(page, "Approved")
    record(page, "Start implementing", "2025-09-01", Agreement_in_force=f"{TITLE} agreement")
    record(page, "Record go-live", "2025-10-01", Bedfordshire="2025-10-01", Cambridgeshire="2025-10-01")
    state_is(page, "Live")
    record(
        page, "Record go-live", "2025-11-03", Essex="2025-11-03", Hertfordshire="2025-11-03", Norfolk="2025-11-03",
        Suffolk="November 2025",
    )  # fmt: skip
    record(
        page, "Record the post-implementation review", "2026-05-01",
        **{"Benefits, actual beside forecast": "As forecast, half a year later.", "Lessons": "Ask Kent sooner."},
    )  # fmt: skip
    state_is(page, "Reviewed")
    kent.goto(f"/register/cases/{reference}/")
    expect(kent.get_by_role("main")).to_contain_text("Ask Kent sooner.")
    expect(kent.get_by_role("main")).to_contain_text("Reviewed")
