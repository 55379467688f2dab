"""One case goes all the way: mandate, OBC, FBC, Summit twice, four offices, edition, correction, withdrawal."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import enter

TITLE = "7F Body-worn video storage"
OFFICES = (
    "Chief Constable of Bedfordshire", "Chief Constable of Cambridgeshire", "Bedfordshire PCC", "Cambridgeshire PCC"
)  # fmt: skip
FIVE = tuple(f"{case} case in brief" for case in ("Strategic", "Economic", "Commercial", "Financial", "Management"))


def state_is(page: Page, words: str) -> None:
    expect(page.locator(".case-state strong")).to_have_text(words)


def told(page: Page, words: str) -> None:
    expect(page.locator("ul.messagelist")).to_contain_text(words)


def fill(page: Page, **given: str) -> None:
    """Fill boxes by their labels, or choose where the box is a list."""
    for label, value in given.items():
        box = page.get_by_label(re.compile(f"^{label.replace('_', ' ')}( \\(optional\\))?:?$"))
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=value)
        else:
            box.fill(value)


def record(page: Page, event: str, on: str, **given: str) -> None:
    """Open the form of the next event by its button on the case's page, fill it in, and record it."""
    page.get_by_role("link", name=event, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{event}: {TITLE}")
    fill(page, Date=on, **given)
    page.get_by_role("button", name=event, exact=True).click()


def add_document(page: Page, stage: str, title: str) -> None:
    """Add a version of the stage's document from the case's page, and come back to the case."""
    case = page.url
    page.get_by_role("link", name="Add a document version").click()
    expect(page.get_by_label("Stage").locator("option:checked")).to_have_text(stage)
    fill(page, Title=title)
    page.get_by_role("button", name="Begin the version").click()
    fill(page, Summary=f"{title}: what it says.", **dict.fromkeys(FIVE, "Made."))
    fill(page, **{"Finance officer’s view": "Affordable within the budget of the programme."})
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(case)
    expect(page.get_by_role("region", name="Documents")).to_contain_text(title)


def through_the_summit(page: Page, stage: str, month: int) -> None:
    """Circulate, refer, recommend, schedule and agree in principle; each with the words of the case's page."""
    short = "OBC" if stage == "Outline business case" else "FBC"
    version = f"{short} of September, version 1"
    expect(
        page.get_by_text(f"There is no {short} document version yet; add one to the case first.").first
    ).to_be_visible()
    add_document(page, stage, f"{short} of September")
    record(page, "Circulate", f"2026-{month:02}-02", Document_version=version, Comments_by=f"2026-{month:02}-16")
    told(page, "Recorded: Circulated for comment. The case is now: Circulated for comment.")
    state_is(page, f"{short}: circulated for comment")
    record(
        page, "Refer to Oversight", f"2026-{month:02}-17", Document_version=version,
        Waiver="The figures are in the annex on paper.",
    )  # fmt: skip
    state_is(page, f"{short}: with Oversight")
    record(
        page, "Record Oversight’s recommendation", f"2026-{month:02}-20",
        Words=f"That the Summit agrees the {short}.", Minute_reference="OG 31", Board="7F Oversight Group",
    )  # fmt: skip
    state_is(page, f"{short}: recommended to the Summit")
    record(page, "Put on a Summit agenda", f"2026-{month:02}-21", Meeting="Eastern Regions Summit, 3 September 2026")
    state_is(page, f"{short}: on a Summit agenda")
    page.get_by_role("link", name="Record agreement in principle", exact=True).click()
    for office in OFFICES:
        expect(page.get_by_label(office).locator("option:checked")).to_have_text("In")
    page.go_back()
    record(
        page, "Record agreement in principle", f"2026-{month:02}-24",
        Words=f"The {short} is agreed in principle.", Minute_reference="ERS 12",
    )  # fmt: skip


def add_meeting(page: Page) -> None:
    """A meeting of the Summit for the case to go to."""
    page.goto("/admin/governance/meeting/add/")
    fill(page, Board="Eastern Regions Summit", Date="2026-09-03", Marking="Public when published")
    page.get_by_role("button", name="Save", exact=True).click()
    told(page, "was added successfully")


def make_case(page: Page) -> None:
    """The mandate, in two steps: without it the case cannot be commissioned, and the page says what is missing."""
    page.goto("/admin/")
    page.get_by_role("link", name="Add business case").click()
    fill(page, Title=TITLE, Programme="7F programme", Marking="Public when published")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("h1", has_text=TITLE)).to_be_visible()
    expect(page.locator(".event-buttons")).to_contain_text(
        "The mandate is not complete. Still to be filled in on the case: Purpose, Scope, Sponsor, Participating forces."
    )
    fill(
        page,
        Purpose="One store for all footage.",
        Scope="Storage; not the cameras.",
        Sponsor="The lead chief constable",
    )
    page.get_by_label("Bedfordshire").check()
    page.get_by_label("Cambridgeshire").check()
    page.get_by_role("button", name="Save and continue editing").click()
    state_is(page, "OBC: not yet commissioned")


def office_records_its_own(recorder: Page) -> None:
    """The office finds what waits for it on its home, is told what an approval still needs, and approves."""
    recorder.goto("/register/")
    recorder.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    recorder.get_by_role("link", name="Record our decision").click()
    fill(recorder, **{"What our office decided": "Approved", "Date": "2026-10-05"})
    fill(recorder, **{"Decision, word for word": "I approve the full business case."})
    recorder.get_by_role("button", name="Record our decision").click()
    expect(recorder.get_by_role("alert")).to_contain_text(
        "Still needed for an approval (Police Act 1996 s23, s23A, s23HA)"
    )
    expect(recorder.get_by_label(re.compile("^Decision, word for word"))).to_have_value(
        "I approve the full business case."
    )
    for label in (
        "Efficiency or effectiveness test", "Existing agreements considered", "Desirability of a consistent approach",
        "Opportunities available",
    ):  # fmt: skip
        fill(recorder, **{label: "Considered at the board of 1 October."})
    recorder.get_by_role("button", name="Record our decision").click()
    expect(recorder.get_by_role("main")).to_contain_text(
        "Recorded: Cambridgeshire PCC, approved. The case is now: local decisions."
    )


def editor_records_from_notices(page: Page, case: str) -> None:
    """The three offices that sent a notice; the last approval approves the case."""
    for n, office in enumerate(OFFICES[:3], start=1):
        page.goto(case)
        page.get_by_role("link", name=f"Record its decision ({office})").click()
        fill(page, **{"What the office decided": "Approved", "Date": "2026-10-12", "Notice reference": f"DN {n}/2026"})
        page.get_by_role("button", name="Record the decision").click()
        then = "Approved" if n == 3 else "Local decisions"
        told(page, f"Recorded: {office}, approved. The case is now: {then}.")


def test_case_goes_from_mandate_to_a_withdrawn_page(visit: Callable[..., Page], sign_in: Any):
    # A newcomer finds name and password on the sign-in page.
    page = visit("/register/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    enter(page, "editor")
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits for you")

    # The case, from its mandate to the offices.
    add_meeting(page)
    make_case(page)
    case = page.url
    reference = re.search(r"CASE-\d+", page.locator("h1", has_text=TITLE).inner_text()).group()
    record(page, "Commission", "2026-09-01", Waiver="The duty was considered on paper in August.")
    state_is(page, "OBC: drafting")
    through_the_summit(page, "Outline business case", 9)
    state_is(page, "FBC: drafting")
    through_the_summit(page, "Full business case", 10)
    state_is(page, "Local decisions")
    told(page, "Recorded: Agreed in principle. The case is now: Local decisions.")
    office_records_its_own(sign_in("recorder-cambridgeshire-pcc"))
    editor_records_from_notices(page, case)
    page.goto(case)
    state_is(page, "Approved")
    decided = page.get_by_role("region", name="Decisions of the offices: 4 of 4 approved")
    expect(decided.get_by_role("row", name="Cambridgeshire PCC")).to_contain_text("5 October 2026")

    # Telling: the editor composes and may not approve; the publisher approves and publishes.
    public = f"/cases/{reference}/"
    assert page.request.get(public).status == 404
    edition = compose(page, "Compose an edition", "Compose the edition", {"Note for the public": "A case is approved."})
    expect(page.get_by_role("button", name="Approve this edition")).to_be_disabled()
    expect(page.get_by_role("main")).to_contain_text(
        "Your role does not let you approve, publish, correct and withdraw"
    )
    expect(page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    publisher = sign_in("publisher")
    let_out(publisher, edition)
    reader = visit(public)
    expect(reader.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(reader.get_by_role("main")).to_contain_text("Approved")

    # A correction, and what the publisher composed the publisher may not approve.
    page.goto(case)
    fill(
        page,
        Purpose="One store for all footage of the two forces.",
        **{"Reason for the change": "The forces were not said."},
    )
    page.get_by_role("button", name="Save", exact=True).click()
    own = compose(
        publisher,
        "Correct",
        "Compose the correction",
        {"What was wrong and what is right": "The purpose said too little."},
    )
    expect(publisher.get_by_role("main")).to_contain_text(
        f"You composed {own}. Somebody else on the programme team must approve it."
    )
    publisher.get_by_role("button", name="Abandon").click()
    edition = compose(
        page, "Correct", "Compose the correction", {"What was wrong and what is right": "The purpose said too little."}
    )
    let_out(publisher, edition)
    reader = visit(public)  # a browser of its own: one may keep a page for a minute
    expect(reader.get_by_role("main")).to_contain_text("One store for all footage of the two forces.")
    reader.goto("/corrections/")
    expect(reader.get_by_role("main")).to_contain_text("The purpose said too little.")

    # A withdrawal: the page answers 410 with the reason, and no other page names it.
    given = {"Page": f"{TITLE} ({public})", "Reason": "The offices asked for it."}
    edition = compose(page, "Withdraw a page", "Compose the withdrawal", given)
    let_out(publisher, edition)
    reader = visit(public)
    assert reader.request.get(public).status == 410
    expect(reader.get_by_role("heading", level=1)).to_have_text("This page was withdrawn")
    expect(reader.get_by_role("main")).to_contain_text("The offices asked for it.")
    reader.goto("/cases/")
    expect(reader.get_by_role("main")).not_to_contain_text(TITLE)


def compose(page: Page, link: str, button: str, given: dict[str, str]) -> str:
    """Compose an edition from the list of editions; its name, such as “Edition 2”."""
    page.goto("/register/editions/")
    page.get_by_role("main").get_by_role("link", name=link, exact=True).click()
    fill(page, **given)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("main")).to_contain_text("is composed. Somebody else must read and approve it.")
    return page.locator("h1").evaluate("h => h.lastChild.textContent.trim()")


def let_out(publisher: Page, edition: str) -> None:
    """The publisher finds the edition on the home, reads it, approves and publishes it."""
    publisher.goto("/register/")
    publisher.get_by_role("main").get_by_role("link", name=edition, exact=True).click()
    publisher.get_by_role("button", name="Approve this edition").click()
    expect(publisher.get_by_role("main")).to_contain_text(f"{edition} is approved.")
    publisher.get_by_role("button", name="Publish now").click()
    expect(publisher.get_by_role("main")).to_contain_text(f"{edition} is public now.")
