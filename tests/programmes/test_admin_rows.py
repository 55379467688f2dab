"""Rows of many fields on the desk: light, folded, with their help said once and the rest told in words."""

import re

import pytest
from django.test import Client

from programmes.choices import Role
from programmes.models import Agreement
from tests.factories.programmes import make_agreement, make_body, make_party, make_user

pytestmark = pytest.mark.django_db


def desk_page(agreement: Agreement) -> str:
    client = Client()
    client.force_login(make_user(Role.EDITOR, is_staff=True))
    response = client.get(f"/admin/programmes/agreement/{agreement.pk}/change/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("record_db")
def test_agreement_of_fourteen_parties_weighs_less_than_150_kilobytes():
    agreement = Agreement.objects.get(reference="AGR-11")
    assert agreement.parties.count() == 14

    assert len(desk_page(agreement).encode()) < 150_000


def test_stored_party_tells_what_has_no_box_and_leads_to_its_own_page():
    party = make_party(body=make_body(name="Wessex PCC"), decided="2016-03", scope="Roads\nand ports")
    text = desk_page(party.agreement)
    row = text[text.index('id="parties-0"') : text.index('id="parties-1"')]

    assert '<span class="quiet">Decided:</span> March 2016</p>' in row
    assert '<span class="quiet">Different for it:</span> Roads<br>and ports</p>' in row
    assert "Invited" not in row
    assert f'href="/admin/programmes/party/{party.pk}/change/"' in row
    assert 'name="parties-0-signed"' in row


def test_help_stands_once_for_stored_rows_and_beside_each_field_of_a_new_one():
    agreement = make_agreement()
    for _ in range(3):
        make_party(agreement=agreement)
    text = desk_page(agreement)
    named = re.findall(r'aria-describedby="((?:id_)?parties-[^"]*signed[^"]*)"', text)

    assert named == ["parties-signed-help", "parties-signed_words-help"] * 3 + [
        "id_parties-3-signed_helptext", "id_parties-3-signed_words_helptext",
        "id_parties-__prefix__-signed_helptext", "id_parties-__prefix__-signed_words_helptext",
    ]  # fmt: skip
    assert [text.count(f'id="{name}"') for name in sorted(set(named))] == [1] * 6


def test_agreement_without_parties_says_the_help_beside_the_new_row_alone():
    text = desk_page(make_agreement())

    assert "What to write in these fields" not in text
    assert text.count('id="id_parties-0-signed_helptext"') == 1
