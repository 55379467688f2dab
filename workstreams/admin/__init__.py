"""The programme team’s desk for the work: areas and their matrix, workstreams, updates, milestones, risks, benefits."""

from workstreams.admin import area, benefit, dependency, milestone, plan, risk, update, workstream

__all__ = ["area", "benefit", "dependency", "milestone", "plan", "risk", "update", "workstream"]
