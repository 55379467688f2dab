"""A record keeps who, when, before, after and why; a save made from an older version is refused."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from programmes.history import AppendOnlyError, StaleRecord, fold, stricter
from programmes.models import Force, Programme
from tests.factories.governance import make_case_event
from tests.factories.programmes import make_agreement_event, make_force, make_programme, make_user

pytestmark = pytest.mark.django_db


def test_a_change_keeps_who_when_before_after_and_why():
    user, force = make_user(), make_force(name="Hertfordshire")

    force.name = "Bedfordshire"
    force._history_user, force._change_reason = user, "The lead moved."
    force.save()

    after, before = force.history.all()
    assert (before.name, before.version, before.history_type) == ("Hertfordshire", 1, "+")
    assert (after.name, after.version, after.history_type) == ("Bedfordshire", 2, "~")
    assert (after.history_user, after.history_change_reason) == (user, "The lead moved.")
    assert dt.timedelta() <= after.history_date - before.history_date < dt.timedelta(minutes=1)


def test_who_asked_by_web_is_kept(client):
    from simple_history.models import HistoricalRecords

    user = make_user()
    HistoricalRecords.context.request = type("Request", (), {"user": user})()
    try:
        force = make_force()
    finally:
        del HistoricalRecords.context.request

    assert force.history.get().history_user == user


def test_a_long_reason_is_kept_whole():
    force = make_force()

    force._change_reason = "x" * 5000
    force.save()

    assert [row.history_change_reason for row in force.history.all()] == ["x" * 5000, None]


def test_participants_are_part_of_a_case_history():
    from tests.factories.governance import make_business_case

    case, force = make_business_case(), make_force()

    case.participating_forces.add(force)

    assert [row.force for row in case.history.first().participating_forces.all()] == [force]


def test_a_save_from_an_older_version_is_refused_and_changes_nothing():
    first = make_force(name="Kent")
    second = Force.objects.get(pk=first.pk)
    first.official_name = "Kent Police"
    first.save()

    second.official_name = "Kent County Constabulary"
    with pytest.raises(StaleRecord) as refusal:
        second.save()

    assert str(refusal.value) == "Kent was changed by somebody else while you were editing it."
    assert refusal.value.record is second
    assert second.version == 1
    assert Force.objects.get(pk=first.pk).official_name == "Kent Police"
    assert first.history.count() == 2


def test_the_same_object_can_be_saved_again_and_again():
    force = make_force()

    for name in ("One", "Two", "Three"):
        force.name = name
        force.save()

    assert force.version == 4
    assert Force.objects.get(pk=force.pk).version == 4


def test_a_save_the_database_refuses_can_be_made_good():
    make_force(name="Kent")
    force = make_force(name="Essex")

    force.name = "Kent"
    with pytest.raises(DatabaseError), transaction.atomic():
        force.save()
    force.name = "Essex and more"
    force.save()

    assert force.version == 2


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café  OPENED\n today ", "cafe opened today"),
        ("Straße", "strasse"),
        ("£20m a year", "£20m a year"),
        ("ﬁnance", "finance"),
        ("", ""),
    ],
)
def test_fold_makes_words_comparable(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("markings", "strictest"),
    [
        (("public",), "public"),
        (("public", "internal"), "internal"),
        (("sensitive", "internal"), "sensitive"),
        (("internal", "internal", "public"), "internal"),
    ],
)
def test_the_strictest_marking_counts(markings, strictest):
    assert stricter(*markings) == strictest


# Events ------------------------------------------------------------------------------------------------------------

REFUSAL = "{} is part of the record and cannot be changed or deleted; record a correction instead."


def refused(change):
    with pytest.raises(AppendOnlyError) as refusal:
        change()
    return str(refusal.value)


@pytest.mark.parametrize(("make", "name"), [(make_agreement_event, "Agreement event"), (make_case_event, "Case event")])
def test_an_event_is_neither_changed_nor_deleted(make, name):
    event = make(words="before")
    events = type(event).objects
    event.words = "after"

    assert refused(event.save) == REFUSAL.format(name)
    assert refused(event.delete) == REFUSAL.format(name)
    assert refused(lambda: events.update(words="after")) == REFUSAL.format(name)
    assert refused(lambda: events.filter(pk=event.pk).delete()) == REFUSAL.format(name)
    assert refused(lambda: events.bulk_update([event], ["words"])) == REFUSAL.format(name)
    assert refused(lambda: events.update_or_create(pk=event.pk, defaults={"words": "after"})) == REFUSAL.format(name)
    assert events.get(pk=event.pk).words == "before"


def test_an_event_is_not_overwritten_by_a_new_one_of_its_number():
    event = make_agreement_event(words="before")
    impostor = type(event)(pk=event.pk, agreement=event.agreement, seq=1, kind="signed", words="after")

    with pytest.raises(DatabaseError), transaction.atomic():
        impostor.save()

    assert type(event).objects.get(pk=event.pk).words == "before"


def test_a_programme_named_by_another_record_is_not_deleted():
    from django.db.models import ProtectedError

    from tests.factories.governance import make_business_case

    programme = make_programme()
    make_business_case(programme=programme)

    with pytest.raises(ProtectedError):
        programme.delete()
    assert Programme.objects.filter(pk=programme.pk).exists()
