"""The work: business areas and their matrix, workstreams, updates, milestones, risks, benefits."""

from workstreams.models.area import (
    AreaComment,
    AreaGroup,
    AreaMapping,
    AreaPlan,
    AreaStatus,
    BusinessArea,
    PlanOutcome,
    PlanRow,
)
from workstreams.models.benefit import Benefit, BenefitLine, SavingsFigure
from workstreams.models.dependency import Dependency
from workstreams.models.imports import ImportCheck, ImportRow, ImportRun
from workstreams.models.milestone import Milestone, MilestoneMove
from workstreams.models.period import Period, PeriodEvent, ReturnChase
from workstreams.models.risk import Risk, RiskEvent
from workstreams.models.update import StatusUpdate
from workstreams.models.workstream import EnablingGroup, Workstream

__all__ = [
    "AreaComment",
    "AreaGroup",
    "AreaMapping",
    "AreaPlan",
    "AreaStatus",
    "Benefit",
    "BenefitLine",
    "BusinessArea",
    "Dependency",
    "EnablingGroup",
    "ImportCheck",
    "ImportRow",
    "ImportRun",
    "Milestone",
    "MilestoneMove",
    "Period",
    "PeriodEvent",
    "PlanOutcome",
    "PlanRow",
    "ReturnChase",
    "Risk",
    "RiskEvent",
    "SavingsFigure",
    "StatusUpdate",
    "Workstream",
]
