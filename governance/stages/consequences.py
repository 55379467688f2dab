"""What follows from an event in the same transaction: frozen documents, decisions, local decisions, children."""

import hashlib
import json
from typing import Any

from django.utils import timezone

from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState, DecisionKind, Stage
from governance.models import AgendaItem, BusinessCase, CaseDocument, CaseEvent, Decision, LocalDecision
from governance.stages import policies
from governance.stages.facts import ChildCase, Facts

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
        freeze(facts.document)
    if kind is Kind.SCHEDULE:
        put_on_agenda(case, event)
    if kind in _DECISIONS and (event.board or event.meeting):
        record_decision(case, event)
    if kind is Kind.AGREE_IN_PART:
        _set_participants(case, policies.forces_in(facts), reason=f"Agreed in part: {event.words}")
    if kind is Kind.RESCOPE:
        _set_participants(case, [f.pk for f in facts.participants], reason=event.reason)
        open_local_decisions(case, event, facts.document)
    elif kind in (Kind.AGREE, Kind.AGREE_IN_PART) and event.state == CaseState.LOCAL_DECISIONS:
        open_local_decisions(case, event, latest_frozen(case, Stage(event.stage)))
    elif kind is Kind.SPLIT:
        for child in facts.children:
            open_child(case, event, child, by)
    elif kind is Kind.CORRECT and facts.strikes:
        for local in case.local_decisions.filter(opened_by=facts.corrects):
            local.is_required = False
            local._change_reason = event.reason
            local.save()


def freeze(document: CaseDocument) -> None:
    """Fix a document version for ever and give it its hash; a version already frozen stays as it is."""
    if document.frozen_at:
        return
    document.content_hash = content_hash(document)
    document.frozen_at = timezone.now()
    document.save()


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


def put_on_agenda(case: BusinessCase, event: CaseEvent) -> AgendaItem:
    """The item of the meeting’s agenda that carries the case; made once."""
    assert event.meeting is not None
    item = AgendaItem.objects.filter(meeting=event.meeting, case=case).first()
    if item is None:
        item = AgendaItem(
            meeting=event.meeting, case=case, title=case.title, position=event.meeting.items.count() + 1,
            marking=case.marking,
        )  # fmt: skip
        item.save()
    return item


def record_decision(case: BusinessCase, event: CaseEvent) -> Decision:
    """The decision register’s entry for an outcome, in its exact wording (or the reason given)."""
    decision = Decision(
        title=f"{case.title}: {_DECISIONS[Kind(event.kind)].label.lower()}",
        kind=_DECISIONS[Kind(event.kind)],
        board=event.board or (event.meeting.board if event.meeting else None),
        meeting=event.meeting,
        case=case,
        case_event=event,
        programme=case.programme,
        workstream=case.workstream,
        decided=event.on,
        decided_words=event.on_words,
        wording=event.words or event.reason,
        conditions=event.conditions,
        minute_reference=event.minute_reference,
        marking=case.marking,
    )
    decision.save()
    return decision


def open_local_decisions(case: BusinessCase, event: CaseEvent, document: CaseDocument | None) -> None:
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
        local.asked = event.words or local.asked or event.reason
        local.document = document or local.document
        local._change_reason = event.reason or event.words
        local.save()
    for local in existing.values():
        if local.is_required:
            local.is_required = False
            local._change_reason = event.reason
            local.save()


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
    new.save()
    new.participating_forces.set(child.forces or case.participating_forces.all())
    CaseEvent.objects.create(
        case=new, seq=1, kind=Kind.COMMISSION, stage=new.needed_stages()[0], state=CaseState.DRAFTING,
        on=event.on, on_words=event.on_words, words=f"Split from {case.reference}, {case.title}.",
        reason=event.reason, recorded_by=by,
    )  # fmt: skip
    return new


def _set_participants(case: BusinessCase, forces: list[int], *, reason: str) -> None:
    case._change_reason = reason[:100]
    case.participating_forces.set(forces)
    case.save()
