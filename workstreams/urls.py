"""Addresses of the work: workstreams, areas, matrix, work plan, milestones, risks, savings figures."""

from django.urls import path

from programmes.urls import list_paths, page_path
from workstreams.views import benefits, matrix, own_force, work

urlpatterns = [
    path("matrix/", matrix.MatrixPage.as_view(), name="matrix"),
    path("matrix.csv", matrix.MatrixPage.as_view(), {"form": "csv"}, name="matrix-csv"),
    path("work-plan/", matrix.WorkPlanPage.as_view(), name="work-plan"),
    path("work-plan.csv", matrix.WorkPlanPage.as_view(), {"form": "csv"}, name="work-plan-csv"),
    *list_paths("workstreams", "workstream", work.WorkstreamList),
    page_path("workstreams", "workstream", work.WorkstreamPage),
    *list_paths("areas", "area", work.AreaList),
    page_path("areas", "area", work.AreaPage),
    *list_paths("milestones", "milestone", work.MilestoneList),
    page_path("milestones", "milestone", work.MilestonePage),
    path("milestones/<slug:reference>/dates", own_force.MilestoneDates.as_view(), name="milestone-dates"),
    *list_paths("risks", "risk", work.RiskList),
    page_path("risks", "risk", work.RiskPage),
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
    *list_paths("periods", "period", work.PeriodList),
    page_path("periods", "period", work.PeriodPage),
]
