"""Makers of business areas, observations, the work plan, workstreams and what they hold."""

import datetime as dt
from itertools import count
from typing import Any

from programmes.choices import FigureStatus, ReminderMeans
from tests.factories.programmes import make_alliance, make_force, make_programme, make_user
from workstreams.choices import (
    AreaState,
    ImportKind,
    Measure,
    MilestoneDate,
    OutcomeKind,
    PeriodEventKind,
    PlanApproach,
    RiskEventKind,
    RiskKind,
    ServiceType,
)
from workstreams.models import (
    AreaComment,
    AreaGroup,
    AreaMapping,
    AreaPlan,
    AreaStatus,
    Benefit,
    BenefitLine,
    BusinessArea,
    Dependency,
    EnablingGroup,
    ImportRow,
    ImportRun,
    Milestone,
    MilestoneMove,
    Period,
    PeriodEvent,
    PlanOutcome,
    PlanRow,
    ReturnChase,
    Risk,
    RiskEvent,
    SavingsFigure,
    StatusUpdate,
    Workstream,
)

_number = count(1)


def make_area_group(**fields: Any) -> AreaGroup:
    n = next(_number)
    fields.setdefault("name", f"GROUP {n}")
    fields.setdefault("position", n)
    return AreaGroup.objects.create(**fields)


def make_business_area(**fields: Any) -> BusinessArea:
    n = next(_number)
    if "group" not in fields:
        fields["group"] = make_area_group()
    fields.setdefault("name", f"Area {n}")
    fields.setdefault("position", n)
    return BusinessArea.objects.create(**fields)


def make_area_mapping(**fields: Any) -> AreaMapping:
    for end in ("old", "new"):
        if end not in fields:
            fields[end] = make_business_area()
    return AreaMapping.objects.create(**fields)


def make_area_status(**fields: Any) -> AreaStatus:
    if "area" not in fields:
        fields["area"] = make_business_area()
    if "alliance" not in fields:
        fields["alliance"] = make_alliance()
    fields.setdefault("status", AreaState.LIVE)
    fields.setdefault("as_at", "2011-01")
    fields.setdefault("words", "Live")
    return AreaStatus.objects.create(**fields)


def make_area_comment(**fields: Any) -> AreaComment:
    if "area" not in fields:
        fields["area"] = make_business_area()
    fields.setdefault("as_at", "2011-01")
    fields.setdefault("words", f"Comment {next(_number)}")
    return AreaComment.objects.create(**fields)


def make_plan_row(**fields: Any) -> PlanRow:
    if "programme" not in fields:
        fields["programme"] = make_programme()
    fields.setdefault("approach", PlanApproach.REGIONAL)
    fields.setdefault("words", "Regional")
    return PlanRow.objects.create(**fields)


def make_area_plan(**fields: Any) -> AreaPlan:
    if "row" not in fields:
        fields["row"] = make_plan_row()
    fields.setdefault("name", f"Planned area {next(_number)}")
    fields.setdefault("service_type", ServiceType.GENERAL)
    return AreaPlan.objects.create(**fields)


def make_plan_outcome(**fields: Any) -> PlanOutcome:
    if "entry" not in fields:
        fields["entry"] = make_area_plan()
    if "alliance" not in fields:
        fields["alliance"] = make_alliance()
    fields.setdefault("says", OutcomeKind.IN_BEING)
    fields.setdefault("as_at", "2013-07-18")
    fields.setdefault("words", "the unit works for three forces")
    return PlanOutcome.objects.create(**fields)


def make_enabling_group(**fields: Any) -> EnablingGroup:
    fields.setdefault("name", f"Enabling group {next(_number)}")
    return EnablingGroup.objects.create(**fields)


def make_workstream(**fields: Any) -> Workstream:
    fields.setdefault("name", f"Workstream {next(_number)}")
    if not fields.get("alliance") and "programme" not in fields:
        fields["programme"] = make_programme()
    return Workstream.objects.create(**fields)


def make_period(**fields: Any) -> Period:
    fields.setdefault("name", f"Period {next(_number)}")
    fields.setdefault("opens_on", dt.date(2016, 9, 1))
    fields.setdefault("due_on", dt.date(2016, 9, 30))
    return Period.objects.create(**fields)


def make_period_event(**fields: Any) -> PeriodEvent:
    if "period" not in fields:
        fields["period"] = make_period()
    fields.setdefault("seq", fields["period"].events.count() + 1)
    fields.setdefault("kind", PeriodEventKind.LOCKED)
    fields.setdefault("on", dt.date(2016, 10, 3))
    return PeriodEvent.objects.create(**fields)


def make_return_chase(**fields: Any) -> ReturnChase:
    if "period" not in fields:
        fields["period"] = make_period()
    if "workstream" not in fields:
        fields["workstream"] = make_workstream()
    fields.setdefault("on", "2016-10-03")
    fields.setdefault("means", ReminderMeans.EMAIL)
    fields.setdefault("words", "The return is due.")
    return ReturnChase.objects.create(**fields)


def make_status_update(**fields: Any) -> StatusUpdate:
    if "workstream" not in fields:
        fields["workstream"] = make_workstream()
    fields.setdefault("as_at", "2016-09-21")
    fields.setdefault("public_text", "Work goes on.")
    return StatusUpdate.objects.create(**fields)


def make_milestone(**fields: Any) -> Milestone:
    if "workstream" not in fields:
        fields["workstream"] = make_workstream()
    fields.setdefault("name", f"Milestone {next(_number)}")
    return Milestone.objects.create(**fields)


def make_milestone_move(**fields: Any) -> MilestoneMove:
    if "milestone" not in fields:
        fields["milestone"] = make_milestone()
    fields.setdefault("which", MilestoneDate.FORECAST)
    fields.setdefault("was", "2017-01")
    fields.setdefault("now", "2017-04")
    fields.setdefault("on", dt.date(2016, 9, 21))
    fields.setdefault("reason", "The supplier is late.")
    return MilestoneMove.objects.create(**fields)


def make_risk(**fields: Any) -> Risk:
    if not fields.get("programme") and "workstream" not in fields:
        fields["workstream"] = make_workstream()
    fields.setdefault("kind", RiskKind.RISK)
    fields.setdefault("title", f"Risk {next(_number)}")
    fields.setdefault("words", "It may be late.")
    return Risk.objects.create(**fields)


def make_risk_event(**fields: Any) -> RiskEvent:
    if "risk" not in fields:
        fields["risk"] = make_risk()
    fields.setdefault("seq", fields["risk"].events.count() + 1)
    fields.setdefault("kind", RiskEventKind.REVIEWED)
    fields.setdefault("on", dt.date(2016, 9, 21))
    fields.setdefault("words", "Nothing has changed.")
    return RiskEvent.objects.create(**fields)


def make_dependency(**fields: Any) -> Dependency:
    if not fields.get("milestone") and "workstream" not in fields:
        fields["workstream"] = make_workstream()
    if not fields.get("on_milestone") and "on_workstream" not in fields:
        fields["on_workstream"] = make_workstream()
    return Dependency.objects.create(**fields)


def make_benefit(**fields: Any) -> Benefit:
    if "workstream" not in fields:
        fields["workstream"] = make_workstream()
    fields.setdefault("title", f"Benefit {next(_number)}")
    return Benefit.objects.create(**fields)


def make_benefit_line(**fields: Any) -> BenefitLine:
    if "benefit" not in fields:
        fields["benefit"] = make_benefit()
    if "force" not in fields:
        fields["force"] = make_force()
    fields.setdefault("financial_year", "2016/17")
    if fields.get("validated_by"):
        fields.setdefault("validated_on", dt.date(2017, 5, 3))
    return BenefitLine.objects.create(**fields)


def make_savings_figure(**fields: Any) -> SavingsFigure:
    if not any(fields.get(owner) for owner in ("workstream", "programme", "alliance")):
        fields["workstream"] = make_workstream()
    fields.setdefault("title", f"Saving {next(_number)}")
    fields.setdefault("measure", Measure.SAVING)
    fields.setdefault("figure_status", FigureStatus.CLAIMED)
    fields.setdefault("words", "some money")
    return SavingsFigure.objects.create(**fields)


def make_import_run(**fields: Any) -> ImportRun:
    n = next(_number)
    fields.setdefault("kind", ImportKind.MILESTONES)
    fields.setdefault("token", f"token-{n}")
    fields.setdefault("file_name", f"table-{n}.csv")
    fields.setdefault("sha256", "0" * 64)
    fields.setdefault("imported_at", dt.datetime(2016, 9, 1, 12, tzinfo=dt.UTC))
    if "imported_by" not in fields:
        fields["imported_by"] = make_user()
    return ImportRun.objects.create(**fields)


def make_import_row(**fields: Any) -> ImportRow:
    if "run" not in fields:
        fields["run"] = make_import_run()
    fields.setdefault("number", fields["run"].rows.count() + 2)
    fields.setdefault("reference", "MIL-1")
    fields.setdefault("title", "Go live")
    fields.setdefault("cells", [["Forecast", "2016", "2017"]])
    return ImportRow.objects.create(**fields)
