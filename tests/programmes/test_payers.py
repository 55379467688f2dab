"""L20, Policing Protocol Order 2011 paragraph 16: the policing body pays; a chief constable chosen brings a warning."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.choices import Role
from programmes.models import CostShare
from programmes.payers import advice
from tests.factories.programmes import make_body, make_cost_share, make_cost_share_set, make_force, make_user
from tests.form_reader import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def kent():
    return make_force(name="Kent")


@pytest.fixture
def chief(kent):
    return make_body(force=kent, kind="chief_constable", name="Kent CC")


def test_protocol_16_a_chief_constable_is_warned_of_naming_the_commissioner(kent, chief):
    make_body(force=kent, kind="pcc", name="Kent PCC")

    assert advice([chief]) == ["Payer: Kent CC has no fund of its own; choose Kent PCC (Policing Protocol, 16)."]


def test_protocol_16_a_commissioner_who_also_keeps_the_fire_service_pays_too(kent, chief):
    make_body(force=kent, kind="pfcc", name="Kent PFCC")

    assert "choose Kent PFCC" in advice([chief])[0]


def test_protocol_16_without_a_commissioner_the_kind_of_body_is_named(chief):
    assert advice([chief]) == [
        "Payer: Kent CC has no fund of its own; choose the policing body of its force (Policing Protocol, 16)."
    ]


def test_protocol_16_a_commissioner_needs_no_warning(kent):
    assert advice([make_body(force=kent, kind="pcc", name="Kent PCC")]) == []


@pytest.mark.parametrize("kind", ["chief_constable", "pcc"])
def test_protocol_16_the_form_of_shares_warns_and_saves(kent, chief, kind):
    commissioner = make_body(force=kent, kind="pcc", name="Kent PCC")
    payer = chief if kind == "chief_constable" else commissioner
    share = make_cost_share(share_set=make_cost_share_set(title="Costs"), force=kent)
    client = Client()
    client.force_login(make_user(Role.EDITOR))
    address = reverse("admin:programmes_costshareset_change", args=[share.share_set.pk])

    given = form_data(client.get(address), "costshareset_form") | {"shares-0-payer": payer.reference}
    page = client.post(address, given, follow=True).content.decode()

    assert CostShare.objects.get(pk=share.pk).payer == payer
    warned = "Payer: Kent CC has no fund of its own; choose Kent PCC (Policing Protocol, 16)." in page
    assert warned is (kind == "chief_constable")
