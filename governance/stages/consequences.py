"""What follows from an event in the same transaction: frozen documents, decisions, local decisions, children."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState, DecisionKind, Stage
from governance.models import AgendaItem, BusinessCase, CaseDocument, CaseEvent, Decision, LocalDecision
from governance.stages import policies
from governance.stages.facts import ChildCase, Facts
from programmes.fields import vague
from programmes.history import Record
from programmes.models import Force

#: The decision a Summit or Oversight outcome records, beside the event.
_DECISIONS = {
    Kind.RECOMMEND: DecisionKind.RECOMMENDED,
    Kind.AGREE: DecisionKind.IN_PRINCIPLE,
    Kind.AGREE_IN_PART: DecisionKind.IN_PART,
    Kind.DEFER: DecisionKind.DEFERRED,
    Kind.RETURN: DecisionKind.RETURNED,
    Kind.REJECT: DecisionKind.REJECTED,
}


def consequences(*, case: BusinessCase, event: CaseEvent, facts: Facts, by: Any) -> None:
    """All that an event entails beyond its own row."""
    kind = Kind(event.kind)
    if kind in (Kind.CIRCULATE, Kind.REFER, Kind.RESCOPE) and facts.document is not None:
        freeze(facts.document, by)
    if kind is Kind.SCHEDULE:
        put_on_agenda(case, event, by)
    if kind in _DECISIONS and event.board:
        record_decision(case, event, by)
    if kind is Kind.AGREE_IN_PART:
        _set_participants(case, policies.forces_in(facts), by=by, reason=f"Agreed in part: {event.words}")
    if kind is Kind.RESCOPE:
        _set_participants(case, [f.pk for f in facts.participants], by=by, reason=event.reason)
        open_local_decisions(case, event, facts.document, by)
    elif kind in (Kind.AGREE, Kind.AGREE_IN_PART) and event.state == CaseState.LOCAL_DECISIONS:
        open_local_decisions(case, event, latest_frozen(case, Stage(event.stage)), by)
    elif kind is Kind.SPLIT:
        for child in facts.children:
            open_child(case, event, child, by)
    elif kind is Kind.CORRECT and facts.strikes:
        assert facts.corrects is not None
        put_back(case, facts.corrects, by=by, reason=event.reason)


def what_stood(case: BusinessCase, kind: Kind) -> dict[str, Any]:
    """What striking the event out has to put back: who took part, and what each office was asked; as plain data."""
    if kind not in (Kind.AGREE, Kind.AGREE_IN_PART, Kind.RESCOPE):
        return {}
    return {
        "before": {
            "participants": [force.reference for force in case.participating_forces.all()],
            "asked": {
                local.reference: _asked(local) for local in case.local_decisions.select_related("document", "opened_by")
            },
        }
    }


def _asked(local: LocalDecision) -> dict[str, Any]:
    return {
        "required": local.is_required,
        "asked": local.asked,
        "document": local.document and local.document.reference,
        "opened_by": local.opened_by.seq,
    }


def put_back(case: BusinessCase, struck: CaseEvent, *, by: Any, reason: str) -> None:
    """Undo what followed from an event that did not happen: its decision, its participants, what offices were asked."""
    for decision in struck.decisions.all():
        decision.kind = DecisionKind.IN_ERROR
        decision.title = _titled(case, DecisionKind.IN_ERROR.label.lower())
        _save(decision, by, reason)
    before = struck.detail.get("before", {})
    if "participants" in before:
        forces = Force.objects.filter(reference__in=before["participants"])
        _set_participants(case, [force.pk for force in forces], by=by, reason=reason)
    for local in case.local_decisions.select_related("document", "opened_by"):
        stood = before.get("asked", {}).get(local.reference)
        if stood and stood != _asked(local):
            local.is_required, local.asked = stood["required"], stood["asked"]
            local.document = case.documents.filter(reference=stood["document"]).first()
            local.opened_by = case.events.get(seq=stood["opened_by"])
            _save(local, by, reason)
        elif not stood and local.opened_by_id == struck.pk:
            local.is_required = False
            _save(local, by, reason)


def freeze(document: CaseDocument, by: Any) -> None:
    """Fix a document version for ever and give it its hash; a version already frozen stays as it is."""
    if document.frozen_at:
        return
    document.content_hash = content_hash(document)
    document.frozen_at = timezone.now()
    _save(document, by)


def content_hash(document: CaseDocument) -> str:
    """SHA-256 of what the version says: every text of the document as canonical JSON."""
    names = (
        "stage",
        "number",
        "title",
        "dated",
        "url",
        "summary",
        "recommends",
        *CaseDocument.FIVE_CASES,
        "finance_view",
    )
    content = {name: getattr(document, name) for name in names}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def latest_frozen(case: BusinessCase, stage: Stage) -> CaseDocument | None:
    """The newest circulated version of a stage, which is what the Summit had before it."""
    return case.documents.filter(stage=stage, frozen_at__isnull=False).order_by("-number").first()


def put_on_agenda(case: BusinessCase, event: CaseEvent, by: Any) -> AgendaItem:
    """The item of the meeting’s agenda that carries the case; made once."""
    assert event.meeting is not None
    item = AgendaItem.objects.filter(meeting=event.meeting, case=case).first()
    if item is None:
        item = AgendaItem(
            meeting=event.meeting, case=case, title=case.title, position=event.meeting.items.count() + 1,
            marking=case.marking,
        )  # fmt: skip
        _save(item, by)
    return item


def record_decision(case: BusinessCase, event: CaseEvent, by: Any) -> Decision:
    """The decision register’s entry for an outcome, in its exact wording (or the reason given)."""
    decision = Decision(
        title=_titled(case, _DECISIONS[Kind(event.kind)].label.lower()),
        kind=_DECISIONS[Kind(event.kind)],
        board=event.board,
        meeting=event.meeting,
        case=case,
        case_event=event,
        programme=case.programme,
        workstream=case.workstream,
        decided=event.on,
        decided_words=vague(event, "on").words,
        wording=event.words or event.reason,
        conditions=event.conditions,
        minute_reference=event.minute_reference,
        marking=case.marking,
    )
    _save(decision, by)
    return decision


def open_local_decisions(case: BusinessCase, event: CaseEvent, document: CaseDocument | None, by: Any) -> None:
    """One local decision for both corporations of every participating force; the others are no longer required."""
    required = policies.required_corporations(case)
    existing = {local.body_id: local for local in case.local_decisions.all()}
    for body in required:
        local = existing.pop(body.pk, None)
        if local is None:
            local = LocalDecision(case=case, body=body, opened_by=event, marking=case.marking)
        elif local.is_required and document in (None, local.document):
            continue
        local.is_required = True
        local.opened_by = event
        local.asked = event.words or local.asked or event.reason
        local.document = document or local.document
        _save(local, by, event.reason or event.words)
    for local in existing.values():
        if local.is_required:
            local.is_required = False
            _save(local, by, event.reason or event.words)


def open_child(case: BusinessCase, event: CaseEvent, child: ChildCase, by: Any) -> BusinessCase:
    """A case that a split opens: same programme, alliance and workstream, drafting at its first needed stage."""
    new = BusinessCase(
        title=child.title.strip(),
        programme=case.programme,
        alliance=case.alliance,
        workstream=case.workstream,
        parent=case,
        purpose=child.purpose.strip() or case.purpose,
        scope=child.scope.strip() or case.scope,
        sponsor=case.sponsor,
        needs_soc=Stage.SOC in child.stages,
        needs_obc=Stage.OBC in child.stages,
        needs_fbc=Stage.FBC in child.stages,
        marking=case.marking,
    )
    _save(new, by, event.reason)
    new.participating_forces.set(child.forces or case.participating_forces.all())
    CaseEvent.objects.create(
        case=new, seq=1, kind=Kind.COMMISSION, stage=new.needed_stages()[0], state=CaseState.DRAFTING,
        on=event.on, on_words=vague(event, "on").words, words=f"Split from {case.reference}, {case.title}.",
        reason=event.reason, recorded_by=by,
    )  # fmt: skip
    return new


def _set_participants(case: BusinessCase, forces: Iterable[int], *, by: Any, reason: str) -> None:
    _save(case, by, reason)
    case.participating_forces.set(forces)


def _titled(case: BusinessCase, words: str) -> str:
    """A decision’s title, which names the case as far as there is room."""
    room = 200 - len(words) - 2
    title = case.title if len(case.title) <= room else f"{case.title[: room - 1]}…"
    return f"{title}: {words}"


def _save(record: Record, by: Any, reason: str = "") -> None:
    """Save a record with who did it and why in its history, also where no request says who."""
    record._history_user = by
    record._change_reason = reason or None
    record.save()
