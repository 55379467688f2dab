"""A case as its page on the desk shows it: where it stands, what is needed next, what happened, who decided."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from governance.case_events import NOTHING_RECORDED, lines, then_words, titles
from governance.case_file.completeness import Need, missing_duty, needs_of
from governance.case_file.family import family_of
from governance.case_file.parts import label_of
from governance.choices import CLOSED_STATES, STAGE_SHORT, CaseEventKind, CaseState, Stage, WaitsFor
from governance.decisions import outcome_words
from governance.models import BusinessCase, CaseEvent, Condition
from governance.stages import Standing, counts_as_approved, next_events, standing_after
from governance.stages.table import NEW
from programmes.access import Capability, may
from programmes.choices import Marking
from programmes.dates import in_words
from programmes.fields import vague
from programmes.phrases import lower_first

State = CaseState
#: The steps after the document stages, with the states that belong to each.
_LATER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Local decisions", (State.LOCAL_DECISIONS,)),
    ("Implementation", (State.APPROVED, State.IMPLEMENTING)),
    ("Live", (State.LIVE,)),
    ("Review", (State.REVIEWED,)),
)
_BEFORE_OFFICES = (
    NEW, State.DRAFTING, State.CIRCULATED, State.OVERSIGHT, State.RECOMMENDED, State.ON_AGENDA, State.DEFERRED
)  # fmt: skip
_STOPPED = (State.REJECTED, State.SPLIT, State.STOPPED, State.SUPERSEDED)


@dataclass(frozen=True)
class Button:
    """One next event: a link to its form, or the sentence that says why it is not possible yet."""

    label: str
    url: str
    why_not: str


def event_url(case: BusinessCase, kind: str) -> str:
    """The address of the form that records an event of a case."""
    return reverse("admin:governance_businesscase_event", args=[case.pk, kind])


def _case_url(case: BusinessCase) -> str:
    return reverse("admin:governance_businesscase_change", args=[case.pk])


def duty_url(case: BusinessCase) -> str:
    """The page of the duty-to-collaborate note of a case."""
    return reverse("admin:governance_businesscase_duty", args=[case.pk])


def buttons(case: BusinessCase, by: Any, now: Standing) -> list[Button]:
    """The next events of a case, for a person, in the order of the table."""
    return [
        Button(e.label, event_url(case, e.kind) if e.is_possible else "", e.why_not)
        for e in next_events(case, by=by, now=now)
    ]


def desk_of(case: BusinessCase, by: Any) -> dict[str, Any]:
    """Everything the case’s page shows beside its form; a fixed number of queries."""
    events = list(
        case.events.order_by("seq").select_related("recorded_by", "meeting__board", "board", "document", "corrects")
    )
    now = standing_after(case, events[-1] if events else None)
    prefetch_related_objects([case], "documents")  # the rules of the next events ask for them too
    documents = list(case.documents.all())
    locals_, conditions = _offices(case)
    moved = standing_steps(events)
    records = may(by, Capability.RECORD_ANY_DECISION)
    return {
        "stage_bar": stage_bar(case, now, moved),
        "state_words": state_words(now),
        "state_since": str(vague(moved[-1], "on")) if moved else "",
        "tasks": _open_to(may(by, Capability.EDIT), tasks(case, now, documents, locals_, conditions)),
        "buttons": buttons(case, by, now),
        "events": timeline(events, _force_names(case, events)),
        "documents": [_document(d) for d in documents],
        "add_document_url": reverse("admin:governance_businesscase_version", args=[case.pk]),
        "duty_url": duty_url(case),
        "marking_url": reverse("admin:governance_businesscase_marking", args=[case.pk])
        if case.marking == Marking.PUBLIC
        else "",
        "family": family_of(case, BusinessCase.objects.visible_to(by).with_stage(), _case_url),
        "duty": [(label_of(BusinessCase, name), getattr(case, name)) for name in BusinessCase.DUTY_FIELDS],
        "local_decisions": _open_to(records, [_local(case, d, now) for d in locals_]),
        "local_count": f"{sum(1 for d in locals_ if counts_as_approved(d))} of {len(locals_)}",
        "conditions": _open_to(records, [_condition(case, c, now) for c in conditions]),
    }


def _open_to(may_do: bool, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows with the way to do what each asks, for who may do it; for others the words alone."""
    return rows if may_do else [{**row, "url": ""} for row in rows]


def _offices(case: BusinessCase) -> tuple[list[Any], list[Condition]]:
    """The decisions required of offices, and the conditions that stand; one query joins them."""
    names = {"pk": "pk", "words": "words", "on": "closed_on", "how": "closed_how", "gone": "set_by__corrected_by"}
    rows = case.local_decisions.with_outcome().select_related("body", "document")
    rows = rows.annotate(**{f"condition_{name}": F(f"conditions__{path}") for name, path in names.items()})
    found: dict[int, Any] = {}
    conditions = []
    for row in rows.order_by("body", "pk", "condition_pk"):
        local = found.setdefault(row.pk, row)
        if row.condition_pk and not row.condition_gone:
            said = {"words": row.condition_words, "closed_on": row.condition_on, "closed_how": row.condition_how}
            conditions.append(Condition(pk=row.condition_pk, local_decision=local, **said))
    return [local for local in found.values() if local.is_required], conditions


def standing_steps(events: list[CaseEvent]) -> list[CaseEvent]:
    """The events that stand and moved the case, of all its events in order (as CaseEventQuerySet.steps())."""
    struck = {e.corrects_id for e in events if e.kind == CaseEventKind.CORRECT and e.detail.get("strikes")}
    return [
        e
        for before, e in zip([None, *events], events, strict=False)
        if e.kind != CaseEventKind.CORRECT and e.pk not in struck and not _is_mere_note(before, e)
    ]


def _is_mere_note(before: CaseEvent | None, event: CaseEvent) -> bool:
    same = before is not None and (before.stage, before.state) == (event.stage, event.state)
    return event.kind in (CaseEventKind.NOTE, CaseEventKind.RESUBMIT) and same


def state_words(now: Standing) -> str:
    """The state in words, with the stage where it matters: “OBC: circulated for comment”."""
    if now.state in _BEFORE_OFFICES:
        return f"{STAGE_SHORT[now.stage]}: {lower_first(now.state_label)}"
    return now.state_label


def stage_bar(case: BusinessCase, now: Standing, moved: list[CaseEvent]) -> list[dict[str, str]]:
    """The steps of a case with what is done, now, to come, not needed, or where it stopped and what is not reached."""
    needed = case.needed_stages()
    names = [STAGE_SHORT[s] for s in Stage] + [name for name, _ in _LATER]
    stopped = now.state in _STOPPED
    here = _step(now.stage, moved[-2].state if stopped and len(moved) > 1 else now.state)
    later, told = dict(_LATER), {event.state for event in moved}
    bar = []
    for name in names:
        done = names.index(name) < names.index(here)
        row = {"label": name, "state": "done" if done else "to-come", "words": ""}
        if name in STAGE_SHORT.values() and name not in [STAGE_SHORT[s] for s in needed]:
            row["state"] = "not-needed"
        elif name == here:
            row["state"] = "stopped" if stopped else "done" if now.state == State.REVIEWED else "current"
            row["words"] = now.state_label
        elif stopped and not done:
            row["state"], row["words"] = "not-needed", "In the new cases" if now.state == State.SPLIT else "Not reached"
        elif done and name in later and told.isdisjoint(later[name]):
            row["state"], row["words"] = "not-needed", NOTHING_RECORDED
        bar.append(row)
    return bar


def _step(stage: Stage, state: str) -> str:
    return next((name for name, states in _LATER if state in states), STAGE_SHORT[stage])


def tasks(
    case: BusinessCase, now: Standing, documents: list[Any], local: list[Any], conditions: list[Any]
) -> list[dict[str, str]]:
    """What is needed next, each with whether it is there."""
    if now.state in CLOSED_STATES:
        return []
    found: list[dict[str, str]] = []
    if now.state in (NEW, State.DRAFTING, State.CIRCULATED):
        found += [
            _task("Purpose", case.purpose, "#id_purpose"),
            _task("Scope", case.scope, "#id_scope"),
            _task("Sponsor", case.sponsor, "#id_sponsor"),
            _task("Participating forces", case.participating_forces.exists(), "#id_participating_forces"),
        ]
    if now.state == NEW:
        lacks = missing_duty(case)
        hint = f"Still empty: {', '.join(lacks)}." if lacks else ""
        found.append(_task("Duty-to-collaborate note (or a waiver)", not lacks, duty_url(case), hint))
    if now.state in (State.DRAFTING, State.CIRCULATED):
        found += _document_tasks(case, now, [d for d in documents if d.stage == now.stage])
    if now.state in (State.OVERSIGHT, State.RECOMMENDED, State.DEFERRED, State.ON_AGENDA):
        words = {
            State.OVERSIGHT: "Oversight’s recommendation",
            State.RECOMMENDED: "A Summit agenda",
            State.DEFERRED: "A new Summit agenda",
            State.ON_AGENDA: "What the Summit decided, with each corporation’s position",
        }
        found.append(_task(words[State(now.state)], False, "#next"))
    if now.state == State.LOCAL_DECISIONS:
        approved = sum(1 for d in local if counts_as_approved(d))
        found.append(
            _task(f"Decisions of the offices: {approved} of {len(local)} approved", approved == len(local), "#local")
        )
        if refusing := [str(d.body) for d in local if d.waits_for == WaitsFor.TEAM]:
            refused = f"Refused by {', '.join(refusing)}: re-scope the case without them, or record its rejection"
            found.append(_task(refused, False, event_url(case, CaseEventKind.RESCOPE)))
        still_open = sum(1 for c in conditions if c.closed_on is None)
        if still_open:
            found.append(_task(f"Conditions to be closed: {still_open}", False, "#conditions"))
    if now.state == State.APPROVED:
        begin = reverse("admin:governance_businesscase_agreement", args=[case.pk])
        hint = (
            "Begin it here with the offices as its parties. Once it is in force, or for the reason, start implementing."
        )
        found.append(_task("An agreement in force, or the reason why none is needed", False, begin, hint))
    if now.state in (State.IMPLEMENTING, State.LIVE):
        found.append(_task("The date each force goes live", False, "#next"))
    if now.state == State.LIVE:
        found.append(_task("The post-implementation review", False, "#next"))
    return found


def _document_tasks(case: BusinessCase, now: Standing, versions: list[Any]) -> list[dict[str, str]]:
    """A version of the present stage, and each thing it needs before it is referred to Oversight."""
    short = STAGE_SHORT[now.stage]
    if not versions:
        begin = reverse("admin:governance_businesscase_version", args=[case.pk])
        return [_task(f"A version of the {short}", False, begin)]
    newest = versions[-1]
    url = document_url(newest)
    version = _task(f"A version of the {short}: version {newest.number}", True, url)
    return [version, *need_tasks(newest)]


def need_tasks(document: Any) -> list[dict[str, str]]:
    """What a document version needs for its stage, each with the place where it is put right.

    A circulated version stands as it is: there the place is the beginning of the next one.
    """
    frozen = reverse("admin:governance_businesscase_version", args=[document.case_id]) if document.frozen_at else ""
    return [
        _task(need.label, need.is_there, frozen if frozen and need.missing else need_url(document, need), need.missing)
        for need in needs_of(document)
    ]


def need_url(document: Any, need: Need) -> str:
    """Where on the desk a need of a document is met."""
    if need.part:
        return reverse("admin:governance_casedocument_part", args=[document.pk, need.part])
    return f"{document_url(document)}#id_{need.place}"


def document_url(document: Any) -> str:
    """The document’s page on the desk."""
    return reverse("admin:governance_casedocument_change", args=[document.pk])


def _task(label: str, there: Any, url: str, hint: str = "") -> dict[str, str]:
    words, kind = ("There", "good") if there else ("Needed", "warning")
    return {"label": label, "status": words, "kind": kind, "url": url, "hint": hint}


def timeline(events: list[CaseEvent], forces: dict[str, str]) -> list[dict[str, Any]]:
    """The events in order, those struck out by a correction marked so."""
    corrections = {e.corrects_id: e for e in events if e.corrects_id}
    moved = {e.pk for e in standing_steps(events)}
    title = titles(events)
    return [
        {
            "date_words": str(vague(e, "on")),
            "title": title[e.pk] + (then_words(e) if e.kind == CaseEventKind.NOTE and e.pk in moved else ""),
            "words": lines(e, sees=_all, forces=forces),
            "by": _event_by(e),
            "anchor": f"event-{e.seq}",
            "is_corrected": bool(e.pk in corrections and corrections[e.pk].detail.get("strikes")),
            "corrected_words": f"Corrected: {corrections[e.pk].reason}" if e.pk in corrections else "",
        }
        for e in events
    ]


def _force_names(case: BusinessCase, events: list[CaseEvent]) -> dict[str, str]:
    """The participating forces by reference, where an event gives dates by force."""
    if not any(e.detail.get("force_dates") for e in events):
        return {}
    return dict(case.participating_forces.values_list("reference", "name"))


def _all(record: Any) -> bool:
    """The programme team sees every record."""
    return True


def _event_by(event: CaseEvent) -> str:
    day = timezone.localdate(event.recorded_at)
    who = f" by {event.recorded_by}" if event.recorded_by else ""
    return f"Recorded{who} on {day.day} {day:%B %Y}"


def _document(document: Any) -> dict[str, str]:
    return {
        "title": f"{STAGE_SHORT[Stage(document.stage)]}: {document}",
        "dated": str(vague(document, "dated")),
        "state": "Frozen" if document.frozen_at else "Working version",
        "url": document_url(document),
    }


def _local(case: BusinessCase, local: Any, now: Standing) -> dict[str, str]:
    open_now = now.state == State.LOCAL_DECISIONS
    return {
        "office": str(local.body),
        "outcome": outcome_words(local),
        "decided": local.decided_words or in_words(local.decided or ""),
        "notice": local.notice_reference or "",
        "url": reverse("admin:governance_businesscase_local", args=[case.pk, local.pk]) if open_now else "",
    }


def _condition(case: BusinessCase, condition: Any, now: Standing) -> dict[str, str]:
    return {
        "office": str(condition.local_decision.body),
        "words": condition.words,
        "closed": f"Closed on {condition.closed_on:%-d %B %Y}: {condition.closed_how}"
        if condition.closed_on
        else f"Not closed: the case is {lower_first(now.state_label)}",
        "url": ""
        if condition.closed_on or now.state in CLOSED_STATES
        else reverse("admin:governance_businesscase_condition", args=[case.pk, condition.pk]),
    }
