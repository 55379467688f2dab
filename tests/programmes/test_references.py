"""References are never used again, and the index row of a record says what it is."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from programmes.history import Reference, ReferenceSeries, ReferenceTaken
from programmes.models import Force
from tests.factories.programmes import make_force, make_holder, make_programme
from tests.factories.workstreams import make_status_update, make_workstream

pytestmark = pytest.mark.django_db


def delete_by_sql(record):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {record._meta.db_table} WHERE id = %s", [record.pk])


def test_numbers_follow_one_another_for_each_prefix():
    forces = [make_force(), make_force()]
    programme = make_programme()

    numbers = [int(force.reference.removeprefix("FOR-")) for force in forces]
    assert numbers[1] == numbers[0] + 1
    assert programme.reference.startswith("PRG-")


def test_a_reference_is_not_given_out_again_when_its_record_was_deleted_by_sql():
    gone = make_force()
    delete_by_sql(gone)

    following = make_force()

    assert not Force.objects.filter(reference=gone.reference).exists()
    assert int(following.reference.removeprefix("FOR-")) == int(gone.reference.removeprefix("FOR-")) + 1
    assert Reference.objects.get(code=gone.reference).title == gone.name


def test_a_reference_of_a_deleted_record_cannot_be_asked_for():
    gone = make_force()
    delete_by_sql(gone)

    with pytest.raises(ReferenceTaken) as refusal:
        make_force(reference=gone.reference)

    assert str(refusal.value) == f"Reference {gone.reference} was given out before and is never used again."
    assert Reference.objects.get(code=gone.reference).title == gone.name


def test_a_reference_of_another_kind_of_record_cannot_be_asked_for():
    force = make_force()

    with pytest.raises(ReferenceTaken):
        make_programme(reference=force.reference)


def test_a_reference_given_with_a_record_moves_the_series_on():
    make_force(reference="FOR-700")

    assert make_force().reference == "FOR-701"
    assert make_force(reference="FOR-300").reference == "FOR-300"
    assert make_force().reference == "FOR-702"


def test_a_save_that_fails_gives_the_number_back_and_leaves_the_object_new():
    make_force(name="Kent")
    again = Force(name="Kent")

    with pytest.raises(DatabaseError), transaction.atomic():
        again.save()

    assert (again.reference, again.version) == ("", 0)
    again.name = "Kent, the second"
    again.save()
    assert again.version == 1


def test_the_index_row_follows_the_record():
    force = make_force(name="Kent", official_name="Kent Police")
    row = Reference.objects.get(code=force.reference)
    assert (row.kind, row.title, row.marking, str(row)) == (
        "programmes.force", "Kent", "internal", f"{force.reference} Kent",
    )  # fmt: skip
    assert row.text == f"{force.reference.lower()} kent kent police"

    force.name, force.marking = "Kent again", "public"
    force.save()

    row.refresh_from_db()
    assert (row.title, row.marking) == ("Kent again", "public")


def test_the_index_row_is_as_strict_as_the_parents():
    update = make_status_update(workstream=make_workstream(marking="sensitive"), marking="public")

    assert Reference.objects.get(code=update.reference).marking == "sensitive"


def test_internal_words_are_not_searched_and_choices_are_searched_by_their_words():
    update = make_status_update(internal_note="quietly", public_text="Café  OPENED", rag="green")

    text = Reference.objects.get(code=update.reference).text
    assert "quietly" not in text
    assert "cafe opened" in text
    assert "green" in text


def test_references_are_not_deleted_by_the_model():
    row = Reference.objects.get(code=make_force().reference)

    with pytest.raises(Exception, match=rf"^Reference {row.code} is part of the record and cannot be changed"):
        row.delete()


def test_a_series_says_its_last_number():
    assert str(ReferenceSeries(prefix="CASE", last=12)) == "CASE-12"


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_get_two_numbers():
    from threading import Barrier, Thread

    from django.db import connections

    made, barrier = [], Barrier(2)

    def write(name):
        barrier.wait()
        made.append(make_holder(name=name, starts=dt.date(2016, 5, 12).isoformat()).reference)
        connections.close_all()

    threads = [Thread(target=write, args=(name,)) for name in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(made) == ["HOL-1", "HOL-2"]
