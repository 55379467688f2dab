"""Addresses of the work: workstreams, areas, matrix, work plan, milestones, risks, savings figures."""

from django.urls import path

from programmes.urls import list_paths, page_path
from workstreams.round.rules import BENEFITS, MILESTONES, RISKS, STATUS
from workstreams.views import (
    benefits,
    dependencies,
    import_log,
    import_tables,
    importing,
    matrix,
    milestones,
    own_force,
    risks,
    round_bulk,
    round_late,
    round_own,
    round_returns,
    timeline,
    work,
    work_plan,
)
from workstreams.views import round as rounds

urlpatterns = [
    path("matrix/", matrix.MatrixPage.as_view(), name="matrix"),
    path("matrix.csv", matrix.MatrixPage.as_view(), {"form": "csv"}, name="matrix-csv"),
    path("work-plan/", work_plan.WorkPlanPage.as_view(), name="work-plan"),
    path("work-plan.csv", work_plan.WorkPlanPage.as_view(), {"form": "csv"}, name="work-plan-csv"),
    *list_paths("workstreams", "workstream", work.WorkstreamList),
    page_path("workstreams", "workstream", work.WorkstreamPage),
    *list_paths("areas", "area", work.AreaList),
    page_path("areas", "area", work.AreaPage),
    *list_paths("milestones", "milestone", milestones.MilestoneList),
    page_path("milestones", "milestone", milestones.MilestonePage),
    path("milestones/<slug:reference>/dates", own_force.MilestoneDates.as_view(), name="milestone-dates"),
    path("timeline/", timeline.Timeline.as_view(), name="timeline"),
    path("timeline.csv", timeline.Timeline.as_view(), {"form": "csv"}, name="timeline-csv"),
    path("timeline.svg", timeline.Timeline.as_view(), {"form": "svg"}, name="timeline-svg"),
    *list_paths("risks", "risk", risks.RiskList),
    page_path("risks", "risk", risks.RiskPage),
    path("risks/<slug:reference>/score", risks.ScoreStep.as_view(), name="risk-score"),
    path("risks/<slug:reference>/review", risks.ReviewStep.as_view(), name="risk-review"),
    path("risks/<slug:reference>/escalate", risks.EscalateStep.as_view(), name="risk-escalate"),
    path("risks/<slug:reference>/take-back", risks.TakeBackStep.as_view(), name="risk-take-back"),
    path("risks/<slug:reference>/close", risks.CloseStep.as_view(), name="risk-close"),
    path("risks/<slug:reference>/reopen", risks.ReopenStep.as_view(), name="risk-reopen"),
    *list_paths("imports", "import", import_log.ImportList),
    path("imports/new", importing.StartImport.as_view(), name="import-start"),
    path("imports/check/<slug:token>", importing.CheckImport.as_view(), name="import-check"),
    page_path("imports", "import", import_log.ImportRunPage),
    path("imports/<slug:reference>/changes.csv", import_log.ImportChangesCsv.as_view(), name="import-changes-csv"),
    *(
        path(f"{place}to-edit.{form}", view.as_view(), {"form": form}, name=f"{name}-edit-{form}")
        for place, name, view in (
            ("milestones/", "milestone", import_tables.MilestonesToEdit),
            ("benefits/", "ledger", import_tables.LedgerToEdit),
            ("periods/<slug:reference>/", "period", import_tables.ReturnsToEdit),
        )
        for form in ("csv", "xlsx")
    ),
    *list_paths("dependencies", "dependency", dependencies.DependencyList),
    page_path("dependencies", "dependency", dependencies.DependencyPage),
    *list_paths("savings-figures", "savings-figure", work.SavingsFigureList),
    page_path("savings-figures", "savings-figure", work.SavingsFigurePage),
    *list_paths("benefits", "ledger", benefits.Ledger),
    path("benefits/totals/", benefits.LedgerTotals.as_view(), name="ledger-totals"),
    path("benefits/totals.csv", benefits.LedgerTotals.as_view(), {"form": "csv"}, name="ledger-totals-csv"),
    *list_paths("benefits-described", "benefit", benefits.BenefitList),
    page_path("benefits", "benefit", benefits.BenefitPage),
    path("benefits/<slug:reference>/deliver", benefits.Deliver.as_view(), name="benefit-deliver"),
    path("benefit-lines/<slug:reference>/validate", benefits.Validate.as_view(), name="benefit-line-validate"),
    path("savings/", benefits.Savings.as_view(), name="savings"),
    *list_paths("enabling-groups", "enabling-group", work.EnablingGroupList),
    page_path("enabling-groups", "enabling-group", work.EnablingGroupPage),
    path("round/", rounds.RoundPage.as_view(), name="round"),
    path("round/open", rounds.OpenPeriod.as_view(), name="period-open"),
    path("round/colours", rounds.RagPage.as_view(), name="rag"),
    path("round/milestones", round_own.OwnMilestones.as_view(), name="round-milestones"),
    *list_paths("periods", "period", rounds.PeriodList),
    page_path("periods", "period", rounds.PeriodPage),
    path("periods/<slug:reference>/lock", rounds.LockPeriod.as_view(), name="period-lock"),
    path("periods/<slug:reference>/reopen", rounds.ReopenPeriod.as_view(), name="period-reopen"),
    path("periods/<slug:reference>/due", rounds.MoveDueDate.as_view(), name="period-due"),
    path("periods/<slug:reference>/start", round_returns.StartReturn.as_view(), name="return-start"),
    path("periods/<slug:reference>/many", round_bulk.BulkReturns.as_view(), name="period-bulk"),
    path("periods/<slug:reference>/late", round_late.LateList.as_view(), name="period-late"),
    path("periods/<slug:reference>/remind", round_late.LogReminder.as_view(), name="period-remind"),
    *list_paths("return-reminders", "return-chase", round_late.ReturnChaseLog),
    path("return-reminders/<int:number>/take-back", round_late.TakeBackReminder.as_view(), name="return-chase-correct"),
    *list_paths("returns", "return", rounds.ReturnList),
    page_path("returns", "return", round_returns.ReturnPage),
    *(
        path(f"returns/<slug:reference>/{step}", view.as_view(), name=f"return-{step}")
        for step, view in (
            (STATUS, round_returns.StatusStep),
            (MILESTONES, round_returns.MilestonesStep),
            (RISKS, round_returns.RisksStep),
            (BENEFITS, round_returns.BenefitsStep),
            ("check", round_returns.CheckAnswers),
            ("correct", round_returns.CorrectReturn),
        )
    ),
]
