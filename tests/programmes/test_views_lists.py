"""Lists: what they hold, filters and chips, sort, pages, what an address may ask, CSV of exactly what is listed."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from programmes.choices import AgreementKind, Marking, Role
from programmes.csv_export import inert
from tests.architecture.test_urls import walk
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db

LISTS = sorted(
    route
    for name, route, pattern in walk(get_resolver().url_patterns)
    if route.startswith("register/") and hasattr(getattr(pattern.callback, "view_class", None), "table_class")
)


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a CSV by column head."""
    response: Any = client.get(address)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


#: Lists that an office does not read, and who does.
OF_THE_TEAM = {
    f"register/{name}{end}": Role.EDITOR
    for name in ("reminders", "reminders/sent", "return-reminders")
    for end in ("/", ".csv")
} | {f"register/{name}/to-edit.{form}": Role.EDITOR for name in ("milestones", "benefits") for form in ("csv", "xlsx")}


@pytest.mark.parametrize("route", LISTS)
def test_unknown_parameter_gets_a_sentence_that_names_it(route, reader):
    if role := OF_THE_TEAM.get(route):
        reader.force_login(p.make_user(role))
    response = reader.get(f"/{route}?colour=red")

    assert response.status_code == 400
    assert "“colour” in the address is nothing this page knows." in response.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=treaty", "Kind: Select a valid choice. treaty is not one of the available choices."),
        ("alliance=ALL-999", "Alliance: Select a valid choice."),
        ("sort=colour", "This list cannot be sorted by “colour”."),
        ("page=two", "“two” is not the number of a page."),
        ("page=0", "“0” is not the number of a page."),
        ("page=99", "There is no page 99; the last page of this list is 1."),
        ("as_at=yesterday", "“yesterday” is not a day. Write as_at as year, month and day, for example 2013-07-18."),
        ("as_at=2013-02-30", "“2013-02-30” is not a day."),
        ("q=%00", "“q” in the address holds a character that no record has."),
    ],
)
def test_bad_value_gets_a_sentence(query, sentence, reader):
    response = reader.get(f"/register/agreements/?{query}")

    assert response.status_code == 400
    assert sentence in response.content.decode().replace("&quot;", '"')
    assert "Collaboration programme register" in response.content.decode()


def test_list_shows_what_a_reader_may_read(reader):
    p.make_agreement(title="Open agreement", marking=Marking.PUBLIC)
    p.make_agreement(title="Inner agreement", marking=Marking.INTERNAL)
    p.make_agreement(title="Secret agreement", marking=Marking.SENSITIVE)

    text = reader.get("/register/agreements/").content.decode()

    assert "Open agreement" in text
    assert "Inner agreement" in text
    assert "Secret agreement" not in text
    assert "2 agreements" in text


def test_filter_narrows_the_list_and_its_chip_takes_it_away(reader):
    alliance = p.make_alliance(short_name="BCH")
    p.make_agreement(title="Ours", alliance=alliance, kind=AgreementKind.MOU)
    p.make_agreement(title="Theirs", kind=AgreementKind.MOU)

    response = reader.get(f"/register/agreements/?alliance={alliance.reference}&kind=mou&page=1")

    assert [row.record.title for row in response.context["table"].paginated_rows] == ["Ours"]
    chips = {chip.label: chip.remove_url for chip in response.context["chips"]}
    assert chips == {
        "Kind: Memorandum of understanding": f"?alliance={alliance.reference}",
        "Alliance: BCH": "?kind=mou",
    }
    assert response.context["clear_url"] == "/register/agreements/"


def test_words_filter_finds_words_anywhere_in_the_record(reader):
    p.make_agreement(title="Shared kennels", scope="Dogs and their handlers")
    p.make_agreement(title="Shared stables")

    found = reader.get("/register/agreements/?q=HANDLERS+shared").context["table"].rows

    assert [row.record.title for row in found] == ["Shared kennels"]


def test_filters_offer_no_record_that_the_reader_may_not_read(reader):
    p.make_alliance(short_name="Hidden ones", marking=Marking.SENSITIVE)

    assert "Hidden ones" not in reader.get("/register/agreements/").content.decode()


def test_list_sorts_by_its_columns_and_says_how(reader):
    for title in ("B", "A", "C"):
        p.make_agreement(title=title)

    response = reader.get("/register/agreements/?sort=-title")

    assert [row.record.title for row in response.context["table"].paginated_rows] == ["C", "B", "A"]
    assert 'aria-sort="descending"' in response.content.decode()


def test_list_holds_fifty_on_a_page_and_says_which(reader):
    for number in range(51):
        p.make_legal_reference(title=f"Act {number:02}")

    first = reader.get("/register/legal-references/").content.decode()
    second = reader.get("/register/legal-references/?page=2").content.decode()

    assert "Showing 1 to 50 of 51 legal references" in first
    assert "Showing 51 to 51 of 51 legal references" in second


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "The register holds no agreements yet."),
        ("?kind=mou", "No agreement matches these filters."),
        ("?as_at=2001-01-01", "The register shows none on 1 January 2001."),
    ],
)
def test_empty_list_says_so_in_a_sentence(query, sentence, reader):
    assert sentence in reader.get(f"/register/agreements/{query}").content.decode()


def test_csv_holds_exactly_the_rows_listed(reader):
    p.make_agreement(title="Ours", kind=AgreementKind.MOU, signed="2013-12", signed_words="December 2013")
    p.make_agreement(title="Theirs", kind=AgreementKind.S22A)
    p.make_agreement(title="Secret", kind=AgreementKind.MOU, marking=Marking.SENSITIVE)

    rows = rows_of(reader, "/register/agreements.csv?kind=mou")

    assert [(row["Agreement"], row["Kind"], row["Signed"], row["Ends"]) for row in rows] == [
        ("Ours", "Memorandum of understanding", "December 2013", "")
    ]


def test_csv_of_a_long_list_has_all_pages(reader):
    for number in range(60):
        p.make_legal_reference(title=f"Act {number}")

    assert len(rows_of(reader, "/register/legal-references.csv")) == 60


def test_page_links_to_the_csv_of_what_it_lists(reader):
    response = reader.get("/register/agreements/?kind=mou&as_at=2016-01-01&page=1")

    assert response.context["csv_url"] == "/register/agreements.csv?kind=mou&as_at=2016-01-01"


def test_csv_cells_are_inert_in_a_spreadsheet(reader):
    p.make_agreement(title='=HYPERLINK("https://example.org")')

    assert rows_of(reader, "/register/agreements.csv")[0]["Agreement"] == '\'=HYPERLINK("https://example.org")'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_start_is_made_inert(start):
    assert inert(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(("value", "text"), [("£5", "£5"), (None, ""), (12, "12"), ("", "")])
def test_other_values_stay_as_they_are(value, text):
    assert inert(value) == text


def test_record_named_by_a_row_is_withheld_from_who_may_not_read_it(reader):
    hidden = p.make_alliance(short_name="Hidden ones", marking=Marking.SENSITIVE)
    p.make_agreement(title="Open agreement", alliance=hidden)

    text = reader.get("/register/agreements/").content.decode()

    assert "Hidden ones" not in text
    assert "Withheld: your role may not read it" in text
    assert rows_of(reader, "/register/agreements.csv")[0]["Alliance"] == "Withheld: your role may not read it"


def test_links_keep_the_day_where_the_page_knows_it(reader):
    agreement = p.make_agreement(signed="2012", programme=p.make_programme())

    text = reader.get("/register/agreements/?as_at=2013-07-18").content.decode()

    assert f'href="/register/agreements/{agreement.reference}/?as_at=2013-07-18"' in text
    assert "What was true on 18 July 2013." in text
    assert '<a href="/register/agreements/">Show what is true today</a>' in text


def test_page_that_knows_no_day_says_so(reader):
    response = reader.get("/register/forces/?as_at=2013-07-18")

    assert response.status_code == 400
    assert "“as_at” in the address is nothing this page knows." in response.content.decode()


def test_lists_read_well_with_a_row_of_everything(reader):
    local = g.make_local_decision()
    w.make_savings_figure(low="5000000", qualifier="up_to", words="up to £5.0m")

    assert "up to £5,000,000" in reader.get("/register/savings-figures/").content.decode()
    assert rows_of(reader, "/register/savings-figures.csv")[0]["Amount"] == "up to £5.0m"
    assert str(local.body) in reader.get(reverse("governance:local-decision-list")).content.decode()
