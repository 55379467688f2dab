"""The filters of this app's lists."""

import django_filters as filters

from programmes.choices import AgreementKind, AgreementState, AllianceKind, BodyKind, ContactKind, SourceKind
from programmes.filters.base import ChoiceFilter, RecordFilter, RegisterFilter


class ProgrammeFilter(RegisterFilter):
    alliance = RecordFilter("ALL", "alliance", label="Alliance")


class AllianceFilter(RegisterFilter):
    kind = ChoiceFilter(choices=AllianceKind.choices, label="Kind")
    force = RecordFilter("FOR", "memberships__force", label="Force", distinct=True)


class ForceFilter(RegisterFilter):
    seven = filters.ChoiceFilter(
        field_name="in_seven_force",
        choices=[("yes", "Yes"), ("no", "No")],
        label="One of the seven forces",
        empty_label="Any",
        method="of_the_seven",
    )

    def of_the_seven(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return queryset.filter(in_seven_force=value == "yes")


class BodyFilter(RegisterFilter):
    kind = ChoiceFilter(choices=BodyKind.choices, label="Kind")
    force = RecordFilter("FOR", "force", label="Force")


class AgreementFilter(RegisterFilter):
    kind = ChoiceFilter(choices=AgreementKind.choices, label="Kind")
    state = ChoiceFilter(choices=AgreementState.choices, label="State")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    programme = RecordFilter("PRG", "programme", label="Programme")
    party = RecordFilter("BOD", "parties__body", label="Party", distinct=True)


class SourceFilter(RegisterFilter):
    kind = ChoiceFilter(choices=SourceKind.choices, label="Kind")


class LegalReferenceFilter(RegisterFilter):
    pass


class ContactFilter(RegisterFilter):
    kind = ChoiceFilter(choices=ContactKind.choices, label="Kind")
