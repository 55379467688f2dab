"""The database itself refuses to change or delete what is only ever added: raw SQL is tried."""

import datetime as dt
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from governance.models import Withholding
from governance.publication.withholding import withhold
from programmes.append_only import refuse
from programmes.history import Reference, ReferenceSeries
from tests.factories import governance, programmes, workstreams
from tests.factories.reports import make_approved_report
from tests.factories.telling import make_editor

pytestmark = pytest.mark.django_db


def run(sql: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def frozen_document():
    return governance.make_case_document(frozen_at=timezone.now(), content_hash="a" * 64)


def submitted_update():
    return workstreams.make_status_update(submitted_at=timezone.now())


def approval_of_a_report():
    return make_approved_report().events.get()


def something_withheld():
    about, day = programmes.make_programme(marking="public"), timezone.localdate() + dt.timedelta(days=30)
    withhold(
        about=about.reference, part="purpose", ground="commercial", reason="Bids.", review_on=day, by=make_editor()
    )
    return Withholding.objects.get()


FROZEN = [
    (approval_of_a_report, "governance_reportevent", "reason"),
    (something_withheld, "governance_withholding", "reason"),
    (workstreams.make_import_row, "workstreams_importrow", "title"),
    (workstreams.make_import_run, "workstreams_importrun", "reason"),
    (programmes.make_agreement_event, "programmes_agreementevent", "words"),
    (programmes.make_stored_file, "programmes_storedfile", "title"),
    (programmes.make_reminder_sent, "programmes_remindersent", "words"),
    (programmes.make_opportunity_review, "programmes_opportunityreview", "outcome"),
    (workstreams.make_period_event, "workstreams_periodevent", "reason"),
    (workstreams.make_return_chase, "workstreams_returnchase", "words"),
    (workstreams.make_milestone_move, "workstreams_milestonemove", "reason"),
    (workstreams.make_risk_event, "workstreams_riskevent", "words"),
    (submitted_update, "workstreams_statusupdate", "public_text"),
    (governance.make_case_event, "governance_caseevent", "words"),
    (governance.make_case_position, "governance_caseposition", "words"),
    (governance.make_decision_position, "governance_decisionposition", "position"),
    (governance.make_minutes_event, "governance_minutesevent", "text"),
    (governance.make_meeting_print, "governance_meetingprint", "audience"),
    (governance.make_local_decision_event, "governance_localdecisionevent", "wording"),
    (governance.make_chase, "governance_chase", "words"),
    (governance.make_case_shares, "governance_caseshares", "share_set_id"),
    (frozen_document, "governance_casedocument", "summary"),
    (governance.make_edition, "governance_edition", "note"),
    (governance.make_edition_page, "governance_editionpage", "payload"),
    (governance.make_edition_event, "governance_editionevent", "note"),
]


@pytest.mark.parametrize(("make", "table", "column"), FROZEN, ids=[table for _, table, _ in FROZEN])
def test_the_database_refuses_update_and_delete(make, table, column):
    row = make()

    with pytest.raises(DatabaseError, match=f"{table} is append-only"):
        run(f"UPDATE {table} SET {column} = %s WHERE id = %s", 1 if column.endswith("_id") else "forged", row.pk)
    with pytest.raises(DatabaseError, match=f"{table} is append-only"):
        run(f"DELETE FROM {table} WHERE id = %s", row.pk)

    assert getattr(type(row)._base_manager.get(pk=row.pk), column) == getattr(row, column)


def test_every_event_model_is_among_them():
    from django.apps import apps

    from governance.models.edition import FrozenRow
    from programmes.history import AppendOnly

    tables = {m._meta.db_table for m in apps.get_models() if issubclass(m, AppendOnly | FrozenRow)}

    assert tables <= {table for _, table, _ in FROZEN}


def test_the_database_refuses_an_upsert_over_an_event():
    event = programmes.make_agreement_event(words="before")
    names = [connection.ops.quote_name(f.column) for f in event._meta.concrete_fields]
    forged = ["'forged'" if name == '"words"' else name for name in names]
    copy = (
        f"INSERT INTO programmes_agreementevent ({', '.join(names)}) "
        f"SELECT {', '.join(forged)} FROM programmes_agreementevent WHERE id = %s"
    )

    with pytest.raises(DatabaseError, match="append-only"):
        run(f"{copy} ON CONFLICT (id) DO UPDATE SET words = excluded.words", event.pk)
    if connection.vendor == "sqlite":
        with pytest.raises(DatabaseError, match="append-only"):
            run(copy.replace("INSERT", "INSERT OR REPLACE", 1), event.pk)

    assert type(event).objects.get(pk=event.pk).words == "before"


@pytest.mark.parametrize(
    ("make", "table", "column"),
    [
        (governance.make_case_document, "governance_casedocument", "summary"),
        (workstreams.make_status_update, "workstreams_statusupdate", "public_text"),
    ],
)
def test_a_draft_can_still_change(make, table, column):
    draft = make()

    assert run(f"UPDATE {table} SET {column} = 'better' WHERE id = %s", draft.pk) == 1


def test_a_circulated_document_and_a_submitted_update_are_refused_by_the_model_too():
    for make, sentence in (
        (frozen_document, "A circulated document version"),
        (submitted_update, "A submitted update"),
    ):
        row = make()
        with pytest.raises(Exception, match=f"^{sentence} is part of the record and cannot be changed or deleted; "):
            row.save()


def test_the_database_refuses_to_delete_a_reference():
    code = programmes.make_force().reference

    with pytest.raises(DatabaseError, match="programmes_reference is append-only"):
        run("DELETE FROM programmes_reference WHERE code = %s", code)

    assert Reference.objects.filter(code=code).exists()


def test_the_database_refuses_to_take_a_series_back():
    programmes.make_force()
    last = ReferenceSeries.objects.get(prefix="FOR").last

    with pytest.raises(DatabaseError, match="programmes_referenceseries is append-only"):
        run("UPDATE programmes_referenceseries SET last = last - 1 WHERE prefix = 'FOR'")
    with pytest.raises(DatabaseError, match="programmes_referenceseries is append-only"):
        run("DELETE FROM programmes_referenceseries WHERE prefix = 'FOR'")

    assert ReferenceSeries.objects.get(prefix="FOR").last == last
    assert run("UPDATE programmes_referenceseries SET last = last + 1 WHERE prefix = 'FOR'") == 1


# The operation -----------------------------------------------------------------------------------------------------


@contextmanager
def schema_editor():
    """SQLite's own editor wants foreign keys off, which a test's transaction does not allow."""
    if connection.vendor == "sqlite":
        yield SimpleNamespace(connection=connection, execute=lambda sql: run(sql))
    else:
        with connection.schema_editor(atomic=False) as editor:
            yield editor


def test_the_operation_can_be_taken_back():
    force = programmes.make_force(name="Before")
    operation = refuse("programmes_force", on=("UPDATE",), when=f"OLD.id = {force.pk}")

    with schema_editor() as editor:
        operation.database_forwards("programmes", editor, None, None)
    with pytest.raises(DatabaseError, match="programmes_force is append-only"):
        run("UPDATE programmes_force SET name = 'After' WHERE id = %s", force.pk)
    with schema_editor() as editor:
        operation.database_backwards("programmes", editor, None, None)

    assert run("UPDATE programmes_force SET name = 'After' WHERE id = %s", force.pk) == 1


def test_the_operation_says_what_it_does_and_touches_no_model_state():
    operation = refuse("governance_caseevent")

    assert operation.describe() == "Refuse UPDATE and DELETE on governance_caseevent"
    assert operation.state_forwards("governance", models) is None
    assert operation.reversible
