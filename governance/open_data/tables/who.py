"""Programmes, alliances with their members, forces, offices."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.open_data.columns import Table, Type, column
from governance.open_data.values import dated, named, references
from governance.publication.record import PublicRecord
from programmes.choices import AllianceKind, BodyKind
from programmes.models import Agreement, Alliance, Body, Force, Membership, Programme

EDTF_WORDS = "The same date as the source writes it; empty where the source gives it plainly."


@dataclass(frozen=True)
class ProgrammeData:
    reference: str = column("The programme’s reference, which never changes", Type.REFERENCE)
    short_name: str = column("The name in daily use")
    name: str = column("The full name")
    alliance: str = column("Reference of the alliance whose programme it is", Type.REFERENCE)
    alliance_name: str = column("Name of that alliance")
    lead: str = column("Reference of the lead chief constable", Type.REFERENCE)
    lead_name: str = column("Name of that office")
    starts: str = column("When it was established", Type.EDTF)
    starts_words: str = column(EDTF_WORDS)
    ends: str = column("When it ends or ended", Type.EDTF)
    ends_words: str = column(EDTF_WORDS)
    funded_until: str = column("Until when it is funded", Type.EDTF)
    funded_until_words: str = column(EDTF_WORDS)
    constituted_by: str = column("Reference of the agreement that constitutes it", Type.REFERENCE)
    constituted_by_name: str = column("Title of that agreement")
    purpose: str = column("What it is for")
    scope: str = column("What it covers")
    exclusions: str = column("What it does not cover")


def programmes(record: PublicRecord) -> Iterator[ProgrammeData]:
    for row in record.rows(Programme).values():
        yield ProgrammeData(
            reference=row.reference,
            short_name=row.short_name,
            name=row.name,
            purpose=row.purpose,
            scope=row.scope,
            exclusions=row.exclusions,
            **named(record, Alliance, row.alliance_id, "alliance"),
            **named(record, Body, row.lead_chief_constable_id, "lead"),
            **named(record, Agreement, row.constituted_by_id, "constituted_by"),
            **dated(row, "starts", "ends", "funded_until"),
        )


@dataclass(frozen=True)
class AllianceData:
    reference: str = column("The alliance’s reference, which never changes", Type.REFERENCE)
    short_name: str = column("The name in daily use")
    name: str = column("The full name")
    kind: str = column("What kind of alliance it is", Type.CODE, values=AllianceKind)
    forces: str = column("References of the forces that are or were members", Type.REFERENCES)
    starts: str = column("When it starts or started", Type.EDTF)
    starts_words: str = column(EDTF_WORDS)
    ends: str = column("When it ends or ended", Type.EDTF)
    ends_words: str = column(EDTF_WORDS)
    purpose: str = column("What it is for")
    note: str = column("What is noted of it")


def alliances(record: PublicRecord) -> Iterator[AllianceData]:
    for row in record.rows(Alliance).values():
        members = (record.one(Force, member.force_id) for member in record.group(Membership, "alliance_id", row.pk))
        yield AllianceData(
            reference=row.reference,
            short_name=row.short_name,
            name=row.name,
            kind=row.kind,
            forces=references(dict.fromkeys(force for force in members if force)),
            purpose=row.purpose,
            note=row.note,
            **dated(row, "starts", "ends"),
        )


@dataclass(frozen=True)
class MemberData:
    alliance: str = column("Reference of the alliance", Type.REFERENCE)
    alliance_name: str = column("Name of the alliance")
    force: str = column("Reference of the force", Type.REFERENCE)
    force_name: str = column("Name of the force")
    role: str = column("Its role in the alliance, as said")
    starts: str = column("Member from", Type.EDTF)
    starts_words: str = column(EDTF_WORDS)
    ends: str = column("Member until", Type.EDTF)
    ends_words: str = column(EDTF_WORDS)


def members(record: PublicRecord) -> Iterator[MemberData]:
    for row in record.rows(Membership).values():
        if record.one(Force, row.force_id):
            yield MemberData(
                role=row.role,
                **named(record, Alliance, row.alliance_id, "alliance"),
                **named(record, Force, row.force_id, "force"),
                **dated(row, "starts", "ends"),
            )


@dataclass(frozen=True)
class ForceData:
    reference: str = column("The force’s reference, which never changes", Type.REFERENCE)
    name: str = column("The name in daily use")
    official_name: str = column("The official name")
    ons_code: str = column("The code of the Office for National Statistics")
    force_site: str = column("The force’s website", Type.URL)
    commissioner_site: str = column("The commissioner’s website", Type.URL)


def forces(record: PublicRecord) -> Iterator[ForceData]:
    for row in record.rows(Force).values():
        yield ForceData(
            reference=row.reference,
            name=row.name,
            official_name=row.official_name,
            ons_code=row.ons_code,
            force_site=row.force_site,
            commissioner_site=row.commissioner_site,
        )


@dataclass(frozen=True)
class OfficeData:
    reference: str = column("The office’s reference, which never changes", Type.REFERENCE)
    name: str = column("The office or body")
    kind: str = column("What kind of body it is", Type.CODE, values=BodyKind)
    official_title: str = column("The title used in agreements")
    force: str = column("Reference of its force", Type.REFERENCE)
    force_name: str = column("Name of its force")
    starts: str = column("Since when there is this office", Type.EDTF)
    starts_words: str = column(EDTF_WORDS)
    ends: str = column("Until when there was", Type.EDTF)
    ends_words: str = column(EDTF_WORDS)
    succeeded_by: str = column("Reference of the office that took its place", Type.REFERENCE)
    succeeded_by_name: str = column("Name of that office")
    note: str = column("What is noted of it")


def offices(record: PublicRecord) -> Iterator[OfficeData]:
    """The bodies that hang on a public force: those shown on its page."""
    for row in record.rows(Body).values():
        if record.one(Force, row.force_id):
            yield OfficeData(
                reference=row.reference,
                name=row.name,
                kind=row.kind,
                official_title=row.official_title,
                note=row.note,
                **named(record, Force, row.force_id, "force"),
                **named(record, Body, row.succeeded_by_id, "succeeded_by"),
                **dated(row, "starts", "ends"),
            )


PROGRAMMES = Table("programmes", "Programmes", "The programmes of collaboration, one a row.", ProgrammeData, programmes)
ALLIANCES = Table("alliances", "Alliances", "Groups of forces that work together, one a row.", AllianceData, alliances)
MEMBERS = Table(
    "alliance-members", "Members of alliances", "Each force in each alliance, one a row.", MemberData, members
)
FORCES = Table("forces", "Forces", "The police forces, one a row.", ForceData, forces)
OFFICES = Table(
    "offices",
    "Offices",
    "Chief constables, commissioners and other bodies of the forces, one a row.",
    OfficeData,
    offices,
)
