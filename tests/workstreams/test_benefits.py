"""What a benefit delivered: entered by one person, validated by another, never nought for not being known."""

import datetime as dt
from decimal import Decimal as D

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from programmes.access import NotAllowed
from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.benefits import BenefitRefused, record_delivered, take_back_validation, validate_delivered
from workstreams.models import BenefitLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return p.make_user(Role.EDITOR)


@pytest.fixture
def publisher():
    return p.make_user(Role.PUBLISHER)


@pytest.fixture
def benefit():
    return w.make_benefit(title="Fewer buildings", kind="cashable")


@pytest.fixture
def kent():
    return p.make_force(name="Kent")


def deliver(benefit, force, by, figure="1000.00", **more):
    delivered = None if figure is None else D(figure)
    return record_delivered(benefit=benefit, force=force, financial_year="2017/18", delivered=delivered, by=by, **more)


def test_a_delivered_figure_makes_its_line_and_says_who_entered_it(benefit, kent, editor):
    line = deliver(benefit, kent, editor, evidence="Budget book 2018")

    line.refresh_from_db()
    assert (line.delivered, line.evidence, line.delivered_by, line.marking) == (
        D("1000.00"), "Budget book 2018", editor, "internal",
    )  # fmt: skip
    assert (line.predicted_fbc, line.target, line.net) == (None, None, None)


def test_the_same_figure_said_again_writes_nothing(benefit, kent, editor):
    first = deliver(benefit, kent, editor)
    again = deliver(benefit, kent, editor)

    assert (again.pk, again.version) == (first.pk, 1)
    assert BenefitLine.history.count() == 1


def test_new_evidence_alone_keeps_the_validation(benefit, kent, editor, publisher):
    line = deliver(benefit, kent, editor)
    validate_delivered(line=line, by=publisher, validated_by="CFO of Kent", on=dt.date(2018, 5, 1))

    line = deliver(benefit, kent, editor, evidence="Finance return")

    assert (line.evidence, line.validated_by) == ("Finance return", "CFO of Kent")


def test_a_figure_changes_only_with_a_reason_and_loses_its_validation(benefit, kent, editor, publisher):
    line = deliver(benefit, kent, editor)
    validate_delivered(line=line, by=publisher, validated_by="CFO of Kent", on=dt.date(2018, 5, 1))
    with pytest.raises(BenefitRefused) as refusal:
        deliver(benefit, kent, editor, "900.00")
    line = deliver(benefit, kent, editor, "900.00", reason="Counted twice.")

    assert str(refusal.value) == "Reason: say why the delivered figure changes."
    assert (line.delivered, line.validated_by, line.validated_on, line.validation_recorded_by) == (
        D("900.00"), "", None, None,
    )  # fmt: skip
    assert BenefitLine.history.first().history_change_reason == "Counted twice."


def test_a_figure_is_taken_back_to_unknown_and_not_to_nought(benefit, kent, editor):
    deliver(benefit, kent, editor)

    line = deliver(benefit, kent, editor, None, reason="It was another benefit’s.")

    assert (line.delivered, line.delivered_by, line.delivered_at) == (None, None, None)


def test_nought_is_a_figure(benefit, kent, editor):
    assert deliver(benefit, kent, editor, "0").delivered == D(0)


@pytest.mark.parametrize(
    ("figure", "year", "sentence"),
    [
        (None, "2017/18", "Delivered: there is no figure to take back."),
        ("1.005", "2017/18", "Delivered: give pounds and whole pence, such as 1234.50."),
        ("1e13", "2017/18", "Delivered: give a figure in pounds of at most 13 digits before the point."),
        ("NaN", "2017/18", "Delivered: give a figure in pounds of at most 13 digits before the point."),
        ("5", "2017", "Financial year: write it as 2016/17."),
        ("5", "2017/19", "Financial year: write it as 2016/17."),
    ],
)
def test_what_is_no_figure_is_refused(benefit, kent, editor, figure, year, sentence):
    with pytest.raises(BenefitRefused) as refusal:
        record_delivered(
            benefit=benefit, force=kent, financial_year=year, delivered=None if figure is None else D(figure), by=editor
        )

    assert str(refusal.value) == sentence
    assert not BenefitLine.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR}))
def test_only_editors_record_what_was_delivered(benefit, kent, role):
    with pytest.raises(NotAllowed):
        deliver(benefit, kent, p.make_user(role))


def test_who_entered_a_figure_does_not_validate_it(benefit, kent, editor):
    line = deliver(benefit, kent, editor)

    with pytest.raises(BenefitRefused) as refusal:
        validate_delivered(line=line, by=editor, validated_by="CFO", on=dt.date(2018, 5, 1))

    assert str(refusal.value) == "You entered this figure; somebody else validates it."


def test_the_database_too_refuses_a_validation_by_who_entered_the_figure(benefit, kent, editor):
    line = deliver(benefit, kent, editor)
    line.validated_by, line.validated_on, line.validation_recorded_by = "CFO", dt.date(2018, 5, 1), editor

    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_a_validation_is_whole_or_none(benefit, kent):
    with pytest.raises(IntegrityError), transaction.atomic():
        w.make_benefit_line(benefit=benefit, force=kent, delivered=1, validated_by="CFO", validated_on=None)


@pytest.mark.parametrize(
    ("who", "on", "sentence"),
    [
        (" ", dt.date(2018, 5, 1), "Validated by: say who stands for the figure."),
        ("x" * 161, dt.date(2018, 5, 1), "Validated by: this is longer than 160 characters."),
        ("CFO", dt.date(2100, 1, 1), "Validated on: this day has not come yet."),
    ],
)
def test_a_validation_says_who_and_when(benefit, kent, editor, publisher, who, on, sentence):
    line = deliver(benefit, kent, editor)

    with pytest.raises(BenefitRefused) as refusal:
        validate_delivered(line=line, by=publisher, validated_by=who, on=on)

    assert str(refusal.value) == sentence


def test_nothing_delivered_is_not_validated(benefit, kent, publisher):
    line = w.make_benefit_line(benefit=benefit, force=kent)

    with pytest.raises(BenefitRefused) as refusal:
        validate_delivered(line=line, by=publisher, validated_by="CFO", on=dt.date(2018, 5, 1))

    assert str(refusal.value) == "Nothing delivered is recorded on this line, so there is nothing to validate."


def test_a_figure_is_validated_once_until_that_is_taken_back_with_a_reason(benefit, kent, editor, publisher):
    line = deliver(benefit, kent, editor)
    with pytest.raises(BenefitRefused) as not_yet:
        take_back_validation(line=line, by=publisher, reason="Why not.")
    line = validate_delivered(line=line, by=publisher, validated_by="CFO", on=dt.date(2018, 5, 1))
    with pytest.raises(BenefitRefused) as twice:
        validate_delivered(line=line, by=publisher, validated_by="Auditor", on=dt.date(2018, 5, 1))
    with pytest.raises(BenefitRefused) as silent:
        take_back_validation(line=line, by=publisher, reason=" ")
    line = take_back_validation(line=line, by=publisher, reason="The return was withdrawn.")

    assert [str(r.value) for r in (not_yet, twice, silent)] == [
        "This figure is not validated.",
        "CFO validated this figure already; take that back first.",
        "Reason: say why the validation is taken back.",
    ]
    assert (line.delivered, line.validated_by) == (D("1000.00"), "")


def test_through_the_pages_one_enters_and_another_validates(client, benefit, kent, editor, publisher):
    client.force_login(editor)
    address = reverse("workstreams:benefit-deliver", args=[benefit.reference])
    sent = {"force": kent.reference, "financial_year": "2017/18", "delivered": "£12", "evidence": "Minute 4"}
    wrong = client.post(address, sent)
    kept = client.post(address, sent | {"delivered": "1200.50"}, follow=True)
    line = BenefitLine.objects.get()
    own = client.post(
        reverse("workstreams:benefit-line-validate", args=[line.reference]),
        {"validated_by": "CFO of Kent", "validated_on": "2018-05-01"},
    )
    client.force_login(publisher)
    validated = client.post(
        reverse("workstreams:benefit-line-validate", args=[line.reference]),
        {"validated_by": "CFO of Kent", "validated_on": "2018-05-01"},
        follow=True,
    )

    assert "Minute 4" in wrong.content.decode()
    assert "Write a number in figures, such as 1250 or 12.5." in wrong.content.decode()
    assert "£1,200.50" in kept.content.decode()
    assert "Not validated" in kept.content.decode()
    assert "You entered this figure; somebody else validates it." in own.content.decode()
    assert "By CFO of Kent, 1 May 2018" in validated.content.decode()


def test_the_day_of_a_validation_is_today_in_the_form_that_browsers_read(client, benefit, kent, editor, publisher):
    line = deliver(benefit, kent, editor)
    client.force_login(publisher)
    with time_machine.travel("2026-11-29 10:00", tick=False):
        page = client.get(reverse("workstreams:benefit-line-validate", args=[line.reference])).content.decode()

    assert '<input type="date" name="validated_on" value="2026-11-29" required id="id_validated_on">' in page
