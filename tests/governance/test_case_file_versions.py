"""Versions of a case’s document: begun as a copy of the last, fixed with all their parts when circulated."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from governance.case_file.freezing import content_hash, freeze
from governance.case_file.parts import parts_of
from governance.choices import Stage
from governance.models import (
    CaseAmount,
    CaseAttachment,
    CaseFunding,
    CaseLine,
    CaseOption,
    CaseRisk,
    CaseStep,
)
from programmes.history import AppendOnlyError
from tests.factories.case_file import (
    make_case_amount,
    make_case_attachment,
    make_case_line,
    make_case_option,
    make_whole_document,
)
from tests.factories.governance import make_case_document
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db
ROWS = (CaseOption, CaseLine, CaseAmount, CaseFunding, CaseRisk, CaseStep, CaseAttachment)


@pytest.fixture
def story(db):
    return Story("Kent", "Essex").put("drafting")


@pytest.fixture
def editor(story):
    client = Client()
    client.force_login(story.editor)
    return client


@pytest.fixture
def frozen(story):
    """A circulated version with a row of every kind."""
    document = make_whole_document(case=story.case, stage="obc", title="OBC")
    make_case_attachment(document=document, title="Equality assessment")
    freeze(document, story.editor)
    return document


def page_of(client, case):
    return client.get(f"/admin/governance/businesscase/{case.pk}/change/").content.decode()


def raw(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_version_is_begun_from_the_case_as_a_copy_of_the_last_with_all_its_parts(story, editor, frozen):
    begin = re.search(r'href="([^"]+/version/)"', page_of(editor, story.case))[1]

    page = editor.post(begin, {"stage": "obc", "title": ""}, follow=True)

    made = story.case.documents.get(number=2)
    assert "Begun: OBC, version 2, as a copy of OBC, version 1." in page.content.decode()
    assert (made.title, made.based_on, made.problem, made.npsv, made.frozen_at) == ("OBC", frozen, "Said.", 100, None)
    old, new = parts_of(frozen), parts_of(made)
    assert [(o.code, o.is_preferred) for o in new.options] == [("1", False), ("2", True)]
    assert [(a.line.name, a.force_id, a.financial_year, str(a.amount)) for a in new.amounts] == [
        ("Set-up", None, "2016/17", "100.00"),
        ("Fewer posts", None, "2016/17", "200.00"),
    ]
    assert [a.file_id for a in new.attachments] == [a.file_id for a in old.attachments]
    assert [len(getattr(new, kind)) for kind in ("lines", "funding", "risks", "steps")] == [2, 1, 1, 1]


def test_full_case_begins_with_the_outline_case(story, editor, frozen):
    editor.post(f"/admin/governance/businesscase/{story.case.pk}/version/", {"stage": "fbc"})

    made = story.case.documents.get(stage="fbc")
    assert (made.title, made.number, made.based_on) == ("Vetting: FBC", 1, frozen)
    assert made.options.count() == 2


def test_one_working_version_at_a_time(story, editor):
    document = story.document(Stage.OBC, title="OBC")
    begin = f"/admin/governance/businesscase/{story.case.pk}/version/"

    html = editor.post(begin, {"stage": "obc"}).content.decode()

    assert "OBC, version 1 is still a working version; change that one." in html
    assert f'href="/admin/governance/casedocument/{document.pk}/change/"' in html
    assert story.case.documents.count() == 1


def test_stage_that_the_case_does_not_need_is_no_choice(story, editor):
    answer = editor.post(f"/admin/governance/businesscase/{story.case.pk}/version/", {"stage": "soc"})

    assert "Select a valid choice" in answer.content.decode()
    assert story.case.documents.count() == 0


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_the_database_refuses_every_change_of_the_parts_of_a_circulated_version(frozen, model):
    table, row = model._meta.db_table, model.objects.filter(document=frozen).first()
    names = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.name != "id")

    for sql in (
        f"UPDATE {table} SET position = 9 WHERE id = %s",
        f"DELETE FROM {table} WHERE id = %s",
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match=f"{table} is append-only"):
            raw(sql, row.pk)

    row.refresh_from_db()
    assert row.position != 9


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_the_model_refuses_every_change_of_the_parts_of_a_circulated_version(frozen, model):
    row = model.objects.filter(document=frozen).first()

    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(TypeError):
        model.objects.filter(pk=row.pk).update(position=9)


def test_a_part_cannot_be_moved_under_or_out_of_a_circulated_version(story, frozen):
    working = make_whole_document(case=story.case, stage="fbc")
    option = working.options.first()

    with pytest.raises(DatabaseError, match="append-only"):
        raw("UPDATE governance_caseoption SET document_id = %s WHERE id = %s", frozen.pk, option.pk)
    with pytest.raises(DatabaseError, match="append-only"):
        raw("UPDATE governance_caseoption SET document_id = %s WHERE document_id = %s", working.pk, frozen.pk)


@pytest.mark.parametrize("part", ["options", "lines", "funding", "risks", "plan"])
def test_a_page_of_a_part_refuses_a_circulated_version_and_keeps_what_was_typed(story, editor, part):
    document = make_whole_document(case=story.case, stage="obc", title="OBC")
    url = f"/admin/governance/casedocument/{document.pk}/part/{part}/"
    data = form_data(editor.get(url), "part-form")
    freeze(document, story.editor)
    field = {"risks": "words", "lines": "name", "plan": "name"}.get(part, "name")

    html = editor.post(url, {**data, f"row-0-{field}": "Typed meanwhile"}).content.decode()

    assert "A circulated document version is part of the record and cannot be changed" in html
    assert "Typed meanwhile" in html
    assert 'name="rows"' not in editor.get(url).content.decode()


def test_the_hash_is_of_the_whole_version_and_stays(story, frozen):
    assert frozen.content_hash == content_hash(frozen)
    before = frozen.content_hash, frozen.frozen_at

    freeze(frozen, story.editor)

    frozen.refresh_from_db()
    assert (frozen.content_hash, frozen.frozen_at) == before


def test_the_hash_is_of_what_the_document_says_with_all_its_parts_and_of_nothing_else(story):
    same = {"number": 1, "title": "A", "dated": "2016-04", "stage": "obc", "strategic": "Said.", "npsv": "100"}
    document = make_case_document(case=story.case, marking="public", **same)
    twin, other = make_case_document(**same), make_case_document(**same, summary="Shorter.")
    for each in (document, twin):
        make_case_option(document=each, code="1", name="Stay")
        make_case_amount(line=make_case_line(document=each, name="Set-up"), amount="12.5")
    third = make_case_document(**same)
    make_case_option(document=third, code="1", name="Stay")
    make_case_amount(line=make_case_line(document=third, name="Set-up"), amount="12.51")

    assert (
        content_hash(document)
        == content_hash(twin)
        == "e879a6471e5ffa7a1f3a1183663c00752f2f23f995d9a6923af5b1a05e8b180e"
    )
    assert len({content_hash(other), content_hash(twin), content_hash(third)}) == 3
