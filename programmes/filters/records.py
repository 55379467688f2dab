"""The filters of this app's lists."""

from programmes.choices import AgreementKind, AgreementState, AllianceKind, BodyKind, ContactKind, SourceKind
from programmes.filters.base import ChoiceFilter, RecordFilter, RegisterFilter
from programmes.filters.operators import DateFilter, TextFilter


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
    scope, exclusions = TextFilter("Scope"), TextFilter("Exclusions")
    signed, starts, ends = DateFilter("Signed"), DateFilter("Commences"), DateFilter("Ends")


class SourceFilter(RegisterFilter):
    kind = ChoiceFilter(choices=SourceKind.choices, label="Kind")
    publisher = TextFilter("Publisher")
    dated = DateFilter("Dated")


class LegalReferenceFilter(RegisterFilter):
    section, words = TextFilter("Section"), TextFilter("Words as written")


class ContactFilter(RegisterFilter):
    kind = ChoiceFilter(choices=ContactKind.choices, label="Kind")
    role, organisation = TextFilter("Role"), TextFilter("Organisation")
