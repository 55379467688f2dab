"""A whole return by keyboard, and its correction, on the register in service."""

import re

from playwright.sync_api import Page


def choose(page: Page, label: str) -> None:
    """Move to a control and press space, as a keyboard does."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Space")


def typed(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_return_by_keyboard_and_its_correction(sign_in, register, complaints):
    page = sign_in("editor", register.found["round"]["period"])
    page.set_viewport_size({"width": 390, "height": 844})
    row = page.locator(f"#owing-{register.found['round']['workstream']}")
    name = row.get_by_role("link").first.inner_text()
    row.get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/status$"))
    assert "Step 1 of 4" in heading(page)

    choose(page, "Amber: needs attention")
    typed(page, "Status", "One module is late.")
    press(page, "Save and check answers")
    assert "Say why it is amber." in page.get_by_role("alert").inner_text()
    page.get_by_role("alert").get_by_role("link", name=re.compile("^Reason")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/status#id_rag_reason$"))
    assert page.get_by_label("Status", exact=True).input_value() == "One module is late."
    typed(page, "Reason", "The supplier is late.")
    typed(page, "What is being done", "Weekly calls.")
    typed(page, "Back to green by", "spring 2030")
    press(page, "Save and go on")
    for step in ("Milestones", "Risks and issues", "Benefits"):
        assert step in heading(page)
        press(page, "Save and go on")
    assert "Check your answers" in heading(page)
    assert page.get_by_role("alert").count() == 0
    press(page, "Submit this return")
    assert name in heading(page)
    assert "Version 1, submitted" in page.get_by_role("main").inner_text()

    page.get_by_role("link", name="Correct this return").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/correct$"))
    typed(page, "Reason", "It is on course after all.")
    press(page, "Begin the correction")
    page.wait_for_url(re.compile(r"/status$"))
    choose(page, "Green: on track")
    press(page, "Save and check answers")
    press(page, "Submit this return")
    shown = page.get_by_role("main").inner_text()
    assert "Corrected because: It is on course after all." in shown
    assert "Version 2, submitted" in shown
    assert "Version 1, submitted" in shown
    assert "Green: on track" in shown
