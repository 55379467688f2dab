"""The rows of a document are put in order by keyboard and without a script; versions keep it and compare says it."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from governance.case_file.comparing import compare
from governance.case_file.copying import new_version
from governance.case_file.freezing import content_hash, freeze
from governance.case_file.moves import moved
from governance.choices import Stage
from programmes.choices import Role
from tests.factories import case_file as f
from tests.factories.governance import make_case_document
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db

MAKERS = {
    "options": lambda document, n: f.make_case_option(document=document, code=str(n), name="Way", position=n),
    "lines": lambda document, n: f.make_case_line(document=document, name=f"Row {n}", position=n),
    "funding": lambda document, n: f.make_case_funding(document=document, name=f"Row {n}", position=n),
    "risks": lambda document, n: f.make_case_risk(document=document, words=f"Row {n}", position=n),
    "plan": lambda document, n: f.make_case_step(document=document, name=f"Row {n}", position=n),
}


@pytest.fixture
def story(db):
    return Story("Kent", "Essex").put("drafting")


@pytest.fixture
def editor(story):
    return signed_in(story.editor)


@pytest.fixture
def document(story):
    return make_case_document(case=story.case, stage="obc", title="OBC")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def part(document, name):
    return f"/admin/governance/casedocument/{document.pk}/part/{name}/"


def words(rows):
    return [str(row) for row in rows]


def last_said(document):
    return type(document).history.filter(id=document.pk).order_by("history_id").last().history_change_reason


@pytest.mark.parametrize("name", list(MAKERS))
@pytest.mark.parametrize(
    ("how", "at", "typed", "order"),
    [("up", 2, {}, [1, 3, 2]), ("down", 0, {}, [2, 1, 3]), ("to", 2, "1", [3, 1, 2]), ("up", 0, {}, [1, 2, 3])],
)
def test_a_button_moves_a_row_of_every_part(editor, document, name, how, at, typed, order):
    rows = [MAKERS[name](document, n) for n in (1, 2, 3)]
    url = part(document, name)
    data = form_data(editor.get(url), "part-form") | {"move": f"{how}-{rows[at].pk}"}
    if typed:
        data[f"place-{rows[at].pk}"] = typed

    answer = editor.post(url, data)

    assert answer.status_code == 302
    assert answer.url == f"{url}#place-{rows[at].pk}"
    assert words(type(rows[0]).objects.filter(document=document)) == [str(rows[n - 1]) for n in order]
    html = editor.get(url).content.decode()
    places = [html.index(f'id="place-{rows[n - 1].pk}"') for n in order]
    assert places == sorted(places)


def test_the_history_of_the_document_says_what_moved_from_where_to_where(editor, document):
    rows = [MAKERS["risks"](document, n) for n in (1, 2, 3)]
    url = part(document, "risks")

    editor.post(url, form_data(editor.get(url), "part-form") | {"move": f"to-{rows[2].pk}", f"place-{rows[2].pk}": "1"})

    assert last_said(document) == "Risks: “Row 3” moved from place 3 to place 1."


def test_what_is_typed_elsewhere_is_kept_and_can_be_saved_after_a_move(editor, document):
    rows = [MAKERS["risks"](document, n) for n in (1, 2)]
    url = part(document, "risks")
    data = form_data(editor.get(url), "part-form") | {
        "row-0-owner": "The SRO", "row-2-words": "A new one", "move": f"up-{rows[1].pk}",
    }  # fmt: skip

    page = editor.post(url, data)

    html = page.content.decode()
    assert "Moved: “Row 2”." in html
    assert "What you typed is kept below; it is not saved yet." in html
    again = form_data(page, "part-form")
    assert (again["row-0-owner"], again["row-2-words"]) == ("The SRO", "A new one")
    assert editor.post(url, again).status_code == 302
    assert [(r.words, r.owner) for r in document.risks.all()] == [
        ("Row 2", ""), ("Row 1", "The SRO"), ("A new one", ""),
    ]  # fmt: skip


def test_moving_does_not_disturb_who_types_into_the_row(editor, document):
    rows = [MAKERS["risks"](document, n) for n in (1, 2)]
    url = part(document, "risks")
    mine = form_data(editor.get(url), "part-form") | {"row-1-owner": "Mine"}
    other = signed_in(make_user(Role.EDITOR))
    other.post(url, form_data(other.get(url), "part-form") | {"move": f"up-{rows[1].pk}"})

    assert editor.post(url, mine).status_code == 302
    assert [(r.words, r.owner) for r in document.risks.all()] == [("Row 2", "Mine"), ("Row 1", "")]


@pytest.mark.parametrize("typed", ["0", "4", "x", "", "-1", "9" * 30, "²"])
def test_a_place_that_is_none_is_a_sentence(editor, document, typed):
    rows = [MAKERS["risks"](document, n) for n in (1, 2, 3)]
    url = part(document, "risks")
    data = form_data(editor.get(url), "part-form") | {"row-0-owner": "Typed"}

    page = editor.post(url, data | {"move": f"to-{rows[0].pk}", f"place-{rows[0].pk}": typed})

    html = page.content.decode()
    assert "Place of “Row 1”: give a number from 1 to 3." in html
    assert 'value="Typed"' in html


@pytest.mark.parametrize("asked", ["up-999999", "up-x", "up", "up-" + "9" * 40])
def test_a_row_that_is_gone_is_a_sentence(editor, document, asked):
    MAKERS["risks"](document, 1)
    url = part(document, "risks")

    page = editor.post(url, form_data(editor.get(url), "part-form") | {"move": asked})

    assert page.status_code == 200
    assert "This row is off the document already." in page.content.decode()


def test_attachments_are_moved_too(editor, document):
    rows = [f.make_case_attachment(document=document, title=f"File {n}", position=n) for n in (1, 2)]
    url = f"/admin/governance/casedocument/{document.pk}/attachments/"

    editor.post(url, {"move": f"up-{rows[1].pk}"})

    assert [row.title for row in document.attachments.all()] == ["File 2", "File 1"]
    assert last_said(document) == "Attachments: “File 2” moved from place 2 to place 1."


def test_the_order_of_a_circulated_version_stands(story, editor, document):
    rows = [MAKERS["risks"](document, n) for n in (1, 2)]
    url = part(document, "risks")
    data = form_data(editor.get(url), "part-form") | {"move": f"up-{rows[1].pk}"}
    freeze(document, story.editor)

    html = editor.post(url, data).content.decode()

    assert "cannot be changed or deleted" in html
    assert words(document.risks.all()) == ["Row 1", "Row 2"]


def test_a_version_keeps_the_order_of_the_one_before_and_compare_says_what_moved(story, editor, document):
    for n in (1, 2, 3, 4):
        MAKERS["risks"](document, n)
        f.make_case_attachment(document=document, title=f"File {n}", position=n)
    freeze(document, story.editor)
    second = new_version(case=story.case, stage=Stage.OBC, by=story.editor)
    assert words(second.risks.all()) == ["Row 1", "Row 2", "Row 3", "Row 4"]
    before = content_hash(second)
    last, file = second.risks.get(words="Row 4"), second.attachments.get(title="File 1")
    editor.post(part(second, "risks"), {"rows": "0", "move": f"to-{last.pk}", f"place-{last.pk}": "1"})
    editor.post(f"/admin/governance/casedocument/{second.pk}/attachments/", {"move": f"down-{file.pk}"})

    found = {d.title: [(r.label, r.how, r.before, r.after) for r in d.rows] for d in compare(document, second)}

    assert found == {
        "Risks": [("Row 4", "Moved", "Place 4 of 4", "Place 1 of 4")],
        "Attachments": [("“File 1”", "Moved", "Place 1 of 4", "Place 2 of 4")],
    }
    assert content_hash(second) != before
    html = editor.get(f"/register/documents/{second.reference}/compare").content.decode()
    assert ("Moved" in html, "Place 1 of 4" in html) == (True, True)


def test_a_row_added_or_left_out_moves_no_other():
    assert moved(["a", "b", "c"], ["x", "a", "c"]) == []
    assert moved(["a", "b", "c"], ["b", "c", "a"]) == ["a"]
    assert moved([], ["a"]) == []


@given(st.permutations(range(7)))
def test_what_is_said_to_have_moved_is_enough_and_no_more(order):
    found = moved(range(7), order)
    still = [n for n in order if n not in found]

    assert still == sorted(still)
    assert len(set(found)) == len(found)
    for one in found:
        both = sorted([*still, one], key=order.index)
        assert both != sorted(both) or len(still) == 7
