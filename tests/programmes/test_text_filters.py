"""Texts are filtered by their words, capitals aside, alike on both databases."""

import pytest

from programmes.choices import Role
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", ["CAFÉ", "café", "Café", "(été) CAFÉ"])
def test_capitals_with_accents_are_capitals_too(client, asked: str) -> None:  # type: ignore[no-untyped-def]
    p.make_programme(short_name="Found", purpose="Un Café (Été)")
    p.make_programme(short_name="Other", purpose="Un Cafe, 100 %")
    client.force_login(p.make_user(Role.EDITOR))
    lines = client.get("/register/programmes.csv", {"purpose": asked}).getvalue().decode().splitlines()
    assert len(lines) == 2
    assert ",Un Café (Été)," in lines[1]
    others = client.get("/register/programmes.csv", {"purpose__not": asked}).getvalue().decode()
    assert "Un Cafe, 100 %" in others
    assert "Été" not in others


@pytest.mark.parametrize("asked", ["1.0", "%%", "C.f", "a_e"])
def test_signs_stand_for_themselves(client, asked: str) -> None:  # type: ignore[no-untyped-def]
    p.make_programme(short_name="Other", purpose="Un Cafe, 100 %")
    client.force_login(p.make_user(Role.EDITOR))
    assert len(client.get("/register/programmes.csv", {"purpose": asked}).getvalue().decode().splitlines()) == 1
