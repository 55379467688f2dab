"""The rows of each gap, as querysets of what a reader may see, and what is said beside each."""

from collections.abc import Callable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, Subquery

from governance.choices import CaseState
from governance.models import Board, BusinessCase, Decision, LocalDecision, Meeting
from governance.reports.standing import since_phrase, since_words, words_of
from programmes.agreements.parties import BINDING
from programmes.choices import AgreementKind, AgreementState
from programmes.dates import in_words
from programmes.fields import vague
from programmes.models import (
    Agreement,
    AgreementEvent,
    Alliance,
    Body,
    Citation,
    Holder,
    Party,
    Programme,
    StoredFile,
)
from programmes.search import visible_references
from workstreams.choices import Measure, RiskStatus, Standing
from workstreams.models import Benefit, Milestone, Risk, SavingsFigure, StatusUpdate, Workstream

#: The kinds of record whose every fact comes from a source.
SOURCED = (Agreement, Alliance, Body, Programme, Workstream, BusinessCase, Decision, Meeting, Board, SavingsFigure)
#: What a source states as saved or to be saved.
SAVED = (Measure.SAVING, Measure.SAVING_REQUIRED)


def nothing(row: Any) -> str:
    """Nothing is said beside the row."""
    return ""


# Cases ---------------------------------------------------------------------------------------------------------------


def live_cases(looking: Any) -> Any:
    """Cases that are live; their review would move them on."""
    rows: Any = looking.reader.rows(BusinessCase.objects).with_stage()
    return rows.filter(state=CaseState.LIVE).order_by("state_since", "title", "pk")


def cases_without(name: str) -> Callable[[Any], Any]:
    """Open cases, those not yet commissioned among them, of which a text is empty."""

    def find(looking: Any) -> Any:
        rows: Any = looking.reader.rows(BusinessCase.objects).with_stage().open()
        return rows.filter(**{name: ""}).order_by("title", "pk")

    return find


def since(case: Any) -> str:
    """Since when it has been live."""
    words = since_phrase(since_words(case))
    return f"Live {words}" if words else "Live; no source says since when"


def case_state(case: Any) -> str:
    """Where it stands."""
    return words_of(case)


# The work ------------------------------------------------------------------------------------------------------------


def under_way(looking: Any) -> Any:
    """Workstreams that have not surely ended."""
    rows = looking.reader.rows(Workstream.objects)
    return rows.filter(Q(ends_latest__isnull=True) | Q(ends_latest__gte=looking.today)).order_by("name", "pk")


def work_without(name: str) -> Callable[[Any], Any]:
    """Workstreams under way of which a text is empty."""
    return lambda looking: under_way(looking).filter(**{name: ""})


def work_without_lead(looking: Any) -> Any:
    """Workstreams under way for which nobody answers."""
    return under_way(looking).filter(lead=None, sro="")


def stale(looking: Any) -> Any:
    """Workstreams under way of which nothing was said lately, those never spoken of first."""
    since = looking.today - relativedelta(months=looking.months)
    told = looking.reader.rows(StatusUpdate.objects).told().filter(workstream=OuterRef("pk"))
    last = told.order_by(F("as_at_latest").desc(nulls_last=True), "-pk")
    return under_way(looking).filter(~Exists(told.filter(as_at_latest__gt=since))).annotate(
        last_told=Subquery(last.values("as_at")[:1]), last_told_words=Subquery(last.values("as_at_words")[:1])
    )  # fmt: skip


def last_told(workstream: Any) -> str:
    """When its status was last told."""
    words = workstream.last_told_words or in_words(workstream.last_told or "")
    return f"Last told of: {words}" if words else "Nothing was ever said of it"


def milestones(standing: str) -> Callable[[Any], Any]:
    """Milestones that stand so today."""

    def find(looking: Any) -> Any:
        rows: Any = looking.reader.rows(Milestone.objects).with_standing(looking.today)
        return rows.filter(standing=Standing(standing)).order_by("due_latest", "name", "pk")

    return find


def milestone_due(milestone: Any) -> str:
    """Of which work, and when it was due."""
    due = vague(milestone, "forecast") or vague(milestone, "baseline")
    return f"{milestone.workstream}; due {due}"


def of_work(row: Any) -> str:
    """The work, or else the programme or alliance, that it is of."""
    names = (getattr(row, name, None) for name in ("workstream", "programme", "alliance"))
    return next((str(found) for found in names if found is not None), "")


def risks_without_owner(looking: Any) -> Any:
    """Open risks and issues that nobody owns."""
    return looking.reader.rows(Risk.objects).filter(status=RiskStatus.OPEN, owner="").order_by("title", "pk")


def benefits_without_baseline(looking: Any) -> Any:
    """Benefits that are measured from nothing."""
    return looking.reader.rows(Benefit.objects).filter(baseline="").order_by("title", "pk")


def savings_without_baseline(looking: Any) -> Any:
    """Figures of savings that are measured from nothing; what is itself a baseline needs none."""
    rows = looking.reader.rows(SavingsFigure.objects).filter(baseline="", measure__in=SAVED)
    return rows.order_by("title", "pk")


# Agreements ----------------------------------------------------------------------------------------------------------


def _in(states: tuple[AgreementState, ...], looking: Any) -> Any:
    rows: Any = looking.reader.rows(Agreement.objects).with_state()
    return rows.filter(state__in=states).order_by("title", "pk")


def without_document(looking: Any) -> Any:
    """Agreements in force without address, file or file of an event."""
    filed = StoredFile.objects.filter(about=OuterRef("reference"))
    shown = AgreementEvent.objects.filter(agreement=OuterRef("pk"), evidence__isnull=False)
    return _in(BINDING, looking).filter(~Exists(filed), ~Exists(shown), document_url="")


def without_start(looking: Any) -> Any:
    """Agreements that bind, or are signed, from a day that nobody knows."""
    return _in((AgreementState.SIGNED, *BINDING), looking).filter(starts="", starts_words="")


def without_parties(looking: Any) -> Any:
    """Agreements of which no party is known."""
    party = Party.objects.filter(agreement=OuterRef("pk"))
    rows: Any = looking.reader.rows(Agreement.objects).with_state()
    return rows.filter(~Exists(party), parties_words="").order_by("title", "pk")


def without_exit(looking: Any) -> Any:
    """Agreements in force that do not say how one leaves."""
    return _in(BINDING, looking).filter(notice_months=None, exit_rule="")


def without_accountability(looking: Any) -> Any:
    """Section 22A agreements in force that do not say who holds the chief officers to account."""
    return _in(BINDING, looking).filter(kind=AgreementKind.S22A, accountability="")


def agreement_state(agreement: Any) -> str:
    """Where it stands."""
    return AgreementState(agreement.state).label if agreement.state else ""


# Decisions and offices -----------------------------------------------------------------------------------------------


def _held(first: Any, last: Any) -> Q:
    """Whether somebody may have held the office of the row, or the one that took over, on a day between two."""
    begun = Q(starts_earliest__lte=last) & (Q(ends_latest__isnull=True) | Q(ends_latest__gte=first))
    terms = Holder.objects.filter(begun | Q(seen_earliest__lte=last, seen_latest__gte=first)).order_by()
    # Asked apart, since each is found by its index, for each of many thousand rows.
    return Q(Exists(terms.filter(body=OuterRef("body")))) | Q(Exists(terms.filter(body=OuterRef("body__succeeded_by"))))


def decisions_without_date(looking: Any) -> Any:
    """Decisions that stand and say nothing of their day."""
    rows: Any = looking.reader.rows(Decision.objects).standing()
    return rows.filter(decided="", decided_words="").order_by("title", "pk")


def decisions_without_holder(looking: Any) -> Any:
    """Dated decisions of the chief officers and commissioners whose holder then is not known."""
    rows: Any = looking.reader.rows(Decision.objects).standing()
    rows = rows.filter(body__in=Body.objects.corporations_sole().order_by(), decided_latest__isnull=False)
    held = _held(OuterRef("decided_earliest"), OuterRef("decided_latest"))
    return rows.filter(~held, decided_earliest__isnull=False).order_by("-decided_latest", "title", "pk")


def decider(decision: Any) -> str:
    """Who decided, and when."""
    who = decision.body or (decision.board if decision.board_id else None) or decision.decided_by
    day = vague(decision, "decided")
    return f"{who}, {day}" if day else str(who)


def local_without_holder(looking: Any) -> Any:
    """Local decisions whose last word came from an office whose holder then is not known."""
    rows: Any = looking.reader.rows(LocalDecision.objects).filter(standing__on_latest__isnull=False)
    held = _held(OuterRef("standing__on_latest"), OuterRef("standing__on_latest"))
    named = Q(events__seq=F("standing__last_seq"), events__holder__isnull=False)
    rows = rows.filter(~held).exclude(pk__in=LocalDecision.objects.filter(named).order_by().values("pk"))
    return rows.select_related("standing").order_by("-standing__on_latest", "reference", "pk")


def local_decided(local: Any) -> str:
    """When it decided."""
    return local.standing.on_words or in_words(local.standing.on)


def offices_without_holder(looking: Any) -> Any:
    """The offices that nobody is known to hold now: a term without end counts, a day seen in office does not."""
    held = Holder.objects.filter(body=OuterRef("pk"), starts_earliest__lte=looking.today).filter(
        Q(ends_latest__isnull=True) | Q(ends_latest__gte=looking.today)
    )
    return looking.reader.rows(Body.objects).offices().filter(~Exists(held)).order_by("name", "pk")


# Sources -------------------------------------------------------------------------------------------------------------


def uncited(looking: Any) -> Any:
    """Records of the kinds that come from sources, of which none is cited."""
    cited = Citation.objects.filter(about=OuterRef("pk"))
    rows = visible_references(looking.reader.user, looking.reader.markings)
    labels = [model._meta.label_lower for model in SOURCED]
    return rows.filter(~Exists(cited), kind__in=labels).order_by("kind", "number")


def kind_of(row: Any) -> str:
    """What kind of record it is."""
    return str(apps.get_model(row.kind)._meta.verbose_name).capitalize()
