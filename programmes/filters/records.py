"""The filters of this app's lists."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet

from programmes.agreements.parties import to_be_signed_by
from programmes.choices import (
    AgreementKind,
    AgreementState,
    AllianceKind,
    BodyKind,
    ContactKind,
    OwnPosition,
    QuantityKind,
    ShareBasis,
    SourceKind,
)
from programmes.filters.base import ChoiceFilter, CodesFilter, RecordFilter, RegisterFilter
from programmes.filters.operators import DateFilter, TextFilter
from programmes.models import Agreement, Body
from programmes.years import validate_financial_year


class YearFilter(filters.CharFilter):
    """A financial year such as 2016/17, typed."""

    def __init__(self, field_name: str = "financial_year", **options: object) -> None:
        options.setdefault("label", "Financial year")
        widget = forms.TextInput(attrs={"placeholder": "2016/17", "size": 8})
        super().__init__(field_name=field_name, validators=[validate_financial_year], widget=widget, **options)


class CostShareSetFilter(RegisterFilter):
    basis = ChoiceFilter(choices=ShareBasis.choices, label="Shared by")
    force = RecordFilter("FOR", "shares__force", label="Force", distinct=True)
    programme = RecordFilter("PRG", "programme", label="Programme")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")


class QuantityFilter(RegisterFilter):
    kind = ChoiceFilter(choices=QuantityKind.choices, label="To share by")
    force = RecordFilter("FOR", "force", label="Force")
    year = YearFilter()


class ProgrammeFilter(RegisterFilter):
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    purpose, sro = TextFilter("Purpose"), TextFilter("Senior responsible owner")
    starts, funded_until = DateFilter("Established"), DateFilter("Funded until")


class AllianceFilter(RegisterFilter):
    kind = ChoiceFilter(choices=AllianceKind.choices, label="Kind")
    force = RecordFilter("FOR", "memberships__force", label="Force")
    purpose = TextFilter("Purpose")
    starts, ends = DateFilter("From"), DateFilter("To")


class ForceFilter(RegisterFilter):
    seven = ChoiceFilter(
        field_name="in_seven_force",
        choices=[("yes", "Yes"), ("no", "No")],
        label="One of the seven forces",
        method="of_the_seven",
    )

    def of_the_seven(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return queryset.filter(in_seven_force=value == "yes")


class BodyFilter(RegisterFilter):
    kind = ChoiceFilter(choices=BodyKind.choices, label="Kind")
    force = RecordFilter("FOR", "force", label="Force")
    starts, ends = DateFilter("From"), DateFilter("To")


class AgreementFilter(RegisterFilter):
    kind = ChoiceFilter(choices=AgreementKind.choices, label="Kind")
    state = ChoiceFilter(choices=AgreementState.choices, label="State")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    programme = RecordFilter("PRG", "programme", label="Programme")
    party = RecordFilter("BOD", "parties__body", label="Party")
    force = RecordFilter("FOR", "parties__body__force", label="Force of a party")
    scope, exclusions = TextFilter("Scope"), TextFilter("Exclusions")
    signed, starts, ends = DateFilter("Signed"), DateFilter("Commences"), DateFilter("Ends")
    parties = CodesFilter("Parties, one of", method="of_parties")
    to_sign = CodesFilter("To be signed by", method="awaits")

    def of_parties(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that one of some offices is party to."""
        theirs = Agreement.objects.filter(parties__body__reference__in=value.split(","))
        return queryset.filter(pk__in=theirs.order_by().values("pk"))

    def awaits(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those out for signature that one of some offices has still to sign."""
        bodies = Body.objects.filter(reference__in=value.split(",")).values_list("pk", flat=True)
        out = Agreement.objects.with_state().filter(state=AgreementState.OUT_FOR_SIGNATURE)
        return queryset.filter(to_be_signed_by(bodies), pk__in=out.order_by().values("pk"))


class ReviewFilter(RegisterFilter):
    """Reviews by force and office; they have no words of their own to search."""

    q: Any = None
    force = RecordFilter("FOR", "body__force", label="Force")
    office = RecordFilter("BOD", "body", label="Office")
    own_position = ChoiceFilter(choices=OwnPosition.choices, label="Its own force")


class SourceFilter(RegisterFilter):
    kind = ChoiceFilter(choices=SourceKind.choices, label="Kind")
    publisher = TextFilter("Publisher")
    dated = DateFilter("Dated")


class LegalReferenceFilter(RegisterFilter):
    section, words = TextFilter("Section"), TextFilter("Words as written")


class ContactFilter(RegisterFilter):
    kind = ChoiceFilter(choices=ContactKind.choices, label="Kind")
    role, organisation = TextFilter("Role"), TextFilter("Organisation")
