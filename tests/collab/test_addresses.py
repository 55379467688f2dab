"""A NUL in an address, which PostgreSQL could not be asked about, names nothing; it is no crash."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/x%00", "/editions/1/x%00/", "/register/cases/CASE-%00/", "/admin/%00/"])
def test_a_nul_in_an_address_names_nothing(client, path):
    assert client.get(path).status_code == 404
