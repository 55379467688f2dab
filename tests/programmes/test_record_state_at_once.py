"""What is remembered while somebody else writes is not given on once they are done, whoever wrote first."""

from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction

from programmes.models import Force
from programmes.record_state import part, record_state, remembered
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db(transaction=True)


def names() -> list[str]:
    return list(Force.objects.order_by("name").values_list("name", flat=True))


def asked() -> tuple[list[str], list[str]]:
    state = record_state()
    return part(state, ("test", "names"), names), remembered(state, ("test", "names"), names)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction be written at a time")
def test_a_change_that_was_begun_first_and_committed_last_is_seen():
    p.make_force(name="Avon")
    kent, essex = p.make_force(name="Kent"), p.make_force(name="Essex")
    written, commit = Event(), Event()

    def slowly():
        try:
            with transaction.atomic():
                kent.name = "Kent Police"
                kent.save()
                written.set()
                commit.wait(10)
        finally:
            connections.close_all()

    slow = Thread(target=slowly)
    slow.start()
    assert written.wait(10)
    essex.name = "Essex Police"
    essex.save()
    assert asked() == (["Avon", "Essex Police", "Kent"],) * 2
    commit.set()
    slow.join(10)

    assert asked() == (["Avon", "Essex Police", "Kent Police"],) * 2


def test_what_was_worked_out_of_a_change_that_is_taken_back_is_not_given_on():
    kent = p.make_force(name="Kent")
    with transaction.atomic():
        kent.name = "Kent Police"
        kent.save()
        assert asked() == (["Kent Police"],) * 2
        transaction.set_rollback(True)

    assert asked() == (["Kent"],) * 2
    kent.refresh_from_db()
    kent.name = "Kent Constabulary"
    kent.save()
    assert asked() == (["Kent Constabulary"],) * 2
