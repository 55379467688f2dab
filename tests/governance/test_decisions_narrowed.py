"""The register of decisions narrowed by several choices at once, on pages made beforehand and linked both ways."""

import re
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance import publication
from governance.publication.composing.entries import Entry
from governance.publication.composing.narrowed import Narrowed, kinds_of
from governance.publication.composing.narrowed_words import title_of
from governance.publication.narrowing import address_of, choices_in, is_combined, without
from governance.publication.parts import Link
from governance.publication.rows import DecisionRow
from programmes.choices import Marking
from programmes.dates import VagueDate
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.telling import make_editor, publish, publish_record

PUBLIC = {"marking": Marking.PUBLIC}
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
LEAD = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)
NAVIGATION = re.compile(r'<nav class="ways.*?</nav>', re.DOTALL)
GROUP = re.compile(r"<summary>(.*?)</summary><ul>(.*?)</ul>", re.DOTALL)
ITEM = re.compile(
    r'<li>(?:<a href="([^"]*)"( aria-current="page")?>)?([^<]*)(?:</a>)? <span class="quiet">([^<]*)</span></li>'
)


class Register:
    """Five decisions of two offices, on two areas, over three years."""

    def __init__(self):
        programme = p.make_programme(short_name="7F", **PUBLIC)
        self.kent, self.essex = p.make_body(name="Kent PCC", **PUBLIC), p.make_body(name="Essex PCC", **PUBLIC)
        group = w.make_area_group(**PUBLIC)
        self.areas = {name: w.make_business_area(name=name, group=group, **PUBLIC) for name in ("Procurement", "ICT")}
        self.streams = {
            name: w.make_workstream(programme=programme, area=area, **PUBLIC) for name, area in self.areas.items()
        }
        self.decide("One", self.kent, "2019-03-01", "Procurement", "final")
        self.decide("Two", self.kent, "2019-02-01", "ICT", "rejected")
        self.decide("Three", self.kent, "2018-02-01", "Procurement", "final")
        self.decide("Four", self.essex, "2019-01-01", "Procurement", "final")
        self.decide("Five", self.essex, "2017/2018", "", "noted")

    def decide(self, title, body, decided, area, kind, **fields):
        return g.make_decision(
            title=title, body=body, decided=decided, kind=kind, workstream=self.streams.get(area), **PUBLIC | fields
        )  # fmt: skip

    def url(self, by=None, year="", area="", outcome="", base=""):
        return base + address_of(
            tuple(
                choice
                for choice in (
                    ("by", by.reference.lower() if by else ""), ("year", year),
                    ("area", self.areas[area].reference.lower() if area else ""), ("outcome", outcome),
                )
                if choice[1]
            )
        )  # fmt: skip


@pytest.fixture
def register(db):
    return Register()


def html(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return unescape(response.content.decode())


def rows(page):
    """The decisions that a page lists, by their titles."""
    return re.findall(r'<a href="[^"]*/decisions/DEC-\d+/">([^<]*)</a>', MAIN.search(page).group())


def groups(page):
    """The links of a page by heading: address, whether it is the page itself, words, number."""
    found = NAVIGATION.search(page)
    return {
        heading: [(url, bool(now), words, note) for url, now, words, note in ITEM.findall(links)]
        for heading, links in GROUP.findall(found.group() if found else "")
    }


def chips(page):
    return re.findall(
        r'<a class="chip" href="([^"]*)"><span class="visually-hidden">Remove filter </span>([^<]*)</a>', page
    )


# What a page shows ---------------------------------------------------------------------------------------------------------


def test_body_year_area_and_outcome_are_combined(client, register):
    publish_record()
    kent, essex, url = register.kent, register.essex, register.url

    assert rows(html(client, url(kent, "2019"))) == ["One", "Two"]
    assert rows(html(client, url(kent, "2019", "Procurement"))) == ["One"]
    assert rows(html(client, url(kent, area="Procurement"))) == ["One", "Three"]
    assert rows(html(client, url(year="2019", area="Procurement"))) == ["One", "Four"]
    assert rows(html(client, url(year="2018", outcome="decided"))) == ["Three"]
    assert rows(html(client, url(essex, "2019", "Procurement"))) == ["Four"]
    assert url(kent, "2019", "Procurement") == (
        f"/decisions/by/{kent.reference.lower()}/year/2019/area/{register.areas['Procurement'].reference.lower()}/"
    )


def test_outcome_is_combined_with_one_other_choice(client, register):
    publish_record()
    kent, url = register.kent, register.url

    assert groups(html(client, url(kent)))["Outcome"] == [
        (url(kent, outcome="decided"), False, "Decided, or approved by an office", "2"),
        (url(kent, outcome="rejected"), False, "Rejected, or opted out", "1"),
    ]
    assert list(groups(html(client, url(kent, outcome="decided")))) == ["Body", "Outcome"]
    assert client.get(url(kent, "2019", outcome="decided")).status_code == 404
    assert "Outcome" not in groups(html(client, url(kent, "2019")))


def test_title_and_introduction_say_in_words_what_is_shown(client, register):
    publish_record()

    page = html(client, register.url(register.kent, "2019", "Procurement"))

    assert (
        re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[0].strip() == "Decisions of Kent PCC, 2019, on Procurement"
    )
    assert (
        '<p class="lead">1 decision: by Kent PCC, dated 2019, on Procurement. '
        "A decision whose date may mean any of up to six years stands under each of them.</p>"
    ) in page
    assert re.search(r"<p class=\"lead\">(.*?)</p>", html(client, register.url(register.kent, area="Procurement")))[
        1
    ] == ("2 decisions, the latest first: by Kent PCC, on Procurement.")


WHAT = (
    "What was decided, by whom and when, the latest first: decisions of boards, those of the Summit in principle, and each "
    "office’s own decision, which is final for that office."
)


def test_list_of_one_outcome_does_not_say_that_others_are_here_too(client, register):
    publish_record()
    both = f"{WHAT} Rejections and deferrals are here too."
    said = {
        "/decisions/": both, register.url(register.kent): both, register.url(area="ICT"): both,
        register.url(outcome="decided"): WHAT, register.url(outcome="rejected"): WHAT,
    }  # fmt: skip

    assert {path: LEAD.search(html(client, path))[1] for path in said} == said


def test_decision_stands_under_each_of_up_to_six_years_and_says_so(client, register):
    """Of more it stands under the last alone."""
    register.decide("Six years", register.kent, "2001/2006", "", "noted")
    register.decide("Seven years", register.kent, "2001/2007", "", "noted")
    publish_record()

    pages = {year: html(client, register.url(year=str(year))) for year in range(2001, 2008)}

    assert {year: rows(page) for year, page in pages.items()} == {
        **{year: ["Six years"] for year in range(2001, 2007)}, 2007: ["Seven years"]
    }  # fmt: skip
    assert {LEAD.search(page)[1] for page in pages.values()} == {
        "A decision whose date may mean any of up to six years stands under each of them."
    }


def test_navigation_offers_more_choices_others_and_fewer_and_marks_what_is_chosen(client, register):
    publish_record()
    kent, essex, url = register.kent, register.essex, register.url

    page = html(client, url(kent, "2019"))

    assert groups(page) == {
        "Body": [
            (url(year="2019"), False, "Any body", "3"),
            (url(essex, "2019"), False, "Essex PCC", "1"),
            (url(kent, "2019"), True, "Kent PCC", "2"),
        ],
        "Year": [
            (url(kent), False, "All years", "3"),
            (url(kent, "2019"), True, "2019", "2"),
            (url(kent, "2018"), False, "2018", "1"),
        ],
        "Business area": [
            (url(kent, "2019", "ICT"), False, "ICT", "1"),
            (url(kent, "2019", "Procurement"), False, "Procurement", "1"),
        ],
    }
    assert chips(page) == [(url(year="2019"), "Body: Kent PCC"), (url(kent), "Year: 2019")]
    assert '<a href="/decisions/">All decisions</a>' in page
    assert (
        re.search(r'<nav[^>]*class="breadcrumbs".*?</nav>', page, re.DOTALL)[0].count(
            '<a href="/decisions/">Decisions</a>'
        )
        == 1
    )
    assert "<details open>" not in page


def test_one_choice_is_taken_off_by_its_chip_alone_and_the_whole_register_has_none(client, register):
    publish_record()

    one, whole = html(client, register.url(register.kent)), html(client, "/decisions/")

    assert chips(one) == [("/decisions/", "Body: Kent PCC")]
    assert "All decisions" not in one
    assert chips(whole) == []
    assert [words for _, _, words, _ in groups(whole)["Year"]] == ["2019", "2018", "2017"]


def test_choice_that_would_leave_the_list_as_it_is_is_told_without_a_link_or_not_at_all(client, register):
    publish_record()
    essex, url = register.essex, register.url

    five = groups(html(client, url(year="2017")))

    assert client.get(url(year="2017", outcome="noted")).status_code == 404
    assert five == {
        "Body": [(url(essex, "2017"), False, "Essex PCC", "1")],
        "Year": [
            ("/decisions/", False, "All years", "5"), (url(year="2019"), False, "2019", "3"),
            (url(year="2018"), False, "2018", "2"), (url(year="2017"), True, "2017", "1"),
        ],
    }  # fmt: skip


def test_combination_of_many_decisions_is_listed_in_parts(client, register):
    for number in range(81):
        register.decide(f"More {number:02d}", register.kent, "2019-01-02", "Procurement", "final")
    publish_record()
    url = register.url(register.kent, "2019")

    first, second = html(client, url), html(client, f"{url}part-2/")

    assert (len(rows(first)), len(rows(second))) == (80, 3)
    assert f'href="{url}part-2/" rel="next"' in first
    assert f'href="{url}" rel="prev"' in second
    assert "Decisions of Kent PCC, 2019, part 2 of 2</h1>" in second
    assert chips(second) == chips(first)
    assert groups(second) == groups(first)


def test_old_edition_keeps_its_combinations_and_its_links_stay_in_it(client, register):
    publish_record()
    register.decide("Six", register.kent, "2019-06-01", "ICT", "final")
    publish_record()
    old = register.url(register.kent, "2019", base="/editions/1")

    page = html(client, old)

    assert rows(page) == ["One", "Two"]
    assert rows(html(client, register.url(register.kent, "2019"))) == ["Six", "One", "Two"]
    assert chips(page)[0] == (register.url(year="2019", base="/editions/1"), "Body: Kent PCC")
    assert '<a href="/editions/1/decisions/">All decisions</a>' in page
    assert groups(page)["Body"][2] == (old, True, "Kent PCC", "2")


# What always holds ---------------------------------------------------------------------------------------------------------


def test_each_link_leads_to_a_page_with_as_many_decisions_as_it_says(client, register):
    register.decide("Seven", None, "", "ICT", "in_principle", decided_by="BCH")
    edition = publish_record()
    listed = list(edition.pages.filter(kind="decisions").values_list("path", flat=True))
    pages = {path: html(client, path) for path in listed}

    links = {
        (url, number)
        for page in pages.values()
        for heading, found in groups(page).items() if heading != "Sorted by"
        for url, _, _, number in found if url
    }  # fmt: skip

    assert len(links) > 30
    assert {(url, number) for url, number in links if str(len(rows(pages[url]))) != number} == set()
    assert {url for url, _ in links} == {path for path in pages if path != "/decisions/sorted-by-body/"}


_entries = st.builds(
    lambda by, years, area, outcome: Entry(
        row=DecisionRow(decision=Link("One")), date=VagueDate(""), order=1, body=by, body_key=by,
        area=area, area_key=area, outcome=outcome, years=years,
    ),
    by=st.sampled_from(["kent", "essex", "words"]),
    years=st.sampled_from([("2018",), ("2019",), ("2018", "2019"), ("no-date",), ()]),
    area=st.sampled_from(["", "ict", "fleet"]),
    outcome=st.sampled_from(["", "decided", "rejected"]),
)  # fmt: skip


@given(found=st.lists(_entries, max_size=9))
def test_each_choice_of_a_page_can_be_taken_off_and_each_page_narrows_one_that_links_to_it(found):
    narrowed = Narrowed(found, kinds_of(found))
    linked = {
        link.url: (link.note, link.label)
        for choices in [(), *narrowed.pages]
        for way in narrowed.ways(choices)
        for link in way.links
        if link.url
    }
    count = {choices: len(held) for choices, held in narrowed.found.items()} | {(): len(found)}

    for choices in narrowed.pages:
        wider = [without(choices, kind) for kind, _ in choices]
        assert all(one in narrowed.pages or not one for one in wider)
        assert len(choices) == 1 or any(count[one] > count[choices] for one in wider)
        assert linked[address_of(choices)][0] == str(count[choices])
        assert choices_in(f"/editions/3{address_of(choices)}part-2/") == choices
    assert set(linked) <= {address_of(choices) for choices in [(), *narrowed.pages]}


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({"by": ("words", "Said in words alone"), "area": ("a", "ICT")},
         "Decisions whose maker is said in words alone, on ICT"),
        ({"by": ("k", "Kent PCC"), "year": ("no-date", "No date")}, "Decisions of Kent PCC, without a date"),
        ({"year": ("2019", "2019"), "area": ("a", "ICT"), "outcome": ("r", "Rejected, or opted out")},
         "Decisions of 2019 on ICT: rejected, or opted out"),
        ({"by": ("k", "Kent PCC"), "area": ("a", "ICT")}, "Decisions of Kent PCC on ICT"),
        ({"year": ("no-date", "No date"), "area": ("a", "ICT")}, "Decisions without a date on ICT"),
    ],
)  # fmt: skip
def test_title_of_choices(told, title):
    assert title_of(told) == title


def test_only_lists_of_several_choices_are_combinations():
    combined = ["/decisions/by/bod-1/year/2019/", "/editions/2/decisions/year/2019/area/are-1/part-2/"]
    others = [
        "/decisions/",
        "/decisions/DEC-1/",
        "/decisions/by/bod-1/",
        "/decisions/year/2019/part-2/",
        "/by/a/year/b/",
    ]

    assert [path for path in combined + others if is_combined(path)] == combined


# Machines and editors are not told of the same list many times ---------------------------------------------------------------


def test_search_engines_are_left_with_the_lists_of_one_choice(client, register):
    publish_record()
    both = register.url(register.kent, "2019")

    listed = client.get("/sitemap.xml").content.decode()

    assert f"{register.url(register.kent)}</loc>" in listed
    assert both not in listed
    assert '<meta name="robots" content="noindex">' in html(client, both)
    assert "noindex" not in html(client, register.url(register.kent))


def test_editor_and_readers_are_told_of_a_decision_and_of_its_lists_but_of_no_combination(client, register):
    publish_record()
    six = register.decide("Six", register.essex, "2018-06-01", "ICT", "rejected")
    editor = make_editor()
    edition = publication.compose(by=editor)
    client.force_login(editor)

    page = html(client, reverse("governance:edition-detail", args=[edition.number]))
    queue = html(client, reverse("governance:edition-queue"))
    publish(edition)

    assert register.url(register.essex, "2018", "ICT") in set(edition.pages.values_list("path", flat=True))
    for told in (page, queue, html(client, "/changes/"), html(client, "/feeds/everything.atom")):
        assert f"/decisions/{six.reference}/" in told
        assert [url for url in re.findall(r"/decisions/[a-z0-9/-]+", told) if is_combined(url)] == []
    assert register.url(register.essex) in page
