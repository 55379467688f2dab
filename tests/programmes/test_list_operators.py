"""Operators on every list: is, is not, recorded or not share out the rows; before and after agree with plain Python."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.choices import AgreementKind, Marking, Role
from programmes.dates import bounds
from programmes.filters.operators import TextFilter
from programmes.models import Agreement
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.programmes.lists import LISTS, Asked, csv_rows

DAYS = [
    "2016-04-21", "2016-04", "2016", "2016-23", "2016-24", "2015~", "201X", "2017-04-01/2020-03-31", "2017-04-01/..",
    "../2014-05-31", "2016-10-01", "2016-09-30", "2016-12?", "",
]  # fmt: skip


def test_no_list_filters_by_a_text_that_not_every_reader_of_the_record_may_read():
    for view in LISTS.values():
        model = view.table_class and getattr(view.filter_class, "own_fields", {})
        for field in model.values():
            assert "internal" not in field.path
            assert not (isinstance(field, TextFilter) and field.path in ("text", "url", "exempt_part"))


@pytest.fixture
def dated(db):
    return {p.make_agreement(title=f"Signed {day}", signed=day).pk: day for day in DAYS}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(year=st.integers(2013, 2018), part=st.sampled_from(["", "-04", "-23", "-24", "-10-01", "-04-21", "-01-01"]))
def test_dates_agree_with_a_plain_filter(year, part, dated):
    first, last = bounds(f"{year}{part}")
    ends = {pk: bounds(day) for pk, day in dated.items()}
    expected = {
        "signed__before": [pk for pk, (_, latest) in ends.items() if latest and latest < first],
        "signed__after": [pk for pk, (earliest, _) in ends.items() if earliest and earliest > last],
        "signed": [pk for pk, (a, b) in ends.items() if a and b and first <= a and b <= last],
        "signed__empty": [pk for pk, day in dated.items() if not day],
    }
    asked = Asked("programmes:agreement-list", Role.EDITOR)

    found = {name: asked.rows(f"{name}={'1' if 'empty' in name else f'{year}{part}'}") for name in expected}

    assert found == {name: sorted(keys) for name, keys in expected.items()}


@pytest.fixture
def reader(db):
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


def titles(response: Any) -> list[str]:
    return [row.record.title for row in response.context["table"].paginated_rows]


def make_three() -> Any:
    bch = p.make_alliance(short_name="BCH")
    p.make_agreement(title="Dogs", alliance=bch, kind=AgreementKind.MOU, signed="2016-09-30", scope="Dogs and handlers")
    p.make_agreement(title="Firearms", kind=AgreementKind.S22A, signed="2016-10-01")
    p.make_agreement(
        title="Kennels", alliance=p.make_alliance(short_name="Seven"), kind=AgreementKind.S22A, signed="2016"
    )
    return bch


@pytest.mark.parametrize(
    ("query", "found", "chip"),
    [
        ("kind__not=mou", ["Firearms", "Kennels"], "Kind is not Memorandum of understanding"),
        ("alliance__not={bch}", ["Kennels"], "Alliance is not BCH"),
        ("alliance__empty=1", ["Firearms"], "Alliance is not recorded"),
        ("alliance__empty=0", ["Dogs", "Kennels"], "Alliance is recorded"),
        ("signed__before=1 October 2016", ["Dogs"], "Signed before 1 October 2016"),
        ("signed__after=2016-09-30", ["Firearms"], "Signed after 30 September 2016"),
        ("signed=2016", ["Dogs", "Firearms", "Kennels"], "Signed: in 2016"),
        ("signed__not=2016-10-01", ["Dogs", "Kennels"], "Signed not on 1 October 2016"),
        ("scope=HANDLERS dogs", ["Dogs"], "Scope has “HANDLERS dogs”"),
        ("scope__not=cats", ["Dogs"], "Scope has not “cats”"),
        ("scope__empty=1", ["Firearms", "Kennels"], "Scope is not recorded"),
    ],
)
def test_an_operator_finds_says_so_and_can_be_taken_away(query, found, chip, reader):
    query = query.format(bch=make_three().reference)

    response = reader.get(f"/register/agreements/?{query}&sort=title")

    assert titles(response) == found
    assert [(c.label, c.remove_url) for c in response.context["chips"]] == [(chip, "?sort=title")]
    assert [row[0] for row in csv_rows(reader, f"/register/agreements.csv?{query}&sort=title")[1:]] == found
    assert f"{len(found)} agreement{'s' if len(found) > 1 else ''}" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind__above=mou", "“kind__above” in the address is nothing this page knows. Kind can be asked by kind, kind__not"),
        ("signed__between=2016", "Signed can be asked by signed, signed__not, signed__before, signed__after and"),
        ("kind__not=treaty", "Kind: Select a valid choice. treaty is not one of the available choices for “is not”."),
        ("kind__empty=yes", "Kind: “yes” is neither 1 (not recorded) nor 0 (recorded)."),
        ("signed__before=soon", "Signed: “soon” is not a date the register can read."),
        ("signed__after=2016/..", "Signed: “2016/..” has no first and last day."),
        ("title__not=Dogs", "“title__not” in the address is nothing this page knows."),
    ],
)  # fmt: skip
def test_an_operator_that_is_not_understood_gets_a_sentence(query, sentence, reader):
    response = reader.get(f"/register/agreements/?{query}")

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_what_the_form_sends_becomes_the_address(reader):
    bch = make_three()

    sent = reader.get(
        "/register/agreements/?q=&kind=mou&kind__how=not&state=&state__how=is&alliance=&alliance__how=filled"
        "&scope=&scope__how=is&signed__after=2015&signed__before=&signed=&signed__empty=&sort=title"
    )

    assert sent.status_code == 302
    assert sent.url == "/register/agreements/?kind__not=mou&signed__after=2015&sort=title&alliance__empty=0"
    assert titles(reader.get(sent.url)) == ["Kennels"]
    form = reader.get(f"/register/agreements/?alliance__not={bch.reference}&alliance={bch.reference}").content.decode()
    assert '<input type="hidden" name="alliance__not" value="' + bch.reference in form


def test_the_form_shows_what_the_address_asks(reader):
    make_three()

    text = reader.get("/register/agreements/?kind__not=mou&signed__before=2016-10-01").content.decode()

    assert '<option value="not" selected>is not</option>' in text
    assert '<option value="mou" selected>' in text
    assert 'name="signed__before" id="id_signed__before" value="2016-10-01"' in text
    assert '<details class="more-filters" open>' in text


def test_a_filter_by_party_finds_nothing_through_a_party_that_the_reader_may_not_read(reader):
    body = p.make_body()
    agreement = p.make_agreement(title="Dogs")
    p.make_party(agreement=agreement, body=body, marking=Marking.SENSITIVE)

    assert titles(reader.get(f"/register/agreements/?party={body.reference}")) == []
    assert titles(reader.get("/register/agreements/?party__empty=1")) == ["Dogs"]


def test_an_operator_names_no_record_that_the_reader_may_not_read(reader):
    hidden = p.make_alliance(short_name="Hidden ones", marking=Marking.SENSITIVE)
    p.make_agreement(alliance=hidden)

    response = reader.get(f"/register/agreements/?alliance__not={hidden.reference}")

    assert response.status_code == 400
    assert "Hidden ones" not in response.content.decode()


def test_the_board_takes_the_filters_of_its_list(reader):
    g.make_business_case(sponsor="Chief Constable")

    sent = reader.get("/register/cases/board?sponsor=chief&sponsor__how=not&q=")

    assert sent.url == "/register/cases/board?sponsor__not=chief"
    assert [c.label for c in reader.get(sent.url).context["chips"]] == ["Sponsor has not “chief”"]
    assert reader.get("/register/cases/board?sponsor__above=2").status_code == 400


def test_columns_keep_the_one_that_names_the_row_and_any_sort(reader):
    make_three()

    response = reader.get("/register/agreements/?columns=signed,kind&sort=-reference")

    assert [column.name for column in response.context["table"].columns] == ["title", "signed", "kind"]
    assert titles(response) == ["Kennels", "Firearms", "Dogs"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("columns=colour", "This list has no column “colour”. Its columns are title, kind,"),
        ("columns=kind,kind", "The column “kind” stands twice in the address."),
        ("choose=colours", "“colours” is nothing that can be chosen here; “columns” is."),
    ],
)
def test_columns_that_are_not_there_get_a_sentence(query, sentence, reader):
    response = reader.get(f"/register/agreements/?{query}")

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_columns_are_chosen_on_a_page_without_script(reader):
    page = reader.get("/register/agreements/?kind=mou&page=1&choose=columns")
    assert "Choose columns" in page.content.decode()
    assert [(c.name, c.place) for c in page.context["columns"]][:3] == [("title", 1), ("kind", 2), ("state", 3)]

    sent = reader.get("/register/agreements/?kind=mou&title__place=1&state__place=1&signed__place=2&kind__place=0")

    assert sent.url == "/register/agreements/?kind=mou&columns=title%2Cstate%2Csigned"


def test_the_whole_of_the_columns_needs_no_words_in_the_address(reader):
    columns = LISTS["programmes:agreement-list"].table_class.base_columns
    query = "&".join(f"{name}__place={number}" for number, name in enumerate(columns, start=1))

    assert reader.get(f"/register/agreements/?{query}").url == "/register/agreements/"


def test_agreements_are_read_with_as_many_questions_whatever_is_asked(reader, django_assert_max_num_queries):
    make_three()
    assert Agreement.objects.count() == 3
    with django_assert_max_num_queries(8, connection=connection):
        reader.get("/register/agreements/?kind__not=mou&party__empty=1&signed__after=2015&scope__not=x&columns=kind")
