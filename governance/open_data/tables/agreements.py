"""Agreements and their parties."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from governance.open_data.columns import Table, Type, column
from governance.open_data.tables.who import EDTF_WORDS
from governance.open_data.values import dated, flag, named
from governance.publication.record import PublicRecord
from programmes.choices import AgreementKind, AgreementState, PublicationMode
from programmes.models import Agreement, Alliance, Body, Party, Programme


@dataclass(frozen=True)
class AgreementData:
    reference: str = column("The agreement’s reference, which never changes", Type.REFERENCE)
    title: str = column("What it is called")
    kind: str = column("What kind of agreement", Type.CODE, values=AgreementKind)
    state: str = column("How it stands; empty where no source says", Type.CODE, values=AgreementState)
    programme: str = column("Reference of its programme", Type.REFERENCE)
    programme_name: str = column("Name of its programme")
    alliance: str = column("Reference of its alliance", Type.REFERENCE)
    alliance_name: str = column("Name of its alliance")
    force_provision: str = column("Whether it holds a force provision (Police Act 1996 s22A)", Type.FLAG)
    policing_body_provision: str = column("Whether it holds a policing body provision", Type.FLAG)
    body_and_force_provision: str = column("Whether it holds a policing body and force provision", Type.FLAG)
    signed: str = column("When it was signed", Type.EDTF)
    signed_words: str = column(EDTF_WORDS)
    starts: str = column("When it commences", Type.EDTF)
    starts_words: str = column(EDTF_WORDS)
    ends: str = column("When it ends", Type.EDTF)
    ends_words: str = column(EDTF_WORDS)
    review_cycle: str = column("How often it is reviewed, as said")
    notice_months: str = column("Months of notice to leave it", Type.NUMBER)
    varies: str = column("Reference of the agreement that it varies", Type.REFERENCE)
    varies_name: str = column("Title of that agreement")
    replaces: str = column("Reference of the agreement that it replaces", Type.REFERENCE)
    replaces_name: str = column("Title of that agreement")
    ended_by: str = column("Reference of the agreement that ended it", Type.REFERENCE)
    ended_by_name: str = column("Title of that agreement")
    publication: str = column("How it is published (Police Act 1996 s23E)", Type.CODE, values=PublicationMode)
    publication_reason: str = column("Why only a summary is published")
    document_url: str = column("The published copy", Type.URL)
    parties_words: str = column("The parties, as the source writes them")
    scope: str = column("What it covers")


def agreements(record: PublicRecord) -> Iterator[AgreementData]:
    for row in record.rows(Agreement).values():
        provisions: Any = (row.has_force_provision, row.has_policing_body_provision, row.has_body_and_force_provision)
        yield AgreementData(
            reference=row.reference,
            title=row.title,
            kind=row.kind,
            state=getattr(row, "state", "") or "",
            force_provision=flag(provisions[0]),
            policing_body_provision=flag(provisions[1]),
            body_and_force_provision=flag(provisions[2]),
            review_cycle=row.review_cycle,
            notice_months=str(row.notice_months) if row.notice_months else "",
            publication=row.publication_mode,
            publication_reason=row.publication_reason,
            document_url=row.document_url if row.publication_mode == PublicationMode.FULL_COPY else "",
            parties_words=row.parties_words,
            scope=row.scope,
            **dated(row, "signed", "starts", "ends"),
            **named(record, Programme, row.programme_id, "programme"),
            **named(record, Alliance, row.alliance_id, "alliance"),
            **named(record, Agreement, row.varies_id, "varies"),
            **named(record, Agreement, row.replaces_id, "replaces"),
            **named(record, Agreement, row.ended_by_id, "ended_by"),
        )


@dataclass(frozen=True)
class PartyData:
    agreement: str = column("Reference of the agreement", Type.REFERENCE)
    agreement_name: str = column("Title of the agreement")
    office: str = column("Reference of the body that is party to it", Type.REFERENCE)
    office_name: str = column("Name of that body")
    signed: str = column("When it signed", Type.EDTF)
    signed_words: str = column(EDTF_WORDS)
    commences: str = column("When the agreement commences for it", Type.EDTF)
    commences_words: str = column(EDTF_WORDS)
    left: str = column("When it left", Type.EDTF)
    left_words: str = column(EDTF_WORDS)


def parties(record: PublicRecord) -> Iterator[PartyData]:
    for row in record.rows(Party).values():
        if record.one(Body, row.body_id):
            yield PartyData(
                **named(record, Agreement, row.agreement_id, "agreement"),
                **named(record, Body, row.body_id, "office"),
                **dated(row, "signed", "commences", "left"),
            )


AGREEMENTS = Table(
    "agreements", "Agreements", "The agreements between the bodies, one a row.", AgreementData, agreements
)
PARTIES = Table("parties", "Parties to agreements", "Each party to each agreement, one a row.", PartyData, parties)
