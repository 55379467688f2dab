"""Editing on the desk: two people at one record, wrong dates, the keyboard alone, no script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import enter


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_second_of_two_saves_is_refused_and_loses_nothing(sign_in, register):
    address = register.address_of("governance.board")
    first, second = sign_in("editor", address), sign_in("editor", address)
    name = first.get_by_label("Name:", exact=True).input_value()
    first.get_by_label("Cadence:").fill("Every quarter")
    first.get_by_label("Note:").fill("Said by the first.")
    second.get_by_label("Cadence:").fill("Every other month")
    save(first)
    save(second)

    alert = second.get_by_role("alert")
    expect(alert).to_contain_text(f"Not saved: Demo editor changed {name}")
    expect(alert).to_contain_text("Nothing you typed is lost.")
    conflict = second.get_by_role("region", name="Fields that differ")
    row = conflict.get_by_role("row").filter(has_text="Cadence")
    expect(row).to_contain_text("Every other month")
    expect(row).to_contain_text("Every quarter")
    expect(second.get_by_label("Cadence:", exact=True)).to_have_value("Every other month")

    second.get_by_label("Cadence: keep yours:").check()
    save(second)
    second.goto(address)
    expect(second.get_by_label("Cadence:", exact=True)).to_have_value("Every other month")
    expect(second.get_by_label("Note:")).to_have_value("Said by the first.")


def test_wrong_date_is_told_in_a_sentence_and_nothing_is_lost(sign_in):
    page = sign_in("editor", "/admin/governance/meeting/add/")
    page.get_by_label("Board:").select_option(label="Alliance Summit")
    page.get_by_label("Date:", exact=True).fill("the thirtieth of February")
    page.get_by_label("Place:").fill("Huntingdon")
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_role("alert")).to_contain_text("the thirtieth of February")
    expect(page.get_by_label("Date:", exact=True)).to_have_value("the thirtieth of February")
    expect(page.get_by_label("Place:")).to_have_value("Huntingdon")


def test_wrong_date_of_an_event_is_told_in_a_sentence_and_nothing_is_lost(sign_in, register):
    page = sign_in("editor", f"{register.found['story']['event']}note/")
    page.get_by_label(re.compile("^Date \\(")).fill("2016-13-45")
    page.get_by_label(re.compile("^Words")).first.fill("It was said.")
    page.get_by_role("button", name="Note a stated fact").click()

    expect(page.get_by_role("alert")).to_contain_text("2016-13-45")
    expect(page.get_by_label(re.compile("^Date \\("))).to_have_value("2016-13-45")
    expect(page.get_by_text("It was said.")).to_be_visible()


def test_force_moves_its_date_with_a_reason(sign_in):
    page = sign_in("contributor-norfolk")
    page.get_by_role("link", name="Vetting: Go-live in Norfolk", exact=True).click()
    page.get_by_role("link", name="Change our dates").click()
    page.get_by_label(re.compile("^Forecast \\(")).fill("2020-06")
    page.get_by_role("button", name="Save the dates").click()
    expect(page.get_by_role("alert")).to_contain_text("Reason")
    expect(page.get_by_label(re.compile("^Forecast \\("))).to_have_value("2020-06")

    page.get_by_label(re.compile("^Reason")).fill("The units open later.")
    page.get_by_role("button", name="Save the dates").click()
    expect(page.get_by_role("heading", level=1, name="Go-live in Norfolk")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("June 2020")
    expect(page.get_by_role("main")).to_contain_text("The units open later.")


# The keyboard alone -------------------------------------------------------------------------------------------------


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until the control or link of that name has the focus, and the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement; const label = e.labels && e.labels[0];"
            " return (e.getAttribute('aria-label') || (label ? label.innerText : e.innerText) || '').trim() }"
        )
        if said.replace("\n", " ").startswith(name):
            seen = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            )
            assert seen, f"One cannot see that “{name}” has the focus."
            return
    raise AssertionError(f"Tab does not come to “{name}” on {page.url}.")


def enter_leads_to(page: Page, heading: str) -> None:
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def test_keyboard_alone_signs_in_searches_and_opens_the_form_of_an_event(visit: Callable[..., Page]):
    page = visit("/accounts/login/")
    tab_to(page, "Username")
    page.keyboard.type("editor")
    tab_to(page, "Password")
    page.keyboard.type("edit-the-record")
    enter_leads_to(page, "What waits for you")

    tab_to(page, "Search the register")
    page.keyboard.type("7F Vetting")
    enter_leads_to(page, "7F Vetting")
    tab_to(page, "7F Vetting")
    enter_leads_to(page, "CASE-4 7F Vetting")
    tab_to(page, "Programme team’s desk")
    enter_leads_to(page, "Programme team’s desk")

    tab_to(page, "CASE-2 7F Procurement")
    enter_leads_to(page, "CASE-2 7F Procurement")
    tab_to(page, "Note a stated fact")
    enter_leads_to(page, "Note a stated fact: 7F Procurement")
    tab_to(page, "Date")
    page.keyboard.type("2020-02-01")
    tab_to(page, "Words")
    page.keyboard.type("Nothing was said.")
    tab_to(page, "Back to CASE-2")


# Without script -----------------------------------------------------------------------------------------------------


def test_register_and_desk_work_without_script(visit: Callable[..., Page], register):
    page = visit("/accounts/login/", java_script_enabled=False)
    enter(page, "editor")
    for path, words in (
        ("/register/", "What waits for you"),
        ("/register/cases/?stage=fbc", "Business cases"),
        ("/register/cases/board", "Business cases by stage"),
        ("/register/matrix/", "Collaboration matrix"),
        ("/register/search?q=vetting", "Search"),
        ("/register/agreements/AGR-11/", "Section 22A collaboration agreement"),
        ("/register/editions/1/", "Edition 1"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)

    page.goto(register.address_of("workstreams.risk"))
    page.get_by_label("Reason for the change:").fill("Said at the meeting.")
    page.get_by_label("Owner:").fill("The programme office")
    save(page)
    expect(page.locator("ul.messagelist")).to_contain_text("was changed successfully")
    page.goto(register.address_of("workstreams.risk").replace("change/", "history/"))
    expect(page.get_by_role("main")).to_contain_text("Said at the meeting.")


@pytest.mark.parametrize("path", ["/register/cases/", "/"])
def test_menu_of_a_phone_opens_and_leads_on(sign_in, path):
    page = sign_in("editor", path, viewport={"width": 390, "height": 844})
    link = page.get_by_role("link", name="Agreements", exact=True)
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("greements")
