"""A pack brings a case before a meeting whole: what its paper recommends, options, money, risks and plan."""

import re
import shutil

import pytest

from governance.models import Recommendation
from tests.factories import governance as g
from tests.factories.case_file import make_case_amount, make_whole_document
from tests.governance.test_meetings_packs import get, signed_in, text_of

pytestmark = pytest.mark.django_db
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian: apt-get install poppler-utils")

#: What the pack says of the case, in its order.
SAID = (
    "Recommendation 1. To proceed. Now. Asked of The Summit: decide.",
    "Strategic case Said. Problem or opportunity: Said.",
    "Net present social value (£): £100 Benefit-cost ratio: 2 Discount rate (%): 3.5 %",
    "Options Code Name",
    "2 One service No Yes Yes £100 2 £200 £100",
    "Financial case Said. How costs are shared: Said.",
    "Costs and benefits: by financial year Line Kind 2016/17 In all Set-up Cost: revenue £100 £100",
    "Costs and benefits: by force Line Kind Not divided In all",
    "Funding From whom Source Amount (£) The seven forces The forces £100",
    "Management case Said.",
    "Risks Risk",
    "Plan Milestone",
)


def meeting_with_a_case(years: int = 1):
    meeting = g.make_meeting(board=g.make_board(name="The Summit"), held="2016-09-28")
    item = g.make_agenda_item(meeting=meeting, title="Procurement", position=1)
    document = make_whole_document()
    for year in range(2017, 2016 + years):
        make_case_amount(
            line=document.lines.first(), financial_year=f"{year}/{(year + 1) % 100}", amount="1234567.00", force=None
        )
    paper = g.make_paper(meeting=meeting, item=item, title="The full business case", document=document)
    g.make_recommendation(
        paper=paper, number="1.", asks="decide", to_board=meeting.board, to_body=None, words="To proceed.\nNow."
    )
    return meeting


def test_the_page_says_what_the_case_says():
    html = get(signed_in(), meeting_with_a_case(), "pack").content.decode()

    words = " ".join(re.sub(r"<[^>]*>", " ", html.partition('class="pack-paper"')[2]).split()).replace(" :", ":")
    at = [words.find(said) for said in SAID]
    assert -1 not in at, SAID[at.index(-1)]
    assert at == sorted(at)


@needs_poppler
def test_the_pdf_says_the_same():
    pdf = get(signed_in(), meeting_with_a_case(), "pack.pdf").content

    words = " ".join(text_of(pdf))
    for said in SAID:
        assert said.partition(" Line ")[0].partition(" Code ")[0] in words
    assert b"pdfuaid:part" in pdf


@needs_poppler
def test_a_table_of_many_years_is_printed_on_a_page_turned_sideways():
    pdf = get(signed_in(), meeting_with_a_case(years=10), "pack.pdf").content

    page = next(page for page in text_of(pdf) if "by financial year" in page)
    assert "2016/17 2017/18 2018/19 2019/20 2020/21 2021/22 2022/23 2023/24 2024/25 2025/26 In all" in page
    assert page.count("£1,234,567") == 9


def test_a_table_of_a_long_appraisal_stands_in_parts_that_can_be_read():
    html = get(signed_in(), meeting_with_a_case(years=21), "pack").content.decode()

    tables = re.findall(r'<table class="table figure-table">.*?</table>', html, re.S)
    told = [" ".join(re.sub(r"<[^>]*>", " ", table).split()) for table in tables[:3]]
    title = "Costs and benefits: by financial year"
    assert [words[: len(title) + 14] for words in told] == [f"{title} (part {n} of 3)" for n in (1, 2, 3)]
    heads = [re.findall(r'<th scope="col">(.*?)</th>', table) for table in tables[:3]]
    assert [len(head) for head in heads] == [12, 12, 4]
    assert heads[0][:3] == ["Line", "Kind", "2016/17"]
    assert heads[2] == ["Line", "Kind", "2036/37", "In all"]
    assert told[2].endswith("Set-up Cost: revenue £1,234,567 £24,691,440 Fewer posts Benefit: cashable – £200")


@pytest.mark.parametrize(
    ("role", "asked"),
    [("office_viewer", "1. To proceed. Now. Asked: decide."), ("auditor", "Asked of The gold group: decide.")],
)
def test_a_board_that_a_reader_may_not_read_is_not_named(role, asked):
    meeting = meeting_with_a_case()
    recommendation = Recommendation.objects.get()
    recommendation.to_board = g.make_board(name="The gold group", marking="sensitive")
    recommendation.save()

    html = get(signed_in(role), meeting, "pack").content.decode()

    assert asked in " ".join(html.split())
    assert ("The gold group" in html) == (role == "auditor")
