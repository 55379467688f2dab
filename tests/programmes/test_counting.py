"""The number of rows of a long list is counted anew when the record has changed, and only then."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import BusinessCase
from programmes import counting
from programmes.choices import Marking, Role
from programmes.counting import number_of
from programmes.models import Force, User
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_are_long(monkeypatch):
    monkeypatch.setattr(counting, "LONG", 2)
    monkeypatch.setattr(counting, "_kept", {})


def asked(rows):
    """How many rows, and how many queries that took."""
    with CaptureQueriesContext(connection) as queries:
        number = number_of(rows)
    return number, len(queries)


def test_a_long_list_is_counted_anew_after_each_change_and_in_one_query():
    cases = [g.make_business_case(title=f"Case {n}") for n in range(3)]
    assert [asked(BusinessCase.objects.all()) for _ in range(3)] == [(3, 1)] * 3

    added = g.make_business_case(title="Another")
    assert [asked(BusinessCase.objects.all()) for _ in range(2)] == [(4, 1)] * 2

    cases[0].title = "Case of custody"
    cases[0].save()
    assert asked(BusinessCase.objects.filter(title__contains="Case ")) == (3, 1)
    added.delete()
    assert asked(BusinessCase.objects.all()) == (3, 1)


def test_between_changes_it_is_not_counted():
    for n in range(3):
        g.make_business_case(title=f"Case {n}")
    first = BusinessCase.objects.first()
    assert [number_of(BusinessCase.objects.all()) for _ in range(2)] == [3, 3]
    with CaptureQueriesContext(connection) as queries:
        number_of(BusinessCase.objects.all())
    assert queries[0]["sql"].startswith("SELECT s.state, CASE WHEN s.state <> ")

    with connection.cursor() as cursor:  # a change past the register, of which no history tells
        cursor.execute("UPDATE governance_businesscase SET marking = 'sensitive' WHERE id = %s", [first.pk])
    public = BusinessCase.objects.exclude(marking=Marking.SENSITIVE)
    assert [number_of(public) for _ in range(2)] == [2, 2]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE governance_businesscase SET marking = 'sensitive'")
    assert number_of(public) == 2

    first.refresh_from_db()
    first.title = "Saved as the register saves"
    first.save()
    assert number_of(public) == 0


def test_what_is_asked_with_other_values_is_another_list():
    for n in range(4):
        g.make_business_case(title="Vetting" if n % 2 else f"Custody {n}")

    for _ in range(3):
        assert number_of(BusinessCase.objects.filter(title="Vetting")) == 2
        assert number_of(BusinessCase.objects.filter(title__startswith="Custody")) == 2
        assert number_of(BusinessCase.objects.filter(title="Nothing")) == 0
        assert number_of(BusinessCase.objects.none()) == 0


def test_lists_that_cannot_be_named_or_told_are_counted_each_time():
    forces = [p.make_force(name=f"Force {n}") for n in range(3)]
    everything = Force.objects.order_by()
    case = g.make_business_case(title="Of all")
    case.participating_forces.set(forces)

    for _ in range(2):
        assert number_of(everything[:2]) == 2
        assert number_of(everything.filter(name="Force 0").union(everything.filter(name="Force 1"))) == 2
        assert number_of(BusinessCase.objects.filter(participating_forces__in=forces).distinct()) == 1
        assert number_of(BusinessCase.objects.filter(participating_forces__in=forces)) == 3
    # Of accounts no row tells that one came.
    known = [number_of(User.objects.all()) for _ in range(2)]
    p.make_user(Role.AUDITOR)
    p.make_user(Role.AUDITOR)
    p.make_user(Role.AUDITOR)
    assert [number_of(User.objects.all()) for _ in range(2)] == [known[0] + 3] * 2
    User.objects.create(username="one.more")
    assert number_of(User.objects.all()) == known[0] + 4


def test_the_numbers_kept_are_bounded(monkeypatch):
    monkeypatch.setattr(counting, "MOST", 2)
    for n in range(3):
        g.make_business_case(title=f"Case {n}")

    for title in ("Case", "Case 1", "Case 2", ""):
        for _ in range(2):
            assert number_of(BusinessCase.objects.filter(title__startswith=title)) == (
                3 if title in ("", "Case") else 1
            )
    assert len(counting._kept) <= 2


def test_the_page_says_the_number():
    for n in range(3):
        g.make_business_case(title=f"Case {n}")
    client = Client()
    client.force_login(p.make_user(Role.EDITOR))

    for _ in range(2):
        assert "3 cases" in client.get("/register/cases/").content.decode()
    g.make_business_case(title="Case 3")

    assert "4 cases" in client.get("/register/cases/").content.decode()
