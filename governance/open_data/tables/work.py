"""Workstreams, milestones, and the matrix of business areas."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.open_data.columns import Table, Type, column
from governance.open_data.tables.who import EDTF_WORDS
from governance.open_data.values import dated, named, references
from governance.publication.composing.short import published_updates
from governance.publication.record import PublicRecord
from programmes.fields import vague
from programmes.models import Alliance, Body, Force, Programme
from workstreams.choices import AreaState
from workstreams.models import AreaGroup, AreaStatus, BusinessArea, Milestone, Workstream


@dataclass(frozen=True)
class WorkstreamData:
    reference: str = column("The workstream’s reference, which never changes", Type.REFERENCE)
    name: str = column("What it is called")
    programme: str = column("Reference of its programme", Type.REFERENCE)
    programme_name: str = column("Name of its programme")
    alliance: str = column("Reference of its alliance", Type.REFERENCE)
    alliance_name: str = column("Name of its alliance")
    area: str = column("Its business area, as the matrix names it")
    lead: str = column("Reference of the body that leads it", Type.REFERENCE)
    lead_name: str = column("Name of that body")
    forces: str = column("References of the forces that take part", Type.REFERENCES)
    starts: str = column("When it starts or started", Type.EDTF)
    starts_words: str = column(EDTF_WORDS)
    ends: str = column("When it ends or ended", Type.EDTF)
    ends_words: str = column(EDTF_WORDS)
    latest_status: str = column("As at when its status was last said", Type.EDTF)
    latest_status_words: str = column(EDTF_WORDS)
    purpose: str = column("What it is for")
    success_measure: str = column("How its success is measured")


def workstreams(record: PublicRecord) -> Iterator[WorkstreamData]:
    for row in record.rows(Workstream).values():
        area = record.one(BusinessArea, row.area_id)
        updates = published_updates(record, row)
        latest = vague(updates[0], "as_at") if updates else None
        yield WorkstreamData(
            reference=row.reference,
            name=row.name,
            area=area.name if area else "",
            forces=references(record.members(Workstream, "participating_forces", row.pk, Force)),
            latest_status=latest.edtf if latest else "",
            latest_status_words=latest.words if latest else "",
            purpose=row.purpose,
            success_measure=row.success_measure,
            **named(record, Programme, row.programme_id, "programme"),
            **named(record, Alliance, row.alliance_id, "alliance"),
            **named(record, Body, row.lead_id, "lead"),
            **dated(row, "starts", "ends"),
        )


@dataclass(frozen=True)
class MilestoneData:
    reference: str = column("The milestone’s reference, which never changes", Type.REFERENCE)
    name: str = column("What is to be reached")
    workstream: str = column("Reference of the workstream", Type.REFERENCE)
    workstream_name: str = column("Name of the workstream")
    force: str = column("Reference of the force, where it is one force’s milestone", Type.REFERENCE)
    force_name: str = column("Name of that force")
    baseline: str = column("When it was first planned for", Type.EDTF)
    baseline_words: str = column(EDTF_WORDS)
    forecast: str = column("When it is expected", Type.EDTF)
    forecast_words: str = column(EDTF_WORDS)
    actual: str = column("When it happened", Type.EDTF)
    actual_words: str = column(EDTF_WORDS)
    words: str = column("What the source says of it")


def milestones(record: PublicRecord) -> Iterator[MilestoneData]:
    for row in record.rows(Milestone).values():
        if row.force_id and not record.one(Force, row.force_id):
            continue
        yield MilestoneData(
            reference=row.reference,
            name=row.name,
            words=row.words,
            **named(record, Workstream, row.workstream_id, "workstream"),
            **named(record, Force, row.force_id, "force"),
            **dated(row, "baseline", "forecast", "actual"),
        )


@dataclass(frozen=True)
class MatrixData:
    group: str = column("The group of business areas")
    area: str = column("The business area")
    alliance: str = column("Reference of the alliance of which it is said", Type.REFERENCE)
    alliance_name: str = column("Name of that alliance")
    as_at: str = column("The date at which it was observed", Type.EDTF)
    as_at_words: str = column(EDTF_WORDS)
    status: str = column("How the area stood", Type.CODE, values=AreaState)
    words: str = column("The words of the source")


def matrix(record: PublicRecord) -> Iterator[MatrixData]:
    """One row for each observation of an area in an alliance at a date; no row means that no source says anything."""
    for row in record.rows(AreaStatus).values():
        area = record.one(BusinessArea, row.area_id)
        group = record.one(AreaGroup, area.group_id) if area else None
        if area and group and record.one(Alliance, row.alliance_id):
            yield MatrixData(
                group=group.name,
                area=area.name,
                status=row.status,
                words=row.words,
                **named(record, Alliance, row.alliance_id, "alliance"),
                **dated(row, "as_at"),
            )


WORKSTREAMS = Table("workstreams", "Workstreams", "The pieces of work, one a row.", WorkstreamData, workstreams)
MILESTONES = Table("milestones", "Milestones", "The milestones of workstreams, one a row.", MilestoneData, milestones)
MATRIX = Table(
    "matrix",
    "Collaboration matrix",
    "How each business area stood in each alliance at each date that a source observes, one observation a row.",
    MatrixData,
    matrix,
)
