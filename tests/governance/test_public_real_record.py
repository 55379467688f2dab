"""The public site of the record as its sources give it: small pages, one query each, nothing further than three clicks."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from governance.publication.composing import compose_pages
from tests.factories.telling import publish_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]

MOST_BYTES = 60_000
#: What stands between <main> and </main>: not the menu, the breadcrumbs or the foot, which lead to every list.
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


#: The answers of one run: the record is the same for every test here.
_ANSWERS: dict[str, Any] = {}


@pytest.fixture
def site(client):
    """Every page of the published record: its address and its HTML."""
    edition = publish_record()
    if not _ANSWERS:
        _ANSWERS.update((path, client.get(path)) for path in edition.pages.values_list("path", flat=True))
    return _ANSWERS


def links_in(html: str) -> set[str]:
    return {link for link in re.findall(r'href="(/[^"#]*)', html) if not link.startswith("/static/")}


def within_three_clicks(start: str, graph: dict[str, set[str]]) -> set[str]:
    """The addresses that a reader comes to from one page with at most three clicks."""
    seen, edge = {start}, {start}
    for _ in range(3):
        edge = {link for page in edge for link in graph.get(page, set())} - seen
        seen |= edge
    return seen


def test_no_page_is_larger_than_60_kb_and_each_title_stands_once(site):
    sizes = {path: len(answer.content) for path, answer in site.items()}

    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
    assert len(site) > 180
    assert {answer.status_code for answer in site.values()} == {200}
    assert all(answer.content.decode().count("<h1") == 1 for answer in site.values())


def test_each_title_leads_to_a_decision_an_agreement_and_a_case_within_three_clicks(site):
    """Through the words of the pages alone: from each page of the work and of those who do it."""
    graph = {path: links_in(MAIN.search(answer.content.decode()).group()) for path, answer in site.items()}
    titles = [
        path
        for path in site
        if re.match(r"/(programmes|alliances|forces|workstreams|cases|decisions|agreements)/[A-Z]", path)
    ]
    far: dict[str, list[str]] = {}
    for path in titles:
        reached = within_three_clicks(path, graph)
        kinds = {kind for kind in ("decisions", "agreements", "cases") if any(_of(kind, p) for p in reached)}
        if lacking := {"decisions", "agreements", "cases"} - kinds:
            far[path] = sorted(lacking)

    assert len(titles) > 90
    assert far == {}


def _of(kind: str, path: str) -> bool:
    return re.fullmatch(rf"/{kind}/[A-Z]+-\d+/", path) is not None


def test_every_link_of_the_site_leads_to_a_page(site, client):
    linked: set[str] = set().union(*(links_in(answer.content.decode()) for answer in site.values()))

    assert {link for link in linked - set(site) if client.get(link).status_code != 200} == set()


def test_every_place_on_a_page_that_a_link_names_is_there(site):
    wrong = []
    for path, answer in site.items():
        for target, anchor in re.findall(r'href="(/[^"#]*)#([^"]+)"', answer.content.decode()):
            if target in site and f'id="{anchor}"' not in site[target].content.decode():
                wrong.append((path, target, anchor))

    assert wrong == []


def procurement() -> Iterator[dict]:
    pages = compose_pages()
    yield from (pages[f"/cases/CASE-{number}/"].content for number in (1, 2, 3))
    yield pages["/workstreams/WS-26/"].content


def test_procurement_reads_as_the_sources_have_it():
    whole, head, function, stream = procurement()

    assert whole["standing"] == "Split, since 26 July 2016."
    assert whole["decided"] == (
        "Decided, by 21 September 2016: Procurement: PCC and Chief Constable leadership, and what the business case should "
        "tackle (“It was agreed”; by whom is not stated).\n"
        "Recommended by Eastern Region meeting, 26 July 2016: Procurement: preparation of a Full Business Case."
    )
    assert whole["offices"] == (
        "No office’s own decision on this case is published: 0 of 14. "
        "The offices are the commissioner and the chief constable of each force taking part."
    )
    assert [(row["label"], row["note"]) for row in whole["children"]] == [
        ("7F Procurement: appointment of a permanent head", "full business case (FBC): drafting, since 26 July 2016"),
        ("7F Procurement: structural collaboration of the whole function", "live, since 31/10/19"),
    ]
    assert whole["money"] == "No figure of what it saves is recorded."
    assert whole["verified"] == "By its latest source, S1: 21 September 2016"
    assert head["next_step"] == "Circulate a version for comment, or refer it to Oversight"
    assert function["standing"] == "Live, since 31/10/19."
    assert [row["decision"]["url"] for row in function["decisions"]] == ["/decisions/DEC-7/", "/decisions/DEC-6/"]
    assert [row["case"]["url"] for row in stream["cases"]] == ["/cases/CASE-1/", "/cases/CASE-2/", "/cases/CASE-3/"]


def test_forward_plan_tells_the_one_case_whose_date_moved():
    rows = {row["subject"]["label"]: row for row in compose_pages()["/forward-plan/"].content["rows"]}

    assert rows["7F Vetting"]["moved"].startswith(
        "Moved once:\nthe autumn (autumn 2016), then January 2020 (said by the end of"
    )
    assert [label for label, row in rows.items() if "moved" in row] == ["7F Vetting"]
    assert rows["7F Enterprise Resource System (ERP)"]["date"] == "January 2020"
