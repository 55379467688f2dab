"""Who is signed in is read with their grants, in one query; an account without a grant, or not active, as Django does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.access import Capability, may
from programmes.backend import GrantsBackend
from programmes.choices import Role
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


def test_a_user_comes_with_every_grant_its_office_and_force_in_one_query():
    kent = p.make_body(name="Kent PCC")
    made = p.make_user(Role.OFFICE_RECORDER, body=kent)
    p.make_grant(user=made, role=Role.AUDITOR)

    with CaptureQueriesContext(connection) as asked:
        user = GrantsBackend().get_user(made.pk)
        allowed = may(user, Capability.RECORD_OWN_DECISION, kent), may(user, Capability.READ_SENSITIVE)
        offices = [str(grant.body) for grant in user.current_grants(p.dt.date(2026, 1, 1)) if grant.body]

    assert user == made
    assert allowed == (True, True)
    assert offices == ["Kent PCC"]
    assert len(asked) == 1


def test_an_account_that_is_closed_or_gone_is_nobody():
    closed = p.make_user(Role.EDITOR)
    closed.is_active = False
    closed.save()

    assert GrantsBackend().get_user(closed.pk) is None
    assert GrantsBackend().get_user(closed.pk + 1000) is None


def test_an_account_without_a_grant_is_a_user_who_may_do_nothing():
    made = p.make_user()

    user = GrantsBackend().get_user(made.pk)

    assert user == made
    assert not may(user, Capability.READ)


def test_a_closed_account_is_signed_out_at_its_next_page(client):
    user = p.make_user(Role.EDITOR)
    client.force_login(user)
    assert client.get("/register/").status_code == 200

    user.is_active = False
    user.save()

    assert client.get("/register/").status_code in (302, 401, 403)
