"""The team takes a meeting from its series to agreed minutes, by hand and without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import enter

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def editor(visit: Any) -> Page:
    """The programme team’s editor, on a phone and without script."""
    page = visit("/accounts/login/", java_script_enabled=False, viewport=PHONE)
    enter(page, "editor")
    return page


def press(page: Page, name: str | re.Pattern[str], exact: bool = False) -> None:
    page.get_by_role("button", name=name, exact=exact).click()


def told(page: Page, words: str) -> None:
    expect(page.locator("ul.messagelist")).to_contain_text(words)


def make_board(page: Page) -> str:
    """A board of the team’s own, with a rule and a chair; the address of its page on the desk."""
    page.goto("/admin/governance/board/add/")
    page.get_by_label("Name:", exact=True).fill("Delivery Board")
    page.get_by_label("May decide:").select_option(label="Decides finally")
    page.get_by_label("Meets every … months:").select_option("1")
    page.get_by_label("Counted from:").select_option(label="January")
    page.get_by_label("In which week:").select_option(label="Second")
    page.get_by_label("On which day:").select_option(label="Wednesday")
    page.get_by_label("Papers due, working days before:").fill("6")
    page.get_by_label(re.compile("^Chair, as said")).first.fill("The SRO")
    page.get_by_role("button", name="Save and continue editing").click()
    told(page, "was added successfully")
    return page.url


def test_a_meeting_from_its_series_to_agreed_minutes(editor, register):
    page = editor
    board = make_board(page)

    # A series from the rule: shown, made, and not doubled.
    page.get_by_role("link", name="Make a series of meetings").click()
    page.get_by_label("From", exact=True).fill("2020-04-01")
    page.get_by_label("To", exact=True).fill("2020-05-31")
    press(page, "Show the meetings")
    expect(page.get_by_role("heading", name="2 meetings, 2 of them new")).to_be_visible()
    press(page, "Make the meetings chosen")
    told(page, "2 meetings made.")
    page.goto(
        f"{board.replace('change/', 'series/')}?first=2020-04-01&last=2020-05-31&kind=rule&months=1&month=1&week=2&weekday=2"
    )
    expect(page.get_by_role("heading", name="2 meetings, 0 of them new")).to_be_visible()

    # The agenda: two notes, ordered by button and by number, a late paper and an exempt one.
    page.goto("/admin/governance/meeting/?q=Delivery")
    page.get_by_role("row").filter(has_text="8 April 2020").or_(
        page.get_by_role("row").filter(has_text="2020-04-08")
    ).get_by_role("link").first.click()
    page.get_by_role("link", name="Agenda", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("31 March 2020")
    agenda = page.url
    for title in ("Estate", "Vetting units"):
        form = page.locator("form").filter(has=page.get_by_role("button", name="Add the note"))
        form.get_by_label("Title").fill(title)
        press(page, "Add the note")
        told(page, f"On the agenda: {title}")
    press(page, re.compile("^Up ?: Vetting units"))
    expect(page.locator(".agenda h3").first).to_contain_text("1. Vetting units")
    page.get_by_label("Place of Estate").fill("9")
    press(page, "Move Estate there")
    expect(page.get_by_role("alert")).to_contain_text("give a number from 1 to 2")
    add_paper(page, "Estate", "The price", "Eleven pounds.", exempt=True)
    page.goto(agenda)
    add_paper(page, "Vetting units", "The plan", "One way of vetting.", received="2020-04-02")
    page.goto(agenda)
    expect(page.get_by_role("main")).to_contain_text("Late: received 2 April 2020")
    page.get_by_role("link", name="Open pack", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("One way of vetting.")
    expect(page.get_by_role("main")).not_to_contain_text("Eleven pounds.")
    expect(page.get_by_role("main")).to_contain_text("1 exempt paper is not in this pack.")

    # At the meeting: what is missing is told, nothing is lost; an outcome with an action.
    page.goto(agenda.replace("/agenda/", "/record/"))
    item = page.locator(".meeting-item").first
    item.get_by_label("Outcome").select_option(label="Decided")
    item.locator("summary").last.click()
    item.get_by_label("Action 1", exact=True).fill("Write to the units")
    item.get_by_label("Action 1: owner").fill("The SRO")
    item.get_by_label("Action 1: due").fill("May 2020")
    press(page, "Record item 1")
    expect(page.get_by_role("alert")).to_contain_text("Wording – Give the decision word for word.")
    item = page.locator(".meeting-item").first
    expect(item.get_by_label("Action 1", exact=True)).to_have_value("Write to the units")
    item.get_by_label("Wording").fill("One way from June.")
    press(page, "Record item 1")
    told(page, "Recorded, item 1: Decided")
    expect(page.get_by_role("main")).to_contain_text("One way from June.")

    # Closed, the agenda stays; the minutes are drafted and circulated.
    page.goto(agenda)
    press(page, "Close the meeting")
    told(page, "Closed: the agenda and its papers are fixed.")
    expect(page.get_by_role("button", name="Move Estate there")).to_have_count(0)
    page.get_by_role("link", name="Minutes", exact=True).click()
    expect(page.get_by_label("Minutes")).to_contain_text("Decided: One way from June.")
    press(page, "Save the draft")
    told(page, "Saved as a draft.")
    page.get_by_label("Circulated on").fill("2020-04-20")
    press(page, "Record that they were circulated")
    told(page, "the minutes were circulated")
    page.get_by_label("Agreed at").select_option(label="Delivery Board, 13 May 2020")
    press(page, "Record that they were agreed")
    told(page, "the minutes were agreed at Delivery Board, 13 May 2020")
    page.get_by_label("Correction").fill("The treasurer was there.")
    page.get_by_label("Reason").fill("The treasurer asked.")
    press(page, "Record the correction")
    told(page, "a correction beside the agreed minutes")

    # At the next meeting the action comes back, and is closed.
    page.goto("/admin/governance/meeting/?q=Delivery")
    page.get_by_role("row").filter(has_text="13 May 2020").get_by_role("link").first.click()
    page.get_by_role("link", name="At the meeting").click()
    page.get_by_role("link", name=re.compile("^Update or close ?: Write to the units")).click()
    page.get_by_label("Closed on").fill("2020-05-12")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Say what was done")
    page.get_by_label("What was done").fill("All were written to.")
    press(page, "Save")
    told(page, "Closed.")


def add_paper(page: Page, item: str, title: str, text: str, received: str = "", exempt: bool = False) -> None:
    page.get_by_role("link", name=f"Add a paper to {item}").click()
    page.get_by_label("Title:", exact=True).fill(title)
    page.get_by_label("Text:", exact=True).fill(text)
    page.get_by_label("Received on:").fill(received)
    if exempt:
        page.get_by_label("Exempt", exact=True).check()
        page.get_by_label("Exempt ground:").select_option(label="Commercial")
    page.get_by_role("button", name="Save", exact=True).click()
    told(page, "was added successfully")


def test_keyboard_alone_moves_an_item(sign_in, register):
    page = sign_in("editor", "/admin/governance/meeting/6/agenda/")
    second = page.locator(".agenda h3").nth(1).inner_text().partition(". ")[2]
    page.get_by_role("button", name=re.compile(f"^Up ?: {re.escape(second)}")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".agenda h3").first).to_have_text(re.compile(re.escape(second)))
    page.get_by_label(f"Place of {second}").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator(".agenda h3").nth(1)).to_have_text(re.compile(re.escape(second)))
