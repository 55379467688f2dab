"""Agreements, their parties, lead forces and checklist."""

import django_tables2 as tables

from programmes.choices import AgreementKind, AgreementState, PublicationMode
from programmes.fields import vague
from programmes.tables.columns import AddressColumn, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable

STATE_KINDS = {
    AgreementState.IN_FORCE.value: "good",
    AgreementState.SIGNED.value: "info",
    AgreementState.OUT_FOR_SIGNATURE.value: "warn",
    AgreementState.NOTICE_GIVEN.value: "warn",
    AgreementState.SUPERSEDED.value: "outline",
    AgreementState.EXPIRED.value: "outline",
    AgreementState.ENDED.value: "outline",
}


class AgreementTable(RecordTable):
    noun, noun_plural, row_header = "agreement", "agreements", "title"

    title = RecordColumn(words="title", verbose_name="Agreement", order="title")
    kind = TagColumn("kind", AgreementKind)
    state = TagColumn("state", AgreementState, STATE_KINDS, verbose_name="State")
    alliance = RecordColumn("alliance", verbose_name="Alliance", order="alliance__short_name")
    signed = DateColumn("signed", verbose_name="Signed")
    starts = DateColumn("starts", verbose_name="Commences")
    ends = DateColumn("ends", verbose_name="Ends")
    publication_mode = TagColumn("publication_mode", PublicationMode, verbose_name="Publication (s23E)")
    reference = ReferenceColumn()


class PartyTable(RecordTable):
    noun, noun_plural, row_header = "party", "parties", "body"

    body = RecordColumn("body", verbose_name="Party")
    signed = DateColumn("signed", verbose_name="Signed")
    signatory = WordsColumn("signatory", verbose_name="Signed by")
    signatory_capacity = WordsColumn("signatory_capacity", verbose_name="As")
    commences = DateColumn("commences", verbose_name="Commences")
    left = DateColumn("left", verbose_name="Left")
    publication_url = AddressColumn("publication_url", verbose_name="Published at")


class BodyAgreementTable(RecordTable):
    """The agreements a body is party to."""

    noun, noun_plural, row_header = "agreement", "agreements", "agreement"

    agreement = RecordColumn("agreement", verbose_name="Agreement")
    kind = tables.Column(accessor="agreement__get_kind_display", verbose_name="Kind")
    state = tables.Column(accessor="pk", verbose_name="State")
    agreement_signed = tables.Column(empty_values=(), verbose_name="Agreement signed")
    signed = DateColumn("signed", verbose_name="Signed by this office")
    commences = DateColumn("commences", verbose_name="Commences")
    left = DateColumn("left", verbose_name="Left")

    def value_agreement_signed(self, record: object) -> str:
        return str(vague(record.agreement, "signed"))  # type: ignore[attr-defined]

    def render_agreement_signed(self, record: object) -> str:
        return self.value_agreement_signed(record) or "Not recorded"

    def value_state(self, record: object) -> str:
        state = record.agreement_state  # type: ignore[attr-defined]
        return AgreementState(state).label if state else "Not recorded"

    render_state = value_state


class LeadForceTable(RecordTable):
    noun, noun_plural, row_header = "lead force", "lead forces", "force"

    force = RecordColumn("force", verbose_name="Lead force")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")


class ChecklistTable(RecordTable):
    noun, noun_plural, row_header = "topic", "topics", "topic"

    topic = tables.Column(verbose_name="Topic")
    is_present = tables.Column(verbose_name="In the agreement", empty_values=())
    clause = WordsColumn("clause", verbose_name="Clause")
    note = WordsColumn("note", verbose_name="Note")

    def value_is_present(self, record: object) -> str:
        return {True: "Yes", False: "No"}.get(record.is_present, "Not checked")  # type: ignore[attr-defined]

    render_is_present = value_is_present


class LedAgreementTable(RecordTable):
    """The agreements a force leads."""

    noun, noun_plural, row_header = "agreement", "agreements", "agreement"

    agreement = RecordColumn("agreement", verbose_name="Agreement")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
