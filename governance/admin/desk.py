"""What the desk’s home shows of deciding and telling, and what the record still lacks."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from governance.admin.edition import edition_url
from governance.case_desk import state_words
from governance.choices import CLOSED_STATES, CaseState, EditionEventKind, LocalOutcome, Stage
from governance.models import Board, BusinessCase, Decision, Edition, EditionEvent, LocalDecision, Meeting
from governance.stages import Standing
from governance.stages.table import NEW
from programmes.admin_site import Work, WorkRow, address, desk
from programmes.models import Agreement, Alliance, Body, Citation, Programme, Reference, Source
from workstreams.models import Milestone, Risk, StatusUpdate, Workstream

_NEXT = {
    NEW: "Complete the mandate and commission it",
    CaseState.DRAFTING: "Circulate a version",
    CaseState.CIRCULATED: "Refer to Oversight, or take back to revise",
    CaseState.OVERSIGHT: "Record Oversight’s recommendation",
    CaseState.RECOMMENDED: "Put on a Summit agenda",
    CaseState.ON_AGENDA: "Record what the Summit decided",
    CaseState.DEFERRED: "Put on a new Summit agenda",
    CaseState.LOCAL_DECISIONS: "Record the offices’ decisions",
    CaseState.APPROVED: "Start implementing",
    CaseState.IMPLEMENTING: "Record go-live",
    CaseState.LIVE: "Review it",
}
#: How many rows the home shows of each work.
SHOWN = 8


@desk.add(10)
def cases_waiting(request: HttpRequest) -> Work:
    """Open cases, longest waiting first."""
    rows = BusinessCase.objects.visible_to(request.user).with_stage().exclude(state__in=[*CLOSED_STATES])
    oldest = rows.select_related("alliance").order_by("state_since", "pk")
    total = rows.count()
    return Work(
        title="Cases waiting",
        columns=("Case", "Stands at", "Since", "Next step"),
        rows=tuple(_case_row(case) for case in oldest[:SHOWN]),
        empty="No case is open.",
        more_url=address(BusinessCase, "changelist") + "?state=open",
        more_words="All open cases",
        total=total,
    )


def _case_row(case: Any) -> WorkRow:
    stage = Stage(case.stage) if case.stage else case.needed_stages()[0]
    state = case.state or NEW
    return WorkRow(
        title=f"{case.reference} {case.title}",
        url=address(BusinessCase, "change", case.pk),
        cells=(state_words(Standing(stage, state, 0)), _age(case.state_since), _NEXT.get(state, "")),
    )


def _age(day: Any) -> str:
    """How long ago, in days up to two months, then months, then years."""
    if day is None:
        return "–"
    days = (timezone.localdate() - day).days
    if days < 1:
        return "today"
    for size, word in ((365, "year"), (30, "month")):
        if days >= 2 * size:
            return f"{days // size} {word}s"
    return f"{days} day{'' if days == 1 else 's'}"


@desk.add(20)
def offices_asked(request: HttpRequest) -> Work:
    """Cases with the offices: how many have decided."""
    rows = (
        LocalDecision.objects.visible_to(request.user)
        .filter(is_required=True)
        .with_outcome()
        .filter(outcome__in=[LocalOutcome.AWAITING, LocalOutcome.DEFERRED])
        .select_related("body", "case")
        .order_by("due_latest", "case", "body")
    )
    shown = list(rows[: SHOWN + 1])
    return Work(
        title="Offices still to decide",
        columns=("Office", "Case", "Outcome so far", "Due"),
        rows=tuple(
            WorkRow(
                str(local.body),
                f"{address(BusinessCase, 'change', local.case_id)}#local",
                (
                    f"{local.case.reference} {local.case}",
                    LocalOutcome(local.outcome).label,
                    local.due_words or local.due or "–",
                ),
            )
            for local in shown[:SHOWN]
        ),
        empty="No office is waited for.",
        more_url=address(LocalDecision, "changelist") + "?outcome=awaiting",
        more_words="All decisions awaited",
    )


@desk.add(30)
def editions_in_hand(request: HttpRequest) -> Work:
    """Editions composed and not yet published or abandoned."""
    done = EditionEvent.objects.filter(
        edition=OuterRef("pk"), kind__in=[EditionEventKind.PUBLISHED, EditionEventKind.ABANDONED]
    )
    approved = EditionEvent.objects.filter(edition=OuterRef("pk"), kind=EditionEventKind.APPROVED)
    rows = Edition.objects.filter(~Exists(done)).annotate(is_approved=Exists(approved)).order_by("-number")[:SHOWN]
    return Work(
        title="Drafts of editions",
        columns=("Edition", "Composed", "By", "Next step"),
        rows=tuple(
            WorkRow(
                f"Edition {e.number}",
                edition_url(e.number),
                (
                    date_format(timezone.localtime(e.composed_at), "j F Y, H:i"),
                    e.composed_by,
                    "Publish" if e.is_approved else "Read and approve, not by its author",
                ),
            )
            for e in rows
        ),
        empty="No draft is in hand.",
        more_url=edition_url(),
        more_words="All editions",
    )


#: The kinds whose changes the home lists; each is read by the index on its history’s date.
_WATCHED = (BusinessCase, Decision, Agreement, Workstream, StatusUpdate, Milestone, Risk, Programme, Alliance, Body, Board,
            Meeting, Source)  # fmt: skip


@desk.add(40)
def lately_changed(request: HttpRequest) -> Work:
    """The last changes of the main kinds of record: what, by whom, when, why."""
    parts = [_last_changes(model.history.model) for model in _WATCHED]
    changes = list(parts[0].union(*parts[1:], all=True).order_by("-history_date")[:SHOWN])
    names = dict(Reference.objects.filter(code__in=[c[0] for c in changes]).values_list("code", "title"))
    by_prefix = {model.PREFIX: model for model in _WATCHED}
    return Work(
        title="Lately changed",
        columns=("Record", "When", "By", "Because"),
        rows=tuple(
            WorkRow(
                f"{code} {names.get(code, '')}".strip(),
                address(by_prefix[code.rpartition("-")[0]], "change", pk),
                (date_format(timezone.localtime(at), "j F Y, H:i"), by or "–", why or "–"),
            )
            for code, at, by, why, pk in changes
        ),
        empty="Nothing was changed yet.",
    )


def _last_changes(history: Any) -> Any:
    """The newest rows of one kind’s history, by its primary key."""
    newest = history.objects.order_by("-history_id").values("history_id")[:SHOWN]
    return history.objects.filter(history_id__in=newest).order_by().values_list(
        "reference", "history_date", "history_user__username", "history_change_reason", "id"
    )  # fmt: skip


@desk.add(50)
def gaps(request: HttpRequest) -> Work:
    """What the record still lacks: facts without a source, cases without a purpose, agreements without parties."""
    kinds = [Agreement, Alliance, Body, Programme, Workstream, BusinessCase, Decision, Meeting, Board]
    cited = Citation.objects.filter(about=OuterRef("pk"))
    labels = [m._meta.label_lower for m in kinds]
    uncited = dict(
        Reference.objects.filter(Q(kind__in=labels), ~Exists(cited))
        .values_list("kind")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows = [
        WorkRow(
            f"{model._meta.verbose_name_plural} with no source cited".capitalize(),
            address(model, "changelist") + "?cited=no",
            (str(uncited[model._meta.label_lower]),),
        )
        for model in kinds
        if uncited.get(model._meta.label_lower)
    ]
    no_purpose = (BusinessCase, Workstream)
    for model in no_purpose:
        if n := model.objects.filter(purpose="").count():
            words = f"{model._meta.verbose_name_plural} with no purpose stated".capitalize()
            rows.append(WorkRow(words, address(model, "changelist") + "?purpose=no", (str(n),)))
    return Work(
        title="Gaps in the record", columns=("What is missing", "How many"), rows=tuple(rows), empty="No gap is known."
    )
