"""What must be so before an event: one function for each rule, its error the sentence the user reads."""

from collections.abc import Callable

from django.utils import timezone

from governance.case_file.completeness import missing_duty, missing_of, missing_words
from governance.choices import STAGE_SHORT, CaseState, Position
from governance.choices import CaseEventKind as Kind
from governance.models import AgendaItem, BusinessCase, CaseDocument
from governance.stages.facts import Facts, StageNotAllowed, Standing, next_stage, steps, struck_ids
from governance.stages.families import check_family
from governance.stages.table import FACTS
from programmes.choices import AgreementState
from programmes.dates import DateNotUnderstood, bounds
from programmes.models import Agreement, Body


def required_corporations(case: BusinessCase, on: str = "") -> list[Body]:
    """Both corporations of every participating force on a day, in the order of the list of bodies.

    `on` is the day of the decision in principle as EDTF, “” for today: who was in office then decides. Of a vague
    date it is the last day that it can mean and that has come.
    """
    today = timezone.localdate()
    day = min(bounds(on)[1] or today, today)
    return list(Body.objects.offices_on(day).filter(force__in=case.participating_forces.all()).select_related("force"))


def decided_in_principle(case: BusinessCase) -> str:
    """When the case was last agreed in principle, as EDTF; "" when it was not, or only a note says so."""
    agreed = (step.on for step in reversed(steps(case)) if step.kind in (Kind.AGREE, Kind.AGREE_IN_PART))
    return next(agreed, "")


def check_mandate(case: BusinessCase) -> None:
    """A mandate names sponsor, scope, participating forces and purpose (design section 6; S2 principle 6)."""
    missing = [
        label
        for label, value in (
            ("Purpose", case.purpose),
            ("Scope", case.scope),
            ("Sponsor", case.sponsor),
            ("Participating forces", case.participating_forces.exists()),
        )
        if not value
    ]
    if missing:
        raise StageNotAllowed(f"The mandate is not complete. Still to be filled in on the case: {', '.join(missing)}.")


def check_has_document(case: BusinessCase, now: Standing) -> None:
    """There is a document version of the present stage."""
    if not any(document.stage == now.stage for document in case.documents.all()):
        raise StageNotAllowed(
            f"There is no {STAGE_SHORT[now.stage]} document version yet; add one to the case first.", "document"
        )


def check_document(case: BusinessCase, now: Standing, document: CaseDocument) -> None:
    """The document is a version of this case and of its present stage."""
    if document.case_id != case.pk or document.stage != now.stage:
        raise StageNotAllowed(f"Document version: choose an {STAGE_SHORT[now.stage]} version of this case.", "document")


def check_complete(document: CaseDocument, facts: Facts) -> None:
    """The version has all that its stage needs, or the lack is waived with a reason (domain section 4)."""
    missing = missing_of(document)
    if missing and not facts.has("waives"):
        raise StageNotAllowed(
            f"{document} is not complete for Oversight: {missing_words(missing)}. "
            "Put this right, or give a waiver with its reason.",
            "waives",
        )


def check_duty(case: BusinessCase, facts: Facts) -> None:
    """The duty to collaborate was thought of and noted, or the note is waived (Police Act 1996 s22B, s22C, s23HA)."""
    missing = missing_duty(case)
    if missing and not facts.has("waives"):
        raise StageNotAllowed(
            f"The duty-to-collaborate note is not complete. Still empty: {', '.join(missing)}. "
            "Write it on the case’s page, or give a waiver with its reason.",
            "waives",
        )


def check_schedule(case: BusinessCase, now: Standing, facts: Facts) -> None:
    """The meeting decides in principle, its agenda is open or has the case; without Oversight’s word it needs a waiver."""
    assert facts.meeting is not None
    if not facts.meeting.board.is_summit:
        raise StageNotAllowed(
            f"Meeting: {facts.meeting.board} does not decide cases in principle; choose a meeting of the Summit.",
            "meeting",
        )
    on_agenda = AgendaItem.on_agenda.filter(meeting=facts.meeting, case=case)
    if facts.meeting.closed_at and not on_agenda.exists():
        raise StageNotAllowed(
            f"Meeting: {facts.meeting} is closed; its agenda is fixed. Choose a later meeting.", "meeting"
        )
    if now.state not in (CaseState.RECOMMENDED, CaseState.DEFERRED) and not facts.has("waives"):
        raise StageNotAllowed(
            "Oversight has not recommended this case. To put it on the agenda all the same, "
            "give a waiver with its reason.",
            "waives",
        )


def _names(bodies: list[Body]) -> str:
    return ", ".join(str(body) for body in bodies)


def _at(bodies: list[Body]) -> tuple[str, str]:
    """Where a form asks for the position of the first of some offices; else where it asks for positions."""
    return f"positions_{bodies[0].pk}", "positions"


def check_positions(case: BusinessCase, kind: Kind, facts: Facts, on: str) -> None:
    """Every corporation required on that day, and no other, has a position; all in for agreement, some not for part."""
    required = required_corporations(case, on)
    unnamed = [b for b in required if b not in facts.positions]
    if unnamed:
        raise StageNotAllowed(f"Positions: {_names(unnamed)} still to be recorded.", *_at(unnamed))
    strangers = [str(b) for b in facts.positions if b not in required]
    if strangers:
        raise StageNotAllowed(f"Positions: {', '.join(strangers)} takes no part in this case.", "positions")
    not_in = [b for b, position in facts.positions.items() if position != Position.IN]
    if kind is Kind.AGREE and not_in:
        raise StageNotAllowed(
            f"Positions: {_names(not_in)} did not agree. Record agreement in part instead.", *_at(not_in)
        )
    if kind is Kind.AGREE_IN_PART and not not_in:
        raise StageNotAllowed("Positions: all corporations agreed. Record agreement in principle instead.", "positions")
    if kind is Kind.AGREE_IN_PART and not forces_in(facts):
        raise StageNotAllowed(
            "Positions: no force has both its corporations in. Record a rejection or a deferral instead.", "positions"
        )


def forces_in(facts: Facts) -> list[int]:
    """Ids of the forces both of whose corporations are in."""
    by_force: dict[int, list[str]] = {}
    for body, position in facts.positions.items():
        assert body.force_id is not None
        by_force.setdefault(body.force_id, []).append(position)
    return [pk for pk, positions in by_force.items() if all(p == Position.IN for p in positions)]


def check_waive(case: BusinessCase, now: Standing) -> None:
    """A stage can be skipped only when another follows."""
    if next_stage(case, now.stage) is None:
        raise StageNotAllowed(f"{now.stage.label} is the last stage this case needs; it cannot be skipped.")


def check_rescope(case: BusinessCase, now: Standing, facts: Facts) -> None:
    """The new participant set is a smaller part of the present one."""
    present, wanted = set(case.participating_forces.all()), set(facts.participants)
    if wanted - present:
        names = ", ".join(sorted(str(f) for f in wanted - present))
        raise StageNotAllowed(
            f"Participating forces: {names} took no part before; a new case is needed.", "participants"
        )
    if wanted == present and facts.document is None and not facts.offices:
        raise StageNotAllowed(
            "Re-scoping changes the participating forces or the document version; nothing is changed here.",
            "participants",
        )
    if facts.document is not None:
        check_document(case, now, facts.document)


def check_asked(case: BusinessCase, facts: Facts, default: list[Body], *, asks: bool, on: str) -> None:
    """What the offices are asked, by when, and who they are; `default` are both corporations of every force.

    Leaving one of the default out is a waiver with its reason; every participating force keeps one that decides.
    """
    if not asks:
        for name in ("asked", "due", "offices"):
            if facts.has(name):
                raise StageNotAllowed(
                    f"{FACTS[name][0]}: no office is asked yet; leave it empty until the last stage.", name
                )
        return
    try:
        last_day = bounds(facts.due)[1]
    except DateNotUnderstood as error:
        raise StageNotAllowed(f"Decisions due by: {error}", "due") from error
    began = bounds(on)[0]
    if last_day and began and last_day < began:
        raise StageNotAllowed("Decisions due by: this lies before the day of this event.", "due")
    if not facts.offices:
        return
    left_out = [str(body) for body in default if body not in facts.offices]
    if left_out and not facts.has("waives"):
        raise StageNotAllowed(
            f"Offices that decide: {', '.join(left_out)} would not be asked; say why under “Waiver”.", "waives"
        )
    deciding = {body.force_id for body in facts.offices}
    silent = sorted({str(body.force) for body in default if body.force_id not in deciding})
    if silent:
        raise StageNotAllowed(f"Offices that decide: none is chosen for {', '.join(silent)}.", "offices")


def check_reject(now: Standing, facts: Facts) -> None:
    """A case that is closed after the offices were asked says what was spent on it (domain 3.2, Suffolk 2014)."""
    if now.state == CaseState.LOCAL_DECISIONS and not facts.has("sunk_cost"):
        raise StageNotAllowed("Sunk cost: say what was spent, or “not known”.", "sunk_cost")


def check_implement(facts: Facts) -> None:
    """An agreement in force, or the reason why none is needed (design section 6); not both."""
    if facts.agreement is None and not facts.has("no_agreement_reason"):
        raise StageNotAllowed(
            "Choose the agreement in force, or say why no agreement is needed.", "agreement", "no_agreement_reason"
        )
    if facts.agreement is not None:
        if facts.has("no_agreement_reason"):
            raise StageNotAllowed(
                "Give the agreement or the reason why none is needed, not both.", "no_agreement_reason"
            )
        state = Agreement.objects.with_state().values_list("state", flat=True).get(pk=facts.agreement.pk)
        if state != AgreementState.IN_FORCE:
            raise StageNotAllowed(f"Agreement in force: {facts.agreement} is not recorded as in force.", "agreement")


def check_go_live(case: BusinessCase, facts: Facts) -> None:
    """Dates are of participating forces that are not live yet, and have come."""
    strangers = set(facts.force_dates) - set(case.participating_forces.all())
    if strangers:
        names = ", ".join(sorted(str(f) for f in strangers))
        raise StageNotAllowed(f"Go-live by force: {names} takes no part in this case.", "force_dates")
    again = sorted(str(f) for f in facts.force_dates if f.reference in forces_live(case))
    if again:
        raise StageNotAllowed(f"Go-live by force: {', '.join(again)} is live already.", "force_dates")
    for force, on in facts.force_dates.items():
        try:
            earliest = bounds(on)[0]
        except DateNotUnderstood as error:
            raise StageNotAllowed(f"Go-live by force: {force}: {error}", "force_dates") from error
        if earliest is None:
            raise StageNotAllowed(f"Go-live by force: say when {force} went live.", "force_dates")
        if earliest > timezone.localdate():
            raise StageNotAllowed(
                f"Go-live by force: the date of {force} lies in the future; record it once it is live.", "force_dates"
            )


def forces_live(case: BusinessCase) -> set[str]:
    """References of the forces whose go-live stands recorded."""
    struck = struck_ids(case)
    events = case.events.filter(kind=Kind.GO_LIVE)
    return {ref for e in events if e.pk not in struck for ref in e.detail.get("force_dates", {})}


def check_correct(case: BusinessCase, facts: Facts) -> None:
    """The event is one of this case; only the last standing event can be struck out, and not what others rest on."""
    event = facts.corrects
    assert event is not None
    if event.case_id != case.pk:
        raise StageNotAllowed("Event to correct: choose an event of this case.", "corrects")
    if not facts.strikes:
        if not facts.has("words"):
            raise StageNotAllowed("Words: say what the event should have said, or strike it out.", "words")
        return
    moves = steps(case)
    if len(moves) < 2 or moves[-1].pk != event.pk:
        raise StageNotAllowed(
            "Strike it out: only the last step of a case can be struck out, and not its first.", "strikes"
        )
    if event.kind in (Kind.SPLIT, Kind.SUPERSEDE):
        raise StageNotAllowed("Strike it out: the new cases exist already; stop them instead.", "strikes")
    if event.kind == Kind.SCHEDULE and event.meeting is not None and event.meeting.closed_at:
        raise StageNotAllowed("Strike it out: the meeting is closed, and its agenda is fixed.", "strikes")
    if case.local_decisions.filter(opened_by=event, events__recorded_at__gte=event.recorded_at).exists():
        raise StageNotAllowed("Strike it out: offices have recorded decisions on it since.", "strikes")


#: Rules that depend on the case alone and so decide whether the button is offered.
Standalone = Callable[[BusinessCase, Standing], None]
BEFORE_BUTTON: dict[str, Standalone] = {
    Kind.COMMISSION: lambda case, now: check_mandate(case),
    Kind.CIRCULATE: check_has_document,
    Kind.REFER: check_has_document,
    Kind.WAIVE: check_waive,
}


def check_facts(case: BusinessCase, now: Standing, kind: Kind, facts: Facts, on: str) -> None:
    """All rules of an event that depend on what was given; raises StageNotAllowed at the first not kept."""
    if kind is Kind.COMMISSION:
        check_duty(case, facts)
    if kind in (Kind.CIRCULATE, Kind.REFER):
        assert facts.document is not None
        check_document(case, now, facts.document)
    if kind is Kind.REFER:
        assert facts.document is not None
        check_complete(facts.document, facts)
    elif kind is Kind.SCHEDULE:
        check_schedule(case, now, facts)
    elif kind in (Kind.AGREE, Kind.AGREE_IN_PART):
        check_positions(case, kind, facts, on)
        forces = None if kind is Kind.AGREE else set(forces_in(facts))
        default = [b for b in required_corporations(case, on) if forces is None or b.force_id in forces]
        check_asked(case, facts, default, asks=next_stage(case, now.stage) is None, on=on)
    elif kind is Kind.REJECT:
        check_reject(now, facts)
    elif kind is Kind.RESCOPE:
        check_rescope(case, now, facts)
        default = required_corporations(case, decided_in_principle(case) or on)
        default = [body for body in default if body.force in facts.participants]
        check_asked(case, facts, default, asks=True, on=on)
    elif kind is Kind.IMPLEMENT:
        check_implement(facts)
    elif kind is Kind.GO_LIVE:
        check_go_live(case, facts)
    elif kind in (Kind.SPLIT, Kind.SUPERSEDE):
        check_family(case, now, kind, facts)
    elif kind is Kind.CORRECT:
        check_correct(case, facts)
