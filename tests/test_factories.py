"""Every maker makes an object that the models' own rules accept."""

import inspect

import pytest

from tests.factories import governance, programmes, workstreams

MAKERS = [
    maker
    for module in (programmes, workstreams, governance)
    for name, maker in inspect.getmembers(module, inspect.isfunction)
    if name.startswith("make_") and maker.__module__ == module.__name__ and name != "make_citation"
]


@pytest.mark.django_db
@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_made_object_is_valid(maker):
    made = [maker(), maker()]

    for thing in made:
        thing.full_clean(exclude=["password"])
        assert str(thing)


@pytest.mark.django_db
def test_made_citation_is_valid():
    programmes.make_citation(about=programmes.make_force()).full_clean()
