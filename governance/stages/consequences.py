"""What follows from an event in the same transaction: frozen documents, decisions, local decisions, children."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q

from governance.case_file.freezing import freeze
from governance.choices import CaseEventKind as Kind
from governance.choices import CaseRelation, CaseState, DecisionKind, Stage
from governance.models import AgendaItem, BusinessCase, CaseDocument, CaseEvent, Decision, LocalDecision
from governance.sharing import share_anew
from governance.stages import policies
from governance.stages.facts import ChildCase, Facts
from programmes.fields import vague
from programmes.history import Record
from programmes.models import Body, Force

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
    changed: set[int] = set()
    if kind is Kind.AGREE_IN_PART:
        _set_participants(case, policies.forces_in(facts), by=by, reason=f"Agreed in part: {event.words}")
        changed = share_anew(case=case, event=event, by=by)
    if kind is Kind.RESCOPE:
        _set_participants(case, [f.pk for f in facts.participants], by=by, reason=event.reason)
        changed = share_anew(case=case, event=event, by=by)
        open_local_decisions(case, event, facts, by, changed)
    elif kind in (Kind.AGREE, Kind.AGREE_IN_PART) and event.state == CaseState.LOCAL_DECISIONS:
        open_local_decisions(case, event, facts, by, changed)
    elif kind is Kind.SPLIT:
        for child in facts.children:
            open_child(case, event, child, by, CaseRelation.PHASE if facts.phases else CaseRelation.PART)
    elif kind is Kind.SUPERSEDE and facts.successor is not None:
        _set_parent(facts.successor, case, by=by, reason=event.reason)
    elif kind in (Kind.SUPERSEDE, Kind.RESUBMIT):
        again = ChildCase(facts.new_title.strip() or case.title, tuple(case.needed_stages()))
        relation = CaseRelation.RESUBMITTED if kind is Kind.RESUBMIT else CaseRelation.REPLACEMENT
        open_child(case, event, again, by, relation)
    elif kind is Kind.CORRECT and facts.strikes:
        assert facts.corrects is not None
        put_back(case, facts.corrects, by=by, reason=event.reason)


def what_stood(case: BusinessCase, kind: Kind, facts: Facts) -> dict[str, Any]:
    """What striking the event out has to put back, as plain data.

    Who took part and what each office was asked, or whether the case stood on the meeting’s agenda already.
    """
    if kind is Kind.SCHEDULE:
        items = AgendaItem.on_agenda.filter(meeting=facts.meeting)
        return {"before": {"on_agenda": items.filter(Q(case=case) | Q(case=None, title=case.title)).exists()}}
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
        "due": local.due,
        "offer": local.offer,
        "document": local.document and local.document.reference,
        "opened_by": local.opened_by.seq,
    }


def put_back(case: BusinessCase, struck: CaseEvent, *, by: Any, reason: str) -> None:
    """Undo what followed from an event that did not happen: decision, participants, agenda, what offices were asked."""
    for decision in struck.decisions.all():
        decision.kind = DecisionKind.IN_ERROR
        decision.title = _titled(case, DecisionKind.IN_ERROR.label.lower())
        _save(decision, by, reason)
    before = struck.detail.get("before", {})
    if before.get("on_agenda") is False:
        take_off_agenda(case, struck, by=by, reason=reason)
    if "participants" in before:
        forces = Force.objects.filter(reference__in=before["participants"])
        _set_participants(case, [force.pk for force in forces], by=by, reason=reason)
    for local in case.local_decisions.select_related("document", "opened_by"):
        stood = before.get("asked", {}).get(local.reference)
        if stood and stood != _asked(local):
            local.is_required, local.asked = stood["required"], stood["asked"]
            local.due, local.offer = stood["due"], stood["offer"]
            local.document = case.documents.filter(reference=stood["document"]).first()
            local.opened_by = case.events.get(seq=stood["opened_by"])
            _save(local, by, reason)
        elif not stood and local.opened_by_id == struck.pk:
            local.is_required = False
            _save(local, by, reason)


def latest_frozen(case: BusinessCase, stage: Stage) -> CaseDocument | None:
    """The newest circulated version of a stage, which is what the Summit had before it."""
    return case.documents.filter(stage=stage, frozen_at__isnull=False).order_by("-number").first()


def put_on_agenda(case: BusinessCase, event: CaseEvent, by: Any) -> AgendaItem:
    """The item of the meeting’s agenda that carries the case: one that is there, one taken off before, or a new one.

    An item of the same title that no case hangs on yet is the case’s; beside that of another case it tells its reference.
    """
    assert event.meeting is not None
    items = AgendaItem.objects.filter(meeting=event.meeting)
    namesake = items.filter(title=case.title, is_struck=False).exclude(case=case).first()
    item = items.filter(case=case).order_by("is_struck", "pk").first()
    if item is None and namesake is not None and namesake.case is None:
        namesake.case = case
        _save(namesake, by)
        return namesake
    if item is None or item.is_struck:
        last = items.filter(is_struck=False).aggregate(last=Max("position"))["last"] or 0
        item = item or AgendaItem(meeting=event.meeting, case=case, marking=case.marking)
        item.title = f"{case.title} ({case.reference})" if namesake else case.title
        item.position, item.is_struck = last + 1, False
        _save(item, by)
    return item


def take_off_agenda(case: BusinessCase, struck: CaseEvent, *, by: Any, reason: str) -> None:
    """Strike the item an event put on a meeting’s agenda; its papers stay with the meeting."""
    for item in AgendaItem.on_agenda.filter(meeting=struck.meeting, case=case):
        for paper in item.papers.all():
            paper.meeting, paper.item = paper.meeting or item.meeting, None
            _save(paper, by, reason)
        item.is_struck = True
        _save(item, by, reason)


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


def open_local_decisions(case: BusinessCase, event: CaseEvent, facts: Facts, by: Any, changed: set[int]) -> None:
    """One local decision for each office that decides; the others are no longer required.

    They are the offices given, else those asked before whose force still takes part, else both corporations of every
    participating force: those of the day of the agreement in principle, also when the case is re-scoped later. An
    office is asked again, on a new offer, where the document version or the share of its force (`changed`, by id) is
    another, or the event asks all of them again; what it said before stays, as said of the earlier offer.
    """
    document = event.document
    existing = {local.body_id: local for local in case.local_decisions.select_related("body")}
    for body in _deciding(case, event, facts, list(existing.values())):
        local = existing.pop(body.pk, None)
        if local is None:
            local = LocalDecision(case=case, body=body, opened_by=event, marking=case.marking)
        elif local.is_required and not (
            facts.asks_again or document not in (None, local.document) or body.force_id in changed
        ):
            if facts.due and facts.due != local.due:
                local.due = facts.due
                _save(local, by, event.reason or event.words)
            continue
        else:
            local.offer += 1
        local.is_required = True
        local.opened_by = event
        local.asked = facts.asked.strip() or event.words or local.asked or event.reason
        local.document = document or local.document
        local.due = facts.due or _still_to_come(local, event)
        _save(local, by, event.reason or event.words)
    for local in existing.values():
        if local.is_required:
            local.is_required = False
            _save(local, by, event.reason or event.words)


def _still_to_come(local: LocalDecision, event: CaseEvent) -> str:
    """The day an office was asked to decide by, unless it lay before the day on which it is asked again."""
    last, began = vague(local, "due").latest, vague(event, "on").earliest
    return "" if last and began and last < began else local.due


def _deciding(case: BusinessCase, event: CaseEvent, facts: Facts, asked: list[LocalDecision]) -> list[Body]:
    if facts.offices:
        return list(facts.offices)
    if event.kind == Kind.RESCOPE:
        going = {force.pk for force in case.participating_forces.all()}
        before = set(
            Force.objects.filter(reference__in=event.detail["before"]["participants"]).values_list("pk", flat=True)
        )
        kept = [local.body for local in asked if local.is_required and local.body.force_id not in before - going]
        if kept:
            return kept
    return policies.required_corporations(case, policies.decided_in_principle(case) or event.on)


#: What the first event of a case says of the one it comes from.
_COMES_FROM = {
    CaseRelation.PART: "Split from",
    CaseRelation.PHASE: "A phase of",
    CaseRelation.RESUBMITTED: "Submitted again after",
    CaseRelation.REPLACEMENT: "In place of",
}


def open_child(case: BusinessCase, event: CaseEvent, child: ChildCase, by: Any, relation: CaseRelation) -> BusinessCase:
    """A case that comes from another: same programme, alliance and workstream, drafting at its first needed stage."""
    new = BusinessCase(
        title=child.title.strip(),
        programme=case.programme,
        alliance=case.alliance,
        workstream=case.workstream,
        parent=case,
        relation=relation,
        purpose=child.purpose.strip() or case.purpose,
        scope=child.scope.strip() or case.scope,
        sponsor=case.sponsor,
        needs_soc=Stage.SOC in child.stages,
        needs_obc=Stage.OBC in child.stages,
        needs_fbc=Stage.FBC in child.stages,
        marking=case.marking,
        **{name: getattr(case, name) for name in BusinessCase.DUTY_FIELDS},
    )
    _save(new, by, event.reason)
    new.participating_forces.set(child.forces or case.participating_forces.all())
    CaseEvent.objects.create(
        case=new, seq=1, kind=Kind.COMMISSION, stage=new.needed_stages()[0], state=CaseState.DRAFTING,
        on=event.on, on_words=vague(event, "on").words, words=f"{_COMES_FROM[relation]} {case.reference}, {case.title}.",
        reason=event.reason, recorded_by=by,
    )  # fmt: skip
    return new


def _set_parent(successor: BusinessCase, case: BusinessCase, *, by: Any, reason: str) -> None:
    """Let a case that the register has already come from the one it replaces."""
    successor.parent, successor.relation = case, CaseRelation.REPLACEMENT
    _save(successor, by, reason)


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
