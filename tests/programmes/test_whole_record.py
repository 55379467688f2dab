"""The whole record: loaded once, every fact with its quotation and the reason in its history."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection

from governance.models import BusinessCase
from programmes.models import Citation, Reference
from programmes.record import load_record

pytestmark = pytest.mark.django_db


def everything() -> dict[str, int]:
    """The number of rows in each table, history included."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - {"sqlite_sequence"})
    return {t: _count(t) for t in tables}


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        return int(cursor.fetchone()[0])


def test_loading_the_whole_record_again_changes_nothing(record_db: None) -> None:
    before = everything()
    assert load_record() == Counter()
    assert everything() == before
    assert before["programmes_sourceparagraph"] > 334


def test_every_quotation_stands_in_its_paragraph_and_every_fact_has_one(record_db: None) -> None:
    citations = Citation.objects.select_related("paragraph")
    assert [c.pk for c in citations if not c.quote or c.quote not in c.paragraph.text] == []
    uncited = Reference.objects.filter(citations=None).exclude(kind="programmes.source")
    assert list(uncited.values_list("code", flat=True)) == []


def test_citations_name_fields_and_events_that_there_are(record_db: None) -> None:
    wrong = []
    for about, kind, field in Citation.objects.exclude(field="").values_list("about", "about__kind", "field"):
        model = apps.get_model(kind)
        if field.startswith("event "):
            seq = int(field.removeprefix("event "))
            known = model.objects.get(reference=about).events.filter(seq=seq).exists()
        else:
            known = field in {f.name for f in [*model._meta.fields, *model._meta.many_to_many]}
        if not known:
            wrong.append((about, field))
    assert wrong == []


def test_history_of_each_record_begins_with_one_row_that_says_where_it_comes_from(record_db: None) -> None:
    for kind in set(Reference.objects.values_list("kind", flat=True)):
        model = apps.get_model(kind)
        first = model.history.filter(history_type="+")
        assert first.count() == model.objects.count()
        assert set(first.values_list("history_change_reason", "history_user")) == {("Loaded from the sources", None)}


def test_lists_stand_in_the_first_row_of_history(record_db: None) -> None:
    case = BusinessCase.objects.filter(participating_forces__isnull=False).first()
    assert case is not None
    row = case.history.get()
    assert row.history_type == "+"
    assert row.participating_forces.count() == case.participating_forces.count() > 0
