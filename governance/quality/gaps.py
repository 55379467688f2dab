"""The gaps that the programme team mends, each with its rule in words, its reason and its rows.

A gap is a question to whoever keeps the record, never a fault of the work: no source may say it. Most come from what
HMICFRS found wanting of collaborations (The Hard Yards, 21 July 2020; domain section 9) and from the Police Act 1996.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from governance.choices import CaseEventKind
from governance.models import BusinessCase, Decision, LocalDecision
from governance.quality import rows
from programmes.admin_site import address
from programmes.history import Reference
from programmes.models import Agreement, Body
from workstreams.models import Benefit, Milestone, Risk, SavingsFigure, Workstream

#: After how many months without a word a status is stale, unless the page is asked for another number.
MONTHS = 3


@dataclass(frozen=True)
class Looking:
    """Who looks for gaps, on which day, and how old a status may be."""

    reader: Any
    today: dt.date
    months: int = MONTHS


@dataclass(frozen=True)
class Gap:
    """One thing the record may lack: `code` names it in addresses, `noun` is what a row is, `rule` says it in words.

    `mends` gives the address on the desk where a row is mended, `detail` what is said beside it.
    """

    code: str
    title: str
    noun: tuple[str, str]
    rule: str
    why: str
    model: type[models.Model]
    find: Callable[[Looking], Any]
    mends: Callable[[Any], str]
    detail: Callable[[Any], str] = str
    joins: tuple[str, ...] = ()

    def rows(self, looking: Looking) -> Any:
        """The rows that the person who looks may read."""
        return self.find(looking)

    def rule_for(self, months: int) -> str:
        """The rule, with the number of months where it has one."""
        return self.rule.format(months="a month" if months == 1 else f"{months} months")


def _at(anchor: str) -> Callable[[Any], str]:
    """The row’s form on the desk, at a field."""
    return lambda row: f"{_form(row)}#{anchor}"


def _form(row: Any) -> str:
    """The row’s form on the desk."""
    return address(type(row), "change", row.pk)


def _review(case: Any) -> str:
    return reverse("admin:governance_businesscase_event", args=[case.pk, CaseEventKind.REVIEW])


def _new_status(workstream: Any) -> str:
    return f"{reverse('admin:workstreams_statusupdate_add')}?workstream={workstream.pk}"


def _holders_of(field: str) -> Callable[[Any], str]:
    return lambda row: f"{address(Body, 'change', getattr(row, field))}#holders-group"


_CASES, _WORK = ("case", "cases"), ("workstream", "workstreams")
_AGREEMENTS = ("agreement", "agreements")
_HARD_YARDS = "HMICFRS, The Hard Yards (2020)"

GAPS: tuple[Gap, ...] = (
    Gap(
        "live-without-review", "Live, and not reviewed", _CASES,
        "The case is live, and no post-implementation review of it is recorded.",
        f"A review of each project closes its case (S1 4.8, S3 5.2; {_HARD_YARDS}: lessons are not shared).",
        BusinessCase, rows.live_cases, _review, rows.since,
    ),
    Gap(
        "case-without-purpose", "Cases without a purpose", _CASES,
        "The case is open, and what it is for is not stated.",
        f"{_HARD_YARDS}: the purpose is not clear to all.", BusinessCase, rows.cases_without("purpose"), _at("id_purpose"),
        rows.case_state,
    ),
    Gap(
        "case-without-measure", "Cases without a success measure", _CASES,
        "The case is open, and by what its success is measured is not stated.",
        f"{_HARD_YARDS}: benefits are not tracked.", BusinessCase, rows.cases_without("success_measure"),
        _at("id_success_measure"), rows.case_state,
    ),
    Gap(
        "work-without-purpose", "Workstreams without a purpose", _WORK,
        "The workstream has not ended, and what it is for is not stated.",
        f"{_HARD_YARDS}: the purpose is not clear to all.", Workstream, rows.work_without("purpose"), _at("id_purpose"),
        rows.nothing,
    ),
    Gap(
        "work-without-measure", "Workstreams without a success measure", _WORK,
        "The workstream has not ended, and by what its success is measured is not stated.",
        f"{_HARD_YARDS}: benefits are not tracked.", Workstream, rows.work_without("success_measure"),
        _at("id_success_measure"), rows.nothing,
    ),
    Gap(
        "work-without-lead", "Workstreams without a lead", _WORK,
        "The workstream has not ended, and neither its lead body nor its senior responsible owner is recorded.",
        "Each piece of work has somebody who answers for it (S4).", Workstream, rows.work_without_lead, _at("id_lead"),
        rows.nothing,
    ),
    Gap(
        "stale-status", "Stale status", _WORK,
        "The workstream has not ended, and nothing has been said of how it stands for {months} or more.",
        "Each board is told the same status, written once a period.", Workstream, rows.stale, _new_status, rows.last_told,
    ),
    Gap(
        "milestone-past", "Milestones past their date", ("milestone", "milestones"),
        "The last possible day of its forecast (without one: of its baseline) has passed, and nothing is recorded.",
        "A date that moves is recorded with its reason.", Milestone, rows.milestones("past"), _at("id_forecast"),
        rows.milestone_due, ("workstream", "force"),
    ),
    Gap(
        "milestone-without-date", "Milestones without a date", ("milestone", "milestones"),
        "Neither baseline nor forecast nor actual date is recorded.",
        "Without a date nobody can say that it is late.", Milestone, rows.milestones("undated"), _at("id_forecast"),
        rows.of_work, ("workstream", "force"),
    ),
    Gap(
        "risk-without-owner", "Open risks without an owner", ("risk or issue", "risks and issues"),
        "The risk or issue is open, and who owns it is not recorded.",
        "Each risk has an owner who reviews it.", Risk, rows.risks_without_owner, _at("id_owner"), rows.of_work,
        ("workstream", "programme"),
    ),
    Gap(
        "benefit-without-baseline", "Benefits without a baseline", ("benefit", "benefits"),
        "No baseline is recorded, so nobody can say what the benefit is measured from.",
        "NAO’s tests of a claimed saving: a clear baseline.", Benefit, rows.benefits_without_baseline, _at("id_baseline"),
        rows.of_work, ("workstream",),
    ),
    Gap(
        "saving-without-baseline", "Claimed savings without a baseline", ("figure", "figures"),
        "The figure is a saving or one required, and no baseline is recorded.",
        "NAO’s tests of a claimed saving: a clear baseline, defensible before publication.", SavingsFigure,
        rows.savings_without_baseline, _at("id_baseline"), rows.of_work, ("workstream", "programme", "alliance"),
    ),
    Gap(
        "in-force-without-document", "Agreements in force without their document", _AGREEMENTS,
        "The agreement is in force, and neither the address of its document, nor a file about it or its events, is at hand.",
        "A collaboration agreement is in writing (s23C(2)).", Agreement, rows.without_document, _at("id_document_url"),
        rows.agreement_state,
    ),
    Gap(
        "unknown-commencement", "Agreements whose start is not known", _AGREEMENTS,
        "The agreement is signed or in force, and when it commences is not recorded.",
        "Terms, reviews and shares are counted from it.", Agreement, rows.without_start, _at("id_starts"),
        rows.agreement_state,
    ),
    Gap(
        "agreement-without-parties", "Agreements without parties", _AGREEMENTS,
        "No party is recorded, neither by name nor in the words of a source.",
        "Police Act 1996, s22A: who makes it decides whether it is lawful.", Agreement, rows.without_parties,
        _at("parties-group"), rows.agreement_state,
    ),
    Gap(
        "agreement-without-exit", "Agreements without a rule on leaving", _AGREEMENTS,
        "The agreement is in force, and neither the months of notice nor the rule on leaving and its cost is recorded.",
        f"{_HARD_YARDS}: agreements too vague to leave. The statute gives no one-sided exit (s23C(5)).", Agreement,
        rows.without_exit, _at("id_exit_rule"), rows.agreement_state,
    ),
    Gap(
        "agreement-without-accountability", "Agreements without accountability", _AGREEMENTS,
        "The Section 22A agreement is in force, and who holds its chief officers to account is not recorded.",
        "Police Act 1996, s23D.", Agreement, rows.without_accountability, _at("id_accountability"), rows.agreement_state,
    ),
    Gap(
        "decision-without-date", "Decisions without a date", ("decision", "decisions"),
        "The decision stands, and when it was taken is not recorded.",
        "Decisions are told in the order they were taken (Specified Information Order 2011).", Decision,
        rows.decisions_without_date, _form, rows.decider, ("board", "body"),
    ),
    Gap(
        "holder-unknown", "Decisions of offices whose holder is not known", ("decision", "decisions"),
        "An office decided, and the record names nobody who held it on that day.",
        "The office acts; its holder on that day is recorded beside it.", Decision, rows.decisions_without_holder,
        _holders_of("body_id"), rows.decider, ("body",),
    ),
    Gap(
        "local-holder-unknown", "Local decisions whose holder is not known", ("decision", "decisions"),
        "An office decided on a case, and the record names nobody who held it on that day.",
        "The office acts; its holder on that day is recorded beside it.", LocalDecision, rows.local_without_holder,
        _holders_of("body_id"), rows.local_decided, ("body", "case"),
    ),
    Gap(
        "office-without-holder", "Offices whose holder is not known", ("office", "offices"),
        "It is one of the 14 offices, and the record names nobody who holds it today.",
        "A vacant office cannot decide or sign.", Body, rows.offices_without_holder, _at("holders-group"), rows.nothing,
    ),
    Gap(
        "without-source", "Facts without a source", ("record", "records"),
        "No source is cited of the record, neither of it as a whole nor of any field.",
        "Each fact keeps its source.", Reference, rows.uncited, lambda row: row.desk_url, rows.kind_of,
    ),
)  # fmt: skip
