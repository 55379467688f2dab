"""Search: all words, phrases, rank, the field the words stand in, counts by kind, what a reader may read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programmes import search
from programmes.choices import Marking, Role
from programmes.history import Record
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db


def signed_in(role=Role.OFFICE_VIEWER):
    client = Client()
    client.force_login(p.make_user(role))
    return client


def results(client, query, **others):
    return client.get("/register/search", {"q": query, **others}).context["results"]


def codes(client, query, **others):
    return [result.code for result in results(client, query, **others)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Vetting  HR", ["vetting", "hr"]),
        ('"Criminal  Justice" custody', ["criminal justice", "custody"]),
        ("“Café bar” x", ["cafe bar", "x"]),
        ('"never closed', ["never", "closed"]),
        ('""', []),
        ("", []),
    ],
)
def test_words_and_phrases_of_a_query(query, words):
    assert search.words_of(query) == words


def test_the_exact_reference_comes_first_then_titles_then_texts():
    in_text = p.make_agreement(title="Dogs", scope="What kennels cost, AGR-77 aside")
    in_title = w.make_workstream(name="New kennels")
    exact = w.make_workstream(name="Kennels")
    client = signed_in()

    assert codes(client, "kennels") == [exact.reference, in_title.reference, in_text.reference]
    other = p.make_programme(name="A programme", purpose=f"It follows {in_title.reference}.")
    assert codes(client, in_title.reference.lower()) == [in_title.reference, other.reference]


def test_all_words_must_match_and_a_phrase_stands_together():
    both = p.make_agreement(title="Shared", scope="Criminal law and Justice")
    phrase = p.make_agreement(title="Custody", scope="Of criminal justice alone")
    client = signed_in()

    assert codes(client, "criminal justice") == [both.reference, phrase.reference]
    assert codes(client, '"criminal justice"') == [phrase.reference]
    assert codes(client, "criminal unicorns") == []


def test_the_field_is_named_and_the_words_are_marked_as_written():
    p.make_agreement(title="Shared", scope="The dogs.\n\nTheir <Café> in Kent & Essex.", exclusions="No cats")

    found = results(signed_in(), "cafe essex")[0]

    assert (found.field, found.text) == (
        "Scope", "The dogs. Their &lt;<mark>Café</mark>&gt; in Kent &amp; <mark>Essex</mark>."
    )  # fmt: skip
    text = signed_in().get("/register/search?q=cafe+essex").content.decode()
    assert '<span class="quiet">in Scope:</span> The dogs.' in text


def test_a_long_text_is_cut_around_the_words():
    p.make_agreement(title="Shared", scope=f"{'Before the thing. ' * 30}Kennels.{' And after it.' * 30}")

    found = results(signed_in(), "kennels")[0].text

    assert found.startswith("…")
    assert found.endswith("…")
    assert "<mark>Kennels</mark>" in found
    assert len(found) < 320


def test_a_title_that_shows_the_words_needs_no_text():
    p.make_agreement(title="Kennels", scope="Kennels and stables")

    found = results(signed_in(), "kennels")[0]

    assert (found.title, found.text) == ("<mark>Kennels</mark>", "")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.AUDITOR])
def test_internal_notes_are_searched_for_those_who_may_read_them(role):
    noted = w.make_workstream(name="Dogs", internal_note="Between us: unhappy.")

    found = results(signed_in(role), "dogs unhappy")

    assert [(hit.code, hit.field, hit.text) for hit in found] == [
        (noted.reference, "Internal note", "Between us: <mark>unhappy</mark>.")
    ]


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.OFFICE_RECORDER, Role.FORCE_CONTRIBUTOR])
def test_others_find_nothing_by_an_internal_note_and_read_none(role):
    w.make_workstream(name="Dogs", internal_note="Between us: dogs are unhappy.")
    client = signed_in(role)

    assert codes(client, "unhappy") == []
    assert "Between us" not in client.get("/register/search?q=dogs").content.decode()


def test_every_kind_with_internal_texts_is_searched_in_them():
    kinds = {model.__name__ for model in search.noted_kinds()}

    assert kinds >= {"Workstream", "StatusUpdate", "BusinessCase", "Paper"}
    assert all(issubclass(model, Record) for model in search.noted_kinds())


def test_a_hidden_record_is_neither_found_nor_counted():
    p.make_agreement(title="Kennels", marking=Marking.SENSITIVE)
    p.make_agreement(title="Open kennels")

    page = signed_in().get("/register/search?q=kennels")

    assert [link.label for link in page.context["kinds"]] == ["Every kind (1)", "Agreement (1)"]
    assert len(page.context["results"]) == 1


@pytest.fixture
def many():
    for number in range(4):
        p.make_agreement(title=f"Kennels {number}")
        w.make_workstream(name="Other", purpose=f"Kennels {number}")


@pytest.mark.parametrize("most", [1000, 5])
def test_counts_and_pages_are_the_same_however_much_is_found(most, many, monkeypatch):
    monkeypatch.setattr(search, "MOST_READ", most)
    page = signed_in(Role.EDITOR).get("/register/search?q=kennels")

    assert [link.label for link in page.context["kinds"]] == ["Every kind (8)", "Agreement (4)", "Workstream (4)"]
    assert [hit.kind for hit in page.context["results"]] == ["Agreement"] * 4 + ["Workstream"] * 4
    of_kind = signed_in().get("/register/search?q=kennels&kind=workstreams.workstream")
    assert [hit.kind for hit in of_kind.context["results"]] == ["Workstream"] * 4


def test_a_search_asks_as_many_questions_whatever_it_finds(many):
    client = signed_in()
    client.get("/register/search?q=kennels")
    with CaptureQueriesContext(connection) as before:
        client.get("/register/search?q=kennels")
    for number in range(30):
        p.make_agreement(title=f"Kennels {number} more")
        w.make_workstream(name=f"Stables {number}", purpose="For the kennels")

    with CaptureQueriesContext(connection) as after:
        client.get("/register/search?q=kennels&page=2")

    assert len(after) <= len(before) <= 8


def test_a_case_is_found_by_its_sponsor():
    g.make_business_case(title="Vetting", sponsor="Jane Sponsor")

    found = results(signed_in(), "jane")

    assert [(hit.field, hit.text) for hit in found] == [("Sponsor", "<mark>Jane</mark> Sponsor")]
