"""Each office’s own decision: a row on its case’s page, a row of the register, a page of its own."""

from typing import Any

from governance.choices import ExemptGround, LocalOutcome
from governance.decisions import outcome_words
from governance.models import BusinessCase, Condition, Decision, LocalDecision, LocalDecisionEvent
from governance.publication.composing.short import OWN_DECISION, agreements_of, latest_first, outside
from governance.publication.composing.standing import decision_sentence, hidden, local_is_decided, required
from governance.publication.deciding_pages import ConditionRow, LocalDecisionPage
from governance.publication.parts import Link
from governance.publication.record import ADDRESSES, PublicRecord, day_of
from governance.publication.rows import DecisionRow, LocalDecisionRow
from programmes.dates import in_words
from programmes.models import Body, Programme
from programmes.phrases import lower_first
from workstreams.models import Workstream


def address_of(local: LocalDecision) -> str:
    """Where an office’s decision has its page, among those of the boards."""
    return ADDRESSES[Decision].format(local.reference)


def local_rows(record: PublicRecord, case: Any) -> tuple[LocalDecisionRow, ...]:
    """What each office that may be named was asked and decided."""
    return tuple(
        local_row(record, local, office)
        for local in record.group(LocalDecision, "case_id", case.pk)
        if (office := record.to(Body, local.body_id))
    )


def local_row(record: PublicRecord, local: Any, office: Link) -> LocalDecisionRow:
    """One office’s own decision; the exempt part is never told, only that there is one and on what ground."""
    last = _last(record, local)
    return record.told(
        local,
        LocalDecisionRow(
            office=office,
            outcome=local_kind(local),
            decided=_decided(local),
            notice=_notice(last),
            wording=last.wording if last else "",
            conditions="\n".join(row.words for row in conditions(record, local)),
            exempt=ExemptGround(last.exempt_ground).label if last and last.exempt_ground else "",
            page=Link("Read it", address_of(local)) if local_is_decided(local) else None,
        ),
    )


def local_kind(local: Any) -> str:
    """The outcome in words."""
    return outcome_words(local) if local.is_required else LocalOutcome.NOT_REQUIRED.label


def local_entry_row(record: PublicRecord, local: Any) -> DecisionRow:
    """An office’s own decision as the register of decisions lists it."""
    case, office = record.rows(BusinessCase)[local.case_id], _office_words(record, local)
    return DecisionRow(
        decision=Link(_title(case, office), address_of(local)),
        decided=_decided(local),
        by=office,
        kind=local_kind(local),
        tier=OWN_DECISION,
        about=record.links([case]),
        conditions="\n".join(row.words for row in conditions(record, local)),
        notice=_notice(_last(record, local)),
    )


def _office_words(record: PublicRecord, local: Any) -> str:
    """The name of the office that was asked; that it is withheld, where it is."""
    return hidden(record, local, "office") or str(record.rows(Body)[local.body_id].name)


def _title(case: Any, office: str) -> str:
    return f"{case.title}: {office}"


def local_page(record: PublicRecord, local: Any) -> LocalDecisionPage:
    """The page of what one office decided."""
    body, case = record.rows(Body)[local.body_id], record.rows(BusinessCase)[local.case_id]
    last = _last(record, local)
    return LocalDecisionPage(
        path=address_of(local),
        title=_title(case, _office_words(record, local)),
        reference=local.reference,
        wording=last.wording if last else "",
        outcome=local_kind(local),
        office=record.link(body),
        day=day_of(local.decided or ""),
        decided=_decided(local),
        tier=OWN_DECISION,
        case=record.link(case),
        programme=record.to(Programme, case.programme_id),
        workstream=record.to(Workstream, case.workstream_id),
        notice=_notice(last),
        exempt=ExemptGround(last.exempt_ground).label if last and last.exempt_ground else "",
        conditions=tuple(
            record.told(
                row, ConditionRow(words=row.words, closed=in_words(row.closed_on.isoformat()) if row.closed_on else "")
            )
            for row in conditions(record, local)
        ),
        before=tuple(
            Link(decision_sentence(record, row), ADDRESSES[Decision].format(row.reference))
            for row in latest_first(record.group(Decision, "case_id", case.pk))
        ),
        others=tuple(_other(record, row) for row in required(record, case) if row.pk != local.pk),
        agreements=agreements_of(record, case),
        sources=record.cited(local),
    )


def _other(record: PublicRecord, local: Any) -> Link:
    """What another office was asked or decided, as the page of the first names it."""
    if words := hidden(record, local, "office"):
        return Link(words)
    what = hidden(record, local, "outcome") or local_kind(local)
    return Link(
        f"{record.rows(Body)[local.body_id].name}: {lower_first(what)}",
        address_of(local) if has_page(record, local) else "",
    )


def has_page(record: PublicRecord, local: Any) -> bool:
    """Whether the decision of an office is told: it is taken, its office may be named, not all of it is withheld."""
    return local_is_decided(local) and record.one(Body, local.body_id) is not None and not hidden(record, local)


def local_pages(record: PublicRecord) -> list[LocalDecisionPage]:
    """A page for each decision that an office has taken and that may be told."""
    found: dict[int, Any] = record.rows(LocalDecision)
    return [local_page(record, row) for row in found.values() if has_page(record, row)]


def conditions(record: PublicRecord, local: Any) -> list[Condition]:
    """The conditions that an office set with a decision that stands."""
    events = record.events(LocalDecisionEvent, "local_decision_id", local.pk)
    struck = {event.corrects_id for event in events if event.corrects_id}
    return [row for row in record.group(Condition, "local_decision_id", local.pk) if row.set_by_id not in struck]


def _last(record: PublicRecord, local: Any) -> LocalDecisionEvent | None:
    """What the office said last that stands."""
    events = record.events(LocalDecisionEvent, "local_decision_id", local.pk)
    struck = {event.corrects_id for event in events}
    stand = [event for event in events if event.corrects_id is None and event.pk not in struck]
    return stand[-1] if stand else None


def _decided(local: Any) -> str:
    return local.decided_words or in_words(local.decided or "")


def _notice(last: LocalDecisionEvent | None) -> Link | None:
    if last is None:
        return None
    named = Link(last.notice_reference) if last.notice_reference else None
    return outside(last.notice_url, last.notice_reference) or named
