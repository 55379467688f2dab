"""Questions put into SQL once give what their querysets give, for each asking anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes import statements
from programmes.choices import Role
from programmes.models import Force, Grant
from programmes.statements import Prepared
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


def test_each_asking_has_its_own_values_and_reads_the_record_as_it_is() -> None:
    named = Prepared(lambda name: Force.objects.filter(name=name).values_list("name", "in_seven_force"))
    assert named.rows(["Kent"]) == []
    p.make_force(name="Kent", in_seven_force=True)
    p.make_force(name="Avon", in_seven_force=False)
    assert named.rows(["Kent"]) == [("Kent", True)]
    assert named.rows(["Avon"]) == [("Avon", False)]


def test_a_value_is_never_part_of_the_question() -> None:
    named = Prepared(lambda name: Force.objects.filter(name=name).values_list("name"))
    p.make_force(name="Kent")
    assert named.rows(["' OR 1=1 --"]) == []
    with CaptureQueriesContext(connection) as queries:
        assert named.rows(["Kent"]) == [("Kent",)]
    assert len(queries) == 1


def test_another_shape_is_another_question_and_one_without_answer_is_not_asked() -> None:
    of = Prepared(lambda names: Force.objects.filter(name__in=names).order_by("name").values_list("name"))
    p.make_force(name="Kent")
    p.make_force(name="Avon")
    assert of.rows([], ("Kent",)) == [("Kent",)]
    assert of.rows([], ("Kent", "Avon")) == [("Avon",), ("Kent",)]
    with CaptureQueriesContext(connection) as queries:
        assert of.rows([], ()) == []
    assert len(queries) == 0


def test_a_grant_taken_away_is_gone_at_the_next_page(client) -> None:  # type: ignore[no-untyped-def]
    user = p.make_user(Role.OFFICE_VIEWER)
    client.force_login(user)
    assert client.get("/register/forces/").status_code == 200
    Grant.objects.filter(user=user).delete()
    assert client.get("/register/forces/").status_code == 403


def test_more_questions_than_are_kept_are_put_together_anew(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    made: list[str] = []

    def named(what: str):  # type: ignore[no-untyped-def]
        return statements.rows(("test", what), lambda: made.append(what) or Force.objects.values_list("name"))

    p.make_force(name="Kent")
    statements.forget()
    monkeypatch.setattr(statements, "MOST", 2)
    assert [named(what) for what in "abbca"] == [[("Kent",)]] * 5
    assert made == ["a", "b", "c", "a"]
