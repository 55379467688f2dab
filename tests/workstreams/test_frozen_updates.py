"""A status update stays as it was submitted; a move of a milestone stays as it was recorded."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from programmes.history import AppendOnlyError
from tests.factories.programmes import make_user
from tests.factories.workstreams import (
    make_milestone,
    make_milestone_move,
    make_period,
    make_status_update,
    make_workstream,
)
from workstreams.models import MilestoneMove, StatusUpdate

pytestmark = pytest.mark.django_db


def submitted(**fields):
    return make_status_update(submitted_at=timezone.now(), submitted_by=make_user(), **fields)


def test_a_draft_can_change_and_is_submitted_once():
    update = make_status_update(public_text="Draft.")
    update.public_text = "Ready."
    update.save()
    update.submitted_at, update.submitted_by = timezone.now(), make_user()
    update.save()

    update.public_text = "Forged."
    with pytest.raises(AppendOnlyError) as refusal:
        update.save()

    assert str(refusal.value) == (
        "A submitted update is part of the record and cannot be changed or deleted; record a correction instead."
    )
    assert StatusUpdate.objects.get().public_text == "Ready."
    assert [row.public_text for row in update.history.all()] == ["Ready.", "Ready.", "Draft."]


@pytest.mark.parametrize("column", ["public_text", "internal_note", "rag", "next_steps"])
def test_the_database_refuses_to_change_a_submitted_update(column):
    update = submitted()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StatusUpdate._base_manager.filter(pk=update.pk).update(**{column: "Forged"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workstreams_statusupdate SET submitted_at = NULL WHERE id = %s", [update.pk])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM workstreams_statusupdate WHERE id = %s", [update.pk])

    assert StatusUpdate.objects.filter(pk=update.pk, submitted_at__isnull=False).exists()


def test_the_model_and_the_queryset_refuse_to_delete_a_submitted_update():
    update, draft = submitted(), make_status_update()

    for change in (update.delete, update.save, StatusUpdate.objects.all().delete):
        with pytest.raises(AppendOnlyError, match="^A submitted update is part of the record"):
            change()
    with pytest.raises(TypeError):
        StatusUpdate.objects.update(public_text="Forged.")

    StatusUpdate.objects.filter(pk=draft.pk).delete()
    assert list(StatusUpdate.objects.all()) == [update]


def returned(**fields):
    return submitted(**{"period": make_period(), "rag": "green", **fields})


def test_one_return_for_a_workstream_and_period():
    first = returned()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_status_update(workstream=first.workstream, period=first.period)
    assert make_status_update(workstream=make_workstream(), period=first.period).pk


def test_a_version_is_corrected_once_and_with_a_reason():
    first = returned()
    again = {"workstream": first.workstream, "period": first.period, "corrects": first}

    with pytest.raises(IntegrityError), transaction.atomic():
        make_status_update(**again)
    second = make_status_update(**again, correction_reason="Wrong.")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_status_update(**again, correction_reason="Wrong again.")

    assert list(StatusUpdate.objects.current()) == [first]
    second.rag, second.submitted_at = "green", timezone.now()
    second.save()
    assert list(StatusUpdate.objects.current()) == [second]


def test_the_database_refuses_a_correction_of_another_return_or_of_a_draft():
    first, draft = returned(), make_status_update(period=make_period())
    elsewhere = {"corrects": first, "correction_reason": "Wrong."}

    for fields in (
        {**elsewhere, "workstream": make_workstream(), "period": first.period},
        {**elsewhere, "workstream": first.workstream, "period": make_period()},
        {"corrects": draft, "correction_reason": "Wrong.", "workstream": draft.workstream, "period": draft.period},
    ):
        with pytest.raises(DatabaseError, match="a correction belongs to the submitted return"), transaction.atomic():
            make_status_update(**fields)

    stray = make_status_update(workstream=first.workstream, period=first.period, **elsewhere)
    stray.workstream = make_workstream()
    with pytest.raises(DatabaseError, match="a correction belongs to the submitted return"), transaction.atomic():
        stray.save()


def test_off_green_has_a_reason_and_who_goes_with_when():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_status_update(rag="red")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_status_update(submitted_by=make_user())
    assert make_status_update(rag="red", rag_reason="The supplier is late.").pk
    assert make_status_update(rag="red", period=make_period()).pk  # a draft may be incomplete


@pytest.mark.parametrize("missing", ["rag", "public_text", "rag_reason", "action", "green_by"])
def test_the_database_refuses_a_submitted_return_that_lacks_something(missing):
    whole = {"rag": "red", "public_text": "Late.", "rag_reason": "Why.", "action": "What.", "green_by": "2017"}

    with pytest.raises(IntegrityError), transaction.atomic():
        returned(**{**whole, missing: ""})
    assert returned(**whole).pk


def test_a_move_of_a_milestone_is_kept_as_it_was_recorded():
    move = make_milestone_move(milestone=make_milestone(), was="2017-01", now="2017-04", reason="Late.")

    for change in (
        move.save,
        move.delete,
        MilestoneMove.objects.all().delete,
        lambda: MilestoneMove.objects.update(now="2018"),
    ):
        with pytest.raises(AppendOnlyError, match="^Milestone move is part of the record and cannot be changed"):
            change()

    assert MilestoneMove.objects.get().now == "2017-04"


def test_a_move_moves_and_has_its_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_milestone_move(was="2017-01", now="2017-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_milestone_move(reason="")
