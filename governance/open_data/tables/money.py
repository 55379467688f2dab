"""Savings claims as said, and the benefits of workstreams."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.open_data.columns import Table, Type, column
from governance.open_data.tables.who import EDTF_WORDS
from governance.open_data.values import dated, named, pounds_of
from governance.publication.record import PublicRecord
from programmes.choices import FigureStatus, Qualifier, Recurrence
from programmes.models import Alliance, Force, Programme
from workstreams.choices import BenefitKind, Measure
from workstreams.models import Benefit, BenefitLine, SavingsFigure, Workstream


@dataclass(frozen=True)
class ClaimData:
    reference: str = column("The claim’s reference, which never changes", Type.REFERENCE)
    title: str = column("What is claimed")
    words: str = column("The words of the source")
    low: str = column("The figure stated, or the lower one of two; empty where none is", Type.POUNDS)
    high: str = column("The higher figure, where the source says “between”", Type.POUNDS)
    qualifier: str = column("The hedge of the figure", Type.CODE, values=Qualifier)
    recurrence: str = column("Whether it recurs", Type.CODE, values=Recurrence)
    measure: str = column(
        "What is measured; claims of different measure are not to be added", Type.CODE, values=Measure
    )
    figure_status: str = column("Whether it is predicted, delivered or required", Type.CODE, values=FigureStatus)
    period: str = column("The time the figure is for", Type.EDTF)
    period_words: str = column(EDTF_WORDS)
    baseline: str = column("What it is measured against, as said")
    said: str = column("When it was said", Type.EDTF)
    said_words: str = column(EDTF_WORDS)
    workstream: str = column("Reference of the workstream it is about", Type.REFERENCE)
    workstream_name: str = column("Name of that workstream")
    programme: str = column("Reference of the programme it is about", Type.REFERENCE)
    programme_name: str = column("Name of that programme")
    alliance: str = column("Reference of the alliance it is about", Type.REFERENCE)
    alliance_name: str = column("Name of that alliance")
    beside: str = column("Reference of the claim that it stands beside, as predicted beside delivered", Type.REFERENCE)
    note: str = column("What is noted of it")


def claims(record: PublicRecord) -> Iterator[ClaimData]:
    for row in record.rows(SavingsFigure).values():
        beside = record.one(SavingsFigure, row.pair_id)
        stated = row.low is not None
        yield ClaimData(
            reference=row.reference,
            title=row.title,
            words=row.words,
            low=pounds_of(row.low),
            high=pounds_of(row.high),
            qualifier=row.qualifier if stated else "",
            recurrence=row.recurrence if stated else "",
            measure=row.measure,
            figure_status=row.figure_status,
            baseline=row.baseline,
            beside=beside.reference if beside else "",
            note=row.note,
            **dated(row, "period", "said"),
            **named(record, Workstream, row.workstream_id, "workstream"),
            **named(record, Programme, row.programme_id, "programme"),
            **named(record, Alliance, row.alliance_id, "alliance"),
        )


@dataclass(frozen=True)
class BenefitData:
    reference: str = column("The benefit’s reference, which never changes", Type.REFERENCE)
    title: str = column("What the benefit is")
    workstream: str = column("Reference of its workstream", Type.REFERENCE)
    workstream_name: str = column("Name of its workstream")
    kind: str = column("What kind of benefit", Type.CODE, values=BenefitKind)
    words: str = column("The words of the source")
    baseline: str = column("What it is measured against, as said")


def benefits(record: PublicRecord) -> Iterator[BenefitData]:
    for row in record.rows(Benefit).values():
        yield BenefitData(
            reference=row.reference,
            title=row.title,
            kind=row.kind,
            words=row.words,
            baseline=row.baseline,
            **named(record, Workstream, row.workstream_id, "workstream"),
        )


@dataclass(frozen=True)
class LineData:
    benefit: str = column("Reference of the benefit", Type.REFERENCE)
    benefit_name: str = column("What the benefit is")
    workstream: str = column("Reference of its workstream", Type.REFERENCE)
    force: str = column("Reference of the force", Type.REFERENCE)
    force_name: str = column("Name of the force")
    financial_year: str = column("The financial year, as 2016/17", Type.YEAR)
    predicted_soc: str = column("Predicted in the strategic outline case", Type.POUNDS)
    predicted_obc: str = column("Predicted in the outline business case", Type.POUNDS)
    predicted_fbc: str = column("Predicted in the full business case", Type.POUNDS)
    delivered: str = column("What was delivered; empty is not known, not nought", Type.POUNDS)


def lines(record: PublicRecord) -> Iterator[LineData]:
    for row in record.rows(BenefitLine).values():
        benefit = record.one(Benefit, row.benefit_id)
        if not benefit or not record.one(Force, row.force_id):
            continue
        stream = record.one(Workstream, benefit.workstream_id)
        yield LineData(
            benefit=benefit.reference,
            benefit_name=benefit.title,
            workstream=stream.reference if stream else "",
            financial_year=row.financial_year,
            predicted_soc=pounds_of(row.predicted_soc),
            predicted_obc=pounds_of(row.predicted_obc),
            predicted_fbc=pounds_of(row.predicted_fbc),
            delivered=pounds_of(row.delivered),
            **named(record, Force, row.force_id, "force"),
        )


CLAIMS = Table(
    "savings-claims",
    "Savings claims",
    "What the sources say has been, will be or must be saved, with their hedges, one claim a row. "
    "The figures measure different things over different times and are not to be added up.",
    ClaimData,
    claims,
)
BENEFITS = Table("benefits", "Benefits", "The benefits of workstreams, one a row.", BenefitData, benefits)
BENEFIT_LINES = Table(
    "benefit-lines",
    "Benefits by force and year",
    "What was predicted and delivered of each benefit, for a force in a financial year, one a row.",
    LineData,
    lines,
)
