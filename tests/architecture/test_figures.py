"""Every figure that a form takes can be read back, on both databases."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db.models import DecimalField

from programmes.models import CostShareSet
from tests.factories import programmes as p

APPS = ("programmes", "workstreams", "governance")
FIGURES = [
    field
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, DecimalField)
]


def test_no_figure_has_more_digits_than_sqlite_gives_back():
    # SQLite keeps a figure as a float; of the sixteenth digit it remembers nothing, and reading it back fails.
    assert len(FIGURES) > 20
    assert [str(field) for field in FIGURES if field.max_digits > 15] == []


@pytest.mark.django_db
def test_the_largest_figure_comes_back_to_the_penny():
    made = p.make_cost_share_set(cost=Decimal("9999999999999.99"))

    assert CostShareSet.objects.get(pk=made.pk).cost == Decimal("9999999999999.99")
