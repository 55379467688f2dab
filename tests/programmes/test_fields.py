"""EdtfField: one vague date on a model, with its words and its two days."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from programmes.fields import EdtfField, vague, validate_edtf
from programmes.models import Agreement, Force
from tests.factories.programmes import make_agreement

pytestmark = pytest.mark.django_db


def test_saving_computes_the_two_days():
    agreement = make_agreement(signed="2016-23", signed_words="the autumn")

    agreement.refresh_from_db()

    assert (agreement.signed_earliest, agreement.signed_latest) == (dt.date(2016, 9, 1), dt.date(2016, 11, 30))
    assert vague(agreement, "signed").latest == dt.date(2016, 11, 30)
    assert str(vague(agreement, "signed")) == "the autumn"


def test_changing_the_value_changes_the_days():
    agreement = make_agreement(signed="2016-23")

    agreement.signed = ""
    agreement.save()

    agreement.refresh_from_db()
    assert (agreement.signed_earliest, agreement.signed_latest) == (None, None)
    assert not vague(agreement, "signed")


def test_the_days_are_right_when_only_some_fields_are_asked_to_be_saved():
    agreement = make_agreement(signed="2016-23")

    agreement.signed = "2017"
    agreement.save(update_fields=["signed"])

    agreement.refresh_from_db()
    assert agreement.signed_earliest == dt.date(2017, 1, 1)
    assert agreement.version == 2


def test_the_history_keeps_value_words_and_days():
    agreement = make_agreement(signed="2016-23", signed_words="the autumn")

    then = agreement.history.get()

    assert (then.signed, then.signed_words, then.signed_earliest) == ("2016-23", "the autumn", dt.date(2016, 9, 1))


def test_what_is_no_date_is_refused_with_the_accepted_forms():
    with pytest.raises(ValidationError) as refusal:
        Agreement(kind="mou", title="A", signed="soon").full_clean()

    assert refusal.value.message_dict == {
        "signed": [
            "“soon” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn 2016 or "
            "1 April 2017 to 31 March 2020."
        ]
    }


def test_an_empty_date_is_a_good_one():
    assert validate_edtf("") is None


def test_a_model_has_the_companions_once_with_readable_labels():
    labels = {f.name: str(f.verbose_name) for f in Agreement._meta.concrete_fields if f.name.startswith("starts")}

    assert labels == {
        "starts": "commences",
        "starts_words": "commences, words as written",
        "starts_earliest": "commences, earliest day",
        "starts_latest": "commences, latest day",
    }


def test_a_field_in_a_migration_brings_no_companions():
    name, path, args, kwargs = EdtfField("dated").deconstruct()

    assert (path, args, kwargs["companions"], kwargs["max_length"]) == ("programmes.fields.EdtfField", [], False, 60)
    assert not hasattr(Force, "starts")
