"""The forms that move a case, in the admin’s frame; each goes through the one door of its kind."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from governance import decisions, stages
from governance.case_desk import desk_of
from governance.case_events import past
from governance.case_forms import MOST_CHILDREN, MOST_FIGURES, ConditionForm, EventForm, LocalDecisionForm
from governance.choices import CaseEventKind, LocalOutcome
from governance.models import BusinessCase, Condition, LocalDecision
from governance.reports.local import asked_of
from programmes.access import Capability, check
from programmes.event_forms import form_page
from programmes.reading import Reader


def case_url(case: BusinessCase) -> str:
    """The case’s page on the desk."""
    return reverse("admin:governance_businesscase_change", args=[case.pk])


def _case(request: HttpRequest, pk: int) -> BusinessCase:
    return get_object_or_404(BusinessCase.objects.visible_to(request.user), pk=pk)


def _page(request: HttpRequest, case: BusinessCase, title: str, **context: Any) -> HttpResponse:
    return form_page(request, case, case_url(case), title, **context)


def _count(request: HttpRequest, name: str, default: int, most: int) -> int:
    text = (request.GET.get(name) or "").strip()
    return min(max(int(text), 2 if name == "cases" else 1), most) if text.isdigit() and len(text) < 4 else default


def _chosen(request: HttpRequest, case: BusinessCase) -> dict[str, Any]:
    """The event that the address of a correction names by its number, and whether it is to be struck out."""
    number = request.GET.get("corrects", "")
    found = case.events.filter(seq=int(number)).first() if number.isdecimal() and len(number) < 6 else None
    return {"corrects": found.pk, "strikes": request.GET.get("strikes") == "yes"} if found else {}


def event(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Record an event of a case. A form sent twice records one event and shows the same result."""
    check(request.user, Capability.MOVE_CASE)
    case = _case(request, pk)
    if kind not in CaseEventKind.values or not stages.BY_KIND[kind].by_hand:
        raise Http404("There is no such event.")
    kind_ = CaseEventKind(kind)
    token = request.POST.get("token", "")
    if request.method == "POST" and token and (done := case.events.filter(form_token=token).first()):
        return _recorded(request, case, done)
    children = _count(request, "cases", 3, MOST_CHILDREN)
    figures = _count(request, "figures", 3, MOST_FIGURES)
    form = EventForm(
        request.POST or None, case=case, kind=kind_, children=children, figures=figures, initial=_chosen(request, case)
    )
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        on = form.cleaned_data["on"]
        unusual = stages.unusual_order(case, on)
        try:
            done = stages.advance(
                case=case, kind=kind_, by=request.user, on=on, on_words=form.cleaned_data["on_words"],
                token=form.cleaned_data["token"], **facts,
            )  # fmt: skip
        except stages.StageNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            if unusual:
                messages.warning(request, unusual)
            return _recorded(request, case, done)
    why_not = next((e.why_not for e in stages.next_events(case, by=request.user) if e.kind == kind_), None)
    if why_not is None:
        why_not = f"“{kind_.label}” is not possible in the present state of the case."
    return _page(
        request, case, f"{kind_.label}: {case.title}", form=form, why_not=why_not, kind=kind_, button=kind_.label,
        desk=desk_of(case, request.user), splits=kind_ is CaseEventKind.SPLIT, children=children, figures=figures,
        more_children=min(children + 1, MOST_CHILDREN), more_figures=min(figures + 2, MOST_FIGURES),
    )  # fmt: skip


def _recorded(request: HttpRequest, case: BusinessCase, done: Any) -> HttpResponse:
    now = stages.standing(case)
    messages.success(request, f"Recorded: {past(done)}. The case is now: {now.state_label}.")
    return HttpResponseRedirect(case_url(case))


def local_decision(request: HttpRequest, pk: int, local_pk: int) -> HttpResponse:
    """Record what an office decided, from its notice."""
    check(request.user, Capability.RECORD_ANY_DECISION)
    case = _case(request, pk)
    rows = case.local_decisions.with_outcome()
    rows = rows.select_related("body__succeeded_by__succeeded_by__succeeded_by", "document__case", "case", "opened_by")
    local = get_object_or_404(rows, pk=local_pk)
    token = request.POST.get("token", "")
    if request.method == "POST" and token and (done := local.events.filter(form_token=token).first()):
        return _decided(request, case, local, done)
    form = LocalDecisionForm(request.POST or None, initial={"seen": local.events.count()})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            done = decisions.record_local(
                local_decision=local, outcome=cleaned["outcome"], by=request.user, on=cleaned["on"],
                on_words=cleaned["on_words"], token=cleaned["token"], **form.given(),
            )  # fmt: skip
        except decisions.DecidedMeanwhile as error:
            form.decided_meanwhile(str(error), local.events.count())
        except decisions.DecisionNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            return _decided(request, case, local, done)
    return _page(
        request, case, f"Decision of {local.body}: {case.title}", form=form, why_not="", button="Record the decision",
        asked=asked_of(local, Reader.for_user(request.user)),
    )  # fmt: skip


def _decided(request: HttpRequest, case: BusinessCase, local: LocalDecision, done: Any) -> HttpResponse:
    now = stages.standing(case)
    outcome = LocalOutcome(done.outcome).label.lower()
    messages.success(request, f"Recorded: {local.body}, {outcome}. The case is now: {now.state_label}.")
    return HttpResponseRedirect(f"{case_url(case)}#local")


def condition(request: HttpRequest, pk: int, condition_pk: int) -> HttpResponse:
    """Close a condition an office set."""
    check(request.user, Capability.RECORD_ANY_DECISION)
    case = _case(request, pk)
    rows = Condition.objects.filter(local_decision__case=case).select_related("local_decision__body")
    found = get_object_or_404(rows, pk=condition_pk)
    form = ConditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            decisions.close_condition(
                condition=found, by=request.user, on=cleaned["closed_on"], how=cleaned["closed_how"]
            )
        except decisions.DecisionNotAllowed as error:
            form.refuse(str(error), error.fields)
        else:
            now = stages.standing(case)
            messages.success(request, f"Condition closed. The case is now: {now.state_label}.")
            return HttpResponseRedirect(f"{case_url(case)}#conditions")
    office = found.local_decision.body
    return _page(
        request, case, f"Close a condition of {office}: {case.title}", form=form, why_not="", button="Close the condition",
        condition=found,
    )  # fmt: skip
