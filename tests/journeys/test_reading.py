"""Reading: the public in three clicks, the past on its day, wrong addresses in a sentence, paper."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect


def click(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def heading_is(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


# A member of a Police and Crime Panel, from the front page ------------------------------------------------------------


def test_panel_member_finds_the_procurement_decision_in_two_clicks(visit):
    page = visit("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Decisions").click()
    click(page, "Procurement: preparation of a Full Business Case")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Procurement: preparation of a Full Business Case")
    main = page.get_by_role("main")
    expect(main).to_contain_text("26 July 2016")
    expect(main).to_contain_text("Eastern Region meeting")
    expect(main.get_by_role("blockquote").last).to_contain_text("at the Eastern Region meeting on 26 July 2016")


def test_panel_member_finds_the_agreement_in_two_clicks(visit):
    page = visit("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Agreements").click()
    click(page, "Section 22A collaboration agreement for the seven force collaboration programme")

    expect(page.get_by_role("main")).to_contain_text("March 2016")
    expect(page.get_by_role("main")).to_contain_text("all 14 corporations")


def test_panel_member_finds_the_case_in_one_click_and_what_became_of_it_in_two(visit):
    page = visit("/")
    click(page, "7F Procurement")
    heading_is(page, "Business case CASE-1 7F Procurement")
    expect(page.get_by_role("list", name="What happened")).to_contain_text(
        "The business case received broad support from all 14 Corporations Sole."
    )
    click(page, "7F Procurement: structural collaboration of the whole function (live, since 31/10/19)")
    expect(page.get_by_role("main")).to_contain_text("Live")


def test_public_pages_ask_for_no_script_and_nothing_from_elsewhere(visit, register):
    asked = []
    page = visit("/about/", java_script_enabled=False)
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/cases/CASE-4/", "/matrix/2011-01/", "/savings/", "/decisions/"):
        page.goto(path)
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_be_visible()
        assert page.locator('script:not([type="application/ld+json"])').count() == 0

    assert [url for url in asked if not url.startswith(register.url)] == []


# As at a day --------------------------------------------------------------------------------------------------------


def test_matrix_shows_what_was_true_on_a_day(sign_in):
    page = sign_in("viewer-cambridgeshire-pcc", "/register/matrix/")
    page.get_by_role("textbox", name="As at").fill("2011-01-31")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("region", name="As at")).to_contain_text("What was true on 31 January 2011.")
    expect(page.get_by_role("main")).to_contain_text("143 filled cells, observed January 2011.")

    page.get_by_role("textbox", name="As at").fill("2010-12-31")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("region", name="As at")).to_contain_text("What was true on 31 December 2010.")
    expect(page.get_by_role("main")).not_to_contain_text("143 filled cells")


def test_case_stands_where_it_stood_on_a_day_and_links_keep_the_day(sign_in):
    page = sign_in("auditor", "/register/cases/?as_at=2016-12-31")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="7F Vetting"))
    expect(row).to_contain_text("FBC")
    expect(row).to_contain_text("by 21 September 2016")
    row.get_by_role("link", name="7F Vetting").click()

    assert page.url.endswith("/register/cases/CASE-4/?as_at=2016-12-31")
    expect(page.get_by_role("region", name="As at")).to_contain_text("What was true on 31 December 2016.")
    expect(page.get_by_role("main")).to_contain_text("FBC: drafting by 21 September 2016 (3 months ago)")
    happened = page.get_by_role("list", name="What happened")
    expect(happened).to_contain_text("Preparation of the FBC is continuing, with expected delivery in the autumn.")
    expect(happened).not_to_contain_text("2020")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Business cases").click()
    assert page.url.endswith("/register/cases/?as_at=2016-12-31")

    page.get_by_role("link", name="Show what is true today").click()
    assert page.url.endswith("/register/cases/")
    today = page.get_by_role("row").filter(has=page.get_by_role("link", name="7F Vetting"))
    expect(today).to_contain_text("OBC")


# Wrong addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/register/cases/?colour=red", "“colour” in the address is nothing this page knows."),
        ("/register/cases/?as_at=yesterday", "“yesterday” is not a day. Write as_at as year, month and day,"),
        ("/register/matrix/?as_at=2011-02-31", "“2011-02-31” is not a day."),
        ("/register/agreements.csv?as_at=soon", "“soon” is not a day."),
    ],
)
def test_wrong_address_is_told_in_a_sentence(sign_in, address, sentence):
    page = sign_in("viewer-cambridgeshire-pcc")
    answer = page.goto(address)

    assert answer.status == 400
    heading_is(page, "Address not understood")
    expect(page.get_by_role("main")).to_contain_text(sentence)
    expect(page.get_by_role("link", name="Open this page without filters")).to_be_visible()


# A narrow screen ----------------------------------------------------------------------------------------------------

#: The words of the row headers that stand on more than one line.
BROKEN_WORDS = """table => [...table.querySelectorAll('tbody th')].flatMap(header => {
    const found = [], walker = document.createTreeWalker(header, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/[^\\s\\/–-]+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, word.index);
        range.setEnd(walker.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
    }
    return found;
})"""


@pytest.mark.parametrize(("path", "user"), [("/matrix/", ""), ("/register/matrix/", "viewer-cambridgeshire-pcc")])
def test_matrix_breaks_no_word_of_its_row_headers_on_a_narrow_screen(visit, sign_in, path, user):
    narrow = {"viewport": {"width": 390, "height": 844}}
    page = sign_in(user, path, **narrow) if user else visit(path, **narrow)
    table = page.get_by_role("table", name="Business areas by partnership")

    expect(table.get_by_role("rowheader", name="Rape Investigation/Sexual Offences Investigation")).to_be_visible()
    assert table.evaluate(BROKEN_WORDS) == []


# Paper --------------------------------------------------------------------------------------------------------------


A4, A4_ACROSS = (595, 842), (842, 595)
#: What stands on the screen alone: nobody can follow a menu on paper.
SCREEN_ONLY = (
    "Skip to main content",
    "How this register is made",
    "Freedom of information",
    "Narrow and sort",
    "On this page",
)


def sheets_of(page: Page, file: Path) -> tuple[set[tuple[int, int]], list[str]]:
    """The sizes of the sheets that a page prints on, in points, and the words of each sheet."""
    file.write_bytes(page.pdf(prefer_css_page_size=True))
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file.read_bytes())
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext reads the PDF (Debian: apt-get install poppler-utils)")
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return {(round(float(wide)), round(float(high))) for wide, high in boxes}, [
        re.sub(r"\s+", " ", sheet) for sheet in said.split("\f")[:-1]
    ]


@pytest.mark.parametrize(
    ("path", "size", "words"),
    [
        ("/", A4, "In short:"),
        ("/programmes/PRG-3/", A4, "to develop and implement successful collaborative solutions"),
        ("/cases/CASE-4/", A4, "Preparation of the FBC is continuing"),
        ("/glossary/", A4, "Outline business case."),
        ("/agreements/", A4_ACROSS, "<http://www.cambridgeshire"),
        ("/savings/", A4_ACROSS, "up to £20,000,000 a"),
        ("/matrix/2011-01/", A4_ACROSS, "Air Support"),
        ("/timeline/", A4_ACROSS, "Chief Firearms Instructor and Governance established"),
    ],
)
def test_each_printed_sheet_says_its_edition_its_address_and_its_hash(visit, tmp_path, path, size, words):
    page = visit(path)

    sizes, sheets = sheets_of(page, tmp_path / "page.pdf")

    assert sizes == {size}
    for number, sheet in enumerate(sheets, 1):
        foot = re.search(r"Edition (\d+), published \d+ \w+ \d{4}: (/editions/\d+/\S*) SHA-256 ([0-9a-f]{64})", sheet)
        assert foot, sheet[-300:]
        assert foot.group(2) == f"/editions/{foot.group(1)}{path}"
        assert f"Page {number} of {len(sheets)}" in sheet
        # More than its foot and the head of a table: no sheet is nearly empty.
        assert len(sheet) > 400
    said = " ".join(sheets)
    assert page.locator("h1").inner_text().split("\n")[-1] in said
    assert words in said
    assert [shown for shown in SCREEN_ONLY if shown in said] == []


def test_print_of_the_public_pages_shows_an_address_once(visit, tmp_path):
    _, sheets = sheets_of(visit("/forces/FOR-2/"), tmp_path / "page.pdf")

    (first, *_) = sheets
    assert first.count("https://www.cambs.police.uk") == 1
