"""The file of a case from its mandate to Oversight: the duty note, a version part by part, complete, and its next one."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.test_case_to_public import fill, state_is, told

TITLE = "7F Interpreters"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORDS = {
    "Strategic case in brief": "One contract in place of seven.", "Problem or opportunity": "Seven contracts end in 2027.",
    "Objectives": "One contract by April 2027.", "Baseline": "Seven contracts.", "In scope": "Spoken and signed.",
    "Out of scope": "Translation of documents.", "Dependencies": "The ends of the contracts.",
    "Constraints": "The framework.", "Priorities it serves": "Victims first.",
    "Economic case in brief": "Option 2 is best.", "Critical success factors": "Quality; price.",
    "Net present social value (£)": "1000.00", "Benefit-cost ratio": "2.00", "Discount rate (%)": "3.5",
    "Appraisal period (years)": "1", "Base year": "2026/27", "Optimism bias, capital (%)": "0",
    "Optimism bias, revenue (%)": "10", "Benefits not put in money": "Better evidence.",
    "Commercial case in brief": "A framework.", "Route to market": "Mini-competition.",
    "Lead contracting force": "Bedfordshire", "Staff: TUPE, secondment, terms": "None move.",
    "Financial case in brief": "Affordable.", "How costs are shared": "By net revenue expenditure.",
    "Finance officer’s view": "Within budget.", "Management case in brief": "A small team.",
    "Senior responsible owner": "The lead chief constable", "Governance of the project": "The programme board.",
}  # fmt: skip


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def part(page: Page, name: str) -> None:
    """Open a part of the document by its link."""
    page.get_by_role("navigation", name="Parts of the document").get_by_role("link", name=name, exact=True).click()


def rows(page: Page, *given: dict[str, str]) -> None:
    """Fill the empty rows of a part, one after the other, and save; a value of True ticks."""
    for number, row in enumerate(given, start=1):
        group = page.get_by_role("group", name=f"{number}. New")
        for label, value in row.items():
            box = group.get_by_label(label, exact=True)
            if value is True:
                box.check()
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)
    save(page)
    told(page, "Saved: ")


def mandate(page: Page) -> str:
    """A case with its mandate; the address of its page on the desk."""
    page.goto("/admin/governance/businesscase/add/")
    fill(
        page,
        Title=TITLE,
        Programme="7F programme",
        Purpose="One contract.",
        Scope="All interpreting.",
        Sponsor="A chief",
    )
    page.get_by_label("Bedfordshire").check()
    page.get_by_label("Cambridgeshire").check()
    page.get_by_role("button", name="Save and continue editing").click()
    state_is(page, "OBC: not yet commissioned")
    return page.url


def duty_note(page: Page) -> None:
    """The note beside the agreements there are; without it the case is not commissioned."""
    page.get_by_role("link", name="Commission", exact=True).click()
    fill(page, Date="2026-09-01")
    page.get_by_role("button", name="Commission", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The duty-to-collaborate note is not complete.")
    page.get_by_role("link", name=re.compile("^Back to CASE-")).click()
    page.get_by_role("link", name="Duty-to-collaborate note (or a waiver)").click()
    agreements = page.get_by_role("region", name="Existing agreements between these forces")
    expect(agreements).to_contain_text("Section 22A agreement: Criminal Justice and Custody")
    fill(
        page,
        **{
            re.escape("Existing agreements considered (s23HA)"): "None is of interpreters.",
            re.escape("Desirability of a consistent approach (s23HA)"): "The courts use one.",
            re.escape("Opportunities kept under review (s22B, s22C, s23HA)"): "All seven were asked.",
            re.escape("Why collaboration is best (s22B, s22C)"): "Better prices.",
        },
    )
    page.get_by_role("button", name="Save the note").click()
    told(page, "Saved: the duty-to-collaborate note.")
    page.get_by_role("link", name="Commission", exact=True).click()
    fill(page, Date="2026-09-01")
    page.get_by_role("button", name="Commission", exact=True).click()
    state_is(page, "OBC: drafting")


def write_the_version(page: Page) -> None:
    """Every part of the version; the first by keyboard alone."""
    page.get_by_role("link", name="A version of the OBC").click()
    page.get_by_role("button", name="Begin the version").press("Enter")
    told(page, f"Begun: {TITLE}: OBC, version 1, as an empty one.")
    fill(page, **{re.escape(label): words for label, words in WORDS.items()})
    page.get_by_role("button", name="Save and continue editing").click()

    part(page, "Options")
    page.get_by_label("Code").first.focus()
    for key in ("1", "Tab", "Seven contracts", "Tab", " ", "Tab", "Tab", " "):
        page.keyboard.press(key) if key in ("Tab", " ") else page.keyboard.type(key)
    page.keyboard.press("Enter")
    told(page, "Saved: options, 1 changed.")
    expect(page.get_by_role("group", name="1. 1: Seven contracts").get_by_label("Business as usual")).to_be_checked()
    group = page.get_by_role("group", name="2. New")
    group.get_by_label("Code").fill("2")
    group.get_by_label("Name").fill("One contract")
    group.get_by_label("Preferred").check()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("The preferred option is on the shortlist too; tick this.")
    page.get_by_role("group", name="2. New").get_by_label("Shortlisted").check()
    save(page)
    told(page, "Saved: options, 1 changed.")

    part(page, "Costs and benefits")
    rows(
        page,
        {"Kind": "Cost: revenue", "What it is": "The contract", "Total stated (£)": "1000.00"},
        {"Kind": "Benefit: cashable", "What it is": "Lower prices"},
    )
    for line, amount in (("The contract", "999.99"), ("Lower prices", "2000.00")):
        page.get_by_role("link", name=f"Give the amounts of {line}").click()
        page.get_by_label("Bedfordshire, 2026/27").fill(amount)
        save(page)
        if line == "The contract":
            expect(page.get_by_role("alert")).to_contain_text("£0.01 less than the total of £1,000.")
            page.get_by_label("Cambridgeshire, 2026/27").fill("0.01")
            save(page)
        told(page, f"Saved: the amounts of “{line}”.")

    part(page, "Funding")
    rows(page, {"Source": "The forces", "From whom": "Both forces", "Amount (£)": "1000.00"})
    part(page, "Risks")
    rows(page, {"Risk": "Too few interpreters", "Probability": "Medium", "Owner": "The SRO"})
    part(page, "Plan")
    rows(page, {"Milestone": "Contract let", "Due, words as written": "spring 2027"})
    part(page, "Attachments")
    fill(page, **{"What it is": "Market test"})
    page.get_by_label("File").set_input_files({"name": "market.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Attach").click()
    told(page, "Attached: “Market test”, market.pdf.")


def test_a_case_is_made_complete_and_goes_to_oversight(sign_in: Callable[..., Page]):
    page = sign_in("editor")
    case = mandate(page)
    duty_note(page)
    write_the_version(page)

    page.goto(case)
    assert page.locator(".task-list .tag", has_text="Needed").count() == 0
    for event, words, given in (
        ("Circulate", "OBC: circulated for comment", {"Comments by": "2026-09-30"}),
        ("Refer to Oversight", "OBC: with Oversight", {}),
    ):
        page.get_by_role("link", name=event, exact=True).click()
        fill(page, Date="2026-09-10", **{"Document version": f"{TITLE}: OBC, version 1"}, **given)
        page.get_by_role("button", name=event, exact=True).click()
        state_is(page, words)

    # The next version begins as a copy; what differs is said in words, and an office reads it.
    page.get_by_role("link", name="Add a document version").click()
    page.get_by_role("button", name="Begin the version").click()
    told(page, "version 2, as a copy of")
    fill(page, **{"Problem or opportunity": "Seven contracts end in 2028."})
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name="Read it whole, or compare versions").click()
    address = page.url
    office = sign_in("viewer-cambridgeshire-pcc", address.partition("/register")[1] + address.partition("/register")[2])
    expect(office.get_by_role("heading", level=1)).to_contain_text(f"{TITLE}: OBC")
    office.get_by_role("link", name="Compare with another version").click()
    expect(office.get_by_role("region", name="Strategic case")).to_contain_text("Seven contracts end in 2028.")
    office.go_back()
    with office.expect_download() as download:
        office.get_by_role("region", name="Attachments").get_by_role("link", name="Market test").click()
    assert download.value.suggested_filename == "market.pdf"


def test_a_phone_shows_the_pages_of_a_version_without_a_script(sign_in: Callable[..., Page], register):
    page = sign_in("editor", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    for address in register.found["story"]["file"]:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(next(a for a in register.found["story"]["file"] if a.endswith("/part/risks/")))
    before = page.get_by_role("group").count()
    page.get_by_role("button", name="Add 3 more empty rows").click()
    expect(page.get_by_role("group")).to_have_count(before + 3)
