"""Overviews and the timeline in a browser: by keyboard, on a phone, on paper, without script."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
TIMELINE, OVERVIEW = "/register/timeline/", "/register/forces/FOR-1/overview"


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until something is in focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


@pytest.mark.parametrize("address", [TIMELINE, OVERVIEW])
def test_page_fits_a_phone_and_its_drawing_scrolls_by_keyboard(sign_in, address):
    page = sign_in("viewer-cambridgeshire-pcc", address, viewport=PHONE, java_script_enabled=True)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    region = page.locator(".chart-region").first
    assert region.evaluate("box => [box.clientWidth < 390, box.scrollWidth > 900]") == [True, True]
    region.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
        if region.evaluate("box => box.scrollLeft > 60"):
            return
        page.wait_for_timeout(50)  # the content policy lets no condition be waited for in words
    raise AssertionError("Forty arrows do not scroll the drawing.")


def test_on_a_phone_the_finding_of_the_timeline_comes_first_and_its_drawing_last(sign_in):
    page = sign_in("viewer-cambridgeshire-pcc", TIMELINE, viewport=PHONE)

    tops = [
        page.locator(part).first.bounding_box()["y"] for part in ("#timeline-finding", ".list-table", ".chart-region")
    ]
    assert tops == sorted(tops)


def test_keyboard_leads_to_the_drawing_of_the_timeline_and_past_it(sign_in):
    page = sign_in("viewer-cambridgeshire-pcc", TIMELINE)

    tab_to(page, ".chart-region", 120)
    expect(page.locator(".chart-region").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Download this drawing as SVG")).to_be_focused()


def test_finding_leads_to_its_part_and_its_number_to_a_list_as_long_by_keyboard_without_script(sign_in):
    page = sign_in("viewer-cambridgeshire-pcc", OVERVIEW, java_script_enabled=False, viewport=PHONE)

    first = page.get_by_label("At a glance").get_by_role("link").nth(2)
    # Other journeys add cases to the same register.
    expect(first).to_have_text(re.compile(r"^1 of \d+ cases is live$"))
    cases = first.inner_text().split()[2]
    assert int(cases) >= 12
    first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#cases")
    page.locator("#cases").get_by_role("link", name=f"{cases} cases", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Business cases")
    expect(page.locator(".table-count").first).to_have_text(f"{cases} cases")


PAPER = {
    "/register/matrix/": ({"A3"}, "Air Support"),
    TIMELINE: ({"A3"}, "Chief Firearms Instructor and Governance established"),
    "/register/programmes/PRG-2/overview": ({"A3", "A4"}, "One bar for all workstreams"),
}
#: Width and height in points of the sheets that pages are printed on.
SHEETS = {(595, 842): "A4", (1191, 842): "A3"}


@pytest.mark.parametrize("address", PAPER)
def test_page_prints_on_the_paper_it_needs_and_begins_on_its_first_sheet(sign_in, tmp_path: Path, address: str):
    sizes, words = PAPER[address]
    page = sign_in("viewer-cambridgeshire-pcc", address)
    file = tmp_path / "page.pdf"
    file.write_bytes(page.pdf(prefer_css_page_size=True))

    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file.read_bytes())
    assert {SHEETS[round(float(wide)), round(float(high))] for wide, high in boxes} == sizes
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext reads the PDF (Debian: apt-get install poppler-utils)")
    sheets = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
    assert words in re.sub(r"\s+", " ", sheets[0])
    assert "The record of police collaboration" not in " ".join(sheets), "The foot would take a sheet of its own."
