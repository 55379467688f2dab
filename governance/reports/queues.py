"""What waits for the programme team and for an office: each thing with its age and one action.

The register’s home and the desk show the same queues, so that they always agree.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Case as DatabaseCase
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list

from governance.case_desk import event_url
from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState as State
from governance.choices import EditionEventKind, LocalOutcome, WaitsFor
from governance.models import BusinessCase, Condition, Edition, EditionEvent, LocalDecision
from governance.reports.cases import standing_words
from governance.reports.ratification import waiting_words
from governance.reports.standing import age_words
from governance.reports.work import Work, WorkItem
from governance.stages.table import NEW
from programmes.access import Capability, may
from programmes.agreements.parties import sheet_of, to_be_signed_by
from programmes.choices import AgreementEventKind, AgreementState
from programmes.holders import inherited
from programmes.models import Agreement, AgreementEvent, Body, Party
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.reports.pages import listed
from programmes.tables.base import count_words

#: How many rows a home shows of each queue before it points to the list.
SHOWN = 10
#: What is due first, then what has no date; of those, who was asked first.
_ORDER = (F("due_latest").asc(nulls_last=True), F("opened_by__on_latest").asc(nulls_last=True), "case__title", "pk")
#: The event that most often comes next in a state; its form says what is missing when it is not possible yet.
_NEXT: dict[str, Kind] = {
    NEW: Kind.COMMISSION,
    State.DRAFTING: Kind.CIRCULATE,
    State.CIRCULATED: Kind.REFER,
    State.OVERSIGHT: Kind.RECOMMEND,
    State.RECOMMENDED: Kind.SCHEDULE,
    State.ON_AGENDA: Kind.AGREE,
    State.DEFERRED: Kind.SCHEDULE,
    State.APPROVED: Kind.IMPLEMENT,
    State.IMPLEMENTING: Kind.GO_LIVE,
    State.LIVE: Kind.REVIEW,
}


def _first(rows: Any, *order: Any) -> tuple[list[Any], int]:
    """The first rows in an order and how many there are in all, in one query that sorts nothing but keys."""
    first = rows.order_by(*order).values("pk")[:SHOWN]
    shown = list(rows.filter(pk__in=first).annotate(in_all=number_of(rows)).order_by(*order))
    return shown, shown[0].in_all if shown else 0


def number_of(rows: Any) -> Subquery:
    """How many rows there are, asked once within another query."""
    return Subquery(rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n"))


def cases_waiting(reader: Reader) -> Work:
    """Open cases with their next step, those that have waited longest first, those not yet commissioned last."""
    rows: Any = reader.rows(BusinessCase.objects).with_stage().open()
    # Found apart, since an index gives each in order; then read together.
    begun = rows.filter(state__isnull=False).order_by("state_since", "title", "pk").values("pk")[:SHOWN]
    new = rows.filter(state__isnull=True).order_by("title", "pk").values("pk")[:SHOWN]
    keys = [BusinessCase.objects.order_by().filter(pk__in=first).values("pk") for first in (begun, new)]
    both: Any = BusinessCase.objects.with_stage().filter(pk__in=keys[0].union(keys[1], all=True))
    both = both.annotate(in_all=number_of(rows), is_new=DatabaseCase(When(state=None, then=1), default=0))
    shown = list(both.order_by("is_new", "state_since", "title", "pk")[:SHOWN])
    total = shown[0].in_all if shown else 0
    return Work(
        title="Cases under way",
        items=tuple(_case_item(case, reader) for case in shown),
        empty="No case is open.",
        count=count_words(total, "case", "cases"),
        count_url=listed("", "governance:case-list", state="not_closed").url,
        total=total,
    )


def _case_item(case: Any, reader: Reader) -> WorkItem:
    now = standing_words(case)
    since = now.since[:1].upper() + now.since[1:]
    return WorkItem(
        f"{case.reference} {case.title}",
        reader.url(case),
        now.words,
        now.kind,
        ". ".join(filter(None, [since, f"Next: {now.next_step}" if now.next_step else ""])),
        age=now.age,
        action=_case_action(case, reader),
        desk_url=reverse("admin:governance_businesscase_change", args=[case.pk]),
    )


def _case_action(case: Any, reader: Reader) -> Link:
    """What the team does next; others read the case."""
    if not may(reader.user, Capability.MOVE_CASE):
        return Link("Read the case", reader.url(case))
    state = case.state or NEW
    if state == State.LOCAL_DECISIONS:
        return Link("Chase its offices", f"{reverse('governance:chase-list')}?case={case.reference}")
    kind = _NEXT[state]
    return Link(kind.label, event_url(case, kind))


# The offices ---------------------------------------------------------------------------------------------------------


def _waiting(reader: Reader) -> Any:
    """Decisions that are waited for, each with the first of its conditions that is open."""
    rows: Any = reader.rows(LocalDecision.objects).waiting()
    still = Condition.objects.that_stand().filter(local_decision=OuterRef("pk"), closed_on=None).order_by("pk")
    rows = rows.annotate(
        condition_pk=Subquery(still.values("pk")[:1]), condition=Subquery(still.values("reference")[:1])
    )
    return rows.select_related("case", "body", "opened_by")


def offices_awaited(reader: Reader) -> Work:
    """Offices whose refusal blocks a case first, then those that have not decided or whose conditions are open.

    Of these what is due first comes first.
    """
    refused_first = DatabaseCase(When(waits_for=WaitsFor.TEAM.value, then=0), default=1)
    shown, total = _first(_waiting(reader), refused_first, *_ORDER)
    return Work(
        title="Offices still to decide",
        items=tuple(
            _local_item(row, str(row.body), f"{row.case.reference} {row.case.title}", _team_action(row), reader)
            for row in shown
        ),
        empty="No office is waited for.",
        count=count_words(total, "decision", "decisions"),
        count_url=listed("", "governance:local-decision-list", waits="any").url,
        more=Link("The chase list", reverse("governance:chase-list")),
        total=total,
    )


def _team_action(row: Any) -> Link:
    if row.waits_for == WaitsFor.TEAM:
        return Link("Re-scope without it, or close the case", event_url(row.case, Kind.RESCOPE))
    if row.waits_for == WaitsFor.CONDITIONS and row.condition:
        where = [row.case_id, row.condition_pk]
        return Link("Close the condition", reverse("admin:governance_businesscase_condition", args=where))
    return Link("Record its decision", reverse("admin:governance_businesscase_local", args=[row.case_id, row.pk]))


def own_decisions(bodies: Sequence[Body], reader: Reader) -> Work:
    """What waits for offices: their own decisions and conditions, and those of the bodies that they took over from."""
    rows = _waiting(reader).exclude(waits_for=WaitsFor.TEAM).filter(inherited("body", [body.pk for body in bodies]))
    shown, total = _first(rows, *_ORDER)
    acts = {body.pk for body in bodies if may(reader.user, Capability.RECORD_OWN_DECISION, body)}
    reads = {body.pk for body in bodies} - acts  # what they took over is theirs to record who record at all
    names = both(bodies)
    return Work(
        title=f"Waiting for {names}",
        items=tuple(
            _local_item(
                row, f"{row.case.reference} {row.case.title}", str(row.body) if [row.body] != list(bodies) else "",
                _own_action(row) if acts and row.body_id not in reads else Link("Read what is asked", reader.url(row)), reader,
            )
            for row in shown
        ),
        empty=f"Nothing waits for a decision of {names}.",
        count=count_words(total, "decision", "decisions"),
        count_url=listed(
            "", "governance:local-decision-list", answers=",".join(body.reference for body in bodies), waits="office"
        ).url,
        more=listed("Everything it was asked", "governance:local-decision-list", office=bodies[0].reference)
        if len(bodies) == 1 else None,
        total=total,
    )  # fmt: skip


def both(named: Sequence[Any]) -> str:
    """Several names as one: “Kent PCC and Essex PFCC”."""
    return str(get_text_list([str(one) for one in named], "and"))


def _own_action(row: Any) -> Link:
    if row.waits_for == WaitsFor.CONDITIONS and row.condition:
        return Link("Close the condition", reverse("governance:condition-close", args=[row.condition]))
    return Link("Record our decision", reverse("governance:local-decision-record", args=[row.reference]))


def _local_item(row: Any, name: str, about: str, action: Link, reader: Reader) -> WorkItem:
    today = timezone.localdate()
    outcome = LocalOutcome(row.outcome).label
    if row.is_earlier:
        outcome = "Asked again"
    elif row.waits_for == WaitsFor.CONDITIONS:
        outcome = count_words(row.open_conditions, "condition open", "conditions open")
    refused = row.waits_for == WaitsFor.TEAM
    is_overdue = bool(row.due_latest and row.due_latest < today)
    age = f"refused {age_words(row.decided_latest, today)}" if refused else waiting_words(row, today)
    return WorkItem(
        name, reader.url(row), outcome, "bad" if refused or is_overdue else "warn", about,
        age=age, action=action,
        desk_url=f"{reverse('admin:governance_businesscase_change', args=[row.case_id])}#local",
    )  # fmt: skip


# Signatures ----------------------------------------------------------------------------------------------------------


#: Signatures that no correction struck out.
_signature = AgreementEvent.objects.filter(kind=AgreementEventKind.PARTY_SIGNED, corrected_by=None)


def _out_for_signature(reader: Reader) -> Any:
    sent = AgreementEvent.objects.filter(
        agreement=OuterRef("pk"), kind=AgreementEventKind.OUT_FOR_SIGNATURE, corrected_by=None
    )
    rows: Any = reader.rows(Agreement.objects).with_state().filter(state=AgreementState.OUT_FOR_SIGNATURE)
    return rows.annotate(sent=Subquery(sent.order_by("-seq").values("on_latest")[:1]))


def signatures_awaited(reader: Reader) -> Work:
    """Agreements out for signature: how many have signed, since when, and the form that records the next signature."""
    signed = Exists(_signature.filter(agreement=OuterRef("agreement"), body=OuterRef("body")))
    parties = Party.objects.select_related("body").annotate(is_recorded=signed)
    rows = _out_for_signature(reader).prefetch_related(Prefetch("parties", parties))
    shown, total = _first(rows, F("sent").asc(nulls_last=True), "pk")
    return Work(
        title="Agreements out for signature",
        items=tuple(_agreement_item(row, _sheet_words(row), _signing_action(row, reader)) for row in shown),
        empty="No agreement is out for signature.",
        count=count_words(total, "agreement", "agreements"),
        count_url=listed("", "programmes:agreement-list", state=AgreementState.OUT_FOR_SIGNATURE.value).url,
        total=total,
    )


def _sheet_words(agreement: Agreement) -> tuple[str, str]:
    parties: list[Any] = list(agreement.parties.all())
    sheet = sheet_of(parties, {party.body_id: None for party in parties if party.is_recorded})
    still = ", ".join(str(body) for body in sheet.open)
    return str(sheet), f"Still to sign: {still}" if still else "All have signed"


def _signing_action(agreement: Agreement, reader: Reader) -> Link:
    if not may(reader.user, Capability.EDIT):
        return Link("Read the agreement", reference_url(agreement.reference))
    return Link(
        "Record a signature",
        reverse("admin:programmes_agreement_event", args=[agreement.pk, AgreementEventKind.PARTY_SIGNED.value]),
    )


def own_signatures(bodies: Sequence[Body], reader: Reader) -> Work:
    """Agreements out for signature that an office is party to and has not signed."""
    rows = _out_for_signature(reader).filter(to_be_signed_by([body.pk for body in bodies]))
    shown, total = _first(rows, F("sent").asc(nulls_last=True), "pk")
    names = both(bodies)
    return Work(
        title=f"To be signed by {names}",
        items=tuple(
            _agreement_item(row, ("To be signed", ""), Link("Read the agreement", reference_url(row.reference)))
            for row in shown
        ),
        empty=f"No agreement waits for the signature of {names}.",
        count=count_words(total, "agreement", "agreements"),
        count_url=listed("", "programmes:agreement-list", to_sign=",".join(body.reference for body in bodies)).url,
        total=total,
    )


def _agreement_item(agreement: Any, words: tuple[str, str], action: Link) -> WorkItem:
    status, hint = words
    return WorkItem(
        agreement.title, reference_url(agreement.reference), status, "warn", hint,
        age=f"sent out {age_words(agreement.sent, timezone.localdate())}" if agreement.sent else "", action=action,
        desk_url=reverse("admin:programmes_agreement_change", args=[agreement.pk]),
    )  # fmt: skip


# Editions ------------------------------------------------------------------------------------------------------------


def editions_waiting(reader: Reader) -> Work:
    """Editions composed and neither published nor abandoned."""
    done = [EditionEventKind.PUBLISHED, EditionEventKind.ABANDONED]
    ended = EditionEvent.objects.filter(edition=OuterRef("pk"), kind__in=done)
    approved = EditionEvent.objects.filter(edition=OuterRef("pk"), kind=EditionEventKind.APPROVED)
    rows = Edition.objects.filter(~Exists(ended)).annotate(is_approved=Exists(approved))
    shown, total = _first(rows, "-number")
    return Work(
        title="Editions awaiting approval",
        items=tuple(_edition_item(edition, reader) for edition in shown),
        empty="No edition waits for approval.",
        more=listed("All editions", "governance:edition-list"),
        total=total,
    )


def _edition_item(edition: Any, reader: Reader) -> WorkItem:
    url = reverse("governance:edition-detail", args=[edition.number]) if may(reader.user, Capability.PREVIEW) else ""
    composed: dt.date = timezone.localdate(edition.composed_at)
    words = "Publish it" if edition.is_approved else "Read and approve it"
    return WorkItem(
        str(edition), url,
        "Approved, not published" if edition.is_approved else "Awaits approval",
        "good" if edition.is_approved else "warn",
        f"composed by {edition.composed_by}",
        age=age_words(composed, timezone.localdate()),
        action=Link(words if may(reader.user, Capability.PUBLISH) else "Read it", url) if url else None,
        desk_url=url,
    )  # fmt: skip
